//! Search for whoever has no WebAssembly: the engine of the widget, on the portal's side.
//!
//! Nothing of a question is kept or logged, and no cache may keep an answer. Not here: the page that shows it (`plain`), ranking
//! (crates/search).

use crate::content::Locale;
use crate::limit;
use crate::problem::Error;
use crate::refusals;
use crate::state::Shared;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use klarna_help_pack::Target;
use klarna_help_search::{Found, Verdict};
use klarna_help_wire::{FieldCode, FieldError, Problem};
use serde::{Deserialize, Serialize};
use std::time::Instant;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Most results.
const MOST: usize = 8;
/// Longest question, in characters: what the widget takes too.
pub(crate) const QUESTION_MAX: usize = 300;

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What is asked.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Question {
    /// The client id.
    #[param(required)]
    client: String,
    /// The locale; the client's nearest one is searched.
    #[param(required)]
    locale: String,
    /// What is looked for, in the customer's words: at most 300 characters.
    #[param(required, max_length = 300)]
    q: String,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
struct SearchAnswer {
    /// The locale that was searched.
    locale: String,
    /// `answer`: the first result is it. `maybe`: one of them may be. `nothing`: talk to a person.
    verdict: &'static str,
    /// Best first; empty if nothing has the words.
    results: Vec<SearchResult>,
}

/// An article or a guide.
#[derive(Debug, Serialize, ToSchema)]
struct SearchResult {
    /// `article:<slug>` or `flow:<slug>`.
    target: String,
    title: String,
    summary: String,
    /// A page without script; empty for a guide, which needs the app.
    url: String,
    /// From 0 to 1: how likely it is right.
    score: f32,
}

/// Search.
///
/// In the words of a customer, misspelt or unfinished too. Nothing of the question is kept.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "help", operation_id = "search",
    params(Question),
    responses(
        (status = 200, description = "What was found.", body = SearchAnswer),
        (status = 400, description = "`malformed-body`: a query that cannot be read.",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-client`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-fields` with `fields`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`too-many-requests`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::Unavailable
    )
)]
async fn search(
    State(portal): State<Shared>,
    question: Result<Query<Question>, QueryRejection>,
    request: Request,
) -> Result<Response, Error> {
    let prefix = limit::prefix_of(&portal.config, &request.into_parts().0);
    portal.search_limiter.take(prefix, Instant::now()).map_err(Error::TooManyRequests)?;
    // What the parser says quotes what was asked.
    let Query(question) = question.map_err(|_| Error::MalformedBody("query".to_owned()))?;
    let client = portal.config.client(&question.client).ok_or(Error::UnknownClient)?;
    let fault = |code| Error::Fields(vec![FieldError::with_limit("q", code, QUESTION_MAX)]);
    if question.q.trim().is_empty() {
        return Err(Error::Fields(vec![FieldError::new("q", FieldCode::Required)]));
    }
    if question.q.chars().count() > QUESTION_MAX {
        return Err(fault(FieldCode::TooLong));
    }
    let (client, locale) = portal.nearest_locale(&client.id, &question.locale).ok_or(Error::UnknownClient)?;
    let home = portal.help_url(client, locale);
    let found = find(locale, &question.q);
    let result = |hit: &klarna_help_search::Hit| {
        let (target, title, summary, url) = match target(locale, hit.doc)? {
            Target::Article(slug) => {
                let meta = locale.shelf.article(&slug)?;
                (format!("article:{slug}"), &meta.title, &meta.summary, format!("{home}/{slug}"))
            }
            Target::Flow(slug) => {
                let meta = locale.shelf.flow(&slug)?;
                (format!("flow:{slug}"), &meta.title, &meta.summary, String::new())
            }
        };
        Some(SearchResult { target, title: title.clone(), summary: summary.clone(), url, score: hit.score })
    };
    let verdict = match found.verdict {
        Verdict::Answer => "answer",
        Verdict::Maybe => "maybe",
        Verdict::Nothing => "nothing",
    };
    let results = found.hits.iter().filter_map(result).collect();
    let answer = SearchAnswer { locale: locale.tag.clone(), verdict, results };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

/// What a locale has on a text, best first.
pub(crate) fn find(locale: &Locale, text: &str) -> Found {
    locale.index.answer(locale.meaning.as_ref(), text, MOST)
}

/// What a document of the index is.
pub(crate) fn target(locale: &Locale, doc: u32) -> Option<Target> {
    locale.shelf.document(usize::try_from(doc).ok()?)
}
