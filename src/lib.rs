//! The door into the widget: [`mount`] and [`Handle`]; nothing else.
//!
//! The loader (inline) or `loader/frame.js` (frame) calls `mount` with an element, a configuration and a function
//! that takes messages for the host. Everything the widget does is in `app`.
#![warn(missing_docs)]

mod api;
mod app;
pub mod components;
mod effects;
mod gallery;
mod i18n;
pub mod json;
mod packs;
mod platform;
mod screens;
mod stream;
mod tus;
mod work;

pub use app::{App, Props};
pub use gallery::mount_gallery;
pub use i18n::I18n;
pub use screens::{Ui, screen};

use klarna_help_state::{Action, Now};
use klarna_help_wire::{PORT_MESSAGE_MAX, ToApp};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use yew::AppHandle;

/// Smaller than the default one (docs/decisions/0003-bytes.md).
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A mounted widget. Dropped by [`Handle::unmount`].
#[wasm_bindgen]
pub struct Handle {
    app: AppHandle<App>,
}

/// Draws the widget into `root`. `config` is a [`klarna_help_wire::AppConfig`] as JSON; `emit` takes each message for the host as JSON.
///
/// # Errors
/// When the configuration is not of that shape. Nothing is drawn then.
#[wasm_bindgen]
pub fn mount(root: web_sys::Element, config: &str, emit: js_sys::Function) -> Result<Handle, JsError> {
    let config = json::Json::parse(config)
        .and_then(|json| json.app_config())
        .ok_or_else(|| JsError::new("klarna-help: bad configuration"))?;
    let app = yew::Renderer::<App>::with_root_and_props(root.clone(), Props { config, emit, root }).render();
    Ok(Handle { app })
}

/// A message of the loader; `None` for everything else.
pub fn read_message(text: &str) -> Option<ToApp> {
    if text.len() > PORT_MESSAGE_MAX {
        return None;
    }
    json::Json::parse(text)?.to_app()
}

#[wasm_bindgen]
impl Handle {
    /// Takes a message of the loader, as JSON. What is not known is dropped.
    pub fn send(&self, message: &str) {
        if let Some(message) = read_message(message) {
            self.app.send_message(Action::Host(Rc::new(message), Now::default()));
        }
    }

    /// Takes the widget off the page, with its listeners.
    pub fn unmount(self) {
        self.app.destroy();
    }
}
