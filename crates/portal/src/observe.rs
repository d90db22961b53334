//! What surrounds every request: its id, its span, its one log line, and its problem document.
//!
//! The log holds method, route template, status, milliseconds and request id. Never an address with its ids, a query
//! string, an IP address, a body, a header, an e-mail address or a token. Not here: counters (a later issue).

use crate::ids;
use crate::problem::{self, Error};
use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::{Duration, Instant};
use tracing::Instrument;

/// Longest time a handler may take. Far above any honest one; the body's upload is part of it.
const HANDLER_MAX: Duration = Duration::from_secs(20);

/// Names the request, answers it, logs it.
pub async fn observe(request: Request, next: Next) -> Response {
    let id = ids::request_id();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id);
    async move {
        let start = Instant::now();
        let mut response = next.run(request).await;
        let error = problem::render(&mut response, &id);
        let status = response.status().as_u16();
        let millis = start.elapsed().as_millis();
        match error.as_deref() {
            Some(error @ Error::Unavailable(_)) => {
                let (code, detail) = (error.code().as_str(), error.detail());
                tracing::error!(%method, route, status, millis, code, detail);
            }
            Some(error) => {
                let (code, detail) = (error.code().as_str(), error.detail());
                tracing::info!(%method, route, status, millis, code, detail);
            }
            None => tracing::info!(%method, route, status, millis),
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", id);
        }
        response
    }
    .instrument(span)
    .await
}

/// Ends a request that takes too long. What it had begun to write is rolled back, or was committed and is found again
/// by its idempotency key.
pub async fn hurry(request: Request, next: Next) -> Response {
    match tokio::time::timeout(HANDLER_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Unavailable("the handler took too long".to_owned()).into_response(),
    }
}

/// A panic ends one request, not the connection without a word. Its text is not logged here: it may quote anything.
pub fn after_panic(_: Box<dyn Any + Send>) -> Response {
    Error::Unavailable("a handler panicked".to_owned()).into_response()
}
