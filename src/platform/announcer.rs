//! Speaks to assistive technology through two live regions, used in turn, so that the same words twice are heard
//! twice. Words that follow each other quickly replace each other: only the last is said.

use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};

/// Wait before speaking, in milliseconds: longer than the pause between two keys.
const PAUSE_MS: u32 = 350;

pub(crate) struct Announcer {
    root: web_sys::Element,
    turn: Cell<usize>,
    /// Dropped, and so cancelled, by the next.
    waiting: RefCell<Option<Timeout>>,
}

impl Announcer {
    pub(crate) fn new(root: web_sys::Element) -> Self {
        Self { root, turn: Cell::new(0), waiting: RefCell::new(None) }
    }

    pub(crate) fn say(&self, text: String) {
        let turn = self.turn.get();
        self.turn.set(1 - turn);
        let root = self.root.clone();
        let timeout = Timeout::new(PAUSE_MS, move || {
            let regions = [("[data-kh-live=\"0\"]", turn == 0), ("[data-kh-live=\"1\"]", turn == 1)];
            for (selector, speaks) in regions {
                if let Ok(Some(region)) = root.query_selector(selector) {
                    region.set_text_content(Some(if speaks { &text } else { "" }));
                }
            }
        });
        self.waiting.replace(Some(timeout));
    }
}
