//! `POST /api/v1/cases/{id}/messages`: the customer writes, or adds evidence.

use super::auth::case_auth;
use super::check;
use super::idempotency;
use super::view::{present, read_view};
use crate::metrics;
use crate::problem::Error;
use crate::refusals;
use crate::state::Shared;
use crate::store::{Done, NewMessage, Submission};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use klarna_help_wire::{CaseView, MessageRequest, Problem, validate_message};

/// Write to a case.
///
/// Text, files whose uploads are finished, or both. A message brings a case that waited for the customer into review
/// again, and opens one that had ended; the date is then promised anew. The `Idempotency-Key` makes it happen once: the
/// same key with the same body answers with the case as it now is.
///
/// Checks run in this order: rate, content type, size, JSON, origin, token, fields, idempotency.
#[utoipa::path(
    post, path = "/api/v1/cases/{id}/messages", tag = "cases", operation_id = "sendMessage",
    request_body(content = MessageRequest, content_type = "application/json", description = "At most 256 KiB."),
    params(
        ("id" = String, Path, description = "The case ID, `KH-XXXX-XXXX`."),
        ("Idempotency-Key" = String, Header, min_length = 16, max_length = 255, pattern = "^[!-~]+$",
         description = "Made by the sender when the message is begun. Kept for 30 days.")
    ),
    security(("caseToken" = [])),
    responses(
        (status = 201, description = "Stored.", body = CaseView, headers(
            ("cache-control" = String, description = "`no-store`."),
            ("x-request-id" = String, description = "Under which the log has this request."))),
        (status = 409, description = "`not-possible-now`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::OfOnce, refusals::OfABody, refusals::OfACase
    )
)]
pub(super) async fn send(
    State(portal): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<(StatusCode, Json<CaseView>), Error> {
    let (parts, body) = request.into_parts();
    check::rate(&portal, &parts)?;
    let request: MessageRequest = check::object(&parts.headers, body).await?;
    let case_id = case_auth(&portal, &parts.headers, &check::address(id)).await?.case_id;
    let request = validate_message(&request).map_err(Error::Fields)?;
    let key_sha256 = idempotency::key(&parts.headers)?;

    let request = check::masked_message(request);
    let present = present(&portal, &case_id).await?;
    let fingerprint = idempotency::fingerprint(&request)?;
    let submission = Submission { key_sha256, fingerprint, at: present.now.as_second() };
    let message = NewMessage { body: check::blocks(&request.text), attachments: request.attachments };
    let stored = portal.store.reply(&case_id, message, &submission, &present).await?;
    if matches!(stored, Done::Now) {
        metrics::message();
    }
    done(stored)?;
    Ok((StatusCode::CREATED, Json(read_view(&portal, &case_id).await?)))
}

/// What a caller is told of what came of it.
pub(super) fn done(done: Done) -> Result<(), Error> {
    match done {
        Done::Now | Done::Before => Ok(()),
        Done::KeyReused => Err(Error::IdempotencyKeyReused),
        Done::NotPossible => Err(Error::NotPossibleNow),
        Done::NoSuchCase => Err(Error::CaseNotFound),
    }
}
