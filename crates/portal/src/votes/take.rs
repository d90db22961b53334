//! `POST /api/v1/votes`: it helped, or it did not.

use crate::cases::check;
use crate::limit;
use crate::problem::Error;
use crate::refusals;
use crate::security;
use crate::state::Shared;
use crate::store::NewVote;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use klarna_help_wire::{FieldCode, FieldError, Problem, Vote};
use std::time::Instant;

/// Say whether an article or a flow helped.
///
/// It is counted by day and market; who sent it is not kept. `page` and `way` are for customers who agreed to be counted:
/// from these alone it is learned what is needed most on a page.
///
/// Checks run in this order: rate, content type, size, JSON, client, origin, fields.
#[utoipa::path(
    post, path = "/api/v1/votes", tag = "help", operation_id = "vote",
    request_body(content = Vote, content_type = "application/json", description = "At most 256 KiB."),
    responses(
        (status = 204, description = "Counted."),
        (status = 404, description = "`unknown-client`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::OfALookup, refusals::OfABody, refusals::Unavailable
    )
)]
pub(super) async fn take(State(portal): State<Shared>, request: Request) -> Result<StatusCode, Error> {
    let (parts, body) = request.into_parts();
    let prefix = limit::prefix_of(&portal.config, &parts);
    portal.vote_limiter.take(prefix, Instant::now()).map_err(Error::TooManyRequests)?;
    let vote: Vote = check::object(&parts.headers, body).await?;
    let client = portal.config.client(&vote.client_id).ok_or(Error::UnknownClient)?;
    security::may_send(&portal.config, client, &parts.headers)?;
    vote.check().map_err(Error::Fields)?;
    let unknown = |field: &str| Error::Fields(vec![FieldError::new(field, FieldCode::Unknown)]);
    let (_, locale) = portal.client_locale(&client.id, &vote.locale).ok_or_else(|| unknown("locale"))?;
    if locale.shelf.market.code != vote.market {
        return Err(unknown("market"));
    }
    let there = match vote.about.split_once(':') {
        Some(("article", slug)) => locale.shelf.article(slug).is_some(),
        Some((_, slug)) => locale.shelf.flow(slug).is_some(),
        None => false,
    };
    if !there {
        return Err(unknown("about"));
    }
    let day = portal.clock.now().to_zoned(TimeZone::UTC).date().to_string();
    let Vote { client_id: _, market, locale, about, helped, reason, page, way } = vote;
    portal.store.count_vote(NewVote { day, market, locale, about, helped, reason, page, way }).await?;
    Ok(StatusCode::NO_CONTENT)
}
