//! The search field and the list below it, as an editable combobox with a list of its own (WAI-ARIA Authoring Practices,
//! "Combobox", manual selection: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
//!
//! The focus stays in the field: arrow keys move a mark in the list (`aria-activedescendant`), Enter takes what is marked. The
//! list stands in the page's flow and covers nothing, so a finger presses its options as it would press buttons.
//!
//! Here: the field and its keys. The list: options.rs. Not here: what is found, and when it is said how many (state).

mod options;

pub use options::{Choice, List, choices, marked};

use crate::components::Example;
use crate::components::button::icon_button;
use crate::components::field::{Icon, text_of};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The id of the list.
const LIST: &str = "kh-picks";

/// The field.
#[derive(Clone, PartialEq)]
pub struct Combobox<'a> {
    /// Its label, for assistive technology.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub placeholder: &'a str,
    /// The words of the button that empties it.
    pub clear: &'a str,
    /// Its value.
    pub value: &'a str,
    /// Its list, if one shows.
    pub list: Option<Keys>,
    /// Takes each new value.
    pub oninput: Callback<String>,
    /// Empties it.
    pub onclear: Callback<MouseEvent>,
}

/// What the field knows of the list that shows.
#[derive(Clone, PartialEq)]
pub struct Keys {
    /// The id of the option that is marked.
    pub active: Option<String>,
    /// Takes the keys that act in the list ([`heard`]).
    pub onkeydown: Callback<KeyboardEvent>,
}

impl Combobox<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let typed = self.oninput;
        let expanded = if self.list.is_some() { "true" } else { "false" };
        // What is not there yet cannot be named.
        let controls = self.list.as_ref().map(|_| LIST);
        let (active, onkeydown) = self.list.map(|keys| (keys.active, keys.onkeydown)).unzip();
        html! {
            <div class="kh-search" role="search">
                <input type="text" inputmode="search" enterkeyhint="search" class="kh-search__input" data-kh-focus="search"
                    role="combobox" aria-autocomplete="list" aria-expanded={expanded} aria-controls={controls}
                    aria-activedescendant={active.flatten()}
                    aria-label={self.label.to_owned()} placeholder={self.placeholder.to_owned()} autocomplete="off"
                    spellcheck="true" value={self.value.to_owned()} {onkeydown}
                    oninput={move |e: InputEvent| typed.emit(text_of(&e, HtmlInputElement::value))} />
                if !self.value.is_empty() {
                    { icon_button("kh-icon-button", self.clear, Icon::Close, self.onclear) }
                }
            </div>
        }
    }
}

/// What a key does in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Marks the next option.
    Next,
    /// Marks the one before.
    Before,
    /// Marks the first.
    First,
    /// Marks the last.
    Last,
    /// Back to the text: nothing is marked.
    Out,
    /// Takes what is marked, or the text.
    Enter,
    /// Empties the field.
    Clear,
}

/// What a key does: `active`, whether an option is marked; `empty`, whether there is no text. What is taken is kept from the
/// browser and from whoever listens further out; everything else works as it does in any field.
#[inline(never)]
pub fn heard(event: &KeyboardEvent, active: bool, empty: bool) -> Option<Press> {
    // A key that ends the composition of a character is not for the list, nor is a command of the browser.
    if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
        return None;
    }
    let press = match event.key().as_str() {
        "ArrowDown" => Press::Next,
        "ArrowUp" => Press::Before,
        "Home" if active => Press::First,
        "End" if active => Press::Last,
        "Enter" => Press::Enter,
        "Escape" if active => Press::Out,
        "Escape" if !empty => Press::Clear,
        // The caret moves in the text, so that is where the customer is.
        "ArrowLeft" | "ArrowRight" if active => return Some(Press::Out),
        _ => return None,
    };
    event.prevent_default();
    event.stop_propagation();
    Some(press)
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let field = |value, list| {
        let (oninput, onclear) = (Callback::noop(), Callback::noop());
        let words = ("Search help", "What has happened?", "Clear search");
        Combobox { label: words.0, placeholder: words.1, clear: words.2, value, list, oninput, onclear }
            .view()
    };
    let open =
        |active: Option<&str>| Some(Keys { active: active.map(Into::into), onkeydown: Callback::noop() });
    let mut all =
        vec![("search, empty", field("", None)), ("search, nothing there yet", field("refund", None))];
    let list = html! { <>{ field("refund", open(Some("kh-pick-1"))) }{ options::example() }</> };
    all.push(("search, with its list", list));
    all
}
