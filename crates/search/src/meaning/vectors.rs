//! A vector for each document: built with the content by an encoder, read by the widget.
//!
//! A document's vector is the mean of those of its lines: what customers ask counts most, a long body little. Bytes: `KHV`,
//! format (1), dimensions, documents (u32), then signed bytes, document by document. They belong to the encoder that
//! made them: its dimensions are checked, the rest is the release's to keep together.

use super::encoder::{Encoder, to_length};
use crate::build::Doc;

const MAGIC: &[u8] = b"KHV\x01";
/// What a line of each kind counts.
const TITLE: f32 = 1.0;
const ASK: f32 = 1.0;
const SUMMARY: f32 = 0.7;
const KEYWORD: f32 = 0.3;
const SENTENCE: f32 = 0.2;
/// Sentences of a body that are read: the first say what it is about.
const SENTENCES_MAX: usize = 12;
/// What the vector that an encoder was fitted with counts beside the mean of a document's lines.
const FITTED: f32 = 0.5;
/// How much of the mean of all documents is taken away: what they have in common tells none from another.
const COMMON: f32 = 0.7;

/// Vectors of documents, read from bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vectors {
    dimensions: usize,
    rows: Vec<i8>,
    /// What is taken away from each vector.
    common: Vec<f32>,
    /// Of each document, one over the length that is left.
    inverse: Vec<f32>,
}

/// Builds the bytes of the vectors of documents, in their order.
pub fn build(docs: &[Doc<'_>], encoder: &Encoder) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.push(encoder.dimensions() as u8);
    out.extend_from_slice(&(docs.len() as u32).to_le_bytes());
    for doc in docs {
        out.extend(row(doc, encoder).into_iter().map(i8::cast_unsigned));
    }
    out
}

/// A document's vector in signed bytes.
fn row(doc: &Doc<'_>, encoder: &Encoder) -> Vec<i8> {
    let mut sum = vec![0.0_f32; encoder.dimensions()];
    let mut add = |text: &str, weight: f32| {
        for (sum, value) in sum.iter_mut().zip(encoder.encode(text)) {
            *sum += weight * value;
        }
    };
    add(doc.title, TITLE);
    add(doc.summary, SUMMARY);
    doc.asks.iter().for_each(|text| add(text, ASK));
    doc.keywords.iter().for_each(|text| add(text, KEYWORD));
    let sentences = doc.body.split(['.', '?', '!', '\n']).filter(|sentence| sentence.contains(' '));
    // Where nothing else says what it is about, the body does.
    let weight = if doc.asks.is_empty() && doc.summary.is_empty() { SENTENCE * 2.0 } else { SENTENCE };
    sentences.take(SENTENCES_MAX).for_each(|text| add(text, weight));
    to_length(&mut sum, 127.0);
    if let Some(vector) = encoder.fitted.of(doc) {
        for (sum, value) in sum.iter_mut().zip(vector) {
            *sum += FITTED * f32::from(*value);
        }
        to_length(&mut sum, 127.0);
    }
    sum.into_iter().map(|value| value.round().clamp(-127.0, 127.0) as i8).collect()
}

impl Vectors {
    /// Reads vectors; `None` if the bytes are damaged or of another format.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (dimensions, rest) = bytes.strip_prefix(MAGIC)?.split_first()?;
        let (count, rows) = rest.split_first_chunk()?;
        let (count, dimensions) =
            (usize::try_from(u32::from_le_bytes(*count)).ok()?, usize::from(*dimensions));
        if dimensions == 0 || count.checked_mul(dimensions) != Some(rows.len()) {
            return None;
        }
        let mut vectors = Self { dimensions, ..Self::default() };
        vectors.rows = rows.iter().map(|b| b.cast_signed()).collect();
        vectors.centre();
        Some(vectors)
    }

    /// Adds documents, such as articles of a helpdesk.
    pub fn add(&mut self, docs: &[Doc<'_>], encoder: &Encoder) {
        self.dimensions = encoder.dimensions();
        for doc in docs {
            self.rows.extend(row(doc, encoder));
        }
        self.centre();
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.inverse.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.inverse.is_empty()
    }

    /// Numbers in a vector.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn centre(&mut self) {
        let rows = || self.rows.chunks_exact(self.dimensions.max(1));
        let mut sums = vec![0_i64; self.dimensions];
        for row in rows() {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += i64::from(*value);
            }
        }
        let share = COMMON / 127.0 / rows().len().max(1) as f32;
        // A few documents have no common side but what they are about.
        let share = share * (rows().len() as f32 / 12.0).min(1.0);
        let common: Vec<f32> = sums.into_iter().map(|sum| sum as f32 * share).collect();
        let left = |row: &[i8]| {
            let square: f32 = row
                .iter()
                .zip(&common)
                .map(|(value, common)| (f32::from(*value) / 127.0 - common).powi(2))
                .sum();
            if square > 1e-6 { 1.0 / square.sqrt() } else { 0.0 }
        };
        self.inverse = rows().map(left).collect();
        self.common = common;
    }

    /// The cosine of each document to a query's vector, without what all documents have in common.
    pub(super) fn near(&self, query: &[f32]) -> Vec<f32> {
        if query.iter().all(|value| *value == 0.0) {
            return vec![0.0; self.len()];
        }
        let mut query: Vec<f32> =
            query.iter().zip(&self.common).map(|(value, common)| value - common).collect();
        to_length(&mut query, 1.0);
        let offset: f32 = query.iter().zip(&self.common).map(|(value, common)| value * common).sum();
        query.iter_mut().for_each(|value| *value /= 127.0);
        let rows = self.rows.chunks_exact(self.dimensions.max(1)).zip(&self.inverse);
        rows.map(|(row, inverse)| {
            let dot: f32 = row.iter().zip(&query).map(|(value, query)| f32::from(*value) * query).sum();
            (dot - offset) * inverse
        })
        .collect()
    }
}
