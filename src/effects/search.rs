//! What the list below the search field needs of the world.

use super::World;
use crate::platform::{pause, recent, reveal};
use klarna_help_state::{Action, SearchAction, SearchEffect};
use klarna_help_wire::AppConfig;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Carries an effect of the list out.
#[inline(never)]
pub(super) fn run(effect: Rc<SearchEffect>, world: &World, config: &AppConfig) {
    let dispatch = world.dispatch.clone();
    match Rc::unwrap_or_clone(effect) {
        SearchEffect::Wait(number, ms) => spawn_local(async move {
            pause::pause(ms).await;
            dispatch.emit(Action::search(SearchAction::Settled(number)));
        }),
        SearchEffect::Reveal(id) => reveal::show(&world.root, &id),
        // A device that refuses keeps nothing: nobody was promised that it would.
        SearchEffect::Keep(texts) => recent::keep(&config.client_id, &texts),
    }
}
