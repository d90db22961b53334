//! `GET /api/v1/cases`: a known customer's cases.

use super::auth::known_customer;
use crate::problem::Error;
use crate::refusals;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use klarna_help_wire::{CASES_LISTED_MAX, CaseList, Problem};

/// List a customer's cases.
///
/// For a customer who is known by an identity token: the cases sent with one of the same client and person, newest first,
/// at most 100.
#[utoipa::path(
    get, path = "/api/v1/cases", tag = "cases", operation_id = "listCases",
    security(("caseToken" = [])),
    responses(
        (status = 200, description = "The cases.", body = CaseList, headers(
            ("cache-control" = String, description = "`no-store`."),
            ("x-request-id" = String, description = "Under which the log has this request."))),
        (status = 401, description = "`identity-invalid`: no identity token, or one that does not hold.",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-registered`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::Unavailable
    )
)]
pub(super) async fn list(State(portal): State<Shared>, headers: HeaderMap) -> Result<Json<CaseList>, Error> {
    let customer = known_customer(&portal, &headers)?;
    let cases = portal.store.cases_of(&customer.client_id, &customer.key, CASES_LISTED_MAX).await?;
    Ok(Json(CaseList { cases }))
}
