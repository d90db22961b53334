//! What the case form needs of the world.

use crate::api;
use klarna_help_state::{Action, FormAction, FormEffect};
use klarna_help_wire::AppConfig;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// Carries an effect of the form out.
#[inline(never)]
pub(super) fn run(effect: FormEffect, config: &AppConfig, dispatch: Callback<Action>) {
    match effect {
        FormEffect::Send(request, key) => {
            let api = config.api.clone();
            spawn_local(async move {
                let result = api::send_case(&api, &request, &key).await;
                dispatch.emit(Action::Form(FormAction::Sent(key, result)));
            });
        }
    }
}
