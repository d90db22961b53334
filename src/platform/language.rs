//! Tells the browser which language is drawn, and which way it is written.

use klarna_help_wire::{AppConfig, is_rtl};
use web_sys::Element;

/// Marks what is ours: the element drawn into, and in a frame the document around it.
pub(crate) fn set(root: &Element, config: &AppConfig, locale: &str) {
    let dir = if is_rtl(locale) { "rtl" } else { "ltr" };
    let document = if config.mount == "frame" { root.owner_document() } else { None };
    for element in [Some(root.clone()), document.and_then(|d| d.document_element())].into_iter().flatten() {
        let _ = element.set_attribute("lang", locale);
        let _ = element.set_attribute("dir", dir);
    }
}
