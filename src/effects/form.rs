//! What the case form needs of the world.

use super::{World, files};
use crate::api::Portal;
use crate::platform::wake::Wake;
use crate::platform::{blobs, drafts, held, locks, online, random};
use klarna_help_state::{Action, DeskAction, Draft, FileAction, FormAction, FormEffect};
use klarna_help_wire::AppConfig;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// Carries an effect of the form out.
#[inline(never)]
pub(super) fn run(effect: Rc<FormEffect>, world: &World, config: &AppConfig) {
    let dispatch = world.dispatch.clone();
    let tell = Callback::from(move |action| dispatch.emit(Action::form(action)));
    let client = config.client_id.clone();
    match Rc::unwrap_or_clone(effect) {
        FormEffect::MakeKey => tell.emit(FormAction::Key(random::key())),
        FormEffect::Send(request, key, identity) => {
            let api = config.api.clone();
            let waiting = world.dispatch.clone();
            spawn_local(async move {
                let checking = move || waiting.emit(Action::desk(DeskAction::Checking));
                let portal = Portal { api: &api, checking: &checking };
                let lock = ["klarna-help:", &key].concat();
                let result = locks::within(&lock, portal.send_case(&request, &key, identity.as_ref())).await;
                tell.emit(FormAction::Sent(key, result));
            });
        }
        FormEffect::File(effect) => {
            let of_form = Callback::from(move |action: FileAction| tell.emit(FormAction::File(action)));
            files::run(effect, config, of_form);
        }
        FormEffect::Save(draft) => {
            if !drafts::save(&client, &draft) {
                tell.emit(FormAction::Saved(false));
            }
            spawn_local(async move { keep_bytes(&client, &draft).await });
        }
        FormEffect::Drop(key, files) => {
            drafts::remove(&client, &key);
            held::unkeep();
            spawn_local(async move { blobs::remove(&client, &files).await });
        }
        FormEffect::Recall => {
            watch(world);
            let kept = drafts::read(&client);
            let ids: Vec<u32> =
                kept.iter().flat_map(|draft| draft.files.iter().map(|file| file.id)).collect();
            spawn_local(async move {
                // What a page left behind that ended at a bad moment.
                blobs::retain(&client, &ids).await;
            });
            tell.emit(FormAction::Recalled(kept, online::is_online()));
        }
        FormEffect::Watch => watch(world),
        FormEffect::Wait(missed, ms) => spawn_local(async move {
            files::spread(ms).await;
            tell.emit(FormAction::Waited(missed));
        }),
        FormEffect::Forget => {
            drafts::forget(&client);
            held::unkeep();
            spawn_local(async move {
                blobs::retain(&client, &[]).await;
            });
        }
    }
}

/// The bytes of what has not arrived yet.
async fn keep_bytes(client: &str, draft: &Draft) {
    for file in &draft.files {
        // Before it is looked at it may be larger than it will be sent.
        if !file.done
            && file.kind.is_some()
            && let Some(bytes) = held::to_keep(file.id)
        {
            blobs::put(client, file.id, &bytes).await;
        }
    }
}

fn watch(world: &World) {
    world.wake.borrow_mut().get_or_insert_with(|| {
        let dispatch = world.dispatch.clone();
        Wake::new(move |online| dispatch.emit(Action::form(FormAction::Wake(online))))
    });
}
