//! Probes: whether the process lives, and whether a case could be stored now.
//!
//! A helpdesk that is down does not make the portal unready: intake never closes because of it.

use crate::problem::Error;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use klarna_help_wire::Problem;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

#[derive(Serialize, ToSchema)]
struct Status {
    /// `ok` or `ready`.
    status: &'static str,
    /// The release that is served.
    version: String,
}

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz))
}

/// The process answers.
#[utoipa::path(
    get, path = "/healthz", tag = "health", operation_id = "healthz",
    responses((status = 200, description = "Alive.", body = Status))
)]
async fn healthz(State(portal): State<Shared>) -> Response {
    answer(&portal, "ok")
}

/// The database takes writes, content is loaded, and the portal is not going down.
#[utoipa::path(
    get, path = "/readyz", tag = "health", operation_id = "readyz",
    responses(
        (status = 200, description = "Ready.", body = Status),
        (status = 503, description = "`unavailable`.", body = Problem, content_type = "application/problem+json")
    )
)]
async fn readyz(State(portal): State<Shared>) -> Result<Response, Error> {
    if portal.is_draining() {
        return Err(Error::Unavailable("draining".to_owned()));
    }
    portal.store.probe().await?;
    Ok(answer(&portal, "ready"))
}

/// That content is loaded needs no look: without it the portal does not start.
fn answer(portal: &Shared, status: &'static str) -> Response {
    let body = Status { status, version: portal.content.current.name.clone() };
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
