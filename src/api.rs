//! The portal's client: typed requests in, typed answers or a typed failure out.

use crate::json::{self, Json};
use crate::platform::online;
use gloo_net::http::{Request, Response};
use klarna_help_state::Failure;
use klarna_help_wire::{CaseRequest, CaseView, Receipt};

/// How long a customer waits before they are told, in milliseconds. A phone on a slow network needs a second or
/// three; after fifteen nobody believes that it still works.
const TIMEOUT_MS: u32 = 15_000;

/// Sends a case. Safe to repeat with the same key.
pub(crate) async fn send_case(api: &str, case: &CaseRequest, key: &str) -> Result<Receipt, Failure> {
    let request = Request::post(&[api, "/cases"].concat())
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .abort_signal(Some(&timeout()))
        .body(json::case_request(case))
        .map_err(|_| Failure::Garbled)?;
    answer(request.send().await, Json::receipt).await
}

/// Asks for the status of a case.
pub(crate) async fn load_case(api: &str, id: &str, token: &str) -> Result<CaseView, Failure> {
    let request = Request::get(&[api, "/cases/", id].concat())
        .header("authorization", &["Bearer ", token].concat())
        .abort_signal(Some(&timeout()));
    answer(request.send().await, Json::case_view).await
}

/// Fetches a file of ours.
pub(crate) async fn fetch_bytes(address: &str) -> Result<Vec<u8>, Failure> {
    let response =
        Request::get(address).abort_signal(Some(&timeout())).send().await.map_err(|e| unreached(&e))?;
    if !response.ok() {
        return Err(Failure::Down);
    }
    response.binary().await.map_err(|e| unreached(&e))
}

fn timeout() -> web_sys::AbortSignal {
    web_sys::AbortSignal::timeout_with_u32(TIMEOUT_MS)
}

async fn answer<T>(
    result: Result<Response, gloo_net::Error>,
    read: fn(&Json) -> Option<T>,
) -> Result<T, Failure> {
    let response = result.map_err(|e| unreached(&e))?;
    let text = response.text().await.map_err(|e| unreached(&e))?;
    let json = Json::parse(&text);
    if response.ok() {
        return json.as_ref().and_then(read).ok_or(Failure::Garbled);
    }
    // A problem document says what is wrong; "not now" and everything without one is told apart from it.
    match json.and_then(|json| json.problem()) {
        Some(problem) if response.status() < 500 => Err(Failure::Refused(problem.code, problem.fields)),
        _ if response.status() >= 500 => Err(Failure::Down),
        _ => Err(Failure::Garbled),
    }
}

/// Why no answer came.
fn unreached(error: &gloo_net::Error) -> Failure {
    if !online::is_online() {
        return Failure::Offline;
    }
    match error {
        gloo_net::Error::JsError(e) if e.name == "TimeoutError" || e.name == "AbortError" => Failure::Slow,
        _ => Failure::Down,
    }
}
