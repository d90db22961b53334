//! Waiting, without holding anything up.

use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Waits so many milliseconds.
pub(crate) async fn pause(ms: u32) {
    wake(Some(ms), |_| {}).await;
}

/// Waits until somebody calls what `hand` is given, or until so many milliseconds have passed; without a number, for the call
/// alone.
pub(crate) async fn wake(ms: Option<u32>, mut hand: impl FnMut(Function)) {
    let promise = Promise::new(&mut |resolve: Function, _: Function| {
        if let Some(ms) = ms {
            let resolve = resolve.clone();
            let then = move || {
                let _ = resolve.call0(&JsValue::NULL);
            };
            Timeout::new(ms, then).forget();
        }
        hand(resolve);
    });
    let _ = JsFuture::from(promise).await;
}
