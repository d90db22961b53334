//! Components: props in, markup out. No state of the widget, no portal. Each folder holds a component and its examples;
//! one list of them feeds the gallery, the render tests and axe.

pub mod ask;
pub mod button;
pub mod callout;
pub mod card;
pub mod check;
pub mod combobox;
pub mod error_summary;
pub mod field;
pub mod files;
pub mod list;
pub mod masks;
pub mod rating;
pub mod text;
pub mod vote;

use yew::Html;

/// An example of a component: its name, and its markup.
pub type Example = (&'static str, Html);

/// Every example of every component.
pub fn gallery() -> Vec<Example> {
    [
        ask::examples(),
        button::examples(),
        callout::examples(),
        card::examples(),
        check::examples(),
        combobox::examples(),
        error_summary::examples(),
        field::examples(),
        files::examples(),
        list::examples(),
        masks::examples(),
        rating::examples(),
        vote::examples(),
    ]
    .concat()
}
