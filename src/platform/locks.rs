//! One tab at a time (Web Locks): two tabs that see the network come back do not send the same case side by side.

use js_sys::{Function, Promise, Reflect};
use std::future::Future;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Runs the work while no other tab of this origin has the lock of this name; at once where there are no locks: the
/// idempotency key still makes it one case.
pub(crate) async fn within<T>(name: &str, work: impl Future<Output = T>) -> T {
    let held = take(name).await;
    let result = work.await;
    if let Some(release) = held {
        let _ = release.call0(&JsValue::NULL);
    }
    result
}

/// Waits for the lock; what it gives back lets it go.
async fn take(name: &str) -> Option<Function> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let granted = Promise::new(&mut |resolve, reject| {
        let held = held.clone();
        let ours = Closure::once_into_js(move || {
            let _ = resolve.call0(&JsValue::NULL);
            JsValue::from(held)
        });
        let asked = request.call2(&locks, &JsValue::from_str(name), &ours);
        // A page that may not have locks (an opaque origin) gets a promise that fails.
        spawn_local(async move {
            let refused = match asked {
                Ok(promise) => JsFuture::from(promise.unchecked_into::<Promise>()).await.is_err(),
                Err(_) => true,
            };
            if refused {
                let _ = reject.call0(&JsValue::NULL);
            }
        });
    });
    JsFuture::from(granted).await.ok()?;
    release
}
