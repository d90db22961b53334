//! The clipboard, which a browser may refuse.

use wasm_bindgen_futures::JsFuture;

/// Whether the text is on the clipboard now.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    // Absent on pages without TLS, where the getter gives undefined.
    let has = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|c| c.is_object());
    has && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
