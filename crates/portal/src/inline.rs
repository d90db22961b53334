//! The start of an app that runs in a page's own document instead of the frame.
//!
//! Here: what is the client's and the locale's, for pages that may. Not here: the module that asks (loader/inline.js) and
//! the addresses of the app, which it carries; what the API allows such a page (`security`).

use crate::cached::MOVING;
use crate::config::{Client, Inline};
use crate::problem::Error;
use crate::state::Shared;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use klarna_help_wire::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(start))
}

#[derive(Deserialize)]
struct Asked {
    version: String,
}

/// What the inline module fetches to start.
#[derive(Serialize, ToSchema)]
struct InlineStart {
    /// `inline`: the whole app; `public`: search, articles and guides.
    mount: &'static str,
    /// The locale found, which may be another than the one asked for.
    locale: String,
    /// `ltr` or `rtl`.
    dir: &'static str,
    /// Address of the pack.
    pack: String,
    /// Address of the folder with everything else.
    content: String,
    /// Every locale that the client offers.
    locales: Vec<String>,
    /// Base address of the API.
    api: &'static str,
}

/// What a page needs that mounts the app in its own document.
///
/// Only for clients registered as inline, and only to pages of their origins.
#[utoipa::path(
    get, path = "/v1/inline/{client}/{file}", tag = "widget", operation_id = "inlineStart",
    params(
        ("client" = String, Path, description = "Client id."),
        ("file" = String, Path, description = "The locale and `.json`, such as `en-GB.json`."),
        ("version" = Option<String>, Query, description = "The asking module's; without one, or if it is not kept, the \
         current content.")
    ),
    responses(
        (status = 200, description = "The start.", body = InlineStart),
        (status = 403, description = "`origin-not-registered`: the client is not inline, or the page not of its \
         origins.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-client`, or `not-found` for a locale.",
         body = Problem, content_type = "application/problem+json")
    )
)]
async fn start(
    State(portal): State<Shared>,
    Path((client, file)): Path<(String, String)>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let client = portal.config.client(&client).ok_or(Error::UnknownClient)?;
    let origin = inline_origin(client, &headers).ok_or(Error::OriginNotRegistered)?;
    let locale = file.strip_suffix(".json").ok_or(Error::NotFound)?;
    let (_, locale) = portal.nearest_locale(&client.id, locale).ok_or(Error::NotFound)?;
    let version = query.ok().and_then(|Query(asked)| portal.content.version(&asked.version));
    // The content that the asking module's own release was made with, if that has the locale.
    let files = version.and_then(|version| version.locales.get(&locale.tag));
    let files =
        files.or_else(|| portal.content.current.locales.get(&locale.tag)).ok_or(Error::NotFound)?.clone();
    let start = InlineStart {
        mount: if client.inline == Inline::Whole { "inline" } else { "public" },
        locale: locale.tag.clone(),
        dir: locale.direction(),
        pack: files.pack,
        content: files.content,
        locales: client.locales.clone(),
        api: "/api/v1",
    };
    let headers = [
        (header::CACHE_CONTROL, MOVING),
        (header::VARY, HeaderValue::from_static("Origin")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin),
    ];
    Ok((headers, Json(start)).into_response())
}

/// The asking page's origin, where the client's pages run anything of the app in their own document.
pub(crate) fn inline_origin(client: &Client, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let own = origin.to_str().is_ok_and(|origin| client.has_origin(origin));
    (own && client.inline != Inline::No).then(|| origin.clone())
}
