//! What the portal says of a case: its receipt, and where it stands.

use super::{DeskEffect, KnownCase};
use crate::effect::{Effect, Focus, Notice};
use crate::navigate::shown;
use crate::{Failure, Load, Screen, State, search};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{CaseView, Category, EventData, EventFact, ProblemCode, Receipt};

/// A case has arrived: its receipt shows.
pub(crate) fn received(state: &mut State, receipt: Receipt, category: Option<Category>) -> Vec<Effect> {
    let id = receipt.case_id.clone();
    state.desk.cases.retain(|c| c.case_id != id);
    let case = KnownCase {
        case_id: id.clone(),
        token: receipt.token.clone(),
        expected_by: receipt.expected_by.clone(),
        receipt: Some(receipt),
        category,
        view: Load::Idle,
        stale: false,
        kept: false,
        keep_refused: false,
    };
    state.desk.cases.insert(0, case);
    search::clear(state);
    // Back from a receipt leads home: the form behind it is done.
    state.stack = vec![Screen::Home, Screen::Receipt(id)];
    shown(state)
}

#[inline(never)]
pub(crate) fn refresh(state: &mut State, id: &str) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let mut effects = vec![Effect::Desk(DeskEffect::Load { case_id: id.into(), token: case.token.clone() })];
    if matches!(case.view, Load::Failed(_)) {
        // The button that was pressed goes.
        effects.push(Effect::Focus(Focus::Heading));
    }
    if case.view.ready().is_none() {
        case.view = Load::Loading;
    }
    effects
}

pub(super) fn loaded(state: &mut State, id: &str, result: Result<CaseView, Failure>) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let before = case.view.ready().map(|v| v.state);
    match result {
        Ok(view) => {
            let now = view.state;
            case.category = Some(view.category);
            case.expected_by = view.expected_by.clone();
            case.view = Load::Ready(view);
            case.stale = false;
            let mut effects = vec![Effect::Announce(Notice::plain(now.into()))];
            if before.is_some_and(|before| before != now) {
                let data = EventData::of(EventFact::State, now.as_str());
                effects.push(Effect::event("case-update", data));
            }
            effects
        }
        Err(failure) => {
            // What was known stays on the screen; only a case that is gone takes it away.
            case.stale = true;
            let gone = matches!(failure, Failure::Refused(ProblemCode::CaseNotFound, _));
            if before.is_none() || gone {
                case.view = Load::Failed(failure);
            }
            vec![Effect::Announce(Notice::plain(Key::StatusFail))]
        }
    }
}
