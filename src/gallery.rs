//! The gallery: every example of every component on one page. `trunk serve gallery.html` shows it; the browser tests
//! draw it. The shipped widget does not export it, so the linker leaves it out.

use crate::components;
use yew::prelude::*;

/// A page of examples.
#[component]
fn Gallery() -> Html {
    let examples = components::gallery().into_iter().map(|(name, markup)| {
        html! {
            <section class="kh-section">
                <h2>{ name }</h2>
                <div data-example={name}>{ markup }</div>
            </section>
        }
    });
    html! {
        <div class="kh-app"><main class="kh-main"><h1>{ "Gallery" }</h1>{ for examples }</main></div>
    }
}

/// Draws the gallery into an element.
#[cfg_attr(feature = "gallery", wasm_bindgen::prelude::wasm_bindgen(js_name = mountGallery))]
pub fn mount_gallery(root: web_sys::Element) {
    yew::Renderer::<Gallery>::with_root(root).render();
}
