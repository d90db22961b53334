//! Whether something helped: two buttons that stay until the answer is told, so that it can be changed; and, after a "no",
//! its reasons.

use crate::components::Example;
use crate::components::button::{Kind, button};
use crate::components::text::{around, text};
use yew::prelude::*;

/// The question, and what was answered.
#[derive(Clone, PartialEq)]
pub struct Vote<'a> {
    /// The question.
    pub legend: &'a str,
    /// The words for yes and no.
    pub words: [&'a str; 2],
    /// What becomes of the answer.
    pub note: &'a str,
    /// What was answered.
    pub helped: Option<bool>,
    /// What yes and no do.
    pub onclick: [Callback<MouseEvent>; 2],
    /// What is asked after a "no".
    pub why: &'a str,
    /// Answers to that.
    pub reasons: Vec<(&'a str, Callback<MouseEvent>)>,
}

impl Vote<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let choices = self.words.into_iter().zip(self.onclick).zip([true, false]);
        let choices = choices.map(|((words, onclick), means)| {
            let pressed = (self.helped == Some(means)).to_string();
            html! {
                <button type="button" class="kh-button" aria-pressed={pressed} {onclick}>{ words }</button>
            }
        });
        let reasons = self
            .reasons
            .into_iter()
            .map(|(words, onclick)| around("li", "", vec![button(words, Kind::Secondary, onclick)]));
        html! {
            <section class="kh-section kh-vote">
                { text("h2", "", self.legend) }
                <div class="kh-actions" role="group" aria-label={self.legend.to_owned()}>{ for choices }</div>
                if self.helped == Some(false) {
                    { text("h3", "", self.why) }
                    <ul aria-label={self.why.to_owned()}>{ for reasons }</ul>
                }
                { text("p", "kh-quiet", self.note) }
            </section>
        }
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let vote = |helped| {
        let none = Callback::noop();
        Vote {
            legend: "Did this help?",
            words: ["Yes", "No"],
            note: "We count your answer without your name.",
            helped,
            onclick: [none.clone(), none.clone()],
            why: "What was wrong?",
            reasons: vec![("It is hard to understand", none.clone()), ("Something else", none)],
        }
    };
    vec![("vote", vote(None).view()), ("vote, not helped", vote(Some(false)).view())]
}
