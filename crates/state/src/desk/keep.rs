//! Cases that the device remembers: only those that the customer asked it to.

use super::{DeskEffect, Kept, KnownCase, live};
use crate::effect::{Effect, Focus, Notice};
use crate::{Screen, State, navigate};
use klarna_help_pack::ui::Key;

pub(super) fn keep(state: &mut State, id: &str, keep: bool) -> Vec<Effect> {
    let Some(case) = state.case(id).filter(|_| state.may_remember()) else { return Vec::new() };
    // The identity of a customer is stored nowhere, and nothing else opens their case.
    if case.token.is_empty() {
        return Vec::new();
    }
    vec![Effect::desk(DeskEffect::Remember(live::kept(case), keep))]
}

/// Cases the device remembered join those of this page.
pub(super) fn remembered(state: &mut State, cases: Vec<Kept>) -> Vec<Effect> {
    for Kept { case_id, token, expected_by, seen } in cases {
        match state.case_mut(&case_id) {
            // Known by the identity alone: the token serves when that has ended.
            Some(case) if case.token.is_empty() => (case.token, case.kept) = (token, true),
            Some(_) => {}
            None => {
                let case = KnownCase::new(case_id, token, expected_by);
                state.desk.cases.push(KnownCase { kept: true, seen, told: seen, ..case });
            }
        }
    }
    // Somebody who asked for their cases waits for these.
    if *state.screen() == Screen::Cases && state.desk.cases.len() == 1 {
        state.stack.pop();
        return navigate::cases(state);
    }
    if state.open { live::look(state) } else { Vec::new() }
}

pub(super) fn kept(state: &mut State, id: &str, kept: bool) -> Vec<Effect> {
    let Some(case) = state.case_mut(id) else { return Vec::new() };
    let wanted = !case.kept;
    let worked = kept == wanted;
    case.kept = kept;
    case.keep_refused = !worked;
    let mut effects = vec![Effect::Focus(Focus::Keep)];
    if kept || !worked {
        let key = if worked { Key::ReceiptKept } else { Key::ReceiptKeepFailed };
        effects.push(Effect::Announce(Notice::plain(key)));
    }
    effects
}
