//! Moving the focus to a place that the drawing marked with `data-kh-focus`.

use klarna_help_state::Focus;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// Moves the focus; a place that is not there is left alone.
pub(crate) fn move_to(root: &Element, focus: Focus) {
    let name = match focus {
        Focus::Heading => "heading",
        Focus::Search => "search",
        Focus::Errors => "errors",
        Focus::Keep => "keep",
        Focus::Field(field) => field.wire(),
        Focus::At(name) => name,
    };
    let selector = ["[data-kh-focus=\"", name, "\"]"].concat();
    let Ok(Some(element)) = root.query_selector(&selector) else { return };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>().filter(|_| focus == Focus::Search) {
        let end = u32::try_from(input.value().encode_utf16().count()).unwrap_or(0);
        let _ = input.set_selection_range(end, end);
    }
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    let _ = element.focus();
    // A new screen starts at its top, and so does a search.
    if matches!(focus, Focus::Heading | Focus::Search)
        && let Ok(Some(scroller)) = root.query_selector(".kh-main")
    {
        scroller.set_scroll_top(0);
    }
}
