//! A question of a flow that is answered in one control, or by ticking some of several: a form of its own, whose value is
//! taken when it is sent.

use crate::components::Example;
use crate::components::button::{Button, Kind};
use crate::components::text::text;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The id of the message that says what is wrong with the answer; the screen draws it.
pub const ERROR_ID: &str = "kh-ask-error";

/// A control, and the buttons below it.
#[derive(Clone, PartialEq)]
pub struct Ask<'a> {
    /// Its id: `kh-ask`, but for a page with several.
    pub id: &'a str,
    /// What kind of control it is.
    pub line: Line<'a>,
    /// What is written in it so far.
    pub value: &'a str,
    /// Whether the last answer was wrong, so that its message describes it.
    pub wrong: bool,
    /// The button's words.
    pub action: &'a str,
    /// What stands beside the button.
    pub beside: Html,
    /// Takes each new value.
    pub oninput: Callback<String>,
    /// Takes the value.
    pub onsubmit: Callback<String>,
}

/// What a control takes.
#[derive(Clone, Default, PartialEq)]
pub struct Line<'a> {
    /// Its label.
    pub label: &'a str,
    /// A hint; empty if there is none.
    pub hint: &'a str,
    /// `text`, `date` or `email`.
    pub kind: &'static str,
    /// The keyboard that a phone shows; `None` for the one of its kind.
    pub keyboard: Option<&'static str>,
    /// The token of the HTML standard, or `off`.
    pub autocomplete: &'static str,
    /// The latest date, for a date that is not in the future.
    pub max: Option<String>,
    /// Whether it is written from left to right in every language.
    pub ltr: bool,
}

impl Ask<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let line = self.line;
        let typed = self.oninput;
        let hint_id = [self.id, "-hint"].concat();
        let hint = (!line.hint.is_empty()).then_some(hint_id.as_str());
        let described = [hint, self.wrong.then_some(ERROR_ID)];
        let described: Vec<&str> = described.into_iter().flatten().collect();
        let control = html! {
            <div class="kh-field">
                <label for={self.id.to_owned()}>{ line.label }</label>
                if let Some(id) = hint { <p class="kh-field__hint" id={id.to_owned()}>{ line.hint }</p> }
                <input id={self.id.to_owned()} type={line.kind} inputmode={line.keyboard} value={self.value.to_owned()} max={line.max}
                    dir={line.ltr.then_some("ltr")} autocomplete={line.autocomplete} spellcheck={line.ltr.then_some("false")}
                    aria-describedby={(!described.is_empty()).then(|| described.join(" "))}
                    aria-invalid={self.wrong.then_some("true")}
                    oninput={move |e: InputEvent| typed.emit(input_of(&e).map(|i| i.value()).unwrap_or_default())} />
            </div>
        };
        let submit = self.onsubmit;
        let onsubmit = Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
            let input = form.and_then(|f| f.query_selector("input").ok().flatten());
            // The control itself: what a browser fills in is not always said by an event.
            let value = input.and_then(|i| i.dyn_into::<HtmlInputElement>().ok()).map(|i| i.value());
            submit.emit(value.unwrap_or_default());
        });
        form(onsubmit, control, self.action, self.beside)
    }
}

/// Some of several: id, words, and whether it is ticked.
pub struct Boxes<'a> {
    /// What is asked, for assistive technology: the heading is not near for all of it.
    pub label: &'a str,
    /// The options.
    pub entries: Vec<(&'a str, &'a str, bool)>,
    /// Whether the last answer was wrong.
    pub wrong: bool,
    /// The button's words.
    pub action: &'a str,
    /// Takes each press: the id, and whether it is ticked now.
    pub onchange: Callback<(String, bool)>,
    /// Takes the answer.
    pub onsubmit: Callback<()>,
}

impl Boxes<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let entries = self.entries.into_iter().map(|(id, words, checked)| {
            let (onchange, name) = (self.onchange.clone(), id.to_owned());
            let onchange = move |event: Event| {
                let ticked = input_of(&event).is_some_and(|input| input.checked());
                onchange.emit((name.clone(), ticked));
            };
            html! {
                <div class="kh-check" key={id.to_owned()}>
                    <label><input type="checkbox" {checked} {onchange} />{ text("span", "", words) }</label>
                </div>
            }
        });
        let control = html! {
            <div role="group" aria-label={self.label.to_owned()} aria-describedby={self.wrong.then_some(ERROR_ID)}>
                { for entries }
            </div>
        };
        let submit = self.onsubmit;
        let onsubmit = Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        });
        form(onsubmit, control, self.action, Html::default())
    }
}

fn form(onsubmit: Callback<SubmitEvent>, control: Html, action: &str, beside: Html) -> Html {
    let go = Button { label: action, kind: Kind::Primary, busy: false, describe: None, onclick: None };
    html! {
        <form class="kh-ask" {onsubmit} novalidate={true}>
            { control }
            { go.view() }
            { beside }
        </form>
    }
}

fn input_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let ask = |id, line: Line<'static>, value, wrong| {
        let none = Callback::noop();
        Ask {
            id,
            line,
            value,
            wrong,
            action: "Continue",
            beside: Html::default(),
            oninput: none.clone(),
            onsubmit: none,
        }
        .view()
    };
    let date = Line {
        label: "Date",
        kind: "date",
        autocomplete: "off",
        max: Some("2026-11-23".into()),
        ..Line::default()
    };
    let money = Line {
        label: "Amount in GBP",
        kind: "text",
        keyboard: Some("decimal"),
        autocomplete: "off",
        ltr: true,
        ..Line::default()
    };
    let order = Line {
        label: "Order number",
        hint: "It is in the store's confirmation email.",
        kind: "text",
        autocomplete: "off",
        ltr: true,
        ..Line::default()
    };
    let boxes = Boxes {
        label: "What arrived?",
        entries: vec![
            ("a", "A part of it", true),
            ("b", "Something else", false),
            ("none", "None of these", false),
        ],
        wrong: false,
        action: "Continue",
        onchange: Callback::noop(),
        onsubmit: Callback::noop(),
    };
    vec![
        ("ask, date", ask("example-ask-date", date, "2026-11-20", false)),
        ("ask, money, wrong", ask("example-ask-money", money, "a lot", true)),
        ("ask, with a hint", ask("example-ask-order", order, "", false)),
        ("ask, some of several", boxes.view()),
    ]
}
