//! The portal on a socket: accepting, and going down without losing what is in flight.
//!
//! Not `axum::serve`: it sets no limit on how long a caller may take over its headers, and waits for the last connection
//! for ever. HTTP/1.1 only; a proxy in front ends TLS and HTTP/2.

use crate::limit::Peer;
use crate::state::Shared;
use crate::store::StoreError;
use crate::{app, cases, lookup, mail, outbox, retention, uploads};
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// Longest time for a request's headers to come, and for a kept connection to stay idle.
const HEADERS_MAX: Duration = Duration::from_secs(30);
/// Longest time for requests in flight to end once the portal goes down.
const DRAIN_MAX: Duration = Duration::from_secs(10);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

/// Serves until `stop` ends; then stops accepting, ends what is in flight, and brings the database to rest.
///
/// # Errors
/// [`StoreError`] if the database did not come to rest; no case is lost by that.
pub async fn serve(
    portal: Shared,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<(), StoreError> {
    let router = app(portal.clone());
    let connections = GracefulShutdown::new();
    let daily = tokio::spawn(every_day(portal.clone()));
    let following = tokio::spawn(follow(portal.clone()));
    let mails = tokio::spawn(mail::run(portal.clone()));
    let hourly = tokio::spawn(every_hour(portal.clone()));
    let relay = outbox::start(&portal).await;
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => connect(stream, Peer(peer.ip()), router.clone(), &connections),
            Err(error) => {
                // Out of file descriptors, most likely: a loop without a pause would take the processor too.
                tracing::warn!(%error, "cannot accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    tracing::info!("going down");
    portal.drain();
    drop(listener);
    daily.abort();
    following.abort();
    hourly.abort();
    // What a worker had begun is looked up at the next start.
    drop(relay);
    if tokio::time::timeout(DRAIN_MAX, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    mails.abort();
    // Questions that were answered become codes and mails in the database, to be sent after the next start.
    lookup::settle(&portal).await;
    portal.store.close().await
}

fn connect(stream: TcpStream, peer: Peer, router: axum::Router, connections: &GracefulShutdown) {
    // Answers are small and written at once: waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        // A caller that goes away, or does not speak HTTP, is no event of ours.
        let _ = connection.await;
    });
}

/// Wakes streams for what others write to the same database.
async fn follow(portal: Shared) {
    portal.store.follow().await;
}

/// Housekeeping, at start and each day after.
async fn every_day(portal: Shared) {
    let mut days = tokio::time::interval(DAY);
    loop {
        days.tick().await;
        match cases::forget_old_keys(&portal).await {
            Ok(forgotten) => tracing::info!(forgotten, "old idempotency keys"),
            Err(error) => tracing::error!(%error, "old idempotency keys"),
        }
        if let Some(months) = portal.config.retention {
            match retention::run(&portal.store, months, portal.clock.now(), false).await {
                Ok(done) => {
                    tracing::info!(cases = done.cases, files = done.files.len(), "retention");
                    for id in &done.files {
                        // One that stays behind is swept up.
                        if let Err(error) = uploads::remove_bytes(&portal, id).await {
                            tracing::warn!(detail = error.detail(), "retention: a file stays behind");
                        }
                    }
                }
                Err(error) => tracing::error!(%error, "retention"),
            }
        }
        if let Err(error) = portal.store.forget_spent(portal.clock.now().as_second()).await {
            tracing::error!(%error, "old codes");
        }
    }
}

/// Attachments that nobody sends a case with. Once a day, and at start, also what a crash left behind.
async fn every_hour(portal: Shared) {
    let mut hours = tokio::time::interval(HOUR);
    for hour in 0_u64.. {
        hours.tick().await;
        match uploads::tidy(&portal, hour.is_multiple_of(24)).await {
            Ok(tidied) => tracing::info!(tidied.expired, tidied.orphans, "attachments"),
            Err(error) => tracing::error!(detail = error.detail(), "attachments"),
        }
    }
}
