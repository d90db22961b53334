//! Pages without any script: what a customer reads when the widget cannot start, and what search and printers see.
//!
//! Here: the routes, and what is on each page. The tree of blocks becomes markup in `blocks`; words and escaping are in
//! `markup`. Not here: flows and the case form, which need the app; their links lead to the ways to reach a person.

mod blocks;
mod contact;
mod look;
mod markup;

pub(crate) use markup::escape;

use crate::cached::{self, MOVING};
use crate::config::Client;
use crate::content::Locale;
use crate::state::Shared;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{ArticleMeta, SOURCE_LANGUAGE};
use klarna_help_wire::Area;
use markup::word;
use utoipa_axum::{router::OpenApiRouter, routes};

const HTML: &str = "text/html; charset=utf-8";
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(index))
        .routes(routes!(article))
        .routes(routes!(style))
        .routes(routes!(look::look))
}

/// A page, and where its links lead.
pub(crate) struct Site<'a> {
    client: &'a Client,
    locale: &'a Locale,
}

impl Site<'_> {
    /// Address of the list of articles.
    fn home(&self) -> String {
        format!("/help/{}/{}", self.client.id, self.locale.tag)
    }

    /// Address of an article.
    fn article(&self, slug: &str) -> String {
        format!("{}/{slug}", self.home())
    }
}

/// Every article, by area.
#[utoipa::path(
    get, path = "/help/{client}/{locale}", tag = "help", operation_id = "helpIndex",
    params(("client" = String, Path, description = "Client id."), ("locale" = String, Path, description = "Locale.")),
    responses(
        (status = 200, description = "A page without script.", body = String, content_type = "text/html"),
        (status = 404, description = "No such client or locale.", body = String, content_type = "text/html")
    )
)]
async fn index(
    State(portal): State<Shared>,
    Path((client, locale)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some((client, locale)) = portal.nearest_locale(&client, &locale) else { return not_found() };
    let site = Site { client, locale };
    let mut main = format!("<h1>{}</h1>{}", word(locale, Key::HomeTitle), look::form(&site, ""));
    for area in Area::ALL {
        let mut articles = locale.shelf.articles.iter().filter(|a| a.area == *area).peekable();
        if articles.peek().is_none() {
            continue;
        }
        let (id, name) = (area.as_str(), area_name(locale, *area));
        main.push_str(&format!(
            "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{name}</h2><ul class=\"list\">"
        ));
        for article in articles {
            main.push_str(&listed(&site, article));
        }
        main.push_str("</ul></section>");
    }
    page(&headers, &site, &word(locale, Key::HomeTitle), &main)
}

/// One article.
#[utoipa::path(
    get, path = "/help/{client}/{locale}/{slug}", tag = "help", operation_id = "helpArticle",
    params(
        ("client" = String, Path, description = "Client id."),
        ("locale" = String, Path, description = "Locale."),
        ("slug" = String, Path, description = "The article.")
    ),
    responses(
        (status = 200, description = "A page without script.", body = String, content_type = "text/html"),
        (status = 404, description = "No such client, locale or article.", body = String, content_type = "text/html")
    )
)]
async fn article(
    State(portal): State<Shared>,
    Path((client, locale, slug)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some((client, locale)) = portal.nearest_locale(&client, &locale) else { return not_found() };
    let Some(meta) = locale.shelf.article(&slug) else { return not_found() };
    let site = Site { client, locale };
    let all = word(locale, Key::HomeBrowse);
    let title = escape(&meta.title);
    let only_english =
        if meta.foreign { format!("<p>{}</p>", word(locale, Key::OnlyEnglish)) } else { String::new() };
    let mut main = format!(
        "<p class=\"back\"><a href=\"{}\">{all}</a></p>{only_english}<article{}><h1>{title}</h1>\
         <p class=\"summary\">{}</p>",
        escape(&site.home()),
        lang(meta),
        escape(&meta.summary)
    );
    let body = locale.body(&slug);
    blocks::write(&mut main, &site, body.map_or(&[], |body| &body.blocks));
    main.push_str("</article>");
    let related = blocks::related(&site, body.map_or(&[], |body| &body.related));
    if !related.is_empty() {
        let heading = word(locale, Key::ArticleRelated);
        main.push_str(&format!(
            "<section aria-labelledby=\"next\"><h2 id=\"next\">{heading}</h2><ul>{related}</ul></section>"
        ));
    }
    page(&headers, &site, &title, &main)
}

/// An article in a list.
fn listed(site: &Site<'_>, article: &ArticleMeta) -> String {
    format!(
        "<li{}><a href=\"{}\">{}</a><p>{}</p></li>",
        lang(article),
        escape(&site.article(&article.slug)),
        escape(&article.title),
        escape(&article.summary)
    )
}

/// The language of an article that was not translated, as an attribute.
fn lang(article: &ArticleMeta) -> String {
    if article.foreign { format!(" lang=\"{SOURCE_LANGUAGE}\"") } else { String::new() }
}

/// The style sheet of these pages.
#[utoipa::path(
    get, path = "/help.css", tag = "help", operation_id = "helpStyle",
    responses((status = 200, description = "CSS.", body = String, content_type = "text/css"))
)]
async fn style(headers: HeaderMap) -> Response {
    cached::document(&headers, "text/css; charset=utf-8", MOVING, include_str!("help.css").to_owned())
}

/// `title` is markup already. The few words the interface texts have no key for are English, and say so.
fn page(request: &HeaderMap, site: &Site<'_>, title: &str, main: &str) -> Response {
    let locale = site.locale;
    let body = format!(
        "<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} – Klarna Help</title><link rel=\"stylesheet\" href=\"/help.css\"></head>\
         <body><a class=\"skip\" href=\"#main\" lang=\"en\">Skip to content</a>\
         <header><a href=\"{home}\">Klarna Help</a></header>\
         <main id=\"main\" tabindex=\"-1\">{main}{contact}</main></body></html>",
        lang = escape(&locale.tag),
        dir = locale.direction(),
        home = escape(&site.home()),
        contact = contact::section(locale),
    );
    let mut response = cached::document(request, HTML, MOVING, body);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

/// A page for an address that leads nowhere. The reader's language is not known here.
pub(crate) fn not_found() -> Response {
    let body = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Page not found</title>\
        <link rel=\"stylesheet\" href=\"/help.css\"></head><body><main><h1>Page not found</h1>\
        <p>This help page is not available. Go back, or open the Klarna app or website for help.</p>\
        </main></body></html>";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(HTML)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (StatusCode::NOT_FOUND, headers, body).into_response()
}

fn area_name(locale: &Locale, area: Area) -> String {
    let key = match area {
        Area::Payments => Key::AreaPayments,
        Area::Returns => Key::AreaReturns,
        Area::Account => Key::AreaAccount,
        Area::Disputes => Key::AreaDisputes,
    };
    word(locale, key)
}
