//! Search as the customer types. Nothing typed leaves the page, and no event carries it.
//!
//! Every letter is answered at once by its words. After a pause meaning is asked too, if what finds by it is there, and may
//! change the order; but never while the pointer or the arrow keys are in the list, for what somebody is about to press
//! stays where it is. Then, and once, it is said what there is.
//!
//! Here: what follows a letter, a key in the list and a choice. Not here: which order (sort.rs), searches of before
//! (recent.rs), markup (src/screens/search.rs).

mod model;
mod recent;
mod sort;

pub use model::{Found, Group, GroupKind, Move, Pick, Results, Search, SearchAction, SearchEffect, pick_id};
pub(crate) use recent::{over, rest_came};
pub(crate) use sort::{By, find};

use crate::effect::{Effect, Focus, Notice};
use crate::{CaseSeed, Field, Screen, State, form, navigate};
use klarna_help_pack::Target;
use klarna_help_pack::ui::Key;
use klarna_help_search::Verdict;
use klarna_help_wire::{Category, EventData, EventFact};
use std::rc::Rc;

/// Most results shown.
const RESULTS: usize = 8;
/// Longest query kept, in characters.
const QUERY_MAX: usize = 300;
/// A pause this long, in milliseconds, and the text is taken as it stands. With what the announcer waits it makes half a
/// second from the last letter to the announcement.
const PAUSE_MS: u32 = 150;

pub(crate) fn typed(state: &mut State, text: String) -> Vec<Effect> {
    state.query = match text.char_indices().nth(QUERY_MAX) {
        Some((end, _)) => text.get(..end).unwrap_or_default().into(),
        None => text,
    };
    // What answers comes after home. Until then the text is kept.
    if state.answers {
        return answer(state);
    }
    if state.pack.ready().is_none() {
        return Vec::new();
    }
    let waits = !state.query.trim().is_empty();
    let said = std::mem::replace(&mut state.search.waits, waits);
    if waits && !said { vec![Effect::Announce(Notice::plain(Key::SearchWait))] } else { Vec::new() }
}

/// Answers what is typed, once the shelf and the index are there; says once that it waits for them.
#[inline(never)]
pub(crate) fn answer(state: &mut State) -> Vec<Effect> {
    let search = &mut state.search;
    search.active = None;
    search.number = search.number.wrapping_add(1);
    search.settled = false;
    search.said = None;
    if state.query.trim().is_empty() {
        state.search.waits = false;
        state.search.results = None;
        return Vec::new();
    }
    let there = is_there(state);
    let said = std::mem::replace(&mut state.search.waits, !there);
    if !there {
        let notice = Effect::Announce(Notice::plain(Key::SearchWait));
        return if said { Vec::new() } else { vec![notice] };
    }
    state.search.results = sort::results(state, RESULTS, By::Words).map(Rc::new);
    vec![pause(state)]
}

/// Whether a search can be answered.
pub(crate) fn is_there(state: &State) -> bool {
    state.shelf().is_some() && state.content.index.ready().is_some()
}

pub(crate) fn clear(state: &mut State) {
    state.search.waits = false;
    state.search.active = None;
    state.query.clear();
}

/// What finds by meaning came. An answer that stands stays as it is, for somebody reads it; where there was none it is looked
/// for anew.
pub(crate) fn meaning_came(state: &mut State) -> Option<Effect> {
    let nothing = state.results().is_some_and(|results| results.verdict == Verdict::Nothing);
    if !nothing {
        return None;
    }
    state.search.settled = false;
    Some(pause(state))
}

/// What happens in the list. Nothing of it runs before what answers a search is there.
#[inline(never)]
pub(crate) fn update(state: &mut State, action: Rc<SearchAction>) -> Vec<Effect> {
    match Rc::unwrap_or_clone(action) {
        SearchAction::Move(to) => go(state, to),
        SearchAction::Choose(choice) => choose(state, choice),
        SearchAction::Enter => enter(state),
        SearchAction::Pointer(on) => {
            state.search.pointed = on;
            wake(state).into_iter().collect()
        }
        SearchAction::Settled(number) if number == state.search.number => settle(state).into_iter().collect(),
        SearchAction::Settled(_) => Vec::new(),
        SearchAction::Recalled(texts) => recent::recalled(state, texts),
        SearchAction::ClearRecent => recent::clear(state),
    }
}

fn pause(state: &State) -> Effect {
    Effect::search(SearchEffect::Wait(state.search.number, PAUSE_MS))
}

