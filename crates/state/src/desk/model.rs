//! Cases that were sent, as values.

use super::{LookUp, Talk};
use crate::{Load, State};
use klarna_help_wire::{CaseEventKind, CaseState, CaseView, Category, Receipt, Secret};

/// The cases known here, and what is done with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// Sent from here, remembered by this device, looked up, or the known customer's; newest first.
    pub cases: Vec<KnownCase>,
    /// A look-up that was begun.
    pub lookup: Option<Box<LookUp>>,
    /// The list of a known customer's cases.
    pub listing: Load<()>,
    /// Whether a proof of work is being done before something is sent.
    pub checking: bool,
    /// The case whose events come as they happen.
    pub(super) following: Option<String>,
    /// Whether the others are looked at every few minutes.
    pub(super) watching: bool,
    /// How many unread the host was last told.
    pub(super) told_unread: u32,
    /// Whether the host was asked for another identity token, and none that holds has come since.
    pub(crate) asked_identity: bool,
    /// Whether the panel was open at the last look.
    pub(super) was_open: bool,
}

/// A case this page knows, with its token.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownCase {
    /// The case ID.
    pub case_id: String,
    /// The token that reads it. Empty: the identity of the customer does.
    pub token: String,
    /// By when the customer hears from us.
    pub expected_by: String,
    /// Its receipt, if it was sent from this page.
    pub receipt: Option<Receipt>,
    /// Its category, if known.
    pub category: Option<Category>,
    /// Where it stands, as a list of cases said it; the view knows better.
    pub listed: Option<CaseState>,
    /// What the portal last said.
    pub view: Load<CaseView>,
    /// Whether the last look at it failed; what was known before still shows.
    pub stale: bool,
    /// Whether the device remembers it.
    pub kept: bool,
    /// Whether the device refused to, when last asked.
    pub keep_refused: bool,
    /// What the customer is about to say or do.
    pub talk: Option<Box<Talk>>,
    /// The newest event that was on the screen.
    pub seen: i64,
    /// The newest event of ours, as a list of cases said it.
    pub(super) latest: i64,
    /// The newest event that was said aloud, or needed no saying.
    pub(super) told: i64,
    /// Whether the customer waits for the answer of a look at it.
    pub(super) asked: bool,
}

impl KnownCase {
    pub(super) fn new(case_id: String, token: String, expected_by: String) -> Self {
        Self { case_id, token, expected_by, ..Self::default() }
    }

    /// Where it stands, as far as that is known.
    pub fn state(&self) -> Option<CaseState> {
        self.view.ready().map(|view| view.state).or(self.listed)
    }

    /// Whether more is to come.
    pub fn is_open(&self) -> bool {
        !matches!(self.state(), Some(CaseState::Resolved | CaseState::Closed))
    }

    /// How many of our answers the customer has not seen; one if something else of ours is new.
    pub fn unread(&self) -> u32 {
        let Some(view) = self.view.ready() else { return u32::from(self.latest > self.seen) };
        let mut news = view.timeline.iter().filter(|e| e.seq > self.seen && e.kind.is_from_us()).peekable();
        let some = news.peek().is_some();
        let answers = news.filter(|e| e.kind == CaseEventKind::AgentMessage).count();
        u32::try_from(answers).unwrap_or(u32::MAX).max(u32::from(some))
    }

    /// The newest event known.
    pub(super) fn last_seq(&self) -> i64 {
        self.view.ready().and_then(|view| view.timeline.iter().map(|e| e.seq).max()).unwrap_or_default()
    }

    /// What is being said or done.
    pub(super) fn talk_mut(&mut self) -> &mut Talk {
        self.talk.get_or_insert_default()
    }
}

/// What a device remembers of a case: nothing of what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The case ID.
    pub case_id: String,
    /// The token that reads it.
    pub token: String,
    /// By when the customer hears from us.
    pub expected_by: String,
    /// The newest event that was on the screen.
    pub seen: i64,
}

impl State {
    /// A case by ID.
    pub fn case(&self, id: &str) -> Option<&KnownCase> {
        self.desk.cases.iter().find(|c| c.case_id == id)
    }

    pub(crate) fn case_mut(&mut self, id: &str) -> Option<&mut KnownCase> {
        self.desk.cases.iter_mut().find(|c| c.case_id == id)
    }

    /// What opens a case; `None` if nothing known does.
    pub(super) fn bearer(&self, id: &str) -> Option<Secret> {
        let case = self.case(id)?;
        if case.token.is_empty() {
            return self.identity.clone();
        }
        Some(Secret(case.token.clone()))
    }
}
