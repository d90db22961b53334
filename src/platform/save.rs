//! Files for the customer: what is saved, and what is printed. A browser may refuse both without saying so.

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the address of a file is kept, in milliseconds: the browser has read it long before.
const KEPT_MS: u32 = 60_000;

/// Hands a text to the customer as a file. Whether the browser was given it.
pub(crate) fn text(name: &str, media_type: &str, text: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options);
    blob.is_ok_and(|blob| file(name, &blob))
}

/// Hands bytes to the customer as a file. Only as a download: nothing of it is ever shown by us.
pub(crate) fn file(name: &str, blob: &Blob) -> bool {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return false };
    let link = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("a").ok())
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = &link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    let revoke = move || {
        let _ = Url::revoke_object_url(&address);
    };
    Timeout::new(KEPT_MS, revoke).forget();
    link.is_some()
}

/// Prints the document we are in.
pub(crate) fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}
