//! A helpdesk that takes the signed webhook, counts, and misbehaves as it is told.
//!
//! Like most real ones it does not refuse a key that it has already: a second create is a second case, and that is counted.
//! A receiver that keeps its promise is asked for by [`StandIn::keep_doubles_away`].

use super::server::{Ending, Reply, Request, Server};
use crate::hook::payload::{
    CaseData, Delivery, FoundCase, FoundCases, FoundMessage, FoundMessages, MessageData, News,
};
use crate::hook::sign::Keys;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What happens to a delivery. "After" faults have stored it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is stored and answered.
    None,
    /// Stored; no answer, ever.
    SilentAfter,
    /// Stored; 500 (trap 12).
    ErrorAfter,
    /// Stored; an answer that breaks off.
    TruncatedAfter,
    /// Stored; the connection is reset.
    ResetAfter,
    /// Stored; 503 with `Retry-After` in seconds, as a proxy in front would say.
    UnavailableAfter(u64),
    /// Stored; answered so late.
    LateAfter(Duration),
    /// Not stored; 500.
    ErrorBefore,
    /// Not stored; the connection is reset.
    ResetBefore,
    /// Not stored; 429 with `Retry-After` in seconds.
    Limited(u64),
    /// Not stored; refused for good.
    Refused,
}

impl Fault {
    fn stores(self) -> bool {
        !matches!(self, Fault::ErrorBefore | Fault::ResetBefore | Fault::Limited(_) | Fault::Refused)
    }
}

/// The receiver.
pub struct StandIn {
    server: Server,
    shared: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    keep_doubles_away: bool,
    plan: VecDeque<Fault>,
    pick: Option<Box<dyn FnMut() -> Fault + Send>>,
    visible_after: Duration,
    cases: BTreeMap<String, Vec<Stored<CaseData>>>,
    messages: BTreeMap<String, Vec<Stored<MessageData>>>,
    told: Vec<(String, String)>,
    files: BTreeMap<String, Vec<u8>>,
    deliveries: usize,
    unsigned: usize,
}

struct Stored<T> {
    data: T,
    at: Instant,
}

/// As much of a delivery as decides what to do with the rest.
#[derive(Deserialize)]
struct Typed {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct KeyOnly {
    key: String,
}

impl StandIn {
    /// Starts one. `secret` as in [`Keys::new`].
    ///
    /// # Errors
    /// No port, or a secret that is none.
    pub async fn start(secret: &str) -> io::Result<Self> {
        let keys = Keys::new(secret).map_err(io::Error::other)?;
        let shared = Arc::new(Mutex::new(State::default()));
        let state = Arc::clone(&shared);
        let server = Server::start(move |request| answer(&keys, &mut lock(&state), &request)).await?;
        Ok(Self { server, shared })
    }

    /// Where deliveries go.
    pub fn url(&self) -> String {
        format!("{}/cases", self.server.url())
    }

    /// Where look-ups go.
    pub fn lookup_url(&self) -> String {
        self.server.url()
    }

    /// Whether a key that is there already is answered as stored and not stored again.
    pub fn keep_doubles_away(&self, yes: bool) {
        lock(&self.shared).keep_doubles_away = yes;
    }

    /// What happens to the next deliveries, one each.
    pub fn plan(&self, faults: impl IntoIterator<Item = Fault>) {
        lock(&self.shared).plan.extend(faults);
    }

    /// What happens to every delivery that has no plan.
    pub fn pick(&self, pick: impl FnMut() -> Fault + Send + 'static) {
        lock(&self.shared).pick = Some(Box::new(pick));
    }

    /// How long after it is stored a look-up sees it (trap 11).
    pub fn visible_after(&self, time: Duration) {
        lock(&self.shared).visible_after = time;
    }

    /// A file for `GET /files/ID`.
    pub fn put_file(&self, id: &str, bytes: Vec<u8>) {
        lock(&self.shared).files.insert(id.to_owned(), bytes);
    }

    /// How many cases a key has.
    pub fn count(&self, key: &str) -> usize {
        lock(&self.shared).cases.get(key).map_or(0, Vec::len)
    }

    /// How many messages a key has.
    pub fn count_messages(&self, key: &str) -> usize {
        lock(&self.shared).messages.get(key).map_or(0, Vec::len)
    }

    /// How many different keys have a case.
    pub fn keys(&self) -> Vec<String> {
        lock(&self.shared).cases.keys().cloned().collect()
    }

    /// How many cases there are beyond one a key.
    pub fn duplicates(&self) -> usize {
        lock(&self.shared).cases.values().map(|cases| cases.len().saturating_sub(1)).sum()
    }

    /// How many deliveries came, stored or not.
    pub fn deliveries(&self) -> usize {
        lock(&self.shared).deliveries
    }

    /// How many calls came without a right signature.
    pub fn unsigned(&self) -> usize {
        lock(&self.shared).unsigned
    }

    /// The last case of a key.
    pub fn case(&self, key: &str) -> Option<CaseData> {
        Some(lock(&self.shared).cases.get(key)?.last()?.data.clone())
    }

