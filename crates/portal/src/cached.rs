//! Small documents made in memory: an `ETag` of what they say, and 304 to whoever has it.

use crate::token::sha256;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Short enough that a release is there within minutes; after it a stale copy may be shown while a fresh one comes.
pub const MOVING: HeaderValue = HeaderValue::from_static("public, max-age=300, stale-while-revalidate=86400");
/// For an address whose content can never be another.
pub const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Answers a document that may be kept as `cache` says. Headers that the caller adds belong to the 304 as well: a
/// browser updates what it has by them.
pub fn document(
    request: &HeaderMap,
    content_type: &'static str,
    cache: HeaderValue,
    body: String,
) -> Response {
    let hash = sha256(body.as_bytes());
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(hash.get(..12).unwrap_or_default()));
    let mut response = if has(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, content_type)], body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, cache);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Whether `If-None-Match` lists the tag. A proxy that compresses makes it a weak one.
fn has(request: &HeaderMap, tag: &str) -> bool {
    let lines = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|t| t == "*" || t.trim_start_matches("W/") == tag)
}
