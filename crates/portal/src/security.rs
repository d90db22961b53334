//! Which origin may do what, and the headers that every answer carries.
//!
//! There are no cookies: nothing is sent by a browser on its own, so `Origin` is a second wall and not the first. A
//! request without it does not come from a page's script across origins. Not here: tokens, the frame's policy (`frame`).

use crate::config::{Client, Config, Inline};
use crate::problem::Error;
use crate::state::Shared;
use axum::extract::{Request, State};
use axum::http::header::{self, Entry, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// For everything that is not a page of its own.
const CSP_NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a page may send: of cases, of their streams, of proofs of work, and of the tus protocol.
const ALLOWED: &str = "content-type, idempotency-key, authorization, altcha, last-event-id, tus-resumable, \
    upload-length, upload-offset, upload-metadata, upload-checksum";

/// What a page may read.
const EXPOSED: &str = "location, retry-after, x-request-id, upload-offset, upload-length, upload-expires, \
    tus-resumable, tus-version, tus-extension, tus-max-size, tus-checksum-algorithm";

/// Whether a page of this origin may send a case for this client: the frame, which is of the portal's own origin, or a
/// page of the client where the whole app runs inline.
///
/// # Errors
/// [`Error::OriginNotRegistered`].
pub fn may_send(config: &Config, client: &Client, headers: &HeaderMap) -> Result<(), Error> {
    allow(headers, |origin| {
        origin == config.public_origin.as_str() || client.inline == Inline::Whole && client.has_origin(origin)
    })
}

/// Whether a page of this origin may ask for a case. The case's client is not looked up: that would tell that the case
/// exists.
///
/// # Errors
/// [`Error::OriginNotRegistered`].
pub fn may_read(config: &Config, headers: &HeaderMap) -> Result<(), Error> {
    allow(headers, |origin| origin == config.public_origin.as_str() || config.is_inline_origin(origin))
}

fn allow(headers: &HeaderMap, rule: impl Fn(&str) -> bool) -> Result<(), Error> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    // Anything but ASCII is no origin of ours.
    if origin.to_str().is_ok_and(rule) { Ok(()) } else { Err(Error::OriginNotRegistered) }
}

/// What holds for the whole API: nothing is kept by a cache, and pages that run the whole app inline may read the
/// answers, refusals too, for the widget turns them into words.
pub async fn api(State(portal): State<Shared>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let inline = origin.filter(|o| o.to_str().is_ok_and(|o| portal.config.is_inline_origin(o)));
    let asks_first = request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match (&inline, request.method() == Method::OPTIONS && asks_first) {
        (_, false) => next.run(request).await,
        (Some(_), true) => preflight(),
        (None, true) => Error::OriginNotRegistered.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = inline {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
    response
}

fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PATCH, DELETE"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED),
        (header::ACCESS_CONTROL_MAX_AGE, "7200"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Headers of every answer that has not set its own.
pub async fn headers(State(portal): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut default = |name: HeaderName, value: &'static str| {
        if let Entry::Vacant(entry) = headers.entry(name) {
            entry.insert(HeaderValue::from_static(value));
        }
    };
    default(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(header::REFERRER_POLICY, "no-referrer");
    default(header::CONTENT_SECURITY_POLICY, CSP_NOTHING);
    default(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    default(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if portal.config.public_origin.is_secure() {
        default(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}
