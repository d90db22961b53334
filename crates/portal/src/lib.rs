//! The support portal: serves the widget and its plain pages, stores cases, and shows them to whoever holds their token.
//!
//! [`app`] is the whole of it as a router; each resource owns its routes. `serve` puts it on a socket, the binary reads
//! arguments. Deliberately absent: cookies, sessions, third parties, any log of personal data.
#![warn(missing_docs)]

mod assets;
mod cached;
pub mod calendar;
pub mod cases;
pub mod config;
pub mod content;
mod frame;
mod health;
pub mod identity;
pub mod ids;
mod inline;
pub mod limit;
pub mod lookup;
pub mod mail;
pub mod metrics;
mod observe;
mod openapi;
pub mod origin;
pub mod outbox;
mod plain;
mod probe;
pub mod problem;
mod refusals;
mod release;
pub mod retention;
mod search;
pub mod security;
pub mod serve;
mod state;
pub mod store;
mod stream;
pub mod token;
pub mod uploads;
pub mod versions;
pub mod votes;
mod work;

pub use config::Config;
pub use state::{Portal, Shared, StartError};
pub use store::Store;

use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use problem::Error;

/// The portal as a router.
pub fn app(portal: Shared) -> Router {
    let (router, api): (Router<Shared>, _) = openapi::router()
        .merge(cases::router())
        .merge(stream::router())
        .merge(lookup::router())
        .merge(work::router())
        .merge(votes::router())
        .merge(search::router())
        .merge(uploads::router())
        .merge(outbox::router())
        .merge(assets::router())
        .merge(release::router())
        .merge(frame::router())
        .merge(inline::router())
        .merge(probe::router())
        .merge(plain::router())
        .merge(health::router())
        .split_for_parts();
    let router = router
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
        .layer(Extension(openapi::write(api)))
        .layer(from_fn_with_state(portal.clone(), security::api));
    observe::surround(router, portal.clone()).with_state(portal)
}
