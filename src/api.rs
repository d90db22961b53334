//! The portal's client: typed requests in, typed answers or a typed failure out.
//!
//! On `fetch` itself: gloo-net does the same for about 1 kB more, compressed (docs/decisions/0003-bytes.md).

use crate::json::{self, Json};
use crate::platform::online;
use js_sys::{JsString, Uint8Array};
use klarna_help_state::Failure;
use klarna_help_wire::{CaseRequest, CaseView, Receipt};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, Headers, RequestInit, Response};

/// How long a customer waits before they are told, in milliseconds. A phone on a slow network needs a second or
/// three; after fifteen nobody believes that it still works.
const TIMEOUT_MS: u32 = 15_000;

/// Sends a case. Safe to repeat with the same key.
pub(crate) async fn send_case(api: &str, case: &CaseRequest, key: &str) -> Result<Receipt, Failure> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(&json::case_request(case)));
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    answer(fetch(&[api, "/cases"].concat(), init, &headers).await?, Json::receipt).await
}

/// Asks for the status of a case.
pub(crate) async fn load_case(api: &str, id: &str, token: &str) -> Result<CaseView, Failure> {
    let bearer = ["Bearer ", token].concat();
    let headers = [("authorization", bearer.as_str())];
    answer(fetch(&[api, "/cases/", id].concat(), RequestInit::new(), &headers).await?, Json::case_view).await
}

/// Fetches a file of ours.
pub(crate) async fn fetch_bytes(address: &str) -> Result<Vec<u8>, Failure> {
    let response = fetch(address, RequestInit::new(), &[]).await?;
    if !response.ok() {
        return Err(Failure::Down);
    }
    let buffer = wait(response.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn fetch(address: &str, init: RequestInit, headers: &[(&str, &str)]) -> Result<Response, Failure> {
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIMEOUT_MS)));
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
async fn wait<T>(promise: Result<js_sys::Promise<T>, JsValue>) -> Result<JsValue, Failure>
where
    T: wasm_bindgen::convert::FromWasmAbi + JsCast + 'static,
{
    let result = match promise {
        Ok(promise) => JsFuture::from(promise.unchecked_into::<js_sys::Promise>()).await,
        Err(error) => Err(error),
    };
    result.map_err(|error| {
        let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
        match name.as_str() {
            _ if !online::is_online() => Failure::Offline,
            "TimeoutError" | "AbortError" => Failure::Slow,
            _ => Failure::Down,
        }
    })
}

async fn answer<T>(response: Response, read: fn(&Json) -> Option<T>) -> Result<T, Failure> {
    let text = wait(response.text()).await?.dyn_into::<JsString>().map(String::from).unwrap_or_default();
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
