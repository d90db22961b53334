//! The listener that metrics are read from: another socket than customers', so that no proxy rule has to hide them.

use crate::state::Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::time::Duration;
use tokio::net::TcpListener;

/// Longest time for a request's headers to come.
const HEADERS_MAX: Duration = Duration::from_secs(10);
/// As Prometheus asks for it.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers `GET /metrics` for as long as the portal runs.
pub async fn serve(portal: Shared, listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let portal = portal.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let portal = portal.clone();
            async move { Ok::<_, Infallible>(answer(&portal, request.uri().path()).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_MAX)
            .serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            let _ = connection.await;
        });
    }
}

async fn answer(portal: &Shared, path: &str) -> Response {
    if path != "/metrics" {
        return (StatusCode::NOT_FOUND, "only /metrics is here\n").into_response();
    }
    // Looked up when asked: it is right also in the portal that relays nothing itself.
    if let Ok(depth) = portal.store.outbox_depth().await {
        let now = portal.clock.now().as_second();
        let oldest = if depth.waiting == 0 { now } else { depth.oldest };
        super::outbox(depth.waiting, depth.dead, (now - oldest).max(0));
    }
    ([(header::CONTENT_TYPE, OPEN_METRICS)], super::text()).into_response()
}
