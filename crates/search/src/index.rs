//! The index: sorted terms with, for each document, how much it is about the term. Built once with the content.
//!
//! The weight is BM25F's (Robertson and Zaragoza 2009, 3.6): term counts of each field, divided by the field's relative
//! length, weighted and added before saturation. It is stored in sixteenths, one byte.

use crate::analyse::{Word, words};
use std::collections::BTreeMap;

/// A document to be indexed. Its number is its place in the list given to [`build`].
#[derive(Clone, Debug, Default)]
pub struct Doc<'a> {
    /// Title.
    pub title: &'a str,
    /// Words customers use for it, as authored.
    pub keywords: &'a [String],
    /// One sentence.
    pub summary: &'a str,
    /// The rest, as plain text.
    pub body: &'a str,
}

/// An index read from bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    pub(crate) docs: u16,
    /// A hash of each title's words, so that an exact title is always found first.
    pub(crate) titles: Vec<u32>,
    pub(crate) terms: Vec<Term>,
}

/// A hash of folded words (FNV-1a, 32 bits): small in the index, and the same on every machine.
pub(crate) fn hash(words: &[Word]) -> u32 {
    let bytes = words.iter().flat_map(|w| w.folded.bytes().chain([b' ']));
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A stem and the documents that have it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    pub(crate) stem: String,
    pub(crate) postings: Vec<(u16, u8)>,
}

/// Why bytes are not an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexError;

/// Field weights: title, keywords, summary, body. Keywords were chosen for search, so they count like a title.
const WEIGHTS: [f32; 4] = [4.0, 4.0, 2.0, 1.0];
/// How much a field's length counts (BM25's b).
const LENGTH: f32 = 0.6;
const SCALE: f32 = 16.0;

/// Builds the bytes of an index.
///
/// # Errors
/// [`IndexError`] for more than 65,535 documents.
pub fn build(docs: &[Doc<'_>]) -> Result<Vec<u8>, IndexError> {
    let fields: Vec<[Vec<String>; 4]> = docs
        .iter()
        .map(|doc| {
            let keywords = doc.keywords.join(" ");
            [doc.title, &keywords, doc.summary, doc.body]
                .map(|text| words(text).into_iter().filter(|w| !w.empty).map(|w| w.stem).collect())
        })
        .collect();
    let count = docs.len().max(1) as f32;
    let mut average = [0.0_f32; 4];
    for doc in &fields {
        for (sum, field) in average.iter_mut().zip(doc) {
            *sum += field.len() as f32 / count;
        }
    }
    let mut terms: BTreeMap<&str, BTreeMap<u16, f32>> = BTreeMap::new();
    for (id, doc) in fields.iter().enumerate() {
        let id = u16::try_from(id).map_err(|_| IndexError)?;
        for ((field, weight), average) in doc.iter().zip(WEIGHTS).zip(average) {
            let norm = 1.0 - LENGTH + LENGTH * field.len() as f32 / average.max(1.0);
            for stem in field {
                *terms.entry(stem).or_default().entry(id).or_default() += weight / norm;
            }
        }
    }
    let quantise = |w: f32| (w * SCALE).round().clamp(1.0, 255.0) as u8;
    let terms = terms
        .into_iter()
        .map(|(stem, docs)| Term {
            stem: stem.into(),
            postings: docs.into_iter().map(|(id, w)| (id, quantise(w))).collect(),
        })
        .collect();
    let titles = docs.iter().map(|doc| hash(&words(doc.title))).collect();
    let docs = u16::try_from(docs.len()).map_err(|_| IndexError)?;
    Ok(crate::bytes::write(&Index { docs, titles, terms }))
}

impl Index {
    /// Reads an index.
    ///
    /// # Errors
    /// [`IndexError`] when the bytes are damaged or of another format.
    pub fn read(bytes: &[u8]) -> Result<Self, IndexError> {
        crate::bytes::read(bytes).ok_or(IndexError)
    }

    /// An index of nothing.
    pub fn empty() -> Self {
        Self { docs: 0, titles: Vec::new(), terms: Vec::new() }
    }

    /// The term of a stem.
    pub(crate) fn term(&self, stem: &str) -> Option<&Term> {
        let at = self.terms.binary_search_by(|term| term.stem.as_str().cmp(stem)).ok()?;
        self.terms.get(at)
    }

    /// Terms that begin with a text, in order.
    pub(crate) fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a Term> {
        let from = self.terms.partition_point(|term| term.stem.as_str() < prefix);
        self.terms.iter().skip(from).take_while(move |term| term.stem.starts_with(prefix))
    }
}

impl Term {
    /// Inverse document frequency, never below zero.
    pub(crate) fn idf(&self, docs: u16) -> f32 {
        let (n, df) = (f32::from(docs), self.postings.len() as f32);
        (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
    }

    /// A document's saturated weight.
    pub(crate) fn weight(quantised: u8) -> f32 {
        let w = f32::from(quantised) / SCALE;
        w / (w + 1.2)
    }
}
