//! The frame document: the app's own page, which a merchant's page embeds.
//!
//! Here: filling the template for a version, client and locale, and the same values as JSON for a change of language.
//! Not here: the policy it runs under (`policy`), how long it is kept (`find`), what is in it (`index.html`), the files
//! it names (`assets`).

mod find;
mod policy;

use crate::cached;
use crate::inline::inline_origin;
use crate::plain;
use crate::problem::Error;
use crate::state::{Portal, Shared};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use find::{Asked, Found, find};
use klarna_help_wire::Problem;
use serde::Serialize;
use tower_http::compression::CompressionLayer;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What the app's start-up script reads from the document, and asks for again in another language.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FrameMeta<'a> {
    /// Client id.
    client_id: &'a str,
    /// The locale found, which may be another than the one asked for.
    locale: &'a str,
    /// `ltr` or `rtl`.
    dir: &'static str,
    /// Pages of these origins may embed the frame.
    origins: Vec<&'a str>,
    /// Address of the pack.
    pack: &'a str,
    /// Address of the folder with everything else.
    content: &'a str,
    /// Every locale that the client offers.
    locales: &'a [String],
    /// Base address of the API.
    api: &'static str,
    /// Address of the plain pages.
    help_url: String,
}

pub(crate) fn router() -> OpenApiRouter<Shared> {
    // Filled for each client, so compressed here; everything else lies compressed in dist/.
    OpenApiRouter::new().routes(routes!(frame)).layer(CompressionLayer::new())
}

/// The frame document of a version, client and locale; with `.json` after the locale, its values alone.
///
/// A version that is kept gets its own document, which browsers keep for a week; any other gets the current one, so that
/// a page with an old loader keeps working. A query changes nothing but the time a copy is kept: the loader adds one to
/// get past a copy that does not work.
#[utoipa::path(
    get, path = "/frame/{version}/{client}/{locale}", tag = "widget", operation_id = "frame",
    params(
        ("version" = String, Path, description = "The loader's version."),
        ("client" = String, Path, description = "Client id."),
        ("locale" = String, Path, description = "Such as `en-GB`, or `en-GB.json`.")
    ),
    responses(
        (status = 200, description = "The document, or its values.", content(
            (String = "text/html"), (FrameMeta = "application/json")), headers(
            ("content-security-policy" = String, description = "`frame-ancestors` are the client's origins."),
            ("cache-control" = String, description = "A week for a kept version and an offered locale."),
            ("etag" = String, description = "Of the document."))),
        (status = 304, description = "Not changed."),
        (status = 404, description = "No such client.", content(
            (String = "text/html"), (Problem = "application/problem+json")))
    )
)]
async fn frame(
    State(portal): State<Shared>,
    Path((version, client, locale)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let retried = query.is_some();
    match locale.strip_suffix(".json") {
        Some(locale) => match find(&portal, &Asked { version: &version, client: &client, locale, retried }) {
            Some(found) => values(&portal, &found, &headers),
            None => Error::UnknownClient.into_response(),
        },
        None => {
            match find(&portal, &Asked { version: &version, client: &client, locale: &locale, retried }) {
                Some(found) => document(&portal, &found, &headers),
                None => plain::not_found(),
            }
        }
    }
}

fn document(portal: &Portal, found: &Found<'_>, headers: &HeaderMap) -> Response {
    let meta = serde_json::to_string(&meta(portal, found)).unwrap_or_default();
    let body = found
        .version
        .frame
        .replace("__KH_LANG__", &plain::escape(&found.locale.tag))
        .replace("__KH_DIR__", found.locale.direction())
        .replace("__KH_META__", &plain::escape(&meta))
        .replace("__KH_PACK__", &plain::escape(&found.files.pack));
    let mut response = cached::document(headers, "text/html; charset=utf-8", found.cache.clone(), body);
    policy::put(response.headers_mut(), found.client);
    response
}

/// For the frame itself, and for pages that may run the app inline.
fn values(portal: &Portal, found: &Found<'_>, headers: &HeaderMap) -> Response {
    let body = serde_json::to_string(&meta(portal, found)).unwrap_or_default();
    let mut response = cached::document(headers, "application/json", found.cache.clone(), body);
    let answer = response.headers_mut();
    answer.insert(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = inline_origin(found.client, headers) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

fn meta<'a>(portal: &Portal, found: &Found<'a>) -> FrameMeta<'a> {
    FrameMeta {
        client_id: &found.client.id,
        locale: &found.locale.tag,
        dir: found.locale.direction(),
        origins: found.client.origins.iter().map(|o| o.as_str()).collect(),
        pack: &found.files.pack,
        content: &found.files.content,
        locales: &found.client.locales,
        api: "/api/v1",
        help_url: portal.help_url(found.client, found.locale),
    }
}
