//! Documents for a query: each word adds what it weighs in a document times how telling it is.

use super::understand::Slot;
use super::verdict::{Signs, Verdict};
use crate::analyse::words;
use crate::build::title_hash;
use crate::index::Index;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// How sure the first is.
    pub verdict: Verdict,
}

/// A document found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its number.
    pub doc: u32,
    /// How sure it is that the document answers, from 0 to 1; comparable between queries.
    pub score: f32,
}

/// What a word that is too common counts, beside telling ones.
const EMPTY: f32 = 0.4;
/// How telling a rare word is falls behind its IDF: in a few dozen documents rareness is often chance.
const DAMPED: f32 = 0.8;

/// Of documents with their values those of the largest above nought, `most` of them or a few more, best first; before all
/// others those whose title is the query.
pub(crate) fn foremost(
    values: impl Iterator<Item = (u32, f32)>,
    exact: &[u32],
    most: usize,
) -> Vec<(u32, f32)> {
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
    best
}

/// Sums of a query, before they are made comparable.
pub(crate) struct Sums {
    /// Of each document.
    pub(crate) of: Vec<f32>,
    /// What a document would have that is about every word of the query and nothing else.
    pub(crate) most: f32,
    /// The part of it of words that the index has as they were typed.
    pub(crate) known: f32,
}

impl Index {
    /// Documents for a query, best first, at most `most`. Any text gets an answer; an empty one finds nothing.
    pub fn search(&self, query: &str, most: usize) -> Found {
        let sums = self.summed(query, &self.understand(query));
        let exact = self.titled(query);
        let best = foremost((0..).zip(sums.of.iter().copied()), &exact, most);
        let sure = match Signs::of(&best, &sums, self.telling(0)) {
            Some(_) if !exact.is_empty() => 1.0,
            Some(signs) => signs.sure(),
            None => 0.0,
        };
        let first = best.first().map_or(1.0, |(_, sum)| *sum);
        let hits =
            best.iter().take(most).map(|(doc, sum)| Hit { doc: *doc, score: sure * (sum / first).min(1.0) });
        Found { hits: hits.collect(), verdict: Verdict::of(sure) }
    }

    /// The sums of a query as it is understood; where none of it is found, as it is understood anew.
    pub(crate) fn summed(&self, query: &str, slots: &[Slot]) -> Sums {
        let sums = self.sums(slots);
        if sums.of.iter().any(|sum| *sum != 0.0) { sums } else { self.sums(&self.understand_anew(query)) }
    }

    /// Documents whose title is the query.
    pub(crate) fn titled(&self, query: &str) -> Vec<u32> {
        let typed = words(query, self.language());
        if typed.is_empty() {
            return Vec::new();
        }
        let hash = title_hash(&typed);
        let titles = self.parts.iter().flat_map(|part| &part.titles);
        (0_u32..).zip(titles).filter(|(_, title)| **title == hash).map(|(doc, _)| doc).collect()
    }

    /// How telling a word is that so many documents have.
    fn telling(&self, frequency: usize) -> f32 {
        let (n, df) = (self.len() as f32, frequency as f32);
        (1.0 + (n - df + 0.5).max(0.5) / (df + 0.5)).ln().powf(DAMPED)
    }

    /// Adds up what each document has of a query.
    pub(crate) fn sums(&self, slots: &[Slot]) -> Sums {
        let count = self.len() as usize;
        let mut sums = Sums { of: vec![0.0; count], most: 0.0, known: 0.0 };
        let mut own = vec![0.0_f32; count];
        let mut touched: Vec<u32> = Vec::new();
        // Where every word is too common, they are all there is to go by.
        let damp = |empty: bool| if empty && slots.iter().any(|slot| !slot.empty) { EMPTY } else { 1.0 };
        for (at, slot) in slots.iter().enumerate() {
            // Said twice is not meant twice.
            if slots
                .get(..at)
                .is_some_and(|before| before.iter().any(|s| s.typed == slot.typed && s.extra == slot.extra))
            {
                continue;
            }
            let mut telling = 0.0_f32;
            for choice in &slot.choices {
                let weight = self.telling(self.frequency(&choice.word))
                    * damp(slot.empty || self.language().is_empty_word(&choice.word));
                telling = if slot.either {
                    telling + weight * choice.factor
                } else {
                    telling.max(weight * choice.factor)
                };
                let weight = weight * choice.factor;
                let mut offset = 0;
                for part in &self.parts {
                    let found = part.term(&choice.word).into_iter().flat_map(|term| part.weights(term));
                    for (doc, w) in found {
                        let Some(sum) = own.get_mut((offset + doc) as usize) else { continue };
                        if *sum == 0.0 {
                            touched.push(offset + doc);
                        }
                        *sum = if slot.either { *sum + weight * w } else { sum.max(weight * w) };
                    }
                    offset += part.len();
                }
            }
            if !slot.extra {
                sums.known += telling;
                sums.most +=
                    if slot.choices.is_empty() { self.telling(0) * damp(slot.empty) } else { telling };
            }
            for doc in touched.drain(..) {
                if let (Some(sum), Some(own)) = (sums.of.get_mut(doc as usize), own.get_mut(doc as usize)) {
                    *sum += core::mem::take(own);
                }
            }
        }
        sums
    }
}
