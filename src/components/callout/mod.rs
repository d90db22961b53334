//! A note or a warning beside the text. The word comes first, so that colour is not the only sign.

use crate::components::Example;
use klarna_help_pack::Callout;
use yew::prelude::*;

/// A callout with its word and its body.
pub fn callout(kind: Callout, word: &str, body: Html) -> Html {
    let class = match kind {
        Callout::Note => "kh-callout",
        Callout::Warning => "kh-callout kh-callout--warning",
    };
    html! { <div {class}><strong class="kh-callout__word">{ word }</strong>{ body }</div> }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let body = |text: &'static str| html! { <p>{ text }</p> };
    vec![
        ("callout, note", callout(Callout::Note, "Good to know", body("A close guess is fine."))),
        ("callout, warning", callout(Callout::Warning, "Important", body("Never share a one-time code."))),
    ]
}
