//! Which document an address of the frame gets, and how long a browser may keep it.
//!
//! The reasons are in docs/decisions/0005-versions.md. Not here: the document itself.

use crate::cached::MOVING;
use crate::config::Client;
use crate::content::Locale;
use crate::state::Portal;
use crate::versions::{LocaleFiles, Version};
use axum::http::HeaderValue;

/// A kept version and an offered locale: what comes under this address may change only with the client's registration,
/// which the loader's retry gets past.
const WEEK: HeaderValue = HeaderValue::from_static("public, max-age=604800, immutable");
/// Asked for because a copy did not work.
const MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60");
/// The address names a release that this portal does not have, and so says nothing about what comes.
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// The parts of the address.
pub(super) struct Asked<'a> {
    pub(super) version: &'a str,
    pub(super) client: &'a str,
    pub(super) locale: &'a str,
    pub(super) retried: bool,
}

/// What is answered.
pub(super) struct Found<'a> {
    pub(super) version: &'a Version,
    pub(super) client: &'a Client,
    pub(super) locale: &'a Locale,
    pub(super) files: &'a LocaleFiles,
    pub(super) cache: HeaderValue,
}

/// The version asked for if it is kept and has the locale, else the current one. `None`: no such client.
pub(super) fn find<'a>(portal: &'a Portal, asked: &Asked<'_>) -> Option<Found<'a>> {
    let (client, locale) = portal.nearest_locale(asked.client, asked.locale)?;
    let files = |version: &'a Version| Some((version, version.locales.get(&locale.tag)?));
    let kept = portal.content.version(asked.version).and_then(files);
    let cache = match kept {
        None => ASK,
        Some(_) if asked.retried => MINUTE,
        Some(_) if locale.tag == asked.locale => WEEK,
        // The client may come to offer the locale asked for.
        Some(_) => MOVING,
    };
    let (version, files) = kept.or_else(|| files(&portal.content.current))?;
    Some(Found { version, client, locale, files, cache })
}
