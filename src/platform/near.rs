//! Tells what a customer points at, or has the focus on, before they press it: an article or a flow, by the name that its
//! card has. What it hangs on the browser goes with it.

use klarna_help_pack::Target;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

const HEARD: [&str; 2] = ["pointerover", "focusin"];

/// Listens as long as it lives.
pub(crate) struct Near {
    root: Element,
    tell: Closure<dyn FnMut(Event)>,
}

impl Near {
    /// Calls `tell` once for each thing that is newly near.
    pub(crate) fn watch(root: Element, tell: impl Fn(Target) + 'static) -> Self {
        let last = RefCell::new(None);
        let tell = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let found = named(&event);
            if found.is_some() && *last.borrow() != found {
                last.replace(found.clone());
                found.into_iter().for_each(&tell);
            }
        });
        for name in HEARD {
            let _ = root.add_event_listener_with_callback(name, tell.as_ref().unchecked_ref());
        }
        Self { root, tell }
    }
}

impl Drop for Near {
    fn drop(&mut self) {
        for name in HEARD {
            let _ = self.root.remove_event_listener_with_callback(name, self.tell.as_ref().unchecked_ref());
        }
    }
}

fn named(event: &Event) -> Option<Target> {
    let element = event.target()?.dyn_into::<Element>().ok()?.closest("[data-kh-item]").ok()??;
    let name = element.get_attribute("data-kh-item")?;
    match name.split_once(':')? {
        ("article", slug) => Some(Target::Article(slug.into())),
        ("flow", slug) => Some(Target::Flow(slug.into())),
        _ => None,
    }
}
