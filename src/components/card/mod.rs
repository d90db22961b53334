//! A card that leads to an article, a guide or a way of contact: one press target, title first.

use crate::components::Example;
use crate::components::text::text;
use yew::prelude::*;

/// A card.
#[derive(Clone, PartialEq)]
pub struct Card<'a> {
    /// Its title.
    pub title: &'a str,
    /// A line below it; empty if there is none.
    pub text: &'a str,
    /// Why it is offered, or what kind of thing it is; empty if there is nothing to say.
    pub tag: &'a str,
    /// What a press does.
    pub onclick: Callback<MouseEvent>,
}

impl Card<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        self.leading_to(None, None)
    }

    /// Its markup, if it leads to an article or a flow: with the name by which that is fetched ahead, and the language of
    /// title and text where it is another than the page's.
    pub fn leading_to(self, item: Option<String>, lang: Option<&'static str>) -> Html {
        html! {
            <button type="button" class="kh-card" data-kh-item={item} onclick={self.onclick}>
                <span class="kh-card__title" {lang}>{ self.title }</span>
                if !self.text.is_empty() { <span class="kh-card__text" {lang}>{ self.text }</span> }
                if !self.tag.is_empty() { { text("span", "kh-card__tag", self.tag) } }
            </button>
        }
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let card = |title, text, tag| Card { title, text, tag, onclick: Callback::noop() }.view();
    vec![
        ("card", card("Your payment was declined", "What to do now.", "because your payment was declined")),
        ("card, title only", card("Pay another way", "", "")),
        (
            "card in another language",
            Card { title: "Betala på ett annat sätt", text: "", tag: "", onclick: Callback::noop() }
                .leading_to(None, Some("sv")),
        ),
        (
            "card, long words",
            card(
                "Zahlungsaufforderungsbestätigungsschreiben nicht angekommen",
                "Was Sie jetzt tun können.",
                "",
            ),
        ),
    ]
}
