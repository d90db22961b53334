//! The list of a combobox: options in groups with labels. What stays from one letter to the next keeps its element, so
//! nothing flashes.

use super::LIST;
use crate::components::text::{text, words_of};
use std::ops::Range;
use yew::prelude::*;

/// An option.
#[derive(Clone, PartialEq)]
pub struct Choice {
    /// The id by which it is marked.
    pub id: String,
    /// What it is, by a name that stays while it moves.
    pub key: String,
    /// Its title.
    pub title: Html,
    /// A line below it.
    pub text: Option<Html>,
    /// Whether the arrow keys are at it.
    pub active: bool,
    /// The name by which it is fetched ahead.
    pub item: Option<String>,
    /// The language of title and line, where it is another than the page's.
    pub lang: Option<&'static str>,
    /// What a press does.
    pub onclick: Callback<MouseEvent>,
}

impl Choice {
    fn view(self) -> Html {
        let lang = self.lang;
        html! {
            <div key={self.key} id={self.id} role="option" aria-selected={if self.active { "true" } else { "false" }}
                class="kh-card kh-pick" data-kh-item={self.item} onclick={self.onclick}>
                <span class="kh-card__title" {lang}>{ self.title }</span>
                if let Some(text) = self.text { <span class="kh-card__text" {lang}>{ text }</span> }
            </div>
        }
    }
}

/// A group of options.
pub fn choices(key: &'static str, label: &str, options: Vec<Choice>) -> Html {
    let id = ["kh-picks-", key].concat();
    html! {
        <div {key} role="group" aria-labelledby={id.clone()}>
            <div class="kh-picks__label" {id} role="presentation">{ label }</div>
            { for options.into_iter().map(Choice::view) }
        </div>
    }
}

/// The list.
#[derive(Clone, PartialEq)]
pub struct List<'a> {
    /// Its name, for assistive technology.
    pub label: &'a str,
    /// Its groups.
    pub groups: Vec<Html>,
    /// Told when the pointer comes on it, and when it leaves.
    pub onpointer: Callback<bool>,
}

impl List<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let (come, leave) = (self.onpointer.clone(), self.onpointer);
        html! {
            <div class="kh-picks" id={LIST} role="listbox" aria-label={self.label.to_owned()}
                onpointerenter={move |_: PointerEvent| come.emit(true)} onpointerleave={move |_: PointerEvent| leave.emit(false)}>
                { for self.groups }
            </div>
        }
    }
}

/// A text with places marked: ascending, apart, and where characters begin. A place that is not is left unmarked.
pub fn marked(words: &str, places: &[Range<usize>]) -> Html {
    let mut parts = Vec::with_capacity(places.len() * 2 + 1);
    let mut done = 0;
    for place in places {
        let (Some(before), Some(inside)) = (words.get(done..place.start), words.get(place.clone())) else {
            continue;
        };
        parts.extend([words_of(before), text("mark", "", inside)]);
        done = place.end;
    }
    parts.push(words_of(words.get(done..).unwrap_or_default()));
    parts.into_iter().collect()
}

/// A list with two groups.
pub(super) fn example() -> Html {
    let choice = |place: &str, title: &str, places: Range<usize>, active| Choice {
        id: ["kh-pick-", place].concat(),
        key: place.to_owned(),
        title: marked(title, &[places]),
        text: Some(words_of("What to do now.")),
        active,
        item: None,
        lang: None,
        onclick: Callback::noop(),
    };
    let answer = vec![choice("0", "Find your refund", 10..16, false)];
    let articles = vec![choice("1", "How long a refund takes", 11..17, true)];
    let groups =
        vec![choices("answer", "Here is the answer", answer), choices("articles", "To read", articles)];
    List { label: "Search results", groups, onpointer: Callback::noop() }.view()
}
