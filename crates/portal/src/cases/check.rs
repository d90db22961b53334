//! The checks of a case that come before anything is written, one function each.

use crate::config::Client;
use crate::content::Locale;
use crate::problem::Error;
use crate::state::Portal;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use klarna_help_wire::{BODY_MAX_BYTES, CaseRequest, FieldCode, FieldError, ValidCase, validate};

/// `application/json`, with or without parameters.
pub(super) fn content_type(headers: &HeaderMap) -> Result<(), Error> {
    let value = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") { Ok(()) } else { Err(Error::UnsupportedMediaType) }
}

/// The whole body. One that is too large is read on for a while and thrown away: a sender that is still writing when
/// the connection closes sees a reset instead of the answer.
pub(super) async fn body(headers: &HeaderMap, mut body: Body) -> Result<Bytes, Error> {
    const DRAIN_MAX: usize = 8 * BODY_MAX_BYTES;
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > DRAIN_MAX) {
        return Err(Error::BodyTooLarge);
    }
    let mut bytes = Vec::with_capacity(declared.unwrap_or(0).min(BODY_MAX_BYTES));
    let mut total = 0;
    while let Some(frame) = body.frame().await {
        // The sender went away; nobody reads this answer.
        let frame = frame.map_err(|_| Error::MalformedBody("cut short".to_owned()))?;
        let Ok(data) = frame.into_data() else { continue };
        total += data.len();
        if total > DRAIN_MAX {
            break;
        }
        if total <= BODY_MAX_BYTES {
            bytes.extend_from_slice(&data);
        }
    }
    if total > BODY_MAX_BYTES { Err(Error::BodyTooLarge) } else { Ok(bytes.into()) }
}

/// A JSON object. The parser's message stays here, since it quotes the value at fault.
pub(super) fn json(bytes: &[u8]) -> Result<CaseRequest, Error> {
    // serde would also read a struct from an array, by position.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Error::MalformedBody("not an object".to_owned()));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let (kind, line, column) = (error.classify(), error.line(), error.column());
        Error::MalformedBody(format!("{kind:?} at line {line} column {column}"))
    })
}

/// Every field: what `wire` checks, and what only the portal knows, namely the client's locales and their markets. All
/// faults are told at once.
pub(super) fn fields<'a>(
    portal: &'a Portal,
    client: &Client,
    request: &CaseRequest,
) -> Result<(ValidCase, &'a Locale), Error> {
    let (case, mut errors) = match validate(request) {
        Ok(case) => (Some(case), Vec::new()),
        Err(errors) => (None, errors),
    };
    let locale = portal.client_locale(&client.id, &request.locale).map(|(_, locale)| locale);
    let mut unknown = |field: &str| {
        if !errors.iter().any(|error| error.field == field) {
            errors.push(FieldError::new(field, FieldCode::Unknown));
        }
    };
    match locale {
        None => unknown("locale"),
        Some(locale) if locale.bodies.market.code != request.market => unknown("market"),
        Some(_) => {}
    }
    match (case, locale) {
        (Some(case), Some(locale)) if errors.is_empty() => Ok((case, locale)),
        _ => Err(Error::Fields(errors)),
    }
}

/// The case as it may be written: names in their canonical form, and every text masked. The widget has masked
/// before sending; this is for every other sender.
pub(super) fn masked(mut case: ValidCase) -> ValidCase {
    let request = &mut case.request;
    request.category = case.category.as_str().to_owned();
    request.environment = case.environment.as_str().to_owned();
    request.mask();
    case
}
