//! Fields of a form: a label, a hint, an error, and the control, tied together for assistive technology.
//!
//! Text is 16 px, or iOS zooms the page on focus. An error is text beside the field, never colour alone.

use crate::components::Example;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What kind of control a field has.
#[derive(Clone, PartialEq)]
pub enum Control {
    /// One line: `type` and `autocomplete` of the input.
    Line {
        /// `text`, `email`, …
        kind: &'static str,
        /// The token of the HTML standard.
        autocomplete: &'static str,
    },
    /// One line, at most this many characters.
    Note(usize),
    /// A date, up to this one.
    Date(String),
    /// Several lines.
    Area,
    /// One of several: value and words. The first entry is shown while nothing is chosen.
    Choose(Vec<(String, String)>),
}

/// A field.
#[derive(Clone, PartialEq)]
pub struct Field<'a> {
    /// Its name on the wire, which makes its ids.
    pub name: &'a str,
    /// Its label.
    pub label: &'a str,
    /// A hint; empty if there is none.
    pub hint: &'a str,
    /// What is wrong; empty if nothing is.
    pub error: &'a str,
    /// Its value.
    pub value: &'a str,
    /// Its control.
    pub control: Control,
    /// Whether it has to be filled in.
    pub required: bool,
    /// Whether it takes no changes now. It keeps its focus.
    pub locked: bool,
    /// Takes each new value.
    pub oninput: Callback<String>,
}

impl Field<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let id = ["kh-", self.name].concat();
        let hint_id = [&id, "-hint"].concat();
        let error_id = [&id, "-error"].concat();
        let described: Vec<&str> = [(&hint_id, self.hint), (&error_id, self.error)]
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(id, _)| id.as_str())
            .collect();
        let describedby = (!described.is_empty()).then(|| described.join(" "));
        let invalid = (!self.error.is_empty()).then_some("true");
        let class = if self.error.is_empty() { "kh-field" } else { "kh-field kh-field--error" };
        html! {
            <div {class}>
                <label for={id.clone()}>{ self.label }</label>
                if !self.hint.is_empty() { <p class="kh-field__hint" id={hint_id}>{ self.hint }</p> }
                if !self.error.is_empty() { <p class="kh-field__error" id={error_id}>{ self.error }</p> }
                { self.control(id, describedby, invalid) }
            </div>
        }
    }

    fn control(&self, id: String, describedby: Option<String>, invalid: Option<&'static str>) -> Html {
        let oninput = self.oninput.clone();
        let required = self.required.then_some("true");
        let locked = self.locked;
        let value = self.value.to_owned();
        let name = self.name.to_owned();
        match &self.control {
            Control::Line { kind, autocomplete } => html! {
                <input {id} name={name.clone()} type={*kind} inputmode={(*autocomplete == "one-time-code").then_some("numeric")} readonly={locked} autocomplete={*autocomplete} data-kh-focus={name}
                    aria-describedby={describedby} aria-invalid={invalid} aria-required={required} {value}
                    oninput={move |e: InputEvent| oninput.emit(text_of::<HtmlInputElement>(&e, HtmlInputElement::value))} />
            },
            Control::Note(most) => html! {
                <input {id} type="text" maxlength={most.to_string()} readonly={locked} autocomplete="off" data-kh-focus={name}
                    aria-describedby={describedby} aria-invalid={invalid} {value}
                    oninput={move |e: InputEvent| oninput.emit(text_of::<HtmlInputElement>(&e, HtmlInputElement::value))} />
            },
            Control::Date(max) => html! {
                <input {id} name={name.clone()} type="date" max={max.clone()} readonly={locked} autocomplete="off" data-kh-focus={name}
                    aria-describedby={describedby} aria-invalid={invalid} {value}
                    oninput={move |e: InputEvent| oninput.emit(text_of::<HtmlInputElement>(&e, HtmlInputElement::value))} />
            },
            Control::Area => html! {
                <textarea {id} name={name.clone()} rows="5" readonly={locked} data-kh-focus={name}
                    aria-describedby={describedby} aria-invalid={invalid} aria-required={required} {value}
                    oninput={move |e: InputEvent| oninput.emit(text_of(&e, HtmlTextAreaElement::value))} />
            },
            Control::Choose(options) => html! {
                <select {id} name={name.clone()} data-kh-focus={name} aria-disabled={locked.then_some("true")}
                    aria-describedby={describedby} aria-invalid={invalid} aria-required={required}
                    onchange={move |e: Event| oninput.emit(text_of(&e, HtmlSelectElement::value))}>
                    { for options.iter().map(|(key, words)| html! {
                        <option value={key.clone()} selected={*key == value}>{ words }</option>
                    }) }
                </select>
            },
        }
    }
}

/// The value of the control an event came from; empty if it came from something else.
pub(crate) fn text_of<T: JsCast>(event: &Event, value: fn(&T) -> String) -> String {
    event
        .target()
        .and_then(|target| target.dyn_into::<T>().ok())
        .map(|control| value(&control))
        .unwrap_or_default()
}

/// An icon, drawn; never the only sign of what a button does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// An arrow to the screen before.
    Back,
    /// A cross.
    Close,
}

/// The drawing of an icon.
pub fn icon(icon: Icon) -> Html {
    let (class, d) = match icon {
        Icon::Back => ("kh-icon kh-icon--flip", "M15 4 7 12l8 8"),
        Icon::Close => ("kh-icon", "M5 5l14 14M19 5 5 19"),
    };
    html! {
        <svg {class} viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
            <path {d} fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let field = |name, label, hint, error, value, control| {
        let field = Field {
            name,
            label,
            hint,
            error,
            value,
            control,
            required: true,
            locked: false,
            oninput: Callback::noop(),
        };
        field.view()
    };
    let line = Control::Line { kind: "email", autocomplete: "email" };
    let options =
        vec![(String::new(), "Choose a topic".to_owned()), ("other".to_owned(), "Something else".to_owned())];
    vec![
        (
            "field, line",
            field("example-line", "Your e-mail", "We send our answer here.", "", "", line.clone()),
        ),
        (
            "field, with an error",
            field("example-error", "Your e-mail", "", "Enter your e-mail address.", "ada@", line),
        ),
        (
            "field, area",
            field("example-area", "What happened?", "When it happened.", "", "I paid twice.", Control::Area),
        ),
        (
            "field, choose",
            field("example-choose", "What is it about?", "", "", "other", Control::Choose(options)),
        ),
        (
            "field, date",
            field("example-date", "When?", "", "", "2026-11-20", Control::Date("2026-11-23".to_owned())),
        ),
        ("field, note", field("example-note", "Tracking number", "", "", "", Control::Note(500))),
    ]
}
