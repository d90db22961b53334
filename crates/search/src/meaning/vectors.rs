//! Vectors for each document: built with the content by an encoder, read by the widget.
//!
//! A document has the mean of its lines (what customers ask counts most, a long body little), and a few vectors of lines
//! that are near each other: a question near one of those is about the document too, though it is far from the mean.
//!
//! Bytes: `KHV`, format (2), dimensions, documents (u32), of each document how many lines (a byte), then in signed bytes the
//! means and the lines, each coarse, for a device pays for them. They belong to the encoder that made them: its dimensions
//! are checked, the rest is the release's to keep together. Not here: ranking (fuse.rs), which lines go together
//! (groups.rs), the arithmetic of a row (rows.rs).

use super::encoder::{Encoder, to_length};
use super::groups::groups;
use super::rows::Rows;
use crate::build::Doc;

const MAGIC: &[u8] = b"KHV\x02";
/// What a line of each kind counts.
const TITLE: f32 = 1.0;
const ASK: f32 = 1.0;
const SUMMARY: f32 = 0.7;
const KEYWORD: f32 = 0.3;
const SENTENCE: f32 = 0.2;
/// Sentences of a body that are read: the first say what it is about.
const SENTENCES_MAX: usize = 12;
/// Vectors of lines that are kept beside the mean.
const LINES_MAX: usize = 6;
/// Steps of the numbers of means and of lines, where 127 is one. Steps of 20 lose nothing measurable in a line.
const MEAN_STEP: f32 = 2.0;
const LINE_STEP: f32 = 16.0;
/// What the vector that an encoder was fitted with counts beside the mean of a document's lines.
const FITTED: f32 = 0.5;
/// How much of the mean of all documents is taken away: what they have in common tells none from another.
const COMMON: f32 = 0.7;
/// What the nearest line counts for beside the mean.
const LINE: f32 = 0.5;

/// Vectors of documents, read from bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Vectors {
    means: Rows,
    lines: Rows,
    /// Of each document, where its lines end.
    ends: Vec<usize>,
    /// What is taken away from each vector.
    common: Vec<f32>,
}

/// A query as documents are compared with it.
pub(super) struct Asked {
    vector: Vec<f32>,
    /// Its product with what all documents have in common.
    offset: f32,
}

