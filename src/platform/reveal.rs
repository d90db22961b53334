//! Scrolling to an element, no further than it takes, without moving the focus.

use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Shows the element of an id below `root`.
pub(crate) fn show(root: &Element, id: &str) {
    let Ok(Some(element)) = root.query_selector(&["#", id].concat()) else { return };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
