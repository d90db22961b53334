//! Cases that the device remembers: only those that the customer asked it to.

use super::{DeskEffect, Kept, KnownCase};
use crate::effect::{Effect, Focus, Notice};
use crate::{Load, Screen, State, navigate};
use klarna_help_pack::ui::Key;

pub(super) fn keep(state: &mut State, id: &str, keep: bool) -> Vec<Effect> {
    let Some(case) = state.case(id).filter(|_| state.may_remember()) else { return Vec::new() };
    let kept = Kept {
        case_id: case.case_id.clone(),
        token: case.token.clone(),
        expected_by: case.expected_by.clone(),
    };
    vec![Effect::Desk(DeskEffect::Remember(kept, keep))]
}

/// Cases the device remembered join those of this page.
pub(super) fn remembered(state: &mut State, cases: Vec<Kept>) -> Vec<Effect> {
    for Kept { case_id, token, expected_by } in cases {
        if state.case(&case_id).is_none() {
            let case = KnownCase {
                case_id,
                token,
                expected_by,
                receipt: None,
                category: None,
                view: Load::Idle,
                stale: false,
                kept: true,
                keep_refused: false,
            };
            state.desk.cases.push(case);
        }
    }
    // Somebody who asked for their cases waits for these.
    if *state.screen() == Screen::Cases && state.desk.cases.len() == 1 {
        state.stack.pop();
        return navigate::cases(state);
    }
    Vec::new()
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