/// Builds the bytes of the vectors of documents, in their order.
pub fn build(docs: &[Doc<'_>], encoder: &Encoder) -> Vec<u8> {
    let mut vectors = Vectors::default();
    vectors.add(docs, encoder);
    let mut out = MAGIC.to_vec();
    out.push(encoder.dimensions() as u8);
    out.extend_from_slice(&(docs.len() as u32).to_le_bytes());
    let mut begin = 0;
    for end in &vectors.ends {
        out.push((end - begin) as u8);
        begin = *end;
    }
    out.extend(vectors.means.bytes());
    out.extend(vectors.lines.bytes());
    out
}

/// A line of a document: its vector, and what it counts.
type Line = (Vec<f32>, f32);

/// The lines of a document, encoded.
fn lines(doc: &Doc<'_>, encoder: &Encoder) -> Vec<Line> {
    let sentences = doc.body.split(['.', '?', '!', '\n']).filter(|sentence| sentence.contains(' '));
    // Where nothing else says what it is about, the body does.
    let weight = if told(doc) { SENTENCE } else { SENTENCE * 2.0 };
    [(doc.title, TITLE), (doc.summary, SUMMARY)]
        .into_iter()
        .chain(doc.asks.iter().map(|text| (text.as_str(), ASK)))
        .chain(doc.keywords.iter().map(|text| (text.as_str(), KEYWORD)))
        .chain(sentences.take(SENTENCES_MAX).map(|text| (text, weight)))
        .map(|(text, weight)| (encoder.encode(text), weight))
        .collect()
}

/// Whether something else than its body says what a document is about.
fn told(doc: &Doc<'_>) -> bool {
    !doc.asks.is_empty() || !doc.summary.is_empty()
}

/// The mean of a document's lines, of length one; with what the encoder was fitted to of the document.
fn mean(lines: &[Line], fitted: Option<&[i8]>, dimensions: usize) -> Vec<f32> {
    let mut sum = vec![0.0_f32; dimensions];
    for (line, weight) in lines {
        sum.iter_mut().zip(line).for_each(|(sum, value)| *sum += weight * value);
    }
    to_length(&mut sum, 1.0);
    if let Some(vector) = fitted {
        for (sum, value) in sum.iter_mut().zip(vector) {
            *sum += FITTED / 127.0 * f32::from(*value);
        }
        to_length(&mut sum, 1.0);
    }
    sum
}

/// The lines that count more than `least`, in a few vectors.
fn telling(lines: Vec<Line>, least: f32) -> Vec<Vec<f32>> {
    let telling = lines.into_iter().filter(|(_, weight)| *weight > least).map(|(line, _)| line);
    groups(&telling.filter(|line| line.iter().any(|value| *value != 0.0)).collect::<Vec<_>>(), LINES_MAX)
}

impl Default for Vectors {
    fn default() -> Self {
        Self {
            means: Rows::new(MEAN_STEP),
            lines: Rows::new(LINE_STEP),
            ends: Vec::new(),
            common: Vec::new(),
        }
    }
}

impl Vectors {
    /// Reads vectors; `None` if the bytes are damaged or of another format.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (dimensions, rest) = bytes.strip_prefix(MAGIC)?.split_first()?;
        let (count, rest) = rest.split_first_chunk()?;
        let (count, dimensions) =
            (usize::try_from(u32::from_le_bytes(*count)).ok()?, usize::from(*dimensions));
        let (counts, rest) = rest.split_at_checked(count)?;
        let (means, lines) = rest.split_at_checked(count.checked_mul(dimensions)?)?;
        let mut vectors = Self::default();
        let mut end = 0;
        for count in counts {
            end += usize::from(*count);
            vectors.ends.push(end);
        }
        if dimensions == 0 || end.checked_mul(dimensions) != Some(lines.len()) {
            return None;
        }
        vectors.means.read(means, dimensions);
        vectors.lines.read(lines, dimensions);
        vectors.centre();
        Some(vectors)
    }

    /// Adds documents, such as articles of a helpdesk.
    pub fn add(&mut self, docs: &[Doc<'_>], encoder: &Encoder) {
        for doc in docs {
            let lines = lines(doc, encoder);
            self.means.push(&mean(&lines, encoder.fitted.of(doc), encoder.dimensions()));
            let least = if told(doc) { KEYWORD } else { 0.0 };
            telling(lines, least).iter().for_each(|line| self.lines.push(line));
            self.ends.push(self.lines.len());
        }
        self.centre();
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Numbers in a vector.
    pub fn dimensions(&self) -> usize {
        self.means.dimensions()
    }

    fn centre(&mut self) {
        // A few documents have no common side but what they are about.
        let share = COMMON * (self.len() as f32 / 12.0).min(1.0);
        self.common = self.means.mean(share);
        self.means.centre(&self.common);
        self.lines.centre(&self.common);
    }

    /// A query's vector without what all documents have in common; `None` if it says nothing.
    pub(super) fn asked(&self, query: &[f32]) -> Option<Asked> {
        if query.iter().all(|value| *value == 0.0) {
            return None;
        }
        let mut vector: Vec<f32> =
            query.iter().zip(&self.common).map(|(value, common)| value - common).collect();
        to_length(&mut vector, 1.0);
        let offset = vector.iter().zip(&self.common).map(|(value, common)| value * common).sum();
        Some(Asked { vector, offset })
    }

    /// The cosine of each document's mean to a query.
    pub(super) fn near(&self, asked: &Asked) -> Vec<f32> {
        (0..self.len()).map(|doc| self.means.near(doc, &asked.vector, asked.offset)).collect()
    }

    /// How near a document is whose mean is as near as `mean`, when its lines are looked at too: never less.
    pub(super) fn nearer(&self, doc: usize, mean: f32, asked: &Asked) -> f32 {
        let Some(end) = self.ends.get(doc) else { return mean };
        let begin = doc.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let lines = (begin..*end).map(|line| self.lines.near(line, &asked.vector, asked.offset));
        mean + LINE * (lines.fold(mean, f32::max) - mean)
    }
}
