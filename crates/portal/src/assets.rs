//! Files as `cargo xtask dist` wrote them, for any page to read.
//!
//! Here: the app's files and packs, which are named by their content, and what every static file is answered with:
//! caching, CORS and compression. Not here: scripts by version (`release`), making or compressing files.

use crate::cached::IMMUTABLE;
use crate::problem::Error;
use crate::state::Shared;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use klarna_help_wire::Problem;
use tower::ServiceExt;
use tower_http::services::ServeDir;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(assets)).routes(routes!(packs))
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

/// A piece of content: a pack by its hash, anything else by that of its locale's folder.
#[utoipa::path(
    get, path = "/packs/{*path}", tag = "widget", operation_id = "pack",
    params(("path" = String, Path, description = "File name with its hash, or the path in a folder that has one.")),
    responses(
        (status = 200, description = "The file, precompressed if the caller takes it.",
         content_type = "application/octet-stream"),
        (status = 404, description = "`not-found`.", body = Problem, content_type = "application/problem+json")
    )
)]
async fn packs(State(portal): State<Shared>, request: Request) -> Response {
    file(&portal, request, IMMUTABLE).await
}

/// A file of `dist/` at the request's own path. Only routes of public files lead here, so the templates stay inside;
/// `ServeDir` refuses `..`.
pub(crate) async fn file(portal: &Shared, request: Request, cache: HeaderValue) -> Response {
    let files = ServeDir::new(&portal.content.dist)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let mut response = match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    let status = response.status();
    if status == StatusCode::NOT_FOUND {
        return for_any_page(Error::NotFound.into_response());
    }
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CACHE_CONTROL, cache);
    }
    for_any_page(response)
}

/// Public files: any page may read them, also one that isolates itself, and may measure how long they took.
pub(crate) fn for_any_page(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    for (name, value) in [("cross-origin-resource-policy", "cross-origin"), ("timing-allow-origin", "*")] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
