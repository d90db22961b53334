//! The content compiler: reads `content/`, refuses what would fail a customer, writes a pack and its bodies a locale.
//!
//! Here: the authored formats (docs/authoring.md), the Markdown subset, the checks. Not here: where the bytes go
//! (xtask writes `dist/`), fetching, anything of a browser.
#![warn(missing_docs)]

mod articles;
mod check;
mod evidence;
mod flows;
mod interface;
mod links;
mod markdown;
mod markets;
mod refusal;
mod source;
mod synonyms;

pub use refusal::Refusal;

use klarna_help_pack::{Bodies, Pack, encode_bodies, encode_pack};
use refusal::Refusals;
use std::path::Path;

/// A locale, compiled.
#[derive(Clone, Debug)]
pub struct CompiledLocale {
    /// Such as `en-GB`.
    pub locale: String,
    /// Such as `GB`.
    pub market: String,
    /// Bytes of the pack.
    pub pack: Vec<u8>,
    /// Bytes of the bodies.
    pub bodies: Vec<u8>,
    /// What is allowed but should be looked at, such as a missing translation.
    pub warnings: Vec<String>,
}

/// Compiles every locale that a market serves.
///
/// # Errors
/// Every [`Refusal`] there is, so that an author mends all at once.
pub fn compile(content: &Path) -> Result<Vec<CompiledLocale>, Vec<Refusal>> {
    let mut refusals = Refusals::default();
    let markets = markets::read(content, &mut refusals);
    let mut compiled = Vec::new();
    for (market, locales) in &markets {
        for locale in locales {
            let Some(read) = read_locale(content, locale, market, &mut refusals) else { continue };
            let (pack, bodies) = read;
            check::check(content, &pack, &bodies, &mut refusals);
            compiled.push(CompiledLocale {
                locale: locale.clone(),
                market: market.code.clone(),
                pack: encode_pack(&pack),
                bodies: encode_bodies(&bodies),
                warnings: refusals.take_warnings(),
            });
        }
    }
    if compiled.is_empty() && refusals.is_empty() {
        refusals.add(
            &content.join("markets"),
            "no market serves any locale",
            "add a market file with `locales`",
        );
    }
    refusals.into_result(compiled)
}

/// Reads one locale; `None` if its interface texts cannot be read at all.
fn read_locale(
    content: &Path,
    locale: &str,
    market: &klarna_help_pack::Market,
    refusals: &mut Refusals,
) -> Option<(Pack, Bodies)> {
    let interface = interface::read(content, locale, refusals)?;
    let articles = articles::read(content, locale, refusals);
    let flows = flows::read(content, locale, refusals);
    let docs: Vec<klarna_help_search::Doc<'_>> = articles
        .iter()
        .map(|a| klarna_help_search::Doc {
            title: &a.meta.title,
            keywords: &a.keywords,
            asks: &a.asks,
            summary: &a.meta.summary,
            body: &a.plain,
        })
        .chain(flows.iter().map(|f| klarna_help_search::Doc {
            title: &f.meta.title,
            keywords: &f.keywords,
            asks: &f.asks,
            summary: &f.meta.summary,
            body: "",
        }))
        .collect();
    let language = klarna_help_search::Language::of_locale(locale);
    let synonyms = synonyms::read(content, locale, refusals);
    let index = klarna_help_search::build(&docs, language, &synonyms).unwrap_or_else(|why| {
        refusals.add(content, format!("the search index cannot be built: {why}"), "write less");
        Vec::new()
    });
    let (evidence, checklists) = evidence::read(content, &interface.evidence, refusals);
    let mut ui = interface.ui;
    let bodies = Bodies {
        market: market.clone(),
        ui: ui.split_off(klarna_help_pack::ui::FIRST),
        evidence,
        checklists,
        categories: interface.categories,
        bodies: articles
            .iter()
            .map(|a| klarna_help_pack::Body {
                slug: a.meta.slug.clone(),
                related: a.related.clone(),
                blocks: a.blocks.clone(),
            })
            .collect(),
        flows: flows.iter().map(|f| f.flow.clone()).collect(),
    };
    let pack = Pack {
        locale: locale.to_owned(),
        timezone: market.timezone.clone(),
        ui,
        reasons: interface.reasons,
        articles: articles.into_iter().map(|a| a.meta).collect(),
        flows: flows.into_iter().map(|f| f.meta).collect(),
        index,
    };
    Some((pack, bodies))
}
