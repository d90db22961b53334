//! What files need of the world: for every form that has some.

use crate::platform::pause::pause;
use crate::platform::{blobs, held, pictures};
use crate::tus::{self, Upload};
use klarna_help_state::{Failure, FileAction, FileEffect};
use klarna_help_wire::AppConfig;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// Carries an effect of files out; `dispatch` takes what follows to their form.
#[inline(never)]
pub(super) fn run(effect: FileEffect, config: &AppConfig, dispatch: Callback<FileAction>) {
    let (api, client) = (config.api.clone(), config.client_id.clone());
    match effect {
        FileEffect::Prepare { id, name } => spawn_local(async move {
            let Some(bytes) = held::get(id) else { return };
            let result = pictures::prepare(bytes, &name).await.map(|(bytes, prepared)| {
                held::put(id, bytes);
                prepared
            });
            dispatch.emit(FileAction::Prepared(id, result));
        }),
        FileEffect::Upload { id, name, kind, upload, wait } => spawn_local(async move {
            spread(wait).await;
            let bytes = match held::get(id) {
                Some(bytes) => Some(bytes),
                None => blobs::get(&client, id).await.inspect(|bytes| held::put(id, bytes.clone())),
            };
            let Some(bytes) = bytes else { return dispatch.emit(FileAction::Lost(id)) };
            let file = Upload { api: &api, client: &client, name: &name, kind, bytes };
            match send(id, &file, upload, &dispatch).await {
                Ok(true) => dispatch.emit(FileAction::Done(id)),
                Ok(false) => {}
                Err(failure) => dispatch.emit(FileAction::Failed(id, failure)),
            }
        }),
        FileEffect::Abort { id, upload } => {
            held::release(&[id]);
            spawn_local(async move {
                blobs::remove(&client, &[id]).await;
                if let Some(upload) = upload {
                    tus::end(&api, &upload).await;
                }
            });
        }
        FileEffect::Release(ids) => {
            held::release(&ids);
            spawn_local(async move { blobs::remove(&client, &ids).await });
        }
    }
}

/// All of it, from where the portal has it; `false` when the file was taken out meanwhile.
async fn send(
    id: u32,
    file: &Upload<'_>,
    upload: Option<String>,
    dispatch: &Callback<FileAction>,
) -> Result<bool, Failure> {
    let (upload, mut arrived) = match upload {
        Some(upload) => {
            let arrived = file.arrived(&upload).await?;
            (upload, arrived)
        }
        None => {
            let upload = file.create().await?;
            if held::get(id).is_none() {
                tus::end(file.api, &upload).await;
                return Ok(false);
            }
            dispatch.emit(FileAction::Created(id, upload.clone()));
            (upload, 0.0)
        }
    };
    while arrived < file.size() {
        if held::get(id).is_none() {
            return Ok(false);
        }
        let now = file.send(&upload, arrived).await?;
        if now <= arrived {
            return Err(Failure::Garbled);
        }
        arrived = now;
        dispatch.emit(FileAction::Progress(id, arrived as i64));
    }
    Ok(held::get(id).is_some())
}

/// Waits, a little more or less than that, so that many pages do not come back in one moment.
pub(super) async fn spread(ms: u32) {
    if ms > 0 {
        pause((f64::from(ms) * (0.5 + js_sys::Math::random())) as u32).await;
    }
}
