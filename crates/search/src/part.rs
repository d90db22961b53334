//! One built index in memory: every word in order, the term it belongs to, and each term's documents.
//!
//! A term is a stem; it stands at its first word. All of it are flat lists, so that reading one is a walk over the bytes
//! and no work is left for the first query.

use crate::language::Language;
use core::ops::Range;

/// An index of some documents, numbered from nought.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Part {
    pub(crate) language: Language,
    /// A hash of each document's title, so that an exact title is always found first.
    pub(crate) titles: Vec<u32>,
    pub(crate) words: Words,
    /// Of each word, the place of the first word with the same stem: its term.
    pub(crate) terms: Vec<u32>,
    /// Where each word's postings begin; those of a word that is no term's first are none. One more than words.
    pub(crate) starts: Vec<u32>,
    /// Documents, ascending within a term.
    pub(crate) docs: Vec<u32>,
    /// How much each document is about the term: saturated, in 63rds.
    pub(crate) weights: Vec<u8>,
    /// Groups of phrases that mean the same, each a list of words by their places.
    pub(crate) synonyms: Vec<Vec<Vec<u32>>>,
}

/// Sorted words in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Words {
    pub(crate) text: String,
    /// Where each ends.
    pub(crate) ends: Vec<u32>,
    /// The letters of each as bits (slips.rs).
    pub(crate) letters: Vec<u32>,
}

impl Words {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        self.letters.push(crate::slips::letters(word));
    }

    pub(crate) fn get(&self, at: usize) -> &str {
        let from = at.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        let to = self.ends.get(at).copied().unwrap_or(from);
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    /// The first place whose word is not less.
    fn from(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.get(middle) < word { low = middle + 1 } else { high = middle }
        }
        low
    }

    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let at = self.from(word);
        (at < self.len() && self.get(at) == word).then_some(at)
    }

    /// Places of the words that begin with a text.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Range<usize> {
        let from = self.from(prefix);
        // No word has the last character there is, so that it comes after every word with the prefix.
        let after = self.from(&[prefix, "\u{10ffff}"].concat());
        from..after.max(from)
    }
}

/// Most words that are stemmed to find one with the stem of a word that is not in the index.
const SAME_STEM: usize = 400;

impl Part {
    pub(crate) fn len(&self) -> u32 {
        self.titles.len() as u32
    }

    /// The term of a folded word: of the word itself, else of one with the same stem.
    pub(crate) fn term(&self, word: &str) -> Option<u32> {
        if let Some(at) = self.words.find(word) {
            return self.terms.get(at).copied();
        }
        let stem = self.language.stem(word);
        // An ending may have turned a stem's last letters, not its first.
        let shared = stem.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        let beginning = word.get(..shared.max(1)).filter(|b| stem.starts_with(b))?;
        self.words
            .with_prefix(beginning)
            .take(SAME_STEM)
            .find(|at| self.language.stem(self.words.get(*at)) == stem)
            .and_then(|at| self.terms.get(at).copied())
    }

    /// Where a term's postings are.
    pub(crate) fn postings(&self, term: u32) -> Range<usize> {
        let at = term as usize;
        let start = |at: usize| self.starts.get(at).copied().unwrap_or(0) as usize;
        start(at)..start(at + 1).max(start(at))
    }

    /// How many documents have a term.
    pub(crate) fn frequency(&self, term: u32) -> usize {
        self.postings(term).len()
    }

    /// A term's documents and weights, which are above nought and at most one.
    pub(crate) fn weights(&self, term: u32) -> impl Iterator<Item = (u32, f32)> {
        let range = self.postings(term);
        let docs = self.docs.get(range.clone()).unwrap_or_default();
        let weights = self.weights.get(range).unwrap_or_default();
        docs.iter().zip(weights).map(|(doc, weight)| (*doc, f32::from(*weight) / WEIGHT_MAX))
    }
}

/// The largest stored weight.
pub(crate) const WEIGHT_MAX: f32 = 63.0;
