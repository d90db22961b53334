//! A list of things to press, with its heading; and a list of terms with their values.

use crate::components::Example;
use crate::components::text::{around, text};
use yew::prelude::*;

/// A section with a heading and a list of cards.
pub fn section(heading: &str, items: Vec<Html>) -> Html {
    html! {
        <section class="kh-section">
            { text("h2", "", heading) }
            { cards(items) }
        </section>
    }
}

/// A list of cards.
pub fn cards(items: Vec<Html>) -> Html {
    let items = items.into_iter().map(|item| around("li", "", vec![item]));
    around("ul", "kh-cards", items.collect())
}

/// Terms and values. Entries without a value are left out.
pub fn terms(entries: &[(&str, String)]) -> Html {
    let shown = entries.iter().filter(|(_, value)| !value.is_empty());
    html! {
        <dl class="kh-terms">
            { for shown.map(|(term, value)| around("div", "", vec![text("dt", "", term), text("dd", "", value)])) }
        </dl>
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let item = html! { <button type="button" class="kh-card">{ "Pay another way" }</button> };
    let entries = [("Order number", "NW-20417".to_owned()), ("Page", "checkout".to_owned())];
    vec![("section", section("For you, right now", vec![item])), ("terms", terms(&entries))]
}
