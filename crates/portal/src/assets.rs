//! Files as `cargo xtask dist` wrote them, and the addresses that an inline page starts from.
//!
//! Here: caching, CORS and compression of static files. Anything under a content hash is immutable; the loader and the
//! inline module move. Not here: making or compressing files.

use crate::cached::MOVING;
use crate::problem::Error;
use crate::state::Shared;
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use klarna_help_wire::Problem;
use serde::Serialize;
use tower::ServiceExt;
use tower_http::services::ServeDir;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(loader))
        .routes(routes!(inline_module))
        .routes(routes!(inline_start))
        .routes(routes!(assets))
        .routes(routes!(packs))
}

/// The loader, which a merchant's page names.
#[utoipa::path(
    get, path = "/v1/klarna-help.js", tag = "widget", operation_id = "loader",
    responses((status = 200, description = "JavaScript.", body = String, content_type = "text/javascript"))
)]
async fn loader(State(portal): State<Shared>, request: Request) -> Response {
    file(&portal, request, MOVING).await
}

/// The module by which a page mounts the app in its own document.
#[utoipa::path(
    get, path = "/v1/inline.js", tag = "widget", operation_id = "inlineModule",
    responses((status = 200, description = "JavaScript.", body = String, content_type = "text/javascript"))
)]
async fn inline_module(State(portal): State<Shared>, request: Request) -> Response {
    file(&portal, request, MOVING).await
}

/// A file of the app, by its content hash.
#[utoipa::path(
    get, path = "/assets/{*path}", tag = "widget", operation_id = "asset",
    params(("path" = String, Path, description = "File name with its hash.")),
    responses(
        (status = 200, description = "The file, precompressed if the caller takes it."),
        (status = 404, description = "`not-found`.", body = Problem, content_type = "application/problem+json")
    )
)]
async fn assets(State(portal): State<Shared>, request: Request) -> Response {
    file(&portal, request, IMMUTABLE).await
}

/// A pack or its bodies, by its content hash.
#[utoipa::path(
    get, path = "/packs/{*path}", tag = "widget", operation_id = "pack",
    params(("path" = String, Path, description = "File name with its hash.")),
    responses(
        (status = 200, description = "The file, precompressed if the caller takes it.",
         content_type = "application/octet-stream"),
        (status = 404, description = "`not-found`.", body = Problem, content_type = "application/problem+json")
    )
)]
async fn packs(State(portal): State<Shared>, request: Request) -> Response {
    file(&portal, request, IMMUTABLE).await
}

/// A file of `dist/` at the request's own path. Only the routes above lead here, so `manifest.json` and the template
/// stay inside; `ServeDir` refuses `..`.
async fn file(portal: &Shared, request: Request, cache: HeaderValue) -> Response {
    let files = ServeDir::new(&portal.content.dist)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let mut response = match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    let status = response.status();
    if status == axum::http::StatusCode::NOT_FOUND {
        return any_origin(Error::NotFound.into_response());
    }
    if status.is_success() || status == axum::http::StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CACHE_CONTROL, cache);
    }
    any_origin(response)
}

/// Public files: any page may read them, also one that isolates itself.
fn any_origin(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}

/// What the inline module fetches to start.
#[derive(Serialize, ToSchema)]
struct InlineStart {
    /// Address of the JavaScript glue.
    glue: String,
    /// Address of the WebAssembly.
    wasm: String,
    /// Address of the style sheet.
    css: String,
    /// Address of the pack.
    pack: String,
    /// Address of the article bodies.
    bodies: String,
    /// Base address of the API.
    api: String,
}

/// Addresses for a page that mounts the app in its own document.
///
/// Only for clients registered as inline, and only to pages of their origins.
#[utoipa::path(
    get, path = "/v1/inline/{client}/{file}", tag = "widget", operation_id = "inlineStart",
    params(
        ("client" = String, Path, description = "Client id."),
        ("file" = String, Path, description = "The locale and `.json`, such as `en-GB.json`.")
    ),
    responses(
        (status = 200, description = "The addresses.", body = InlineStart),
        (status = 403, description = "`origin-not-registered`: the client is not inline, or the page not of its \
         origins.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-client`, or `not-found` for a locale.",
         body = Problem, content_type = "application/problem+json")
    )
)]
async fn inline_start(
    State(portal): State<Shared>,
    Path((client, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let client = portal.config.client(&client).ok_or(Error::UnknownClient)?;
    let origin = headers.get(header::ORIGIN).filter(|o| o.to_str().is_ok_and(|o| client.has_origin(o)));
    let origin = origin.filter(|_| client.inline).ok_or(Error::OriginNotRegistered)?;
    let locale = file.strip_suffix(".json").ok_or(Error::NotFound)?;
    let (_, locale) = portal.nearest_locale(&client.id, locale).ok_or(Error::NotFound)?;
    let app = portal.content.app.clone();
    let start = InlineStart {
        glue: app.glue,
        wasm: app.wasm,
        css: app.css,
        pack: locale.pack_url.clone(),
        bodies: locale.bodies_url.clone(),
        api: "/api/v1".to_owned(),
    };
    let headers = [
        (header::CACHE_CONTROL, MOVING),
        (header::VARY, HeaderValue::from_static("Origin")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()),
    ];
    Ok((headers, Json(start)).into_response())
}
