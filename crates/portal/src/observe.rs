//! What surrounds every request: its id, its span, its one log line, and its problem document.
//!
//! The log holds method, route template, status, milliseconds and request id. Never an address with its ids, a query
//! string, an IP address, a body, a header, an e-mail address or a token. Not here: what is counted
//! (`metrics`).

use crate::ids;
use crate::metrics;
use crate::problem::{self, Error};
use crate::security;
use crate::state::Shared;
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

/// Longest time a handler may take. Far above any honest one; the body's upload is part of it.
const HANDLER_MAX: Duration = Duration::from_secs(20);
/// Under this, a body is a file: on a slow network it takes minutes. `uploads` watches that it moves.
const FILES: &str = "/api/v1/uploads";

/// Puts all of it around a router: the log outermost, so that what is refused inside gets its document and its line.
pub fn surround(router: Router<Shared>, portal: Shared) -> Router<Shared> {
    end_always(router).layer(from_fn_with_state(portal, security::headers)).layer(from_fn(observe))
}

/// Every request gets an answer, also from a handler that hangs or panics.
fn end_always<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.layer(from_fn(hurry)).layer(CatchPanicLayer::custom(after_panic))
}

/// Names the request, answers it, logs it.
async fn observe(request: Request, next: Next) -> Response {
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
        metrics::request(&route, status, start.elapsed());
        match error.as_deref() {
            Some(error @ Error::Unavailable(_)) => {
                let (code, detail) = told(error);
                tracing::error!(%method, route, status, millis, code, detail);
            }
            Some(error) => {
                let (code, detail) = told(error);
                if method == Method::POST && route == "/api/v1/cases" {
                    metrics::case_refused(code);
                }
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

/// What the log gets of a refusal.
fn told(error: &Error) -> (&'static str, Option<&str>) {
    (error.code().as_str(), Some(error.detail()).filter(|detail| !detail.is_empty()))
}

/// Ends a request that takes too long. What it had begun to write is rolled back, or was committed and is found again
/// by its idempotency key.
async fn hurry(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    if route.is_some_and(|route| route.as_str().starts_with(FILES)) {
        return next.run(request).await;
    }
    match tokio::time::timeout(HANDLER_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Unavailable("the handler took too long".to_owned()).into_response(),
    }
}

/// A panic ends one request, not the connection without a word. Its text is not logged here: it may quote anything.
fn after_panic(_: Box<dyn Any + Send>) -> Response {
    Error::Unavailable("a handler panicked".to_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::handler::Handler;
    use http_body_util::BodyExt;
    use klarna_help_wire::{Problem, ProblemCode};
    use tower::ServiceExt;

    async fn problem_of<T: 'static>(handler: impl Handler<T, ()>) -> Problem {
        let router: Router = end_always(Router::new().fallback(handler)).layer(from_fn(observe));
        let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
        serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap()
    }

    #[tokio::test]
    async fn a_panic_is_answered_without_its_words() {
        async fn panics() {
            panic!("ada@example.org")
        }
        let problem = problem_of(panics).await;
        assert_eq!((problem.code, problem.status), (ProblemCode::Unavailable, 503));
        assert!(!format!("{problem:?}").contains("ada@example.org"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_handler_that_hangs_is_ended() {
        let problem = problem_of(std::future::pending::<()>).await;
        assert_eq!(problem.code, ProblemCode::Unavailable);
    }
}
