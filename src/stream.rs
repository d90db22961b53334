//! A case's events as they happen: an event stream read by `fetch` (`EventSource` sends no token), a question every half
//! minute where streams do not come through, nothing while nobody looks.
//!
//! Here: fetching and waiting. When what is tried again: `crates/state/src/desk/link.rs`; what a stream says:
//! `crates/wire/src/sse.rs`.

use crate::api;
use crate::json::Json;
use crate::platform::pause::wake;
use gloo_timers::callback::Timeout;
use js_sys::{Date, Function, Math, Reflect, Uint8Array};
use klarna_help_state::{Action, DeskAction, Ended, Failure, Link, NextTry};
use klarna_help_wire::{CaseEvent, ProblemCode, Secret, SseReader};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, Document, Headers, ReadableStreamDefaultReader, RequestInit, Response};
use yew::Callback;

/// How long a stream may say nothing, in milliseconds: the portal says that it is there every fifteen seconds.
const SILENCE_MS: u32 = 35_000;
const VISIBILITY: &str = "visibilitychange";

/// A case that is followed, until this is dropped.
pub(crate) struct Stream {
    inner: Rc<Inner>,
    seen: Closure<dyn FnMut()>,
}

struct Inner {
    /// Address of the events, without a query.
    address: String,
    case_id: String,
    token: Secret,
    dispatch: Callback<Action>,
    after: Cell<i64>,
    stopped: Cell<bool>,
    /// Ends what is being fetched.
    abort: RefCell<Option<AbortController>>,
    /// Ends what is being waited for.
    wake: RefCell<Option<Function>>,
}

impl Stream {
    /// Begins to follow a case from the event after `after`.
    pub(crate) fn new(
        api: &str,
        case_id: String,
        token: Secret,
        after: i64,
        dispatch: Callback<Action>,
    ) -> Self {
        let inner = Rc::new(Inner {
            address: [api, "/cases/", &case_id, "/events"].concat(),
            case_id,
            token,
            dispatch,
            after: Cell::new(after),
            stopped: Cell::new(false),
            abort: RefCell::default(),
            wake: RefCell::default(),
        });
        let looked = Rc::clone(&inner);
        let seen = Closure::new(move || if hidden() { looked.cut() } else { looked.rouse() });
        if let Some(document) = document() {
            let _ = document.add_event_listener_with_callback(VISIBILITY, seen.as_ref().unchecked_ref());
        }
        spawn_local(Rc::clone(&inner).run());
        Self { inner, seen }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.inner.stopped.set(true);
        self.inner.cut();
        self.inner.rouse();
        if let Some(document) = document() {
            let seen = self.seen.as_ref().unchecked_ref();
            let _ = document.remove_event_listener_with_callback(VISIBILITY, seen);
        }
    }
}

impl Inner {
    async fn run(self: Rc<Self>) {
        let mut link = Link::default();
        let mut next = NextTry::Stream(0);
        loop {
            let (wait, polls) = match next {
                NextTry::Stream(ms) => (ms, false),
                NextTry::Poll(ms) => (ms, true),
                NextTry::Stop => return self.tell(DeskAction::Lost(self.case_id.clone())),
            };
            if wait > 0 && !self.stopped.get() {
                self.sleep(Some(wait)).await;
            }
            while hidden() && !self.stopped.get() {
                self.sleep(None).await;
            }
            if self.stopped.get() {
                return;
            }
            let ended = if polls { self.poll().await } else { self.stream().await };
            next = match next {
                // We ended it ourselves: that says nothing about the way to the portal.
                NextTry::Poll(_) if hidden() => NextTry::Poll(0),
                _ if hidden() => NextTry::Stream(0),
                _ => link.next(ended, Math::random()),
            };
        }
    }

