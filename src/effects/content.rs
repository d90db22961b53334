//! Pieces of content: fetched when they are wanted, ahead when they may be, and the rest in one when nothing else is to do.

use super::World;
use crate::api;
use crate::packs;
use crate::platform::near::Near;
use crate::platform::{connection, pause};
use klarna_help_state::{Action, ContentAction, ContentEffect, Failure};
use klarna_help_wire::AppConfig;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// After a stock that did not come: a network that is gone is often back by then.
const AGAIN_MS: u32 = 15_000;
/// How often it is asked for.
const TRIES: u8 = 6;
/// Before a vote is sent a second time.
const VOTE_AGAIN_MS: u32 = 3_000;

/// What is kept, and looked at, as long as the widget is there.
#[derive(Default)]
pub(super) struct Kept {
    /// The stock of the folder that was asked for last, once it came.
    stock: Rc<RefCell<(String, Option<packs::Kept>)>>,
    /// Looks at what the customer points at.
    near: RefCell<Option<Near>>,
}

pub(super) fn run(effect: &ContentEffect, world: &World, config: &AppConfig) {
    let dispatch = world.dispatch.clone();
    let came = move |action| dispatch.emit(Action::content(action));
    let pointed = came.clone();
    let stocked = Rc::clone(&world.kept.stock);
    // Whatever is in the stock needs no fetching ahead.
    let near = || {
        Near::watch(world.root.clone(), move |target| {
            if stocked.borrow().1.is_none() {
                pointed(ContentAction::Near(target));
            }
        })
    };
    world.kept.near.borrow_mut().get_or_insert_with(near);
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
        ContentEffect::Item(folder, target) => {
            let (of, kept) = &*world.kept.stock.borrow();
            let kept = kept.clone().filter(|_| *of == folder);
            spawn_local(async move {
                let result = packs::item(&folder, &target, kept).await;
                came(ContentAction::Item(folder, target, result));
            });
        }
        ContentEffect::Stock(folder) => stock(folder, &world.kept.stock),
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

/// Fetches the stock of a folder, and again a while later if it does not come. After a few tries it is left: whoever opens an
/// article or a flow asks for it by itself.
fn stock(folder: String, kept: &Rc<RefCell<(String, Option<packs::Kept>)>>) {
    if connection::saves_data() || kept.borrow().0 == folder {
        return;
    }
    *kept.borrow_mut() = (folder.clone(), None);
    let kept = Rc::downgrade(kept);
    spawn_local(async move {
        for _ in 0..TRIES {
            let result = packs::stock(&folder).await;
            // The widget is gone, or another language was chosen.
            let Some(kept) = kept.upgrade().filter(|kept| kept.borrow().0 == folder) else { return };
            if let Ok(stock) = result {
                kept.borrow_mut().1 = Some(stock);
                return;
            }
            drop(kept);
            pause::pause(AGAIN_MS).await;
        }
    });
}
