//! The checks that come before anything is written, one function each.

use crate::config::Client;
use crate::content::Locale;
use crate::limit;
use crate::problem::Error;
use crate::state::Portal;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use klarna_help_wire::{
    ActionRequest, AttachmentRef, BODY_MAX_BYTES, CaseRequest, FieldCode, FieldError, MessageBlock,
    MessageInline, MessageRequest, ValidCase, validate,
};
use serde::de::DeserializeOwned;
use std::time::Instant;

/// One of the tokens that the caller's prefix has for writing.
pub(super) fn rate(portal: &Portal, parts: &Parts) -> Result<(), Error> {
    let prefix = limit::prefix_of(&portal.config, parts);
    portal.limiter.take(prefix, Instant::now()).map_err(Error::TooManyRequests)
}

/// What stands in an address. Bytes that are no text are none of ours: they read as nothing.
pub(crate) fn address<T: Default>(part: Result<Path<T>, PathRejection>) -> T {
    part.map(|Path(part)| part).unwrap_or_default()
}

/// `application/json`, with or without parameters.
fn content_type(headers: &HeaderMap) -> Result<(), Error> {
    let value = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") { Ok(()) } else { Err(Error::UnsupportedMediaType) }
}

/// The whole body. One that is too large is read on for a while and thrown away: a sender that is still writing when
/// the connection closes sees a reset instead of the answer.
pub(crate) async fn body(headers: &HeaderMap, mut body: Body) -> Result<Bytes, Error> {
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

/// A JSON object by its content type, its size and its shape, in this order.
pub(crate) async fn object<T: DeserializeOwned>(headers: &HeaderMap, sent: Body) -> Result<T, Error> {
    content_type(headers)?;
    json(&body(headers, sent).await?)
}

/// A JSON object. The parser's message stays here, since it quotes the value at fault.
fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
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
        Some(locale) if locale.shelf.market.code != request.market => unknown("market"),
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
    for text in [&mut request.order_id, &mut request.flow, &mut request.description, &mut request.tried] {
        drop_nul(text);
    }
    storable(&mut request.attachments);
    request.mask();
    case
}

/// A message as it may be written.
pub(super) fn masked_message(mut request: MessageRequest) -> MessageRequest {
    drop_nul(&mut request.text);
    request.mask();
    storable(&mut request.attachments);
    request
}

/// An action as it may be written.
pub(super) fn masked_action(mut request: ActionRequest) -> ActionRequest {
    drop_nul(&mut request.comment);
    request.mask();
    request
}

/// What an upload is said to show may be any text.
fn storable(attachments: &mut [AttachmentRef]) {
    attachments.iter_mut().for_each(|attachment| drop_nul(&mut attachment.evidence));
}

/// PostgreSQL stores no NUL, and nobody types one.
fn drop_nul(text: &mut String) {
    text.retain(|c| c != '\0');
}

/// What a customer typed, as blocks: a paragraph ends at an empty line, a line at its end.
pub(super) fn blocks(text: &str) -> Vec<MessageBlock> {
    let mut blocks = Vec::new();
    let mut content: Vec<MessageInline> = Vec::new();
    // Every line end of Unicode (UAX 14, class BK and friends): a text of the tree never holds one.
    let text = text.replace("\r\n", "\n");
    for line in text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let line = line.trim();
        if line.is_empty() {
            if !content.is_empty() {
                blocks.push(MessageBlock::Paragraph { content: std::mem::take(&mut content) });
            }
            continue;
        }
        if !content.is_empty() {
            content.push(MessageInline::Break);
        }
        content.push(MessageInline::Text { text: line.to_owned() });
    }
    if !content.is_empty() {
        blocks.push(MessageBlock::Paragraph { content });
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use klarna_help_wire::message_to_text;

    #[test]
    fn a_typed_text_becomes_paragraphs_and_lines() {
        let check = |text: &str, paragraphs: usize, expected: &str| {
            let found = blocks(text);
            assert_eq!((found.len(), message_to_text(&found).as_str()), (paragraphs, expected), "{text:?}");
        };
        check("One line.", 1, "One line.");
        check("One\ntwo", 1, "One\ntwo");
        check("One\r\n\r\nTwo\r\nthree\n", 2, "One\n\nTwo\nthree");
        check("One\n \n\n\nTwo", 2, "One\n\nTwo");
        check("One\u{2028}two\rthree\u{2029}\u{2029}Four", 2, "One\ntwo\nthree\n\nFour");
        check(" \n ", 0, "");
        check("<b>not markup</b>", 1, "<b>not markup</b>");
    }

    #[test]
    fn what_is_written_holds_no_card_and_no_nul() {
        let text = "a\0b 4111 1111 1111 1111".to_owned();
        let message = masked_message(MessageRequest { text: text.clone(), ..MessageRequest::default() });
        let action = masked_action(ActionRequest { comment: text, ..ActionRequest::default() });
        assert_eq!((message.text.as_str(), action.comment.as_str()), ("ab •••• 1111", "ab •••• 1111"));
    }
}
