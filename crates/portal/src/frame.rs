//! The frame document: the app's own page, which a merchant's page embeds.
//!
//! Here: filling the template for a client and locale, and the policy it runs under. Not here: what is in it
//! (`index.html`), the files it names (`assets`).

use crate::cached;
use crate::config::Client;
use crate::content::Locale;
use crate::plain;
use crate::state::{Portal, Shared};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use tower_http::compression::CompressionLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What the app's start-up script reads from the document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta<'a> {
    client_id: &'a str,
    locale: &'a str,
    origins: Vec<&'a str>,
    pack: &'a str,
    bodies: &'a str,
    api: &'a str,
    help_url: String,
}

/// Features the app does not use are off, for it and for whatever would get into it.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
    display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), \
    serial=(), usb=(), xr-spatial-tracking=()";

pub(crate) fn router() -> OpenApiRouter<Shared> {
    // Filled for each client, so compressed here; everything else lies compressed in dist/.
    OpenApiRouter::new().routes(routes!(frame)).layer(CompressionLayer::new())
}

/// The frame document of a client and locale.
///
/// Any build gets the current document: a loader that a page cached yesterday keeps working. The build stands in the
/// address so that a new loader does not get yesterday's document from a cache.
#[utoipa::path(
    get, path = "/frame/{build}/{client}/{locale}", tag = "widget", operation_id = "frame",
    params(
        ("build" = String, Path, description = "The loader's build."),
        ("client" = String, Path, description = "Client id."),
        ("locale" = String, Path, description = "Such as `en-GB`.")
    ),
    responses(
        (status = 200, description = "The document.", body = String, content_type = "text/html", headers(
            ("content-security-policy" = String, description = "`frame-ancestors` are the client's origins."),
            ("etag" = String, description = "Of the document."))),
        (status = 304, description = "Not changed."),
        (status = 404, description = "No such client, or not in this locale.",
         body = String, content_type = "text/html")
    )
)]
async fn frame(
    State(portal): State<Shared>,
    Path((_build, client, locale)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some((client, locale)) = portal.nearest_locale(&client, &locale) else { return plain::not_found() };
    let mut response = cached::document(&headers, "text/html; charset=utf-8", fill(&portal, client, locale));
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy(client)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS));
    // A host that isolates itself (COEP) may embed only what says that it may be embedded.
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}

fn fill(portal: &Portal, client: &Client, locale: &Locale) -> String {
    let meta = Meta {
        client_id: &client.id,
        locale: &locale.tag,
        origins: client.origins.iter().map(|o| o.as_str()).collect(),
        pack: &locale.pack_url,
        bodies: &locale.bodies_url,
        api: "/api/v1",
        help_url: portal.help_url(client, locale),
    };
    let meta = serde_json::to_string(&meta).unwrap_or_default();
    portal
        .content
        .frame
        .replace("__KH_LANG__", &plain::escape(&locale.tag))
        .replace("__KH_DIR__", locale.direction())
        .replace("__KH_META__", &plain::escape(&meta))
        .replace("__KH_PACK__", &plain::escape(&locale.pack_url))
}

/// Nothing but the app's own files, and no string becomes markup or script. Configured origins hold no character that
/// means something in a policy: `origin` refuses them.
fn policy(client: &Client) -> String {
    let ancestors: Vec<&str> = client.origins.iter().map(|o| o.as_str()).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors {}; require-trusted-types-for 'script'; trusted-types 'none'",
        ancestors.join(" ")
    )
}