    /// Messages on a case, in the order of their keys.
    pub fn messages_on(&self, case: &str) -> Vec<MessageData> {
        let state = lock(&self.shared);
        let all = state.messages.values().flatten().map(|stored| &stored.data);
        all.filter(|message| message.case_key == case).cloned().collect()
    }

    /// What else was told: type and key, in order.
    pub fn told(&self) -> Vec<(String, String)> {
        lock(&self.shared).told.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(keys: &Keys, state: &mut State, request: &Request) -> Reply {
    let now = Timestamp::now().as_second();
    let Ok(id) = keys.verify(&request.headers, &request.body, now, Duration::from_secs(300)) else {
        state.unsigned += 1;
        return Reply::empty(401);
    };
    match request.method.as_str() {
        "GET" => look_up(state, &request.target, &id),
        _ => deliver(state, &request.body),
    }
}

fn deliver(state: &mut State, body: &[u8]) -> Reply {
    state.deliveries += 1;
    let planned = state.plan.pop_front();
    let fault = planned.or_else(|| state.pick.as_mut().map(|pick| pick())).unwrap_or(Fault::None);
    let key = if fault.stores() { store(state, body) } else { Some(String::new()) };
    let Some(key) = key else { return Reply::empty(400) };
    let good = Reply::json(201, serde_json::json!({ "key": key }));
    let waiting = |status, seconds: u64| Reply {
        headers: vec![("retry-after", seconds.to_string())],
        ..Reply::empty(status)
    };
    match fault {
        Fault::None => good,
        Fault::SilentAfter => Reply { ending: Ending::Never, ..good },
        Fault::TruncatedAfter => Reply { ending: Ending::Truncated, ..good },
        Fault::LateAfter(wait) => Reply { ending: Ending::Late(wait), ..good },
        Fault::ResetAfter | Fault::ResetBefore => Reply { ending: Ending::Reset, ..good },
        Fault::ErrorAfter | Fault::ErrorBefore => Reply::empty(500),
        Fault::UnavailableAfter(seconds) => waiting(503, seconds),
        Fault::Limited(seconds) => waiting(429, seconds),
        Fault::Refused => Reply::json(422, r#"{"message":"no"}"#),
    }
}

/// Stores a delivery; gives its key, or `None` for what is none.
fn store(state: &mut State, body: &[u8]) -> Option<String> {
    let typed: Typed = serde_json::from_slice(body).ok()?;
    let once = state.keep_doubles_away;
    match typed.kind.as_str() {
        "case.created" => {
            let data = serde_json::from_slice::<Delivery<CaseData>>(body).ok()?.data;
            let key = data.key.clone();
            push(state.cases.entry(key.clone()).or_default(), data, once);
            Some(key)
        }
        "message.created" => {
            let data = serde_json::from_slice::<Delivery<MessageData>>(body).ok()?.data;
            let key = data.key.clone();
            push(state.messages.entry(key.clone()).or_default(), data, once);
            Some(key)
        }
        kind => {
            let data = serde_json::from_slice::<Delivery<KeyOnly>>(body).ok()?.data;
            state.told.push((kind.to_owned(), data.key.clone()));
            Some(data.key)
        }
    }
}

fn push<T>(stored: &mut Vec<Stored<T>>, data: T, once: bool) {
    if !once || stored.is_empty() {
        stored.push(Stored { data, at: Instant::now() });
    }
}

fn look_up(state: &State, target: &str, id: &str) -> Reply {
    let path = target.trim_start_matches('/');
    // What was signed is this path and no other.
    if id != format!("lookup.{}", path.replace('/', ".")) {
        return Reply::empty(401);
    }
    let visible = |at: Instant| at.elapsed() >= state.visible_after;
    match path.split_once('/') {
        Some(("cases", key)) => {
            let all = state.cases.get(key).map(Vec::as_slice).unwrap_or_default();
            let case = |one: &Stored<CaseData>| FoundCase {
                key: one.data.key.clone(),
                url: None,
                file_count: Some(one.data.files.len()),
                news: News::default(),
            };
            let cases: Vec<FoundCase> = all.iter().filter(|one| visible(one.at)).map(case).collect();
            found(cases.is_empty(), &FoundCases { cases })
        }
        Some(("messages", key)) => {
            let all = state.messages.get(key).map(Vec::as_slice).unwrap_or_default();
            let message = |one: &Stored<MessageData>| FoundMessage {
                key: one.data.key.clone(),
                case: one.data.case_key.clone(),
            };
            let messages: Vec<FoundMessage> = all.iter().filter(|one| visible(one.at)).map(message).collect();
            found(messages.is_empty(), &FoundMessages { messages })
        }
        Some(("files", id)) => match state.files.get(id) {
            Some(bytes) => Reply { body: bytes.clone(), ..Reply::empty(200) },
            None => Reply::empty(404),
        },
        _ => Reply::empty(404),
    }
}

fn found(nothing: bool, body: &impl serde::Serialize) -> Reply {
    match serde_json::to_string(body) {
        Ok(text) if !nothing => Reply::json(200, text),
        _ => Reply::empty(404),
    }
}
