//! `POST /api/v1/lookup/code`: trades a code for the case's token.

use super::{closed_after, code, fields};
use crate::cases::check;
use crate::limit;
use crate::metrics;
use crate::problem::Error;
use crate::refusals;
use crate::security;
use crate::state::{Portal, Shared};
use crate::store::CodeRow;
use crate::token;
use axum::Json;
use axum::extract::{Request, State};
use klarna_help_wire::{CODE_MINUTES, CODE_TRIES, CaseAccess, CodeRequest, FieldCode, FieldError, Problem};
use std::sync::Arc;
use std::time::Instant;
use subtle::ConstantTimeEq;

/// Trade a code for a case's token.
///
/// A code works once, for 15 minutes and for 5 tries. The answer to a code that is wrong, used or too old, and to an ID
/// or address that does not fit, is the same, after the same work.
///
/// Checks run in this order: rate, content type, size, JSON, origin, fields, code.
#[utoipa::path(
    post, path = "/api/v1/lookup/code", tag = "access", operation_id = "tradeCode",
    request_body(content = CodeRequest, content_type = "application/json", description = "At most 256 KiB."),
    responses(
        (status = 200, description = "What opens the case.", body = CaseAccess),
        (status = 404, description = "`code-wrong`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::OfALookup, refusals::OfABody, refusals::Unavailable
    )
)]
pub(super) async fn trade(State(portal): State<Shared>, request: Request) -> Result<Json<CaseAccess>, Error> {
    let (parts, body) = request.into_parts();
    let prefix = limit::prefix_of(&portal.config, &parts);
    portal.lookup_limiter.take(prefix, Instant::now()).map_err(Error::TooManyRequests)?;
    let request: CodeRequest = check::object(&parts.headers, body).await?;
    security::may_read(&portal.config, &parts.headers)?;
    let (case_id, mut errors) = fields(&request.case_id, &request.email);
    let digits: String = request.code.split_whitespace().collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        let code = if digits.is_empty() { FieldCode::Required } else { FieldCode::Invalid };
        errors.push(FieldError::new("code", code));
    }
    if !errors.is_empty() {
        return Err(Error::Fields(errors));
    }

    let now = portal.clock.now().as_second();
    let judging = (portal.clone(), case_id.clone());
    let email = request.email;
    let judge = Arc::new(move |case: Option<&CodeRow>, nonce: &[u8]| {
        is_right(&judging.0, &judging.1, &email, &digits, case, nonce)
    });
    let expires_at = now + i64::from(CODE_MINUTES) * 60;
    let closed_after = closed_after(&portal);
    let tries = i64::from(CODE_TRIES);
    let found = portal.store.try_code(&case_id, now, expires_at, closed_after, tries, judge).await?;
    let Some(case) = found else {
        metrics::lookup("wrong");
        return Err(Error::CodeWrong);
    };
    let token = portal.tokens.token(&case_id, &case.nonce);
    if !token::matches(token.as_bytes(), Some(&case.token_sha256)) {
        return Err(Error::Unavailable("secret.key is not the one this case was stored with".to_owned()));
    }
    metrics::lookup("opened");
    Ok(Json(CaseAccess { case_id, token, expected_by: case.expected_by }))
}

/// All of it is computed and compared, whatever is missing.
fn is_right(
    portal: &Portal,
    case_id: &str,
    email: &str,
    digits: &str,
    case: Option<&CodeRow>,
    nonce: &[u8],
) -> bool {
    let hash = |address: &str| token::sha256(address.trim().to_ascii_lowercase().as_bytes());
    let address = hash(case.map_or("", |case| case.email.as_str())).ct_eq(&hash(email));
    let code = code(&portal.tokens, case_id, nonce).as_bytes().ct_eq(digits.as_bytes());
    bool::from(address & code) && case.is_some() && !nonce.is_empty()
}
