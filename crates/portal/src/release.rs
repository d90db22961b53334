//! What a merchant's page names: the loader, the scripts it imports, and the list of them all.
//!
//! Here: addresses of a release, which never change what they answer, and the two that follow the current one. Not here:
//! the frame document (`frame`), files named by their content (`assets`).

use crate::assets::{file, for_any_page};
use crate::cached::{self, IMMUTABLE, MOVING};
use crate::problem::Error;
use crate::state::Shared;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use klarna_help_wire::Problem;
use utoipa_axum::{router::OpenApiRouter, routes};

const JSON: &str = "application/json";

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(loader)).routes(routes!(manifest)).routes(routes!(versioned))
}

/// The loader, which a merchant's page names. Follows the current release.
#[utoipa::path(
    get, path = "/v1/klarna-help.js", tag = "widget", operation_id = "loader",
    responses((status = 200, description = "JavaScript.", body = String, content_type = "text/javascript"))
)]
async fn loader(State(portal): State<Shared>, request: Request) -> Response {
    file(&portal, request, MOVING).await
}

/// Every file of the current release, with what a merchant's script inventory and policy need of it.
#[utoipa::path(
    get, path = "/manifest.json", tag = "widget", operation_id = "manifest",
    responses((status = 200, description = "Path, sha384, bytes, purpose and scope of each file; the lines for a \
        Content-Security-Policy; a script tag with integrity.", body = serde_json::Value))
)]
async fn manifest(State(portal): State<Shared>, headers: HeaderMap) -> Response {
    let text = portal.content.current.manifest(&portal.config.public_origin);
    for_any_page(cached::document(&headers, JSON, MOVING, text))
}

/// A script of a release: the loader by its pinned address, and what it imports; or the release's `manifest.json`.
#[utoipa::path(
    get, path = "/{version}/{file}", tag = "widget", operation_id = "release",
    params(
        ("version" = String, Path, description = "As the manifest has it."),
        ("file" = String, Path, description = "`klarna-help.js`, `core.js`, `inline.js`, `probe.js` or `manifest.json`.")
    ),
    responses(
        (status = 200, description = "The file. It never changes.", body = String, content_type = "text/javascript"),
        (status = 404, description = "`not-found`: also a release that is no longer kept.",
         body = Problem, content_type = "application/problem+json")
    )
)]
async fn versioned(
    State(portal): State<Shared>,
    Path((version, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(version) = portal.content.version(&version) else {
        return for_any_page(Error::NotFound.into_response());
    };
    if name == "manifest.json" {
        let text = version.manifest(&portal.config.public_origin);
        return for_any_page(cached::document(request.headers(), JSON, IMMUTABLE, text));
    }
    if !version.has(request.uri().path()) {
        return for_any_page(Error::NotFound.into_response());
    }
    file(&portal, request, IMMUTABLE).await
}
