//! What is hidden in a text before it is sent: what it is, what goes instead, and a way to say that it is no secret.

use crate::components::Example;
use crate::components::button::{Button, Kind};
use crate::components::text::text;
use yew::prelude::*;

/// Something hidden, or left as written.
pub struct Mask {
    /// What it is, in words.
    pub what: String,
    /// What is sent of it, in words.
    pub sent: String,
    /// The button that turns it round, and what it does; `None` for what is always hidden.
    pub turn: Option<(String, Callback<MouseEvent>)>,
}

/// The list below a field; the count is spoken when it changes. Nothing but an empty, quiet place without entries.
pub fn masks(count: &str, title: &str, entries: Vec<Mask>) -> Html {
    let shown = !entries.is_empty();
    html! {
        <div class={if shown { "kh-masks" } else { "kh-masks kh-masks--none" }}>
            <p class="kh-sr" role="status">{ count }</p>
            if shown {
                { text("p", "kh-masks__title", title) }
                <ul>{ for entries.into_iter().map(entry) }</ul>
            }
        </div>
    }
}

fn entry(mask: Mask) -> Html {
    let turn = mask.turn.map(|(label, onclick)| {
        let describe = Some([&label, ": ", &mask.what].concat());
        Button { label: &label, kind: Kind::Text, busy: false, describe, onclick: Some(onclick) }.view()
    });
    html! {
        <li>
            { text("strong", "", &mask.what) }
            { text("span", "", &mask.sent) }
            { for turn }
        </li>
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let mask = |what: &str, sent: &str, turn: Option<&str>| Mask {
        what: what.to_owned(),
        sent: sent.to_owned(),
        turn: turn.map(|label| (label.to_owned(), Callback::noop())),
    };
    let entries = vec![
        mask("A card number", "We send: •••• 1111. Card numbers are always hidden.", None),
        mask("A bank account number", "We send: [IBAN ••5432]", Some("Send it as written")),
        mask("A PIN or code", "Sent as you wrote it", Some("Hide it again")),
    ];
    vec![("masks", masks("2 things are hidden.", "Hidden before it is sent", entries))]
}
