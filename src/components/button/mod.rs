//! A button. Never a link: it acts here. `Kind::Text` is for small actions beside other things.

use crate::components::Example;
use crate::components::field::{Icon, icon};
use yew::prelude::*;

/// How loud a button is. One primary a screen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The thing to do.
    Primary,
    /// Another thing to do.
    Secondary,
    /// A small action.
    Text,
}

/// A button.
#[derive(Clone, PartialEq)]
pub struct Button<'a> {
    /// Its words.
    pub label: &'a str,
    /// How loud it is.
    pub kind: Kind,
    /// Whether it works on something: it says so and takes no press, but keeps its focus.
    pub busy: bool,
    /// More words for assistive technology, where the label alone does not say what it acts on.
    pub describe: Option<String>,
    /// What a press does; `None` for the submit button of a form.
    pub onclick: Option<Callback<MouseEvent>>,
}

impl Button<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let class = match self.kind {
            Kind::Primary => "kh-button kh-button--primary",
            Kind::Secondary => "kh-button",
            Kind::Text => "kh-button kh-button--text",
        };
        let kind = if self.onclick.is_some() { "button" } else { "submit" };
        // `aria-disabled` and not `disabled`: a button that loses its focus while it works strands the keyboard.
        let busy = self.busy.then_some("true");
        let onclick = self.onclick.filter(|_| !self.busy);
        html! {
            <button type={kind} {class} aria-disabled={busy} aria-label={self.describe} {onclick}>{ self.label }</button>
        }
    }
}

/// A button that acts.
pub fn button(label: &str, kind: Kind, onclick: Callback<MouseEvent>) -> Html {
    Button { label, kind, busy: false, describe: None, onclick: Some(onclick) }.view()
}

/// A button that is a drawing alone; its words are for assistive technology.
#[inline(never)]
pub fn icon_button(class: &'static str, words: &str, drawing: Icon, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {class} aria-label={words.to_owned()} {onclick}>{ icon(drawing) }</button> }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let none = Callback::noop();
    vec![
        ("button, primary", button("Send", Kind::Primary, none.clone())),
        ("button, secondary", button("Talk to a person", Kind::Secondary, none.clone())),
        ("button, text", button("Change", Kind::Text, none.clone())),
        ("button, icon", icon_button("kh-icon-button", "Back", Icon::Back, none.clone())),
        (
            "button, busy",
            Button {
                label: "Sending…",
                kind: Kind::Primary,
                busy: true,
                describe: None,
                onclick: Some(none),
            }
            .view(),
        ),
    ]
}
