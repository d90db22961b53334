//! `GET /api/v1/cases/{id}`: one case, for whoever holds its token.
//!
//! Invariant: an id of a wrong form, an unknown id, and a missing, malformed, wrong or expired token get the same
//! answer after the same work, namely one look-up of 32 bytes by primary key, one SHA-256 and one comparison.

use super::TOKEN_DAYS_AFTER_CLOSE;
use super::view::view;
use crate::problem::Error;
use crate::security;
use crate::state::Shared;
use crate::token;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use klarna_help_wire::{CaseView, Problem, is_case_id};

/// Read a case.
///
/// The token from the receipt goes into `Authorization: Bearer …`, never into the address. It opens the case until
/// 90 days after it was closed. The answer to a wrong token does not tell whether the case exists.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}", tag = "cases", operation_id = "readCase",
    params(("id" = String, Path, description = "The case ID, `KH-XXXX-XXXX`.")),
    security(("caseToken" = [])),
    responses(
        (status = 200, description = "The case.", body = CaseView, headers(
            ("cache-control" = String, description = "`no-store`."),
            ("x-request-id" = String, description = "Under which the log has this request."))),
        (status = 403, description = "`origin-not-registered`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`case-not-found`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`.",
         body = Problem, content_type = "application/problem+json",
         headers(("retry-after" = u64, description = "Seconds.")))
    )
)]
pub(super) async fn read(
    State(portal): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<CaseView>, Error> {
    security::may_read(&portal.config, &headers)?;
    // An empty id is never stored, and looked up all the same.
    let id = if is_case_id(&id) { id.as_str() } else { "" };
    let closed_after = portal.clock.now().as_second() - TOKEN_DAYS_AFTER_CLOSE * 86_400;
    let stored = portal.store.token_hash(id, closed_after).await?;
    if !token::matches(bearer(&headers), stored.as_deref()) {
        return Err(Error::CaseNotFound);
    }
    let (case, timeline) = portal.store.case(id).await?.ok_or(Error::CaseNotFound)?;
    let files = portal.store.files(id).await?;
    Ok(Json(view(&portal, case, timeline, files)))
}
/// The token, or nothing, which matches no case.
fn bearer(headers: &HeaderMap) -> &[u8] {
    let value = headers.get(header::AUTHORIZATION).map_or(&b""[..], |v| v.as_bytes());
    match value.split_first_chunk::<7>() {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"Bearer ") => token,
        _ => b"",
    }
}
