//! Building an index: words of each field, their stems, the parts of compounds, and how much each document is about each
//! term.
//!
//! The weight is BM25F's (Robertson and Zaragoza 2009, 3.6): term counts of each field, divided by the field's relative
//! length, weighted and added, then saturated. It does not depend on the order of documents.

use crate::analyse::{Word, words};
use crate::compound;
use crate::language::Language;
use crate::part::{Part, WEIGHT_MAX};
use crate::synonyms::Synonyms;
use std::collections::BTreeMap;

/// A document to be indexed. Its number is its place in the list given to [`build`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Doc<'a> {
    /// Title.
    pub title: &'a str,
    /// Words customers use for it, as authored.
    pub keywords: &'a [String],
    /// Sentences as customers write them.
    pub asks: &'a [String],
    /// One sentence.
    pub summary: &'a str,
    /// The rest, as plain text.
    pub body: &'a str,
}

/// Why there is no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexError {
    /// The bytes are damaged or of another format.
    Damaged,
    /// More than 4,294,967,295 documents, words or postings.
    TooLarge,
}

impl core::fmt::Display for IndexError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Damaged => "the bytes are no index of this version; build the content again",
            Self::TooLarge => "there are too many documents for one index; split them",
        })
    }
}

impl core::error::Error for IndexError {}

/// Field weights: title, keywords, asks, summary, body. Keywords were chosen for search, so they count almost like a title.
const WEIGHTS: [f32; FIELDS] = [4.0, 3.0, 1.0, 1.5, 0.7];
const FIELDS: usize = 5;
/// The body is told apart: its empty words say nothing and would be most of an index.
const BODY: usize = 4;
/// How much a field's length counts (BM25's b).
const LENGTH: f32 = 0.6;
/// Where a weight is half of its most (BM25's k1). Higher than in books: the asks of a document say one thing in several
/// ways, and a word that most of them have is what they are about.
const HALF: f32 = 3.0;
/// What a part of a compound counts, beside the compound itself.
const PART: f32 = 0.6;

/// Builds the bytes of an index.
///
/// # Errors
/// [`IndexError::TooLarge`].
pub fn build(docs: &[Doc<'_>], language: Language, synonyms: &Synonyms) -> Result<Vec<u8>, IndexError> {
    part(docs, language, synonyms).map(|part| crate::bytes::write(&part))
}

/// A hash of folded words (FNV-1a, 32 bits): small in the index, and the same on every machine.
pub(crate) fn title_hash(words: &[Word]) -> u32 {
    fnv(words.iter().flat_map(|w| w.folded.bytes().chain([b' '])))
}

/// FNV-1a, 32 bits.
pub(crate) fn fnv(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

pub(crate) fn part(docs: &[Doc<'_>], language: Language, synonyms: &Synonyms) -> Result<Part, IndexError> {
    let too_large = |_| IndexError::TooLarge;
    u32::try_from(docs.len()).map_err(too_large)?;
    let fields: Vec<[Vec<String>; FIELDS]> = docs.iter().map(|doc| read_fields(doc, language)).collect();
    let phrases = said(synonyms, language);
    let mut places: BTreeMap<&str, u32> =
        fields.iter().flatten().chain(phrases.iter().flatten()).flatten().map(|w| (w.as_str(), 0)).collect();
    for (at, place) in (0_u32..).zip(places.values_mut()) {
        *place = at;
    }
    let mut part = Part { language, ..Part::default() };
    let mut first_of: BTreeMap<String, u32> = BTreeMap::new();
    let mut parts: Vec<Vec<u32>> = Vec::with_capacity(places.len());
    for (word, at) in &places {
        part.words.push(word);
        part.terms.push(*first_of.entry(language.stem(word)).or_insert(*at));
        let split = compound::split(word, language, &|w| places.contains_key(w)).unwrap_or_default();
        parts.push(split.iter().filter_map(|w| places.get(w.as_str()).copied()).collect());
    }
    u32::try_from(part.words.text.len()).map_err(too_large)?;
    let postings = weigh(&fields, &places, &part.terms, &parts);
    for of in &postings {
        part.starts.push(u32::try_from(part.docs.len()).map_err(too_large)?);
        for (doc, weight) in of {
            part.docs.push(*doc);
            part.weights.push((weight / (weight + HALF) * WEIGHT_MAX).round().clamp(1.0, WEIGHT_MAX) as u8);
        }
    }
    part.starts.push(u32::try_from(part.docs.len()).map_err(too_large)?);
    part.titles = docs.iter().map(|doc| title_hash(&words(doc.title, language))).collect();
    let place = |word: &String| places.get(word.as_str()).copied();
    part.synonyms = phrases
        .iter()
        .map(|group| group.iter().filter_map(|phrase| phrase.iter().map(place).collect()).collect())
        .filter(|group: &Vec<Vec<u32>>| group.len() > 1)
        .collect();
    Ok(part)
}

fn read_fields(doc: &Doc<'_>, language: Language) -> [Vec<String>; FIELDS] {
    let one = |text: &str| words(text, language).into_iter().map(|w| w.folded).collect::<Vec<_>>();
    let many = |list: &[String]| list.iter().flat_map(|text| one(text)).collect::<Vec<_>>();
    let mut fields = [one(doc.title), many(doc.keywords), many(doc.asks), one(doc.summary), one(doc.body)];
    if let Some(body) = fields.get_mut(BODY) {
        body.retain(|word| !language.is_empty_word(word));
    }
    fields
}

/// The words of each phrase of each group.
fn said(synonyms: &Synonyms, language: Language) -> Vec<Vec<Vec<String>>> {
    let phrase = |text: &String| words(text, language).into_iter().map(|w| w.folded).collect::<Vec<_>>();
    synonyms
        .groups
        .iter()
        .map(|group| group.iter().map(phrase).filter(|words| !words.is_empty()).collect())
        .collect()
}

/// Of each term, its documents in order and their weights before saturation.
fn weigh(
    fields: &[[Vec<String>; FIELDS]],
    places: &BTreeMap<&str, u32>,
    terms: &[u32],
    parts: &[Vec<u32>],
) -> Vec<Vec<(u32, f32)>> {
    // Whole numbers, so that the sum is the same in any order.
    let mut totals = [0_usize; FIELDS];
    for doc in fields {
        for (sum, field) in totals.iter_mut().zip(doc) {
            *sum += field.len();
        }
    }
    let average = totals.map(|sum| sum as f32 / fields.len().max(1) as f32);
    let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); terms.len()];
    for (id, doc) in (0_u32..).zip(fields) {
        for ((field, weight), average) in doc.iter().zip(WEIGHTS).zip(average) {
            let norm = 1.0 - LENGTH + LENGTH * field.len() as f32 / average.max(1.0);
            let mut add = |word: u32, weight: f32| {
                let term = terms.get(word as usize).copied().unwrap_or(word);
                let Some(of) = postings.get_mut(term as usize) else { return };
                match of.last_mut() {
                    Some((last, sum)) if *last == id => *sum += weight,
                    _ => of.push((id, weight)),
                }
            };
            for word in field {
                let Some(place) = places.get(word.as_str()).copied() else { continue };
                add(place, weight / norm);
                for part in parts.get(place as usize).map(Vec::as_slice).unwrap_or_default() {
                    add(*part, PART * weight / norm);
                }
            }
        }
    }
    postings
}
