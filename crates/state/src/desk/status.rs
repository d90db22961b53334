//! What the portal says of a case: its receipt, and where it stands.

use super::{DeskEffect, KnownCase, live};
use crate::effect::{Effect, Focus, Notice};
use crate::navigate::shown;
use crate::{Failure, Load, Screen, State, search};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{CaseState, CaseView, Category, EventData, EventFact, ProblemCode, Receipt};

/// A case has arrived: its receipt shows.
pub(crate) fn received(state: &mut State, receipt: Receipt, category: Option<Category>) -> Vec<Effect> {
    let id = receipt.case_id.clone();
    add(state, receipt, category);
    search::clear(state);
    // Back from a receipt leads home: the form behind it is done.
    state.stack = vec![Screen::Home, Screen::Receipt(id)];
    shown(state)
}

/// A case has arrived while its customer is elsewhere: it joins the cases.
pub(crate) fn add(state: &mut State, receipt: Receipt, category: Option<Category>) {
    let id = receipt.case_id.clone();
    state.desk.cases.retain(|c| c.case_id != id);
    let case = KnownCase::new(id, receipt.token.clone(), receipt.expected_by.clone());
    state.desk.cases.insert(0, KnownCase { receipt: Some(receipt), category, ..case });
    state.desk.checking = false;
}

/// The customer looks at a case, and waits for the answer.
#[inline(never)]
pub(crate) fn refresh(state: &mut State, id: &str) -> Vec<Effect> {
    let load = load(state, id);
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    case.asked = true;
    let mut effects: Vec<Effect> = load.into_iter().collect();
    if matches!(case.view, Load::Failed(_)) {
        // The button that was pressed goes.
        effects.push(Effect::Focus(Focus::Heading));
    }
    if case.view.ready().is_none() {
        case.view = Load::Loading;
    }
    effects
}

/// Asks for a case as it now is.
pub(super) fn load(state: &State, id: &str) -> Option<Effect> {
    let token = state.bearer(id)?;
    Some(Effect::desk(DeskEffect::Load { case_id: id.into(), token }))
}

/// The answer to a look. One that nobody waits for says only what is new.
pub(super) fn loaded(state: &mut State, id: &str, result: Result<CaseView, Failure>) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let asked = std::mem::take(&mut case.asked);
    match result {
        Ok(view) => {
            let mut effects = taken(state, id, view);
            let news = live::news(state, id);
            let standing = state.case(id).and_then(KnownCase::state).filter(|_| asked && news.is_none());
            effects.extend(standing.map(|state| Effect::Announce(Notice::plain(state.into()))));
            effects.extend(news);
            effects
        }
        Err(failure) => {
            // What was known stays on the screen; only a case that is gone takes it away.
            case.stale = true;
            let renew = matches!(failure, Failure::Refused(ProblemCode::IdentityInvalid, _));
            let gone = matches!(failure, Failure::Refused(ProblemCode::CaseNotFound, _));
            if case.view.ready().is_none() || gone {
                case.view = Load::Failed(failure);
            }
            let mut effects = Vec::new();
            if renew {
                effects.extend(live::ask_identity(state));
            }
            if asked {
                effects.push(Effect::Announce(Notice::plain(Key::StatusFail)));
            }
            effects
        }
    }
}

/// The case as it now is.
pub(super) fn taken(state: &mut State, id: &str, view: CaseView) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let (before, now) = (case.state(), view.state);
    case.category = Some(view.category);
    case.expected_by = view.expected_by.clone();
    case.view = Load::Ready(view);
    case.stale = false;
    moved(before, now).into_iter().collect()
}

/// The host hears of a case that is seen in another state than before.
pub(super) fn moved(before: Option<CaseState>, now: CaseState) -> Option<Effect> {
    let other = before.is_some_and(|before| before != now);
    other.then(|| Effect::event("case-update", EventData::of(EventFact::State, now.as_str())))
}
