//! `POST /api/v1/cases`: checks in a fixed order, masks, stores once, and answers after the commit.

use super::idempotency;
use super::{auth, check};
use crate::calendar::{expected_by, rfc3339};
use crate::ids;
use crate::limit;
use crate::metrics;
use crate::problem::Error;
use crate::refusals;
use crate::security;
use crate::state::{Portal, Shared};
use crate::store::{Minted, NewCase, ReceiptRow, StoreError, Stored, Submission};
use crate::token;
use crate::work;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use klarna_help_wire::{CaseRequest, CaseState, Problem, Receipt};
use std::sync::Arc;
use std::time::Instant;

/// Send a case.
///
/// The `Idempotency-Key` makes it happen once: the same key with the same body gets the same receipt again, byte for
/// byte, for 30 days; with another body it is refused. Keys belong to a client. Nothing is stored unless the answer
/// is 201, and 201 is answered only after the case is on disk. Payment card numbers are masked before that.
///
/// A browser may call from the portal's own origin, or, for clients registered as inline, from the client's origins.
/// Checks run in this order: rate, content type, size, JSON, client, origin, the client's rate, fields, idempotency, identity, proof of work.
#[utoipa::path(
    post, path = "/api/v1/cases", tag = "cases", operation_id = "createCase",
    request_body(content = CaseRequest, content_type = "application/json", description = "At most 256 KiB."),
    params(
        ("Idempotency-Key" = String, Header, min_length = 16, max_length = 255, pattern = "^[!-~]+$",
         description = "Made by the sender when the draft begins. Kept for 30 days."),
        ("Altcha" = Option<String>, Header, description = "A solved challenge, if the portal asks for one.")
    ),
    responses(
        (status = 201, description = "Stored.", body = Receipt, headers(
            ("location" = String, description = "Address of the case."),
            ("cache-control" = String, description = "`no-store`."),
            ("x-request-id" = String, description = "Under which the log has this request."))),
        (status = 401, description = "`identity-invalid`: the token in `Authorization` does not hold.",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-registered`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-client`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`challenge-required`: solve `GET /api/v1/challenge` and send it as `Altcha`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::OfOnce, refusals::OfABody
    )
)]
pub(super) async fn create(State(portal): State<Shared>, request: Request) -> Result<Response, Error> {
    let (parts, body) = request.into_parts();
    let prefix = limit::prefix_of(&portal.config, &parts);
    let pressed = work::is_pressed(&portal, &portal.limiter, prefix);
    check::rate(&portal, &parts)?;
    let request: CaseRequest = check::object(&parts.headers, body).await?;
    let client = portal.config.client(&request.client_id).ok_or(Error::UnknownClient)?;
    security::may_send(&portal.config, client, &parts.headers)?;
    portal.client_limiter.take(client.id.clone(), Instant::now()).map_err(Error::TooManyRequests)?;
    let (case, locale) = check::fields(&portal, client, &request)?;
    let key_sha256 = idempotency::key(&parts.headers)?;

    let customer = auth::customer_of_client(&portal, &parts.headers, &client.id)?;
    // Whoever a client vouches for is no machine.
    work::check(&portal, &parts.headers, pressed && customer.is_empty()).await?;
    let case = check::masked(case);
    let now = portal.clock.now();
    let fingerprint = idempotency::fingerprint(&case.request)?;
    let submission = Submission { key_sha256, fingerprint, at: now.as_second() };
    let expected_by = expected_by(locale, case.category, now).to_string();
    let new = NewCase { case, received_at: rfc3339(now), expected_by, customer };
    let minting = portal.clone();
    let mint = Arc::new(move || mint(&minting));
    match portal.store.submit(&new, &submission, mint).await? {
        Stored::New(row) => {
            metrics::case_accepted();
            receipt(&portal, row)
        }
        Stored::Replay(row) => receipt(&portal, row),
        Stored::KeyReused => Err(Error::IdempotencyKeyReused),
    }
}

fn mint(portal: &Portal) -> Result<Minted, StoreError> {
    let (case_id, nonce) = (ids::case_id()?, ids::nonce()?);
    let token_sha256 = token::sha256(portal.tokens.token(&case_id, &nonce).as_bytes());
    Ok(Minted { case_id, nonce, token_sha256 })
}

/// Made from the row alone, so that it is the same every time.
fn receipt(portal: &Portal, row: ReceiptRow) -> Result<Response, Error> {
    let token = portal.tokens.token(&row.case_id, &row.nonce);
    if !token::matches(token.as_bytes(), Some(&row.token_sha256)) {
        return Err(Error::Unavailable("secret.key is not the one this case was stored with".to_owned()));
    }
    let location = format!("/api/v1/cases/{}", row.case_id);
    let receipt = Receipt {
        case_id: row.case_id,
        token,
        state: CaseState::Received,
        next_step: CaseState::Received.next_step(),
        received_at: row.received_at,
        expected_by: row.expected_by,
    };
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(receipt)).into_response())
}
