//! The portal's client: typed requests in, typed answers or a typed failure out.
//!
//! On `fetch` itself: gloo-net does the same for about 1 kB more, compressed (docs/decisions/0003-bytes.md). Not here: the
//! stream of a case's events (stream.rs), the search for a proof of work (work.rs).

use crate::json::{self, Json};
use crate::platform::online;
use crate::work;
use js_sys::{JsString, Uint8Array};
use klarna_help_state::Failure;
use klarna_help_wire::{
    ActionRequest, CaseAccess, CaseEvent, CaseList, CaseRequest, CaseView, Challenge, CodeRequest,
    LookupAnswer, LookupRequest, MessageRequest, ProblemCode, Receipt, Secret, Vote,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Headers, RequestInit, Response};

/// How long a customer waits before they are told, in milliseconds. A phone on a slow network needs a second or
/// three; after fifteen nobody believes that it still works.
const TIMEOUT_MS: u32 = 15_000;

/// Where requests go, and who is told when one has to wait for a proof of work.
#[derive(Clone, Copy)]
pub(crate) struct Portal<'a> {
    /// Base address of the API.
    pub(crate) api: &'a str,
    /// Called before work is done.
    pub(crate) checking: &'a dyn Fn(),
}

/// Something sent; where it has a key, it may be sent again.
struct Post<'a> {
    path: &'a str,
    body: String,
    key: &'a str,
    token: Option<&'a Secret>,
}

impl Portal<'_> {
    /// Sends a case. Safe to repeat with the same key. With the identity of a known customer; if that does not hold any
    /// more, without: that the case arrives matters more.
    pub(crate) async fn send_case(
        self,
        case: &CaseRequest,
        key: &str,
        identity: Option<&Secret>,
    ) -> Result<Receipt, Failure> {
        let post = |token| Post { path: "/cases", body: json::case_request(case), key, token };
        match self.post(post(identity), Json::receipt).await {
            Err(Failure::Refused(ProblemCode::IdentityInvalid, _)) if identity.is_some() => {
                self.post(post(None), Json::receipt).await
            }
            other => other,
        }
    }

    /// Sends a message to a case. Safe to repeat with the same key.
    pub(crate) async fn reply(
        self,
        id: &str,
        token: &Secret,
        message: &MessageRequest,
        key: &str,
    ) -> Result<CaseView, Failure> {
        let path = ["/cases/", id, "/messages"].concat();
        let body = json::message_request(message);
        self.post(Post { path: &path, body, key, token: Some(token) }, Json::case_view).await
    }

    /// Does something with a case. Safe to repeat with the same key.
    pub(crate) async fn act(
        self,
        id: &str,
        token: &Secret,
        action: &ActionRequest,
        key: &str,
    ) -> Result<CaseView, Failure> {
        let path = ["/cases/", id, "/actions"].concat();
        let body = json::action_request(action);
        self.post(Post { path: &path, body, key, token: Some(token) }, Json::case_view).await
    }

    /// Asks for a code.
    pub(crate) async fn ask_code(self, request: &LookupRequest) -> Result<LookupAnswer, Failure> {
        let body = json::lookup_request(request);
        self.post(Post { path: "/lookup", body, key: "", token: None }, Json::lookup_answer).await
    }

    /// Trades a code.
    pub(crate) async fn trade_code(self, request: &CodeRequest) -> Result<CaseAccess, Failure> {
        let body = json::code_request(request);
        self.post(Post { path: "/lookup/code", body, key: "", token: None }, Json::case_access).await
    }

    /// Sends; and where the portal asks for work first, does it and sends the same again.
    async fn post<T>(self, post: Post<'_>, read: fn(&Json) -> Option<T>) -> Result<T, Failure> {
        read(&self.answered(post).await?).ok_or(Failure::Garbled)
    }

    async fn answered(self, post: Post<'_>) -> Result<Json, Failure> {
        match self.send(&post, "").await {
            Err(Failure::Refused(ProblemCode::ChallengeRequired, _)) => {
                (self.checking)();
                let solution = work::solve(self.api).await?;
                self.send(&post, &solution).await
            }
            other => other,
        }
    }

    async fn send(self, post: &Post<'_>, work: &str) -> Result<Json, Failure> {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&JsValue::from_str(&post.body));
        let bearer = bearer(post.token);
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", post.key),
            ("authorization", &bearer),
            ("altcha", work),
        ];
        let given: Vec<_> = headers.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        answer(fetch(&[self.api, post.path].concat(), init, &given).await?).await
    }
}

/// Asks for the status of a case.
pub(crate) async fn load_case(api: &str, id: &str, token: &Secret) -> Result<CaseView, Failure> {
    get(&[api, "/cases/", id].concat(), Some(token), Json::case_view).await
}

/// The cases of a known customer.
pub(crate) async fn list_cases(api: &str, identity: &Secret) -> Result<CaseList, Failure> {
    get(&[api, "/cases"].concat(), Some(identity), Json::case_list).await
}

/// The events of a case, at an address that says after which: a question, where streams do not come through.
pub(crate) async fn case_events(address: &str, token: &Secret) -> Result<Vec<CaseEvent>, Failure> {
    get(address, Some(token), Json::case_events).await
}

