//! The content compiler: reads `content/`, refuses what would fail a customer, writes the pieces of each locale.
//!
//! Here: the authored formats (docs/authoring.md), the Markdown subset, the checks. Not here: where the bytes go
//! (xtask writes `dist/`), fetching, anything of a browser.
#![warn(missing_docs)]

mod articles;
mod check;
mod documents;
pub mod draw;
mod encoder;
mod evidence;
mod flows;
mod interface;
mod links;
mod markdown;
mod markets;
mod needed;
mod offers;
mod opened;
mod pieces;
mod reading;
mod refusal;
pub mod routes;
mod source;
mod synonyms;

pub use documents::{Document, documents};
pub use opened::Opened;
pub use pieces::{CompiledLocale, File};
pub use reading::Grade;
pub use refusal::Refusal;

use articles::Article;
use flows::ReadFlow;
use klarna_help_pack::{Market, Pack, Shelf};
use refusal::Refusals;
use std::path::Path;

/// A locale as read: everything that its pieces are made of.
pub(crate) struct Read {
    /// The locale of its texts, which may be of another region than the market.
    pub(crate) texts: String,
    pub(crate) pack: Pack,
    pub(crate) shelf: Shelf,
    pub(crate) articles: Vec<Article>,
    pub(crate) flows: Vec<ReadFlow>,
    pub(crate) encoder: Option<encoder::Shipped>,
}

/// Compiles every locale that a market serves.
///
/// # Errors
/// Every [`Refusal`] there is, so that an author mends all at once.
pub fn compile(content: &Path) -> Result<Vec<CompiledLocale>, Vec<Refusal>> {
    let mut refusals = Refusals::default();
    let markets = markets::read(content, &mut refusals);
    let mut compiled: Vec<CompiledLocale> = Vec::new();
    for (market, locales) in &markets {
        for locale in locales {
            let Some(read) = read_locale(content, locale, market, &mut refusals) else { continue };
            check::check(content, &read, &mut refusals);
            let reading = reading::check(content, &read, &mut refusals);
            // What is refused is not written: the index and the vectors are most of the work.
            if !refusals.is_empty() {
                continue;
            }
            let mut pieces = pieces::write(content, read, &mut refusals);
            pieces.reading = reading;
            if compiled.iter().any(|other| other.locale == pieces.locale) {
                let what = format!("two markets serve the locale {}", pieces.locale);
                refusals.add(&content.join("markets"), what, "list it in one of them");
            }
            compiled.push(pieces);
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

/// The tag of a market's locale: texts of another region are said to be of the market's own. English texts with the
/// values of Sweden are `en-SE`: the region is where the customer is, and the browser writes dates and money by it.
pub fn tag(locale: &str, market: &str) -> String {
    let (language, region) = locale.split_once('-').unwrap_or((locale, ""));
    if region == market { locale.to_owned() } else { format!("{language}-{market}") }
}

/// Reads one locale; `None` if its interface texts cannot be read at all.
fn read_locale(content: &Path, locale: &str, market: &Market, refusals: &mut Refusals) -> Option<Read> {
    let interface = interface::read(content, locale, refusals)?;
    let mut articles = articles::read(content, locale, refusals);
    let mut flows = flows::read(content, locale, refusals);
    needed::add(content, &market.code, &mut articles, &mut flows, refusals);
    let (evidence, checklists) = evidence::read(content, &interface.evidence, refusals);
    let encoder = encoder::read(content, locale, refusals);
    let mut ui = interface.ui;
    let shelf = Shelf {
        market: market.clone(),
        ui: ui.split_off(klarna_help_pack::ui::FIRST),
        evidence,
        checklists,
        categories: interface.categories,
        encoder: encoder.as_ref().map_or_else(String::new, |encoder| encoder.name.clone()),
        articles: articles.iter().map(|a| a.meta.clone()).collect(),
        flows: flows.iter().map(|f| f.meta.clone()).collect(),
    };
    let pack = Pack {
        locale: tag(locale, &market.code),
        timezone: market.timezone.clone(),
        ui,
        reasons: Vec::new(),
        offers: Vec::new(),
        rules: Vec::new(),
    };
    let mut read = Read { texts: locale.to_owned(), pack, shelf, articles, flows, encoder };
    let built = offers::build(content, &read, &interface.reasons, refusals);
    (read.pack.offers, read.pack.rules, read.pack.reasons) = (built.offers, built.rules, built.reasons);
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn a_locale_is_of_the_market_that_serves_it() {
        assert_eq!(tag("sv-SE", "SE"), "sv-SE");
        assert_eq!(tag("en-GB", "GB"), "en-GB");
        assert_eq!(tag("en-GB", "SE"), "en-SE");
        assert_eq!(tag("de", "DE"), "de-DE");
    }
}
