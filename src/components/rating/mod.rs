//! One to five, each with its words: five radio buttons, which every keyboard and screen reader knows.

use crate::components::Example;
use yew::prelude::*;

/// A rating.
#[derive(Clone, PartialEq)]
pub struct Rating<'a> {
    /// The question.
    pub legend: &'a str,
    /// The words of each number, from 1.
    pub words: [&'a str; 5],
    /// What is wrong; empty if nothing is.
    pub error: &'a str,
    /// What is chosen.
    pub value: Option<u8>,
    /// Takes each choice.
    pub onchange: Callback<u8>,
}

impl Rating<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let described = (!self.error.is_empty()).then_some("kh-rating-error");
        let choices = (1_u8..).zip(self.words).map(|(number, words)| {
            let onchange = self.onchange.reform(move |_: Event| number);
            html! {
                <label>
                    <input type="radio" name="rating" value={number.to_string()} checked={self.value == Some(number)} {onchange} />
                    { words }
                </label>
            }
        });
        html! {
            <fieldset class="kh-rating" tabindex="-1" data-kh-focus="rating" aria-describedby={described}>
                <legend>{ self.legend }</legend>
                if !self.error.is_empty() { <p class="kh-field__error" id="kh-rating-error">{ self.error }</p> }
                { for choices }
            </fieldset>
        }
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let rating = |error, value| Rating {
        legend: "How did we do?",
        words: ["1: very bad", "2: bad", "3: neither", "4: good", "5: very good"],
        error,
        value,
        onchange: Callback::noop(),
    };
    vec![
        ("rating", rating("", Some(4)).view()),
        ("rating, with an error", rating("Choose a number from 1 to 5.", None).view()),
    ]
}
