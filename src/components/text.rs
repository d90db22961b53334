//! Elements that hold nothing but words or other elements.
//!
//! `html!` writes every element out in full, some 150 to 300 bytes of WASM each; most elements of a screen are a tag, a
//! class and words, so they share these two functions (docs/decisions/0003-bytes.md has the figures).

use yew::prelude::*;
use yew::virtual_dom::VNode;

/// An element with words in it. An empty class is none.
#[inline(never)]
pub fn text(tag: &'static str, class: &'static str, words: &str) -> Html {
    around(tag, class, vec![words_of(words)])
}

/// An element around others. An empty class is none.
#[inline(never)]
pub fn around(tag: &'static str, class: &'static str, children: Vec<Html>) -> Html {
    let class = (!class.is_empty()).then_some(class);
    html! { <@{tag} {class}>{ for children }</@> }
}

/// Bare words.
#[inline(never)]
pub fn words_of(words: &str) -> Html {
    VNode::from(yew::virtual_dom::VText::new(words.to_owned()))
}

/// Several things after each other, without an element around them.
#[inline(never)]
pub fn several(children: Vec<Html>) -> Html {
    children.into_iter().collect()
}
