//! Search without a script: a form, and the page that it leads to.

use super::markup::{escape, word};
use super::{Site, listed, not_found, page};
use crate::limit;
use crate::problem::Error;
use crate::search::{QUESTION_MAX, find, target};
use crate::state::Shared;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use klarna_help_pack::Target;
use klarna_help_pack::ui::Key;
use klarna_help_search::Verdict;
use serde::Deserialize;
use std::time::Instant;

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Looked {
    q: String,
}

/// The field, with what was asked in it.
pub(super) fn form(site: &Site<'_>, asked: &str) -> String {
    let label = word(site.locale, Key::SearchLabel);
    format!(
        "<form role=\"search\" action=\"{}/look/for\"><label for=\"q\">{label}</label>\
         <input id=\"q\" name=\"q\" type=\"search\" maxlength=\"{QUESTION_MAX}\" value=\"{}\" required>\
         <button>{label}</button></form>",
        escape(&site.home()),
        escape(asked)
    )
}

/// What a search found, without a script.
#[utoipa::path(
    get, path = "/help/{client}/{locale}/look/for", tag = "help", operation_id = "helpSearch",
    params(
        ("client" = String, Path, description = "Client id."),
        ("locale" = String, Path, description = "Locale."),
        ("q" = Option<String>, Query, description = "What is looked for.")
    ),
    responses(
        (status = 200, description = "A page without script.", body = String, content_type = "text/html"),
        (status = 404, description = "No such client or locale.", body = String, content_type = "text/html"),
        (status = 429, description = "`too-many-requests`.",
         body = klarna_help_wire::Problem, content_type = "application/problem+json")
    )
)]
pub(super) async fn look(
    State(portal): State<Shared>,
    Path((client, locale)): Path<(String, String)>,
    looked: Result<Query<Looked>, QueryRejection>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let prefix = limit::prefix_of(&portal.config, &parts);
    if let Err(seconds) = portal.search_limiter.take(prefix, Instant::now()) {
        return Error::TooManyRequests(seconds).into_response();
    }
    let Some((client, locale)) = portal.nearest_locale(&client, &locale) else { return not_found() };
    let site = Site { client, locale };
    // What cannot be read is a search for nothing: the form stands there again.
    let asked: String =
        looked.map(|Query(looked)| looked.q).unwrap_or_default().chars().take(QUESTION_MAX).collect();
    let title = word(locale, Key::SearchLabel);
    let mut main = format!("<h1>{title}</h1>{}", form(&site, &asked));
    if !asked.trim().is_empty() {
        main.push_str(&results(&site, &asked));
    }
    let mut response = page(&parts.headers, &site, &title, &main);
    // What somebody looked for is in the page: no cache keeps it.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().remove(header::ETAG);
    response
}

/// The articles found. A guide needs the app, so that it cannot be followed from here.
fn results(site: &Site<'_>, asked: &str) -> String {
    let locale = site.locale;
    let found = find(locale, asked);
    let articles = found.hits.iter().filter_map(|hit| match target(locale, hit.doc)? {
        Target::Article(slug) => locale.shelf.article(&slug),
        Target::Flow(_) => None,
    });
    let list: String = articles.map(|article| listed(site, article)).collect();
    let unsure = format!(
        "<p>{} <a href=\"#contact\">{}</a></p>",
        word(locale, Key::SearchNone),
        word(locale, Key::ContactTitle)
    );
    match (list.is_empty(), found.verdict) {
        (true, _) => unsure,
        (false, Verdict::Nothing) => format!("{unsure}<ul class=\"list\">{list}</ul>"),
        (false, _) => format!("<ul class=\"list\">{list}</ul>"),
    }
}
