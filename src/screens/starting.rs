//! Before the content is there: waiting, or what to do when it does not come.
//!
//! No texts of a locale are there yet, so these few words are built in, in English; the loader's own panel has them in
//! more languages.

use super::{alert, bar_of, close, heading, status};
use crate::components::button::{Kind, button};
use crate::components::text::text;
use klarna_help_state::{Action, Load, State};
use yew::prelude::*;

/// Needs nothing of ours.
const LAST_RESORT: &str = "https://www.klarna.com/customer-service/";

pub(super) fn bar(dispatch: &Callback<Action>) -> Html {
    bar_of(Some("en"), vec![text("span", "kh-bar__title", "Help"), close(dispatch, "Close help")])
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
                { heading("Help could not be loaded") }
                { alert("Our service does not answer right now. Check your connection and try again.") }
                { button("Try again", Kind::Primary, retry) }
                <ul class="kh-links">
                    { link(plain, "Help as plain pages (opens in a new tab)") }
                    { link(LAST_RESORT.to_owned(), "Klarna customer service (opens in a new tab)") }
                </ul>
            </>
        }
    } else {
        html! {
            <>
                <h1 tabindex="-1" data-kh-focus="heading" class="kh-sr">{ "Help" }</h1>
                { status("Loading…") }
            </>
        }
    };
    html! { <main class="kh-main" lang="en" dir="ltr">{ body }</main> }
}

#[inline(never)]
fn link(address: String, words: &'static str) -> Html {
    html! { <li><a href={address} target="_blank" rel="noopener noreferrer">{ words }</a></li> }
}
