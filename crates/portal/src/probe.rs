//! A tiny document by which a page finds out why help does not start there (`diagnose()` of the loader).
//!
//! Any page may frame it: it tells a page that is refused elsewhere what to register. Of the client's registration it
//! answers one question, whether the asking page's origin is in it. Not here: what else is looked at
//! (loader/probe.js).

use crate::origin::Origin;
use crate::plain::escape;
use crate::state::Shared;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

/// As the frame's, so that what works here works there, but for who may embed it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'; \
     sandbox allow-scripts allow-same-origin",
);

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(probe))
}

#[derive(Deserialize)]
struct Asked {
    origin: Option<String>,
}

/// What the probe's script reads.
#[derive(Serialize)]
struct Meta<'a> {
    /// The client is known.
    client: bool,
    /// The origin that was asked about; empty if none was.
    origin: &'a str,
    /// It is registered for the client.
    registered: bool,
}

/// A document that looks whether help can run in the page around it, and tells that page alone.
#[utoipa::path(
    get, path = "/v1/probe/{client}", tag = "widget", operation_id = "probe",
    params(
        ("client" = String, Path, description = "Client id. An unknown one gets a document too, which says so."),
        ("origin" = Option<String>, Query, description = "The asking page's origin, if it sends no `Referer`.")
    ),
    responses((status = 200, description = "A document with one script.", body = String, content_type = "text/html"))
)]
async fn probe(
    State(portal): State<Shared>,
    Path(client): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let asked = asked.ok().and_then(|Query(asked)| asked.origin);
    let origin = asked.as_deref().or_else(|| referrer(&headers)).map(Origin::parse);
    let origin = origin.and_then(Result::ok);
    let origin = origin.as_ref().map_or("", Origin::as_str);
    let client = portal.config.client(&client);
    let meta =
        Meta { client: client.is_some(), origin, registered: client.is_some_and(|c| c.has_origin(origin)) };
    let body = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">\
         <title>Probe</title><meta name=\"kh-probe\" content=\"{}\">\
         <script type=\"module\" src=\"/{}/probe.js\"></script></head><body></body></html>",
        escape(&serde_json::to_string(&meta).unwrap_or_default()),
        escape(&portal.content.current.name),
    );
    let isolation = [
        (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        // See frame/policy.rs.
        (HeaderName::from_static("cross-origin-opener-policy"), "unsafe-none"),
    ];
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, isolation, body).into_response()
}

/// The origin of the page that asks, as browsers send it across origins: with a slash, or with a path if its policy says
/// so.
fn referrer(headers: &HeaderMap) -> Option<&str> {
    let referrer = headers.get(header::REFERER)?.to_str().ok()?;
    let host = referrer.find("://")? + 3;
    let length = referrer.get(host..)?.find(['/', '?', '#']).unwrap_or(referrer.len() - host);
    referrer.get(..host + length)
}
