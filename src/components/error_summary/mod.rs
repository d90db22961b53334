//! What has to be checked before a form can be sent. It takes the focus, so that a screen reader reads it first; each
//! entry leads to its field. `role="alert"` would read it a second time.

use crate::components::Example;
use yew::prelude::*;

/// The summary; nothing without entries.
pub fn error_summary(title: &str, entries: Vec<(String, Callback<MouseEvent>)>) -> Html {
    if entries.is_empty() {
        return Html::default();
    }
    html! {
        <div class="kh-errors" tabindex="-1" data-kh-focus="errors" role="group" aria-labelledby="kh-errors-title">
            <h2 id="kh-errors-title">{ title }</h2>
            <ul>
                { for entries.into_iter().map(|(text, onclick)| html! {
                    <li><button type="button" class="kh-button kh-button--text" {onclick}>{ text }</button></li>
                }) }
            </ul>
        </div>
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let entry = |text: &str| (text.to_owned(), Callback::noop());
    vec![(
        "error summary",
        error_summary(
            "Please check these",
            vec![entry("Write what happened."), entry("Enter your e-mail address.")],
        ),
    )]
}
