//! `POST /api/v1/cases/{id}/actions`: the customer does something with a case.

use super::auth::case_auth;
use super::check;
use super::idempotency;
use super::messages::done;
use super::view::{present, read_view};
use crate::problem::Error;
use crate::refusals;
use crate::state::Shared;
use crate::store::{NewAction, Submission};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use klarna_help_wire::{ActionRequest, CaseView, Problem, validate_action};

/// Do something with a case.
///
/// `close` ends it, `reopen` opens one that had ended, `rate` says how it went, once, with words if wanted, and
/// `ask-update` says that the answer is late, once a working day. `can` of the case says which it takes now; any other
/// is 409. The `Idempotency-Key` makes it happen once: the same key with the same body answers with the case as it now
/// is.
///
/// Checks run in this order: rate, content type, size, JSON, origin, token, fields, idempotency, the case's state.
#[utoipa::path(
    post, path = "/api/v1/cases/{id}/actions", tag = "cases", operation_id = "actOnCase",
    request_body(content = ActionRequest, content_type = "application/json", description = "At most 256 KiB."),
    params(
        ("id" = String, Path, description = "The case ID, `KH-XXXX-XXXX`."),
        ("Idempotency-Key" = String, Header, min_length = 16, max_length = 255, pattern = "^[!-~]+$",
         description = "Made by the sender when the customer decides. Kept for 30 days.")
    ),
    security(("caseToken" = [])),
    responses(
        (status = 200, description = "Done.", body = CaseView, headers(
            ("cache-control" = String, description = "`no-store`."),
            ("x-request-id" = String, description = "Under which the log has this request."))),
        (status = 409, description = "`not-possible-now`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::OfOnce, refusals::OfABody, refusals::OfACase
    )
)]
pub(super) async fn act(
    State(portal): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Json<CaseView>, Error> {
    let (parts, body) = request.into_parts();
    check::rate(&portal, &parts)?;
    let request: ActionRequest = check::object(&parts.headers, body).await?;
    let case_id = case_auth(&portal, &parts.headers, &check::address(id)).await?.case_id;
    let action = validate_action(&request).map_err(Error::Fields)?;
    let key_sha256 = idempotency::key(&parts.headers)?;

    let request = check::masked_action(request);
    let present = present(&portal, &case_id).await?;
    let fingerprint = idempotency::fingerprint(&request)?;
    let submission = Submission { key_sha256, fingerprint, at: present.now.as_second() };
    let new = NewAction { action, rating: request.rating, comment: check::blocks(&request.comment) };
    done(portal.store.act(&case_id, new, &submission, &present).await?)?;
    read_view(&portal, &case_id).await.map(Json)
}
