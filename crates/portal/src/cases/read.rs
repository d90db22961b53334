//! `GET /api/v1/cases/{id}`: one case, for whoever may open it (`auth`).

use super::auth::case_auth;
use super::check::address;
use super::view::read_view;
use crate::problem::Error;
use crate::refusals;
use crate::state::Shared;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use klarna_help_wire::CaseView;

/// Read a case.
///
/// The token from the receipt goes into `Authorization: Bearer …`, never into the address. It opens the case until
/// 90 days after it was closed. The answer to a wrong token does not tell whether the case exists. A customer's identity
/// token opens every case of that customer.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}", tag = "cases", operation_id = "readCase",
    params(("id" = String, Path, description = "The case ID, `KH-XXXX-XXXX`.")),
    security(("caseToken" = [])),
    responses(
        (status = 200, description = "The case.", body = CaseView, headers(
            ("cache-control" = String, description = "`no-store`."),
            ("x-request-id" = String, description = "Under which the log has this request."))),
        refusals::OfACase, refusals::Unavailable
    )
)]
pub(super) async fn read(
    State(portal): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Json<CaseView>, Error> {
    let opened = case_auth(&portal, &headers, &address(id)).await?;
    read_view(&portal, &opened.case_id).await.map(Json)
}
