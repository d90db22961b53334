//! A choice that is made or not, with what it means beside it.

use crate::components::Example;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A box to tick. The whole label takes the press.
pub fn check(id: &'static str, label: &str, hint: &str, checked: bool, onchange: Callback<bool>) -> Html {
    let hint_id = [id, "-hint"].concat();
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    let onchange = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        onchange.emit(input.is_some_and(|input| input.checked()));
    };
    html! {
        <div class="kh-check">
            <label for={id}>
                <input {id} type="checkbox" {checked} aria-describedby={described} {onchange} />
                <span>{ label }</span>
            </label>
            if !hint.is_empty() { <p class="kh-field__hint" id={hint_id}>{ hint }</p> }
        </div>
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let none = Callback::noop();
    vec![
        ("check", check("example-check", "Keep this draft", "Not on a shared device.", false, none.clone())),
        ("check, ticked", check("example-ticked", "Keep this draft", "", true, none)),
    ]
}
