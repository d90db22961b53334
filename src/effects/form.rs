//! What the case form needs of the world.

use crate::api::Portal;
use klarna_help_state::{Action, DeskAction, FormAction, FormEffect};
use klarna_help_wire::AppConfig;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// Carries an effect of the form out.
#[inline(never)]
pub(super) fn run(effect: FormEffect, config: &AppConfig, dispatch: Callback<Action>) {
    match effect {
        FormEffect::Send(request, key, identity) => {
            let api = config.api.clone();
            spawn_local(async move {
                let waiting = dispatch.clone();
                let checking = move || waiting.emit(Action::Desk(DeskAction::Checking));
                let portal = Portal { api: &api, checking: &checking };
                let result = portal.send_case(&request, &key, identity.as_ref()).await;
                dispatch.emit(Action::Form(FormAction::Sent(key, result)));
            });
        }
    }
}
