//! Effect -> asynchronous work -> Action. The only place that spawns.

mod content;
mod desk;
mod files;
mod form;
mod search;

use crate::api::fetch_bytes;
use crate::i18n::I18n;
use crate::platform::announcer::Announcer;
use crate::platform::wake::Wake;
use crate::platform::{clipboard, language, storage};
use crate::{json, packs};
use klarna_help_state::{Action, Effect, Now};
use klarna_help_wire::{AppConfig, FromApp};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// Everything effects reach.
pub(crate) struct World {
    pub(crate) root: web_sys::Element,
    pub(crate) dispatch: Callback<Action>,
    emit: js_sys::Function,
    announcer: Announcer,
    live: desk::Live,
    kept: content::Kept,
    wake: RefCell<Option<Wake>>,
}

impl World {
    pub(crate) fn new(emit: js_sys::Function, root: web_sys::Element, dispatch: Callback<Action>) -> Self {
        let announcer = Announcer::new(root.clone());
        let live = desk::Live::default();
        let kept = content::Kept::default();
        Self { root, dispatch, emit, announcer, live, kept, wake: RefCell::new(None) }
    }

    fn tell_host(&self, message: &FromApp) {
        // A host function that throws is the host's fault, and no reason to stop helping.
        let _ = self.emit.call1(&JsValue::NULL, &JsValue::from_str(&json::from_app(message)));
    }
}

/// Carries an effect out. Focus is moved by the app itself, after drawing.
pub(crate) fn run(effect: Effect, world: &World, config: &AppConfig, i18n: Option<&Rc<I18n>>) {
    let dispatch = world.dispatch.clone();
    match effect {
        Effect::LoadPack(address) => spawn_local(async move {
            let result = packs::pack(&address).await;
            dispatch.emit(Action::PackLoaded(address, result, Now::default()));
        }),
        Effect::Emit(message) => world.tell_host(&message),
        // For the browser's cache: what reads it asks again, and hears then if it does not come.
        Effect::Ahead(address) => spawn_local(async move {
            let _ = fetch_bytes(&address).await;
        }),
        Effect::Announce(notice) => {
            if let Some(i18n) = i18n {
                world.announcer.say(i18n.with(notice.key, &notice.args));
            }
        }
        Effect::Focus(_) => {}
        Effect::Language(locale) => language::set(&world.root, config, &locale),
        other => later(other, world, config, dispatch),
    }
}

/// What home asks for never: it comes with later parts of the module.
#[inline(never)]
fn later(effect: Effect, world: &World, config: &AppConfig, dispatch: Callback<Action>) {
    match effect {
        Effect::Content(effect) => content::run(&effect, world, config),
        Effect::Search(effect) => search::run(effect, world, config),
        Effect::Form(effect) => form::run(effect, world, config),
        Effect::Forget => storage::forget(&config.client_id),
        Effect::Desk(effect) => desk::run(effect, world, config),
        Effect::Copy(text) => {
            spawn_local(async move { dispatch.emit(Action::Copied(clipboard::copy(&text).await)) });
        }
        _ => {}
    }
}
