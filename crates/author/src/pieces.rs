//! A locale as the files that are fetched: the pack, then a folder with the shelf, the search index, one file an article
//! and a flow, and one of all of those (docs/decisions/0017-content-in-pieces.md).

use crate::documents;
use crate::refusal::Refusals;
use crate::synonyms;
use crate::{Grade, Read};
use klarna_help_pack::{Body, INDEX_FILE, Piece, STOCK_FILE, Shelf, VECTORS_FILE, stock};
use klarna_help_search::Language;
use klarna_help_search::meaning::vectors;
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
    /// Everything else, to stand in one folder.
    pub files: Vec<File>,
    /// The text encoder of its language, beside the folder: other locales may have the same.
    pub encoder: Option<File>,
    /// What is allowed but should be looked at, such as a missing translation.
    pub warnings: Vec<String>,
    /// How hard its texts are to read, hardest first; empty for a language without a measure.
    pub reading: Vec<Grade>,
}

/// A file of a locale's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it stands in the folder, such as `article/late-fee.kha`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    fn new<P: Piece>(stem: &str, piece: &P) -> Self {
        Self { path: format!("{stem}.{}", P::EXTENSION), bytes: piece.encode() }
    }
}

pub(crate) fn write(content: &Path, read: Read, refusals: &mut Refusals) -> CompiledLocale {
    let mut files = vec![File::new("shelf", &read.shelf)];
    files.extend(found_by(content, &read, refusals));
    let flows = read.flows.iter().map(|f| File::new(&format!("flow/{}", f.meta.slug), &f.flow));
    let articles = read.articles.into_iter().map(|a| {
        let body = Body { related: a.related, blocks: a.blocks };
        File::new(&format!("article/{}", a.meta.slug), &body)
    });
    let items: Vec<File> = flows.chain(articles).collect();
    let stock = stock(items.iter().map(|item| (item.path.as_str(), item.bytes.as_slice())));
    files.push(File { path: STOCK_FILE.into(), bytes: stock });
    files.extend(items);
    let Shelf { market, .. } = read.shelf;
    CompiledLocale {
        locale: read.pack.locale.clone(),
        market: market.code,
        pack: read.pack.encode(),
        files,
        encoder: read.encoder.map(|encoder| File { path: encoder.name, bytes: encoder.bytes }),
        warnings: refusals.take_warnings(),
        reading: Vec::new(),
    }
}

/// What search reads: the index, and, where the language has an encoder, what each document means.
fn found_by(content: &Path, read: &Read, refusals: &mut Refusals) -> Vec<File> {
    let docs = documents::of(read);
    let synonyms = synonyms::read(content, &read.texts, refusals);
    let index = klarna_help_search::build(&docs, Language::of_locale(&read.texts), &synonyms);
    let index = index.unwrap_or_else(|why| {
        refusals.add(content, format!("the search index cannot be built: {why}"), "write less");
        Vec::new()
    });
    if let Some(shipped) = &read.encoder {
        shipped.warn_of_others(&docs, refusals);
    }
    let vectors = read.encoder.as_ref().map(|shipped| vectors::build(&docs, &shipped.encoder));
    let vectors = vectors.map(|bytes| File { path: VECTORS_FILE.into(), bytes });
    [File { path: INDEX_FILE.into(), bytes: index }].into_iter().chain(vectors).collect()
}
