//! Following cases: the one on the screen as it happens, the others every few minutes; and what of it is unread.
//!
//! Here: which, what is said aloud, what the host is told. Not here: the stream (`src/stream.rs`), when it is opened
//! again (link.rs).

use super::{Desk, DeskEffect, Kept, KnownCase, status, talk};
use crate::effect::{Effect, Notice};
use crate::{Load, Screen, State};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{CaseEvent, CaseEventKind, EventData, FromApp};

/// Most cases looked at in one go.
const LOOKED_AT_MAX: usize = 5;

/// Brings what is followed and what the host was told in line with the state. Runs after every action, once all parts of the
/// app are there.
#[inline(never)]
pub(crate) fn settle(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    let was_open = std::mem::replace(&mut state.desk.was_open, state.open);
    if state.opened
        && state.identity.is_some()
        && !state.config.is_public()
        && state.desk.listing == Load::Idle
    {
        effects.extend(super::known::list(state));
    }
    if state.open && !was_open {
        effects.extend(look(state));
    }
    follow(state, &mut effects);
    let watch = state.open && state.desk.cases.iter().any(KnownCase::is_open);
    if watch != state.desk.watching {
        state.desk.watching = watch;
        effects.push(Effect::desk(DeskEffect::Watch(watch)));
    }
    see(state, &mut effects);
    let unread = state.desk.cases.iter().map(KnownCase::unread).sum();
    if unread != state.desk.told_unread {
        state.desk.told_unread = unread;
        effects.push(Effect::event("unread", EventData { count: Some(unread), ..EventData::default() }));
    }
    effects
}

/// The customer left: nothing of theirs stays but what has to be ended.
pub(crate) fn leave(state: &mut State) -> Vec<Effect> {
    let effects = talk::abort(state);
    let Desk { following, watching, told_unread, was_open, .. } = std::mem::take(&mut state.desk);
    state.desk = Desk { following, watching, told_unread, was_open, ..Desk::default() };
    effects
}

/// The case on the screen is followed, also while the panel is closed over it; from the last event that is known, so that
/// one of which nothing is known yet is looked at first. (A receipt asks for no look: its one event comes by the stream.)
fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    let following = state.desk.following.as_deref();
    let wanted = match state.screen() {
        Screen::Receipt(id) => state.case(id),
        Screen::Case(id) => {
            state.case(id).filter(|case| case.view.ready().is_some() || following == Some(id.as_str()))
        }
        _ => None,
    };
    let wanted = wanted.filter(|case| state.opened && !matches!(case.view, Load::Failed(_)));
    let wanted = wanted.map(|case| case.case_id.clone());
    if wanted == state.desk.following {
        return;
    }
    let started =
        wanted.as_deref().and_then(|id| Some((id.to_owned(), state.bearer(id)?, state.case(id)?.last_seq())));
    state.desk.following = wanted;
    effects.push(Effect::desk(match started {
        Some((case_id, token, after)) => DeskEffect::Follow { case_id, token, after },
        None => DeskEffect::Unfollow,
    }));
}

/// What is on the screen has been seen. A device that remembers the case remembers that too.
fn see(state: &mut State, effects: &mut Vec<Effect>) {
    let shown = match state.screen() {
        Screen::Case(id) if state.open => id.clone(),
        _ => return,
    };
    let Some(case) = state.case_mut(&shown) else { return };
    let last = case.last_seq();
    if last <= case.seen {
        return;
    }
    case.seen = last;
    case.latest = case.latest.min(last);
    if case.kept {
        effects.push(Effect::desk(DeskEffect::Seen(kept(case))));
    }
}

pub(super) fn kept(case: &KnownCase) -> Kept {
    Kept {
        case_id: case.case_id.clone(),
        token: case.token.clone(),
        expected_by: case.expected_by.clone(),
        seen: case.seen,
    }
}

/// Looks at the cases that are not followed, without a word: newest first.
pub(super) fn look(state: &mut State) -> Vec<Effect> {
    let following = state.desk.following.clone();
    let others = state.desk.cases.iter().filter(|c| c.is_open() && Some(&c.case_id) != following.as_ref());
    let ids: Vec<String> = others.take(LOOKED_AT_MAX).map(|case| case.case_id.clone()).collect();
    ids.iter().filter_map(|id| status::load(state, id)).collect()
}

/// Events of the followed case. The portal is asked for the case as it now is: it knows what can be done next.
pub(super) fn came(state: &mut State, id: &str, events: Vec<CaseEvent>) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let last = case.last_seq();
    let new: Vec<CaseEvent> = events.into_iter().filter(|e| e.seq > last).collect();
    let mut effects = Vec::new();
    // Before the first look there is nothing to add to; the look brings all.
    if let (Load::Ready(view), Some(newest)) = (&mut case.view, new.last()) {
        effects.extend(status::moved(Some(view.state), newest.state));
        view.state = newest.state;
        view.next_step = newest.state.next_step();
        view.timeline.extend(new.iter().cloned());
    } else if new.is_empty() {
        return Vec::new();
    }
    effects.extend(status::load(state, id));
    effects.extend(news(state, id));
    effects
}

/// The stream was refused: the look that follows says why, and what can be done.
pub(super) fn lost(state: &mut State, id: &str) -> Vec<Effect> {
    status::load(state, id).into_iter().collect()
}

/// Says what is new of ours, in a few words, if it is the case on the screen.
pub(super) fn news(state: &mut State, id: &str) -> Option<Effect> {
    let shown = state.open && *state.screen() == Screen::Case(id.into());
    let case = state.case_mut(id)?;
    let last = case.last_seq().max(case.told);
    let told = std::mem::replace(&mut case.told, last);
    let timeline = &case.view.ready()?.timeline;
    let new = || timeline.iter().rev().filter(|e| e.seq > told && e.kind.is_from_us());
    // An answer says more than the change of state that comes with it.
    let event = new().find(|e| e.kind == CaseEventKind::AgentMessage).or_else(|| new().next())?;
    shown.then(|| Effect::Announce(notice(event)))
}

fn notice(event: &CaseEvent) -> Notice {
    let by = |named: Key, unnamed: Key| {
        if event.agent.is_empty() {
            Notice::plain(unnamed)
        } else {
            Notice { key: named, args: vec![("agent", event.agent.clone())] }
        }
    };
    match event.kind {
        CaseEventKind::AgentMessage => by(Key::NewsAnswerBy, Key::NewsAnswer),
        CaseEventKind::Assigned => by(Key::NewsAssignedTo, Key::NewsAssigned),
        CaseEventKind::PromiseMoved => Notice::plain(Key::NewsDate),
        _ => Notice::plain(event.state.into()),
    }
}

/// The identity of the customer does not hold any more: the host is asked for another, once.
pub(super) fn ask_identity(state: &mut State) -> Option<Effect> {
    let ask = state.identity.is_some() && !std::mem::replace(&mut state.desk.asked_identity, true);
    ask.then_some(Effect::Emit(FromApp::NeedIdentity))
}