/// The proof of work that is asked for now.
pub(crate) async fn challenge(api: &str) -> Result<Challenge, Failure> {
    get(&[api, "/challenge"].concat(), None, Json::challenge).await
}

/// Tells whether something helped. Nobody waits for it; who sent it, it does not say.
pub(crate) async fn vote(api: &str, vote: &Vote) -> Result<(), Failure> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(&json::vote(vote)));
    let response = fetch(&[api, "/votes"].concat(), init, &[("content-type", "application/json")]).await?;
    if response.ok() { Ok(()) } else { Err(refusal(response).await) }
}

/// A file of a case.
pub(crate) async fn case_file(api: &str, id: &str, token: &Secret, file: &str) -> Result<Blob, Failure> {
    let bearer = bearer(Some(token));
    let address = [api, "/cases/", id, "/attachments/", file].concat();
    let response = fetch(&address, RequestInit::new(), &[("authorization", &bearer)]).await?;
    if !response.ok() {
        return Err(Failure::Down);
    }
    wait(response.blob()).await?.dyn_into().map_err(|_| Failure::Garbled)
}

fn bearer(token: Option<&Secret>) -> String {
    token.map(|token| ["Bearer ", &token.0].concat()).unwrap_or_default()
}

async fn get<T>(address: &str, token: Option<&Secret>, read: fn(&Json) -> Option<T>) -> Result<T, Failure> {
    read(&got(address, token).await?).ok_or(Failure::Garbled)
}

async fn got(address: &str, token: Option<&Secret>) -> Result<Json, Failure> {
    let bearer = bearer(token);
    let headers = [("accept", "application/json"), ("authorization", bearer.as_str())];
    let given: Vec<_> = headers.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    answer(fetch(address, RequestInit::new(), &given).await?).await
}

/// Fetches a file of ours.
pub(crate) async fn fetch_bytes(address: &str) -> Result<Vec<u8>, Failure> {
    let response = fetch(address, RequestInit::new(), &[]).await?;
    Ok(buffer(response).await?.to_vec())
}

/// The same for a file that nobody waits for: whatever else is under way goes first.
pub(crate) async fn fetch_idly(address: &str) -> Result<Vec<u8>, Failure> {
    Ok(fetch_stock(address).await?.to_vec())
}

/// The same, left outside of the module's memory.
pub(crate) async fn fetch_stock(address: &str) -> Result<Uint8Array, Failure> {
    let init = RequestInit::new();
    let _ = js_sys::Reflect::set(&init, &JsValue::from_str("priority"), &JsValue::from_str("low"));
    buffer(fetch(address, init, &[]).await?).await
}

async fn buffer(response: Response) -> Result<Uint8Array, Failure> {
    if !response.ok() {
        return Err(Failure::Down);
    }
    let buffer = wait(response.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer))
}

pub(crate) async fn fetch(
    address: &str,
    init: RequestInit,
    headers: &[(&str, &str)],
) -> Result<Response, Failure> {
    fetch_within(TIMEOUT_MS, address, init, headers).await
}

/// The same, for what takes longer: `ms` milliseconds.
pub(crate) async fn fetch_within(
    ms: u32,
    address: &str,
    init: RequestInit,
    headers: &[(&str, &str)],
) -> Result<Response, Failure> {
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(ms)));
    if let Ok(list) = Headers::new() {
        for (name, value) in headers {
            let _ = list.set(name, value);
        }
        init.set_headers(&list);
    }
    let window = web_sys::window().ok_or(Failure::Down)?;
    let response = wait(Ok(window.fetch_with_str_and_init(address, &init))).await?;
    response.dyn_into().map_err(|_| Failure::Garbled)
}

/// What a promise gives, or why no answer came.
pub(crate) async fn wait<T>(promise: Result<js_sys::Promise<T>, JsValue>) -> Result<JsValue, Failure>
where
    T: wasm_bindgen::convert::FromWasmAbi + JsCast + 'static,
{
    let result = match promise {
        Ok(promise) => JsFuture::from(promise.unchecked_into::<js_sys::Promise>()).await,
        Err(error) => Err(error),
    };
    result.map_err(|error| {
        // Asked for as any property: the type's own getter would come with a later part of the module, and this is said
        // before there is one.
        let name = js_sys::Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
        match name.as_deref().unwrap_or_default() {
            _ if !online::is_online() => Failure::Offline,
            "TimeoutError" | "AbortError" => Failure::Slow,
            _ => Failure::Down,
        }
    })
}

async fn answer(response: Response) -> Result<Json, Failure> {
    if !response.ok() {
        return Err(refusal(response).await);
    }
    body(&response).await?.ok_or(Failure::Garbled)
}

async fn body(response: &Response) -> Result<Option<Json>, Failure> {
    let text = wait(response.text()).await?.dyn_into::<JsString>().map(String::from).unwrap_or_default();
    Ok(Json::parse(&text))
}

/// Why an answer is no good one.
pub(crate) async fn refusal(response: Response) -> Failure {
    let json = match body(&response).await {
        Ok(json) => json,
        Err(failure) => return failure,
    };
    // A problem document says what is wrong; "not now" and everything without one is told apart from it.
    match json.and_then(|json| json.problem()) {
        Some(problem) if response.status() < 500 => Failure::Refused(problem.code, problem.fields),
        _ if response.status() >= 500 => Failure::Down,
        _ => Failure::Garbled,
    }
}
