//! A search as a value: what was found, in the order shown, and what the customer can choose.

use crate::{Notice, State};
use klarna_help_pack::Target;
use klarna_help_search::Verdict;
use std::ops::Range;
use std::rc::Rc;

/// What follows from what is typed in the search field.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The text waits for what answers it, and that was said.
    pub waits: bool,
    /// What was found for the text; the one of before until there is a new one.
    pub results: Option<Rc<Results>>,
    /// Which of [`State::picks`] the arrow keys are at.
    pub active: Option<usize>,
    /// What was searched for before, newest first. See [`State::recent_searches`].
    pub(super) recent: Vec<String>,
    /// Whether what the device has of that is to be taken away.
    pub(super) over: bool,
    /// Whether the pointer is on the list: then nothing in it moves.
    pub(super) pointed: bool,
    /// Counts the texts answered, so that a pause after one of before is known.
    pub(super) number: u32,
    /// Whether meaning was looked at, for this text, or need not be.
    pub(super) settled: bool,
    /// What was said of this text.
    pub(super) said: Option<Notice>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// How sure the best is.
    pub verdict: Verdict,
    /// In the order shown. Never an empty group.
    pub groups: Vec<Group>,
}

impl Results {
    /// Everything found, in the order shown.
    pub fn all(&self) -> impl Iterator<Item = &Found> {
        self.groups.iter().flat_map(|group| &group.found)
    }

    /// The one that fits best.
    pub fn best(&self) -> Option<&Found> {
        self.all().fold(None, |best: Option<&Found>, found| match best {
            Some(best) if best.score >= found.score => Some(best),
            _ => Some(found),
        })
    }
}

/// Results of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The kind.
    pub kind: GroupKind,
    /// Best first.
    pub found: Vec<Found>,
}

/// A kind of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// The one that answers.
    Answer,
    /// Flows.
    Guides,
    /// Articles.
    Articles,
}

/// Something a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What.
    pub target: Target,
    /// How sure it is that it answers, from 0 to 1.
    pub score: f32,
    /// Where its title has words of the query, in bytes.
    pub in_title: Vec<Range<usize>>,
    /// The same of its summary.
    pub in_text: Vec<Range<usize>>,
}

/// Something that can be chosen in the list below the search field.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// Search for this again.
    Recent(String),
    /// Show what was found.
    Found(Target),
    /// None of these: write to us, with what was searched for.
    Write,
    /// None of these: the ways to a person.
    Person,
}

/// Where the arrow keys go in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the next; from the last to the first.
    Next,
    /// To the one before; from the first to the last.
    Before,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Back to the text.
    Out,
}

/// What can happen to the list below the search field.
#[derive(Clone, Debug)]
pub enum SearchAction {
    /// A key that moves in the list.
    Move(Move),
    /// Something was chosen; also something found that stands outside the list.
    Choose(Pick),
    /// Enter, with nothing chosen.
    Enter,
    /// The pointer came on the list, or left it.
    Pointer(bool),
    /// There was a pause after the text of this number.
    Settled(u32),
    /// What the device remembers of searches.
    Recalled(Vec<String>),
    /// Take away what it remembers of them.
    ClearRecent,
}

/// What the list asks of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum SearchEffect {
    /// Wait so many milliseconds, then tell of [`SearchAction::Settled`] with this number.
    Wait(u32, u32),
    /// Scroll to a choice, by its id.
    Reveal(String),
    /// Keep these searches on the device, in place of those of before; none takes them away.
    Keep(Vec<String>),
}

/// The id of a choice in the list.
pub fn pick_id(place: usize) -> String {
    ["kh-pick-", &place.to_string()].concat()
}

impl State {
    /// What was found for the text, once it was looked for.
    pub fn results(&self) -> Option<&Results> {
        self.search.results.as_deref().filter(|_| !self.query.trim().is_empty() && self.can_search())
    }

    /// What can be chosen in the list below the search field, in its order.
    pub fn picks(&self) -> Vec<Pick> {
        if self.query.trim().is_empty() {
            return self.recent_searches().iter().cloned().map(Pick::Recent).collect();
        }
        let Some(results) = self.results() else { return Vec::new() };
        // What is weak is no choice among others: it is folded away below.
        let shown = results.all().filter(|_| results.verdict != Verdict::Nothing);
        let found = shown.map(|found| Pick::Found(found.target.clone()));
        found.chain([Pick::Write, Pick::Person]).collect()
    }
}
