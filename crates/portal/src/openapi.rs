//! `/api/openapi.json`: generated from the handlers, so that it cannot say what they do not do.

use crate::state::Shared;
use axum::extract::Extension;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use klarna_help_wire::{
    COMMENT_MAX, CaseAction, Category, DESCRIPTION_MAX, DESCRIPTION_MIN, EMAIL_MAX, MESSAGE_MAX, ORDER_MAX,
};
use serde_json::Value;
use std::sync::Arc;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Object, Schema};
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
        (name = "access", description = "Ways to a case without its token, and the proof of work."),
        (name = "uploads", description = "Attachments, by the tus protocol 1.0."),
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
            .description(Some(
                "The `token` of the case's receipt, or an identity token (a JWT) of its customer.",
            ))
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
    let mut schemas = api.components.as_mut().map(|components| &mut components.schemas);
    for name in ["CaseRequest", "MessageRequest", "ActionRequest"] {
        let request = schemas.as_mut().and_then(|schemas| schemas.get_mut(name));
        if let Some(RefOr::T(Schema::Object(request))) = request {
            with_limits(request, limits(name));
        }
    }
    Json(api.to_json().unwrap_or_default().into())
}

/// A field, its shortest and longest text, and its values. A field with a shortest text or with values is required.
type Limit = (&'static str, Option<usize>, Option<usize>, Vec<Value>);

/// What `wire::validate` and its siblings demand of a request.
fn limits(schema: &str) -> Vec<Limit> {
    let values = |names: Vec<&str>| names.into_iter().map(Value::from).collect();
    match schema {
        "CaseRequest" => vec![
            ("clientId", Some(1), Some(64), vec![]),
            ("locale", Some(1), Some(35), vec![]),
            ("market", Some(2), Some(2), vec![]),
            ("category", None, None, values(Category::ALL.iter().map(|c| c.as_str()).collect())),
            ("description", Some(DESCRIPTION_MIN), Some(DESCRIPTION_MAX), vec![]),
            ("email", Some(1), Some(EMAIL_MAX), vec![]),
            ("orderId", None, Some(ORDER_MAX), vec![]),
            ("tried", None, Some(MESSAGE_MAX), vec![]),
        ],
        "MessageRequest" => vec![("text", None, Some(MESSAGE_MAX), vec![])],
        _ => vec![
            ("action", None, None, values(CaseAction::ALL.iter().map(|a| a.as_str()).collect())),
            ("comment", None, Some(COMMENT_MAX), vec![]),
        ],
    }
}

/// Writes limits into a schema. The types themselves cannot say them: their fields may all be missing, so that each fault
/// is told by its name.
fn with_limits(request: &mut Object, limits: Vec<Limit>) {
    for (field, min, max, values) in limits {
        let Some(RefOr::T(Schema::Object(property))) = request.properties.get_mut(field) else { continue };
        if min.is_some() || !values.is_empty() {
            request.required.push(field.to_owned());
            property.default = None;
        }
        property.min_length = min;
        property.max_length = max;
        property.enum_values = Some(values).filter(|values| !values.is_empty());
    }
    if let Some(RefOr::T(Schema::Object(rating))) = request.properties.get_mut("rating") {
        (rating.minimum, rating.maximum) = (Some(1.into()), Some(5.into()));
    }
}

/// This document.
#[utoipa::path(
    get, path = "/api/openapi.json", tag = "health", operation_id = "openapi",
    responses((status = 200, description = "OpenAPI.", body = serde_json::Value))
)]
async fn document(Extension(Json(text)): Extension<Json>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text.to_string()).into_response()
}
