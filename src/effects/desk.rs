//! What cases that were sent need of the world.

use crate::api;
use crate::platform::storage;
use klarna_help_state::{Action, DeskAction, DeskEffect};
use klarna_help_wire::AppConfig;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// Carries an effect of the cases out.
#[inline(never)]
pub(super) fn run(effect: DeskEffect, config: &AppConfig, dispatch: Callback<Action>) {
    match effect {
        DeskEffect::Load { case_id, token } => {
            let api = config.api.clone();
            spawn_local(async move {
                let result = api::load_case(&api, &case_id, &token).await;
                dispatch.emit(Action::Desk(DeskAction::Loaded(case_id, result)));
            });
        }
        DeskEffect::ReadRemembered => {
            let cases = storage::read_cases(&config.client_id);
            dispatch.emit(Action::Desk(DeskAction::Remembered(cases)));
        }
        DeskEffect::Remember(case, keep) => {
            let worked = storage::remember(&config.client_id, &case, keep);
            dispatch.emit(Action::Desk(DeskAction::Kept(case.case_id, keep == worked)));
        }
    }
}
