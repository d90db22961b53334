//! The headers the frame runs under: nothing but the app's own files, in pages of the client alone.
//!
//! Not here: headers of every answer (`security`).

use crate::config::Client;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Features the app does not use are off, for it and for whatever would get into it.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
    display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), \
    serial=(), usb=(), xr-spatial-tracking=()";

/// What is left of a document's freedoms: no way to move the page around it, no pointer lock. Its own origin stays, since
/// without it there is neither storage nor an `Origin` that the API would take. Modals are allowed for printing a receipt,
/// which is one; an alert of a frame is refused by browsers themselves.
const SANDBOX: &str = "sandbox allow-scripts allow-same-origin allow-forms allow-popups \
    allow-popups-to-escape-sandbox allow-downloads allow-modals";

/// Puts them on an answer.
pub(super) fn put(headers: &mut HeaderMap, client: &Client) {
    // Configured origins hold no character that means something in a policy: `origin` refuses them.
    if let Ok(policy) = HeaderValue::from_str(&policy(client)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        ("permissions-policy", PERMISSIONS),
        // A host that isolates itself may embed only what isolates itself too and says that it may be embedded.
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "cross-origin"),
        // It means something only where the document is opened by itself; and there a browser answers a sandboxed one
        // that has it with an error instead of our words.
        ("cross-origin-opener-policy", "unsafe-none"),
        ("timing-allow-origin", "*"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// Nothing but the app's own files, and no string becomes markup or script.
fn policy(client: &Client) -> String {
    let ancestors: Vec<&str> = client.origins.iter().map(|o| o.as_str()).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors {}; require-trusted-types-for 'script'; trusted-types 'none'; {SANDBOX}",
        ancestors.join(" ")
    )
}
