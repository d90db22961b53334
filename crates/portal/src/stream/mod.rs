//! `GET /api/v1/cases/{id}/events`: a case's events as they happen, or those there are.
//!
//! Here: where to begin, and which of the two is asked for. The stream itself is in events.rs. Not here: who wakes it
//! (`store`), who may listen (`cases::auth`).

mod events;

use crate::cases::auth::case_auth;
use crate::cases::check::address;
use crate::problem::Error;
use crate::refusals;
use crate::state::Shared;
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use klarna_help_wire::{CaseEvent, FieldCode, FieldError, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(listen))
}

/// What polling gets.
#[derive(Serialize, ToSchema)]
struct CaseEvents {
    /// Oldest first.
    events: Vec<CaseEvent>,
}

/// Follow a case.
///
/// With `Accept: text/event-stream` the answer is a stream that goes on (WHATWG HTML, 9.2): each event of the case is one
/// of type `case`, whose `id` is its `seq` and whose data is a `CaseEvent` as JSON; a comment comes every 15 seconds. A
/// stream ends when the portal goes down, when the token ends, and, for an identity token, after ten minutes: connect
/// again with `Last-Event-ID`. With any other `Accept` the events there are come at once as JSON.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}/events", tag = "cases", operation_id = "followCase",
    params(
        ("id" = String, Path, description = "The case ID, `KH-XXXX-XXXX`."),
        ("after" = Option<i64>, Query, minimum = 0, description = "Begin after the event of this `seq`."),
        ("Last-Event-ID" = Option<i64>, Header, minimum = 0, description = "The same; goes before `after`.")
    ),
    security(("caseToken" = [])),
    responses(
        (status = 200, description = "The events.", content(
            (CaseEvents = "application/json"),
            (String = "text/event-stream")
        ), headers(
            ("cache-control" = String, description = "`no-store`."),
            ("x-request-id" = String, description = "Under which the log has this request."))),
        (status = 422, description = "`invalid-fields`: `after` or `last-event-id`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::OfACase, refusals::Unavailable
    )
)]
async fn listen(
    State(portal): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let opened = case_auth(&portal, &headers, &address(id)).await?;
    let after = after(&headers, query.as_deref())?;
    if !wants_stream(&headers) {
        let events = portal.store.events_after(&opened.case_id, after).await?;
        return Ok(Json(CaseEvents { events }).into_response());
    }
    if portal.is_draining() {
        return Err(Error::Unavailable("draining".to_owned()));
    }
    let body = Body::from_stream(events::stream(portal, opened, after));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        // nginx would otherwise keep events back until it has a buffer full of them.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, body).into_response())
}

/// A stream is for those who ask for one by name: `*/*` would wait for its end.
fn wants_stream(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
    let mut types = accepted.flat_map(|line| line.split(','));
    types.any(|t| t.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/event-stream"))
}

/// The `seq` to begin after. `Last-Event-ID` is the newer of the two: it comes with a stream that goes on.
fn after(headers: &HeaderMap, query: Option<&str>) -> Result<i64, Error> {
    let invalid = |field: &str| Error::Fields(vec![FieldError::new(field, FieldCode::Invalid)]);
    let seq = |text: &str| text.parse::<i64>().ok().filter(|seq| *seq >= 0);
    let mut pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let asked = match pairs.find(|(name, _)| *name == "after") {
        Some((_, value)) => seq(value).ok_or_else(|| invalid("after"))?,
        None => 0,
    };
    match headers.get("last-event-id") {
        Some(last) => last.to_str().ok().and_then(seq).ok_or_else(|| invalid("last-event-id")),
        None => Ok(asked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_begins_after_what_its_reader_has_seen() {
        let check = |last: Option<&str>, query: Option<&str>, expected: Result<i64, &str>| {
            let mut headers = HeaderMap::new();
            if let Some(last) = last {
                headers.insert("last-event-id", last.parse().unwrap());
            }
            let found = after(&headers, query).map_err(|error| match error {
                Error::Fields(fields) => fields[0].field.clone(),
                other => panic!("{other:?}"),
            });
            assert_eq!(found, expected.map_err(str::to_owned), "{last:?} {query:?}");
        };
        check(None, None, Ok(0));
        check(None, Some("after=17"), Ok(17));
        check(None, Some("x=1&after=17&y"), Ok(17));
        check(Some("18"), Some("after=17"), Ok(18));
        check(Some("18"), Some("after=-1"), Err("after"));
        check(None, Some("after="), Err("after"));
        check(None, Some("after=-1"), Err("after"));
        check(None, Some("after=99999999999999999999"), Err("after"));
        check(Some("KH"), None, Err("last-event-id"));
        check(Some(""), Some("after=17"), Err("last-event-id"));
    }

    #[test]
    fn only_who_names_a_stream_gets_one() {
        let check = |accept: &str, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert("accept", accept.parse().unwrap());
            assert_eq!(wants_stream(&headers), expected, "{accept}");
        };
        check("text/event-stream", true);
        check("application/json, Text/Event-Stream;q=0.9", true);
        check("application/json", false);
        check("*/*", false);
        check("text/*", false);
    }
}
