//! Pieces of content: fetched when they are wanted, ahead when they may be, and the rest when nothing else is to do.

use super::World;
use crate::api::{self, fetch_idly};
use crate::packs;
use crate::platform::near::Near;
use crate::platform::{connection, pause};
use klarna_help_state::{Action, ContentAction, ContentEffect, Failure};
use klarna_help_wire::AppConfig;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Between two files of the stock: it has all the time there is, and whatever a customer does goes first.
const PAUSE_MS: u32 = 50;
/// After one that did not come: a network that is gone is often back by then.
const AGAIN_MS: u32 = 15_000;
/// Most that may not come.
const FAILURES_MAX: u8 = 5;
/// Before a vote is sent a second time.
const VOTE_AGAIN_MS: u32 = 3_000;

/// What is under way.
#[derive(Default)]
pub(super) struct Stock {
    /// Counts the lists, so that one of before ends.
    list: Rc<Cell<u32>>,
    /// Looks at what the customer points at.
    near: RefCell<Option<Near>>,
}

pub(super) fn run(effect: &ContentEffect, world: &World, config: &AppConfig) {
    let dispatch = world.dispatch.clone();
    let came = move |action| dispatch.emit(Action::content(action));
    let pointed = came.clone();
    let near = || Near::watch(world.root.clone(), move |target| pointed(ContentAction::Near(target)));
    world.stock.near.borrow_mut().get_or_insert_with(near);
    match effect.clone() {
        ContentEffect::Shelf(folder) => spawn_local(async move {
            let result = packs::shelf(&folder).await;
            came(ContentAction::Shelf(folder, result));
        }),
        ContentEffect::Index(folder) => spawn_local(async move {
            let result = packs::index(&folder).await;
            came(ContentAction::Index(folder, result));
        }),
        ContentEffect::Meaning(folder, encoder) => spawn_local(async move {
            if !connection::saves_data() {
                let result = packs::meaning(&folder, &encoder).await;
                came(ContentAction::Meaning(folder, result));
            }
        }),
        ContentEffect::Item(folder, target) => spawn_local(async move {
            let result = packs::item(&folder, &target).await;
            came(ContentAction::Item(folder, target, result));
        }),
        ContentEffect::Stock(addresses) => stock(addresses, &world.stock.list),
        ContentEffect::Vote(vote) => {
            let api = config.api.clone();
            spawn_local(async move {
                // Once more where the network was gone or the portal was down, and no more: it is one of many.
                if let Err(Failure::Offline | Failure::Down) = api::vote(&api, &vote).await {
                    pause::pause(VOTE_AGAIN_MS).await;
                    let _ = api::vote(&api, &vote).await;
                }
            });
        }
    }
}

/// One at a time. A file that does not come is asked for again a while later, and after a few of those nothing more is:
/// whoever opens an article or a flow asks for it by themselves.
fn stock(addresses: Vec<String>, list: &Rc<Cell<u32>>) {
    let number = list.get().wrapping_add(1);
    list.set(number);
    if connection::saves_data() {
        return;
    }
    let list = Rc::clone(list);
    spawn_local(async move {
        let mut left = FAILURES_MAX;
        for address in addresses {
            pause::pause(PAUSE_MS).await;
            while list.get() == number && fetch_idly(&address).await.is_err() {
                if left == 0 {
                    return;
                }
                left -= 1;
                pause::pause(AGAIN_MS).await;
            }
            if list.get() != number {
                return;
            }
        }
    });
}

impl Drop for Stock {
    fn drop(&mut self) {
        // What is under way ends with the widget.
        self.list.set(self.list.get().wrapping_add(1));
    }
}
