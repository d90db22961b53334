//! `POST /api/v1/lookup`: asks for a code by mail.

use super::fields;
use super::queue::Question;
use crate::cases::check;
use crate::limit;
use crate::problem::Error;
use crate::refusals;
use crate::security;
use crate::state::Shared;
use crate::work;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use klarna_help_wire::{CODE_MINUTES, LookupAnswer, LookupRequest, Problem};
use std::time::Instant;

/// Ask for a code.
///
/// If there is a case of this ID and it was sent with this address, a code of six digits goes to that address. The answer
/// is the same in any case, and is given before anything is looked up. A case gets at most 3 codes an hour and 10 a day;
/// a new code replaces the one before.
///
/// Checks run in this order: rate, content type, size, JSON, client, origin, fields, proof of work. A portal that sends
/// no mail answers `not-found`.
#[utoipa::path(
    post, path = "/api/v1/lookup", tag = "access", operation_id = "askForCode",
    request_body(content = LookupRequest, content_type = "application/json", description = "At most 256 KiB."),
    params(
        ("Altcha" = Option<String>, Header, description = "A solved challenge, if the portal asks for one.")
    ),
    responses(
        (status = 202, description = "Taken.", body = LookupAnswer),
        (status = 404, description = "`unknown-client`; `not-found` where the portal sends no mail.",
         body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`challenge-required`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::OfALookup, refusals::OfABody, refusals::Unavailable
    )
)]
pub(super) async fn ask(
    State(portal): State<Shared>,
    request: Request,
) -> Result<(StatusCode, Json<LookupAnswer>), Error> {
    let (parts, body) = request.into_parts();
    let prefix = limit::prefix_of(&portal.config, &parts);
    let pressed = work::is_pressed(&portal, &portal.lookup_limiter, prefix);
    portal.lookup_limiter.take(prefix, Instant::now()).map_err(Error::TooManyRequests)?;
    let mailer = portal.mailer.as_ref().ok_or(Error::NotFound)?;

    let request: LookupRequest = check::object(&parts.headers, body).await?;
    let client = portal.config.client(&request.client_id).ok_or(Error::UnknownClient)?;
    security::may_send(&portal.config, client, &parts.headers)?;
    let (case_id, errors) = fields(&request.case_id, &request.email);
    if !errors.is_empty() {
        return Err(Error::Fields(errors));
    }
    work::check(&portal, &parts.headers, pressed).await?;

    let locale = portal.nearest_locale(&client.id, &request.locale).map(|(_, locale)| locale.tag.clone());
    // The language of the page beats that of the case; a tag nobody knows is left to the mail's own choice.
    let locale = locale.unwrap_or_default();
    portal.lookups.push(Question { case_id, email: request.email, locale })?;
    let mail_folder = mailer.folder().unwrap_or_default().to_owned();
    Ok((StatusCode::ACCEPTED, Json(LookupAnswer { minutes: CODE_MINUTES, mail_folder })))
}
