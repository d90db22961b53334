//! Before the content is there: waiting, or what to do when it does not come.
//!
//! No texts of a locale are there yet, so these few words are built in, in English; the loader's own panel has them in
//! more languages.

use crate::components::button::{Kind, button};
use crate::components::field::{Icon, icon};
use klarna_help_state::{Action, Load, State};
use yew::prelude::*;

pub(super) fn bar(dispatch: &Callback<Action>) -> Html {
    let dispatch = dispatch.clone();
    html! {
        <header class="kh-bar" lang="en" dir="ltr">
            <span class="kh-bar__title">{ "Help" }</span>
            <button type="button" class="kh-icon-button kh-bar__close" aria-label="Close help"
                onclick={move |_| dispatch.emit(Action::CloseAsked)}>{ icon(Icon::Close) }</button>
        </header>
    }
}

pub(super) fn screen(state: &State, dispatch: &Callback<Action>) -> Html {
    let body = if let Load::Failed(_) = state.pack {
        let dispatch = dispatch.clone();
        let retry = Callback::from(move |_| dispatch.emit(Action::Retry));
        // The plain pages need neither WebAssembly nor this pack; the last resort needs nothing of ours.
        let plain = ["/help/", &state.config.client_id, "/", &state.config.locale].concat();
        let plain = match state.config.api.strip_suffix("/api/v1") {
            Some(portal) => [portal, &plain].concat(),
            None => plain,
        };
        html! {
            <>
                <h1 tabindex="-1" data-kh-focus="heading">{ "Help could not be loaded" }</h1>
                <p role="alert">{ "Our service does not answer right now. Check your connection and try again." }</p>
                { button("Try again", Kind::Primary, retry) }
                <ul class="kh-links">
                    <li><a href={plain} target="_blank" rel="noopener noreferrer">{ "Help as plain pages (opens in a new tab)" }</a></li>
                    <li><a href="https://www.klarna.com/customer-service/" target="_blank" rel="noopener noreferrer">
                        { "Klarna customer service (opens in a new tab)" }</a></li>
                </ul>
            </>
        }
    } else {
        html! {
            <>
                <h1 tabindex="-1" data-kh-focus="heading" class="kh-sr">{ "Help" }</h1>
                <p class="kh-quiet" role="status">{ "Loading…" }</p>
            </>
        }
    };
    html! { <main class="kh-main" lang="en" dir="ltr">{ body }</main> }
}
