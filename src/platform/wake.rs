//! Tells when the network is back and when the page is looked at again. What it hangs on the browser goes with it.

use super::online;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Event, EventTarget, VisibilityState};

const ONLINE: &str = "online";

/// Listens as long as it lives.
pub(crate) struct Wake {
    heard: Vec<(EventTarget, &'static str)>,
    tell: Closure<dyn FnMut(Event)>,
}

impl Wake {
    /// Calls `tell` with whether there is a network.
    pub(crate) fn new(tell: impl Fn(bool) + 'static) -> Self {
        let seen = |document: &Document| document.visibility_state() == VisibilityState::Visible;
        let document = web_sys::window().and_then(|window| window.document());
        let looked_at = document.clone();
        let tell = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            // What waits goes out from a tab in the background too; being hidden is no news.
            if event.type_() == ONLINE || looked_at.as_ref().is_none_or(seen) {
                tell(online::is_online());
            }
        });
        let window = web_sys::window().map(EventTarget::from).map(|target| (target, ONLINE));
        let document = document.map(EventTarget::from).map(|target| (target, "visibilitychange"));
        let heard: Vec<_> = window.into_iter().chain(document).collect();
        for (target, name) in &heard {
            let _ = target.add_event_listener_with_callback(name, tell.as_ref().unchecked_ref());
        }
        Self { heard, tell }
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        for (target, name) in &self.heard {
            let _ = target.remove_event_listener_with_callback(name, self.tell.as_ref().unchecked_ref());
        }
    }
}
