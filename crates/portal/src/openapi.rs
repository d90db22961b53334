//! `/api/openapi.json`: generated from the handlers, so that it cannot say what they do not do.

use crate::state::Shared;
use axum::extract::Extension;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::{router::OpenApiRouter, routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Klarna Help portal",
        description = "Sends and reads support cases, and serves the widget.\n\nEvery refusal is a problem document \
            (RFC 9457) with a stable `code`, the fields at fault, and the `request_id` under which the log has the \
            detail. There are no cookies. An `Idempotency-Key` is kept for 30 days; after that the same key makes a \
            new case. A case's token opens it until 90 days after it was closed."
    ),
    tags(
        (name = "cases", description = "Support cases."),
        (name = "widget", description = "What a page loads."),
        (name = "help", description = "Pages that need no script."),
        (name = "health", description = "Probes.")
    ),
    modifiers(&CaseToken)
)]
struct Document;

struct CaseToken;

impl Modify for CaseToken {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The `token` of the case's receipt."))
            .build();
        api.components.get_or_insert_default().add_security_scheme("caseToken", SecurityScheme::Http(scheme));
    }
}

/// The document as bytes, made once.
#[derive(Clone)]
pub(crate) struct Json(Arc<str>);

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Document::openapi()).routes(routes!(document))
}

/// Writes the document. A path's wildcard is written axum's way, `{*path}`; OpenAPI knows only `{path}`.
pub(crate) fn write(mut api: utoipa::openapi::OpenApi) -> Json {
    let paths = std::mem::take(&mut api.paths.paths);
    api.paths.paths = paths.into_iter().map(|(path, item)| (path.replace("{*", "{"), item)).collect();
    Json(api.to_json().unwrap_or_default().into())
}

/// This document.
#[utoipa::path(
    get, path = "/api/openapi.json", tag = "health", operation_id = "openapi",
    responses((status = 200, description = "OpenAPI.", body = serde_json::Value))
)]
async fn document(Extension(Json(text)): Extension<Json>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text.to_string()).into_response()
}
