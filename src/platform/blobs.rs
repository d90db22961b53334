//! Bytes of a draft's files on this device, in IndexedDB, so that an upload goes on after the page was closed. Written
//! only with consent, beside a draft (drafts.rs). A browser may refuse any of it: then the file is chosen again.

use js_sys::{Array, ArrayBuffer, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode,
};

const NAME: &str = "klarna-help";
const STORE: &str = "files";

/// Keeps bytes under a client and an id, if they are not kept yet.
pub(crate) async fn put(client: &str, id: u32, bytes: &Blob) -> Option<()> {
    // In an ephemeral session, as a private window is one, WebKit keeps buffers but no blob.
    let buffer = JsFuture::from(bytes.array_buffer().unchecked_into::<Promise>()).await.ok()?;
    let store = store(true).await?;
    done(store.put_with_key(&buffer, &name(client, id)).ok()?).await.map(drop)
}

/// The bytes, if they are kept.
pub(crate) async fn get(client: &str, id: u32) -> Option<Blob> {
    let store = store(false).await?;
    let buffer: ArrayBuffer = done(store.get(&name(client, id)).ok()?).await?.dyn_into().ok()?;
    Blob::new_with_buffer_source_sequence(&Array::of1(&buffer)).ok()
}

/// Takes bytes away.
pub(crate) async fn remove(client: &str, ids: &[u32]) {
    if ids.is_empty() {
        return;
    }
    if let Some(store) = store(true).await {
        for id in ids {
            let _ = store.delete(&name(client, *id));
        }
    }
}

/// Takes away all bytes of a client but those of these ids.
pub(crate) async fn retain(client: &str, ids: &[u32]) -> Option<()> {
    let keys = done(store(false).await?.get_all_keys().ok()?).await?;
    let kept: Vec<JsValue> = ids.iter().map(|id| name(client, *id)).collect();
    let own = name(client, "");
    let own = own.as_string().unwrap_or_default();
    let of_client = |key: &JsValue| key.as_string().is_some_and(|key| key.starts_with(&own));
    let gone: Vec<JsValue> =
        keys.dyn_into::<Array>().ok()?.iter().filter(|key| of_client(key) && !kept.contains(key)).collect();
    if !gone.is_empty() {
        let store = store(true).await?;
        for key in gone {
            let _ = store.delete(&key);
        }
    }
    Some(())
}

fn name(client: &str, id: impl ToString) -> JsValue {
    JsValue::from_str(&[client, ":", &id.to_string()].concat())
}

async fn store(write: bool) -> Option<IdbObjectStore> {
    // Throws where storage is blocked; absent in some private windows.
    let factory: IdbFactory = web_sys::window()?.indexed_db().ok().flatten()?;
    let open: IdbOpenDbRequest = factory.open_with_u32(NAME, 1).ok()?;
    let made = open.clone();
    let upgrade = Closure::once_into_js(move || {
        let database = made.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
        if let Some(database) = database {
            let _ = database.create_object_store(STORE);
        }
    });
    open.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database: IdbDatabase = done(open.into()).await?.dyn_into().ok()?;
    let mode = if write { IdbTransactionMode::Readwrite } else { IdbTransactionMode::Readonly };
    let transaction = database.transaction_with_str_and_mode(STORE, mode).ok()?;
    let store = transaction.object_store(STORE).ok();
    // It closes when its transactions are done, and stands in nobody's way.
    database.close();
    store
}

/// What a request gives, when it is done; `None` if it failed.
async fn done(request: IdbRequest) -> Option<JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let event = JsFuture::from(promise).await.ok()?;
    let target = Reflect::get(&event, &"target".into()).ok()?;
    target.dyn_into::<IdbRequest>().ok()?.result().ok()
}
