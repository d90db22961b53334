//! The documents of a language as search reads them, for tools/encoder, which fits an encoder to them. Not here: the index
//! and the vectors that are made of them (pieces.rs).

use crate::refusal::{Refusal, Refusals};
use crate::{Read, markets, read_locale};
use klarna_help_search::Doc;
use serde::Serialize;
use std::path::Path;

/// A document, as [`Doc`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Sentences as customers write them.
    pub asks: Vec<String>,
    /// Words customers use for it.
    pub keywords: Vec<String>,
    /// The rest, as plain text.
    pub body: String,
}

/// Every document of every market's locales of a language (such as `en`), each once.
///
/// # Errors
/// Every [`Refusal`] of what was read.
pub fn documents(content: &Path, language: &str) -> Result<Vec<Document>, Vec<Refusal>> {
    let mut refusals = Refusals::default();
    let mut found: Vec<Document> = Vec::new();
    for (market, locales) in &markets::read(content, &mut refusals) {
        for locale in locales.iter().filter(|locale| locale.split('-').next() == Some(language)) {
            let Some(read) = read_locale(content, locale, market, &mut refusals) else { continue };
            for document in of(&read).iter().map(owned) {
                if !found.contains(&document) {
                    found.push(document);
                }
            }
        }
    }
    refusals.into_result(found)
}

/// A locale's documents: articles, then flows, as the shelf has them.
pub(crate) fn of(read: &Read) -> Vec<Doc<'_>> {
    let articles = read.articles.iter().map(|a| Doc {
        title: &a.meta.title,
        keywords: &a.keywords,
        asks: &a.asks,
        summary: &a.meta.summary,
        body: &a.plain,
    });
    let flows = read.flows.iter().map(|f| Doc {
        title: &f.meta.title,
        keywords: &f.keywords,
        asks: &f.asks,
        summary: &f.meta.summary,
        body: "",
    });
    articles.chain(flows).collect()
}

fn owned(doc: &Doc<'_>) -> Document {
    Document {
        title: doc.title.to_owned(),
        summary: doc.summary.to_owned(),
        asks: doc.asks.to_vec(),
        keywords: doc.keywords.to_vec(),
        body: doc.body.to_owned(),
    }
}
