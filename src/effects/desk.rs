//! What cases that were sent need of the world.

use super::{World, files};
use crate::api::{self, Portal};
use crate::platform::{recent, save, storage};
use crate::stream::Stream;
use gloo_timers::callback::Interval;
use klarna_help_state::{Action, DeskAction, DeskEffect, SearchAction};
use klarna_help_wire::AppConfig;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

/// Between two looks at the cases that are not followed, in milliseconds.
const TICK_MS: u32 = 180_000;

/// What goes on by itself, until it is dropped.
#[derive(Default)]
pub(super) struct Live {
    stream: RefCell<Option<Stream>>,
    ticks: RefCell<Option<Interval>>,
}

/// Carries an effect of the cases out.
#[inline(never)]
pub(super) fn run(effect: Rc<DeskEffect>, world: &World, config: &AppConfig) {
    let dispatch = world.dispatch.clone();
    let tell = move |action| dispatch.emit(Action::desk(action));
    match Rc::unwrap_or_clone(effect) {
        DeskEffect::ReadRemembered => {
            tell(DeskAction::Remembered(storage::read_cases(&config.client_id)));
            let searches = recent::read(&config.client_id);
            world.dispatch.emit(Action::search(SearchAction::Recalled(searches)));
        }
        DeskEffect::Remember(case, keep) => {
            let worked = storage::remember(&config.client_id, &case, keep);
            tell(DeskAction::Kept(case.case_id, keep == worked));
        }
        DeskEffect::Seen(case) => storage::seen(&config.client_id, &case),
        DeskEffect::Follow { case_id, token, after } => {
            // First: the one before ends when it is dropped, and two are never open.
            drop(world.live.stream.take());
            let stream = Stream::new(&config.api, case_id, token, after, world.dispatch.clone());
            world.live.stream.replace(Some(stream));
        }
        DeskEffect::Unfollow => drop(world.live.stream.take()),
        DeskEffect::Watch(watch) => {
            let ticks = watch.then(|| Interval::new(TICK_MS, move || tell(DeskAction::Tick)));
            world.live.ticks.replace(ticks);
        }
        DeskEffect::Save(file) => {
            tell(DeskAction::Downloaded(save::text(&file.name, file.media_type, &file.text)));
        }
        DeskEffect::File(id, effect) => {
            let of_case = Callback::from(move |action| tell(DeskAction::File(id.clone(), action)));
            files::run(effect, config, of_case);
        }
        DeskEffect::Print => save::print(),
        other => ask(other, config.api.clone(), world.dispatch.clone()),
    }
}

/// What the portal has to answer.
fn ask(effect: DeskEffect, api: String, dispatch: Callback<Action>) {
    spawn_local(async move {
        let waiting = dispatch.clone();
        let checking = move || waiting.emit(Action::desk(DeskAction::Checking));
        let portal = Portal { api: &api, checking: &checking };
        let answer = match effect {
            DeskEffect::Load { case_id, token } => {
                let result = api::load_case(&api, &case_id, &token).await;
                DeskAction::Loaded(case_id, result)
            }
            DeskEffect::Reply { case_id, token, request, key } => {
                let result = portal.reply(&case_id, &token, &request, &key).await;
                DeskAction::Replied(case_id, key, result)
            }
            DeskEffect::Act { case_id, token, request, key } => {
                let result = portal.act(&case_id, &token, &request, &key).await;
                DeskAction::Acted(case_id, key, result)
            }
            DeskEffect::AskCode(request) => DeskAction::CodeAsked(portal.ask_code(&request).await),
            DeskEffect::TradeCode(request) => DeskAction::CodeTraded(portal.trade_code(&request).await),
            DeskEffect::List(identity) => {
                let result = api::list_cases(&api, &identity).await;
                DeskAction::Listed(identity, result)
            }
            DeskEffect::Download { case_id, token, file, name } => {
                let blob = api::case_file(&api, &case_id, &token, &file).await;
                DeskAction::Downloaded(blob.is_ok_and(|blob| save::file(&name, &blob)))
            }
            _ => return,
        };
        dispatch.emit(Action::desk(answer));
    });
}
