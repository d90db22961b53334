//! Ranking by meaning and words together, and how sure the best is.
//!
//! A document's value is its cosine to the query plus a share of its words' sum: the words decide among what is near, and
//! find what the encoder has no piece for (names, numbers, error codes).

use super::encoder::Encoder;
use super::vectors::Vectors;
use crate::build::Doc;
use crate::index::Index;
use crate::query::{Found, Hit, Kind, Slot, Sums, Verdict};

/// An encoder and the vectors of an index's documents, in the same order.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    encoder: Encoder,
    vectors: Vectors,
}

/// What a sum of words counts beside the cosine.
const WORDS: f32 = 0.15;
/// How fast sureness falls behind the best.
const FALL: f32 = 6.0;
/// How sure a find is: offset; by cosine, by share of the words, by lead.
const SURE: [f32; 4] = [-4.0, 6.0, 2.0, 4.0];
/// Words that neither index nor encoder has and that are held against every piece.
const CORRECTED_MAX: usize = 4;

impl Meaning {
    /// Puts both together; `None` if the vectors are not of this encoder.
    pub fn new(encoder: Encoder, vectors: Vectors) -> Option<Self> {
        let fits = vectors.is_empty() || vectors.dimensions() == encoder.dimensions();
        fits.then_some(Self { encoder, vectors })
    }

    /// Adds the documents that were added to the index.
    pub fn add(&mut self, docs: &[Doc<'_>]) {
        self.vectors.add(docs, &self.encoder);
    }

    /// The vector of a query in the words that it was understood as. A word that may be several is a little of each.
    fn of_query(&self, slots: &[Slot]) -> Vec<f32> {
        let mut words: Vec<(&str, f32)> = Vec::with_capacity(slots.len() * 2);
        let mut tries = CORRECTED_MAX;
        for slot in slots.iter().filter(|slot| !slot.extra) {
            // What the index does not have may still be a word.
            let as_typed = slot.kind != Kind::Completed && !slot.either || self.encoder.knows(&slot.typed);
            let whole: f32 = slot.choices.iter().map(|choice| choice.factor).sum();
            if !as_typed && whole > 0.0 {
                words.extend(slot.choices.iter().map(|choice| (choice.word.as_str(), choice.factor / whole)));
                continue;
            }
            let mended = match tries.checked_sub(1) {
                Some(left) if slot.kind == Kind::Unknown && !self.encoder.knows(&slot.typed) => {
                    tries = left;
                    self.encoder.nearest(&slot.typed)
                }
                _ => None,
            };
            words.push((mended.unwrap_or(&slot.typed), 1.0));
        }
        self.encoder.encode_words(words.into_iter())
    }
}

impl Index {
    /// As [`Index::search`], by meaning as well. A document that `meaning` has no vector of is ranked by words alone.
    pub fn search_with(&self, meaning: &Meaning, query: &str, most: usize) -> Found {
        let slots = self.understand(query);
        let near = meaning.vectors.near(&meaning.of_query(&slots));
        let mut sums = self.sums(&slots);
        if sums.of.iter().all(|sum| *sum == 0.0) {
            sums = self.sums(&self.understand_anew(query));
        }
        let exact = self.titled(query);
        let value = |doc: u32, words: f32| near.get(doc as usize).copied().unwrap_or(0.0) + WORDS * words;
        let values = (0_u32..).zip(&sums.of).map(|(doc, words)| (doc, value(doc, *words)));
        let mut best: Vec<(u32, f32)> = values.filter(|(_, value)| *value > 0.0).collect();
        let order = |a: &(u32, f32), b: &(u32, f32)| {
            let titled = exact.contains(&b.0).cmp(&exact.contains(&a.0));
            titled.then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0))
        };
        // Two are looked at for how sure the first is, whatever is asked for.
        let kept = most.max(2);
        if best.len() > kept {
            best.select_nth_unstable_by(kept, order);
            best.truncate(kept);
        }
        best.sort_unstable_by(order);
        let sure = if exact.is_empty() { sure(&best, &near, &sums) } else { 1.0 };
        let first = best.first().map_or(0.0, |(_, value)| *value);
        let falling = |value: f32| sure * (FALL * (value - first).min(0.0)).exp();
        let hits = best.iter().take(most).map(|(doc, value)| Hit { doc: *doc, score: falling(*value) });
        Found { hits: hits.collect(), verdict: Verdict::of(sure) }
    }
}

/// How sure it is that the best document answers, from 0 to 1: by how near it is, how much of the query's words it has,
/// and how far it is ahead (a logistic model; tools/encoder/calibrate.py).
fn sure(best: &[(u32, f32)], near: &[f32], sums: &Sums) -> f32 {
    let Some((doc, first)) = best.first() else { return 0.0 };
    let ahead = first - best.get(1).map_or(0.0, |(_, value)| *value);
    let near = near.get(*doc as usize).copied().unwrap_or(0.0);
    let covered = sums.of.get(*doc as usize).copied().unwrap_or(0.0) / sums.most.max(1.0);
    let [offset, by_near, by_covered, by_ahead] = SURE;
    let z = offset + by_near * near + by_covered * covered.min(1.0) + by_ahead * ahead;
    1.0 / (1.0 + (-z).exp())
}
