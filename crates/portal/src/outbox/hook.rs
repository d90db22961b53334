//! `POST /api/v1/desks/{name}/hook`: a helpdesk tells that something happened.
//!
//! Invariant: nothing a delivery says is believed unless its sender proved to hold the secret; what a helpdesk merely
//! hints at is fetched with our own credentials.

use super::pull;
use crate::cases::check;
use crate::problem::Error;
use crate::state::Shared;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use klarna_help_helpdesk::{Hint, HintError, Remote, RemoteId};
use klarna_help_wire::Problem;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(deliver))
}

/// A helpdesk's delivery.
///
/// For the helpdesks of `portal.toml`, not for browsers. What proves the sender depends on the kind of helpdesk; for the
/// signed webhook it is `Webhook-Signature` over id, timestamp and body. A delivery may come more than once.
#[utoipa::path(
    post, path = "/api/v1/desks/{name}/hook", tag = "desks", operation_id = "deliver",
    params(("name" = String, Path, description = "The helpdesk's name.")),
    request_body(content = String, content_type = "application/json", description = "As the helpdesk writes it; at most 256 KiB."),
    responses(
        (status = 202, description = "Taken."),
        (status = 401, description = "`delivery-refused`: not signed, wrongly signed, or too old.",
         body = Problem, content_type = "application/problem+json"),
        (status = 400, description = "`malformed-body`.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`: no such helpdesk, or one that sends nothing.",
         body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "`body-too-large`.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`: deliver it again.",
         body = Problem, content_type = "application/problem+json")
    )
)]
async fn deliver(
    State(portal): State<Shared>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Error> {
    let desk = portal.desks.iter().find(|desk| desk.name == name).ok_or(Error::NotFound)?;
    let bytes = check::body(&headers, body).await?;
    let hint = desk.helpdesk.webhook(&headers, &bytes, portal.clock.now()).map_err(refused)?;
    match hint {
        Hint::Changes { changes, .. } => pull::apply(&portal, desk, changes).await?,
        Hint::Look(Some(remote)) => look(&portal, desk, remote).await?,
        // The next read brings it.
        Hint::Look(None) => {}
    }
    Ok(StatusCode::ACCEPTED)
}

async fn look(portal: &Shared, desk: &super::desks::DeskInUse, id: RemoteId) -> Result<(), Error> {
    let case = desk.helpdesk.fetch(&Remote { id, url: None }).await;
    match case {
        Ok(case) => Ok(pull::apply(portal, desk, case.changes).await?),
        // A hint that leads nowhere now; the next read has it.
        Err(error) => {
            tracing::warn!(%error, desk = desk.name, "cannot fetch what a delivery told of");
            Ok(())
        }
    }
}

fn refused(error: HintError) -> Error {
    match error {
        HintError::NotExpected => Error::NotFound,
        HintError::Body(_) => Error::MalformedBody("delivery".to_owned()),
        HintError::Header(_) | HintError::Signature | HintError::Stale(_) => {
            Error::DeliveryRefused(error.to_string())
        }
    }
}
