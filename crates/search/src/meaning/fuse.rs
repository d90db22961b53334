//! Ranking by meaning and words together, and how sure the best is.
//!
//! A document's value is its cosine to the query plus a share of its words' sum: the words decide among what is near, and
//! find what the encoder has no piece for (names, numbers, error codes).

use super::encoder::Encoder;
use super::vectors::Vectors;
use crate::build::Doc;
use crate::index::Index;
use crate::language::Language;
use crate::query::{Found, Hit, Kind, Slot, Sums, Verdict, foremost};

/// An encoder and the vectors of an index's documents, in the same order.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    encoder: Encoder,
    vectors: Vectors,
}

/// What a sum of words counts beside the cosine.
const WORDS: f32 = 0.15;
/// The same where the last word is not finished: what it may become says more about words than about meaning.
const WORDS_UNFINISHED: f32 = 0.25;
/// The foremost documents, whose lines are looked at one by one.
const LOOKED_AT: usize = 48;
/// How fast sureness falls behind the best.
const FALL: f32 = 6.0;
/// How sure a find is: offset; by cosine, by share of the words, by lead, by words known at all.
const SURE: [f32; 5] = [-5.14, 4.84, 2.26, 3.29, 0.68];
/// Words that neither index nor encoder has and that are held against every piece.
const CORRECTED_MAX: usize = 4;

impl Meaning {
    /// Puts both together; `None` if the vectors are not of this encoder.
    pub fn new(encoder: Encoder, vectors: Vectors) -> Option<Self> {
        let fits = vectors.is_empty() || vectors.dimensions() == encoder.dimensions();
        fits.then_some(Self { encoder, vectors })
    }

    /// The language it reads; queries of others are for words alone.
    pub fn language(&self) -> Language {
        self.encoder.language()
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
            let as_typed = !slot.either || slot.kind == Kind::Corrected && self.encoder.knows(&slot.typed);
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

/// What sureness is decided by, all about the best document.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Its cosine to the query, without what all documents have in common.
    pub near: f32,
    /// Its share of the query's telling words, from 0 to 1.
    pub covered: f32,
    /// How far its value is ahead of the next.
    pub ahead: f32,
    /// The share of the query's telling words that the index has at all.
    pub known: f32,
}

impl Evidence {
    /// How sure it is that the best document answers, from 0 to 1: a logistic model (tools/encoder/calibrate.py).
    fn sure(self) -> f32 {
        let [offset, near, covered, ahead, known] = SURE;
        let words = covered * self.covered + known * self.known;
        let z = offset + near * self.near + words + ahead * self.ahead;
        1.0 / (1.0 + (-z).exp())
    }
}

/// Documents in order, with their values; and what speaks for the first.
struct Ranked {
    best: Vec<(u32, f32)>,
    titled: bool,
    evidence: Evidence,
}

impl Index {
    /// What a customer is shown: by meaning where there is what finds by it, else by words. Everything means something: where
    /// nothing is near, only what has the words comes nearest, and it is still nothing.
    pub fn answer(&self, meaning: Option<&Meaning>, query: &str, most: usize) -> Found {
        match meaning.map(|meaning| meaning.search(self, query, most)) {
            Some(found) if found.verdict == Verdict::Nothing => {
                Found { verdict: Verdict::Nothing, ..self.search(query, most) }
            }
            Some(found) => found,
            None => self.search(query, most),
        }
    }

    /// The best document and what speaks for it: for learning how sure a find is, not for a customer.
    pub fn evidence(&self, meaning: &Meaning, query: &str) -> (Option<u32>, Evidence) {
        let Ranked { best, evidence, .. } = meaning.ranked(self, query, 1);
        (best.first().map(|(doc, _)| *doc), evidence)
    }
}

// Not the index's own: the widget has these later than what searches by words (docs/decisions/0006).
impl Meaning {
    /// As [`Index::search`], by meaning as well. A document that there is no vector of is ranked by words alone.
    pub fn search(&self, index: &Index, query: &str, most: usize) -> Found {
        let Ranked { best, titled, evidence } = self.ranked(index, query, most);
        let first = best.first().map_or(0.0, |(_, value)| *value);
        let sure = if best.is_empty() {
            0.0
        } else if titled {
            1.0
        } else {
            evidence.sure()
        };
        let falling = |value: f32| sure * (FALL * (value - first).min(0.0)).exp();
        let hits = best.iter().take(most).map(|(doc, value)| Hit { doc: *doc, score: falling(*value) });
        Found { hits: hits.collect(), verdict: Verdict::of(sure) }
    }

    fn ranked(&self, index: &Index, query: &str, most: usize) -> Ranked {
        let slots = index.understand(query);
        let asked = self.vectors.asked(&self.of_query(&slots));
        let near = asked.as_ref().map(|asked| self.vectors.near(asked)).unwrap_or_default();
        let sums = index.summed(query, &slots);
        let exact = index.titled(query);
        let unfinished = slots.iter().any(|slot| slot.kind == Kind::Completed);
        let share = if unfinished { WORDS_UNFINISHED } else { WORDS };
        let mean = |doc: u32| near.get(doc as usize).copied().unwrap_or(0.0);
        let worded = |doc: u32| share * sums.of.get(doc as usize).copied().unwrap_or(0.0);
        let values = (0..).zip(&sums.of).map(|(doc, words)| (doc, mean(doc) + share * words));
        let looked_at = foremost(values, &exact, most.max(LOOKED_AT));
        // Looking at its lines brings a document nearer, or leaves it where it is: none that is not looked at comes before these.
        let nearer = |doc: u32| match &asked {
            Some(asked) => self.vectors.nearer(doc as usize, mean(doc), asked),
            None => 0.0,
        };
        let values = looked_at.iter().map(|(doc, _)| (*doc, nearer(*doc) + worded(*doc)));
        let best = foremost(values, &exact, most);
        let evidence = evidence(&best, nearer, &sums);
        Ranked { best, titled: !exact.is_empty(), evidence }
    }
}

fn evidence(best: &[(u32, f32)], near: impl Fn(u32) -> f32, sums: &Sums) -> Evidence {
    let Some((doc, first)) = best.first() else { return Evidence::default() };
    let covered = sums.of.get(*doc as usize).copied().unwrap_or(0.0) / sums.most.max(1.0);
    Evidence {
        near: near(*doc),
        covered: covered.min(1.0),
        known: (sums.known / sums.most.max(1.0)).min(1.0),
        ahead: first - best.get(1).map_or(0.0, |(_, value)| *value),
    }
}