    async fn stream(&self) -> Ended {
        let Ok(abort) = AbortController::new() else { return Ended::Silent };
        self.abort.replace(Some(abort.clone()));
        let began = Date::now();
        let limit = patience(&abort);
        let response = self.open(&abort).await;
        drop(limit);
        let Ok(response) = response else { return Ended::Missed };
        match response.status() {
            401 | 403 | 404 => return Ended::Refused,
            _ if !response.ok() => return Ended::Missed,
            _ => {}
        }
        // Something that answers in the portal's place is no stream.
        let kind = response.headers().get("content-type").ok().flatten().unwrap_or_default();
        let body = response.body().filter(|_| kind.starts_with("text/event-stream"));
        let Some(body) = body else { return Ended::Silent };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        let (mut parser, mut heard, mut event) = (SseReader::default(), false, false);
        loop {
            let limit = patience(&abort);
            let chunk = JsFuture::from(reader.read().unchecked_into::<js_sys::Promise>()).await;
            drop(limit);
            // At the end there is no value.
            let value = chunk.and_then(|chunk| Reflect::get(&chunk, &JsValue::from_str("value")));
            let Ok(bytes) = value.and_then(|value| value.dyn_into::<Uint8Array>()) else { break };
            heard = true;
            let said = parser.push(&bytes.to_vec());
            let events: Vec<CaseEvent> =
                said.iter().filter_map(|said| Json::parse(&said.data)?.case_event()).collect();
            event |= !events.is_empty();
            self.came(events);
        }
        let lived_ms = (Date::now() - began) as u32;
        if heard { Ended::Stream { lived_ms, event } } else { Ended::Silent }
    }

    async fn open(&self, abort: &AbortController) -> Result<Response, Failure> {
        let init = RequestInit::new();
        init.set_signal(Some(&abort.signal()));
        let headers = Headers::new().map_err(|_| Failure::Down)?;
        let bearer = ["Bearer ", &self.token.0].concat();
        let after = self.after.get().to_string();
        for (name, value) in
            [("accept", "text/event-stream"), ("authorization", &bearer), ("last-event-id", &after)]
        {
            let _ = headers.set(name, value);
        }
        init.set_headers(&headers);
        let window = web_sys::window().ok_or(Failure::Down)?;
        let response = api::wait(Ok(window.fetch_with_str_and_init(&self.question(), &init))).await?;
        response.dyn_into().map_err(|_| Failure::Garbled)
    }

    async fn poll(&self) -> Ended {
        match api::case_events(&self.question(), &self.token).await {
            Ok(events) => {
                self.came(events);
                Ended::Polled
            }
            Err(Failure::Refused(ProblemCode::CaseNotFound | ProblemCode::IdentityInvalid, _)) => {
                Ended::Refused
            }
            Err(_) => Ended::Missed,
        }
    }

    fn question(&self) -> String {
        [&self.address, "?after=", &self.after.get().to_string()].concat()
    }

    fn came(&self, events: Vec<CaseEvent>) {
        let Some(last) = events.iter().map(|event| event.seq).max() else { return };
        self.after.set(last.max(self.after.get()));
        self.tell(DeskAction::Came(self.case_id.clone(), events));
    }

    fn tell(&self, action: DeskAction) {
        if !self.stopped.get() {
            self.dispatch.emit(Action::desk(action));
        }
    }

    async fn sleep(&self, ms: Option<u32>) {
        wake(ms, |resolve| drop(self.wake.replace(Some(resolve)))).await;
    }

    fn rouse(&self) {
        if let Some(wake) = self.wake.take() {
            let _ = wake.call0(&JsValue::NULL);
        }
    }

    fn cut(&self) {
        if let Some(abort) = self.abort.take() {
            abort.abort();
        }
    }
}

/// Ends what says nothing for too long; unless dropped before.
fn patience(abort: &AbortController) -> Timeout {
    let abort = abort.clone();
    Timeout::new(SILENCE_MS, move || abort.abort())
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Whether nobody can see the page.
fn hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}