/// Whether the order may change: nobody is about to press something in it.
fn is_calm(state: &State) -> bool {
    state.search.active.is_none() && !state.search.pointed
}

/// What had to wait for a calm list goes on.
fn wake(state: &State) -> Option<Effect> {
    (is_calm(state) && !state.search.settled && state.results().is_some()).then(|| pause(state))
}

fn settle(state: &mut State) -> Option<Effect> {
    state.results()?;
    let can = state.content.meaning.ready().is_some();
    if can && is_calm(state) && !state.search.settled {
        state.search.results = sort::results(state, RESULTS, By::Meaning).map(Rc::new);
    }
    state.search.settled |= !can || is_calm(state);
    let notice = notice(state)?;
    let new = state.search.said.as_ref() != Some(&notice);
    state.search.said = Some(notice.clone());
    new.then_some(Effect::Announce(notice))
}

/// How many there are and the best one's title: the arrow keys lead to it.
fn notice(state: &State) -> Option<Notice> {
    let (results, shelf) = (state.results()?, state.shelf()?);
    if results.verdict == Verdict::Nothing {
        return Some(Notice::plain(Key::SearchNone));
    }
    let title = match &results.all().next()?.target {
        Target::Article(slug) => &shelf.article(slug)?.title,
        Target::Flow(slug) => &shelf.flow(slug)?.title,
    };
    let count = results.all().count();
    let key = if count == 1 { Key::SearchSaidOne } else { Key::SearchSaidOther };
    Some(Notice { key, args: vec![("count", count.to_string()), ("title", title.clone())] })
}

fn go(state: &mut State, to: Move) -> Vec<Effect> {
    let count = state.picks().len();
    let Some(last) = count.checked_sub(1) else { return Vec::new() };
    let at = state.search.active.filter(|at| *at <= last);
    state.search.active = match (to, at) {
        (Move::Out, _) => None,
        (Move::First, _) | (Move::Next, None) => Some(0),
        (Move::Last, _) | (Move::Before, None | Some(0)) => Some(last),
        (Move::Next, Some(at)) => Some(if at == last { 0 } else { at + 1 }),
        (Move::Before, Some(at)) => Some(at - 1),
    };
    match state.search.active {
        Some(at) => vec![Effect::search(SearchEffect::Reveal(pick_id(at)))],
        None => wake(state).into_iter().collect(),
    }
}

/// Enter takes what the arrow keys are at. Without that it takes the text as it stands: the customer hears at once what there
/// is.
fn enter(state: &mut State) -> Vec<Effect> {
    let chosen = state.search.active.and_then(|at| state.picks().get(at).cloned());
    if let Some(choice) = chosen {
        return choose(state, choice);
    }
    state.search.said = None;
    settle(state).into_iter().collect()
}

fn choose(state: &mut State, choice: Pick) -> Vec<Effect> {
    state.search.pointed = false;
    state.search.active = None;
    let mut effects = Vec::new();
    if let Pick::Recent(text) = choice {
        effects = typed(state, text);
        effects.push(Effect::Focus(Focus::Search));
        return effects;
    }
    if let Some(results) = state.results() {
        let verdict = match results.verdict {
            Verdict::Answer => "answer",
            Verdict::Maybe => "maybe",
            Verdict::Nothing => "nothing",
        };
        let count = u32::try_from(results.all().count()).ok();
        let data = EventData { count, ..EventData::of(EventFact::Verdict, verdict) };
        effects.push(Effect::event("search", data));
        effects.extend(recent::keep(state));
    }
    effects.extend(match choice {
        Pick::Found(Target::Article(slug)) => navigate::go(state, Screen::Article(slug)),
        Pick::Found(Target::Flow(slug)) => navigate::go(state, Screen::Flow(slug)),
        Pick::Person => navigate::go(state, Screen::Contact),
        Pick::Write => lead_on(state),
        Pick::Recent(_) => Vec::new(),
    });
    effects
}

/// None of these: a case, with what was searched for as its description where there is none (form/start.rs), and about what the
/// best results are about, unless it is known better.
fn lead_on(state: &mut State) -> Vec<Effect> {
    let category = guess(state);
    if state.config.is_public() {
        return form::start(state, CaseSeed { category, flow: None });
    }
    if state.form.category.is_empty() && !state.form.is_locked() {
        state.form.fill(Field::Category, category.map(Category::as_str));
    }
    form::start(state, CaseSeed::default())
}

fn guess(state: &State) -> Option<Category> {
    sort::category(state.shelf()?, state.results()?)
}
