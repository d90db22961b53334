//! The encoder: from words to a vector of length one.

use super::bytes;
use super::fitted::Fitted;
use super::layer::Layer;
use crate::analyse::words;
use crate::build::Doc;
use crate::language::Language;
use crate::part::Words;
use crate::slips::{self, Typed};

/// A static text encoder, read from bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoder {
    pub(super) language: Language,
    pub(super) dimensions: usize,
    pub(super) pieces: Words,
    /// Of each piece its vector, in steps.
    pub(super) rows: Vec<i8>,
    pub(super) step: f32,
    pub(super) layer: Option<Layer>,
    pub(super) fitted: Fitted,
}

/// Why bytes are not an encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncoderError;

impl core::fmt::Display for EncoderError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the bytes are no encoder of this version; make it again with tools/encoder")
    }
}

impl core::error::Error for EncoderError {}

/// Letters of a word that are looked at, in bytes.
const WORD_MAX: usize = 48;
/// Longest piece that is looked for, in bytes.
const PIECE_MAX: usize = 16;
/// Fewest letters of a word that is mended: shorter ones are near too many.
const MENDED_MIN: usize = 5;

impl Encoder {
    /// Reads an encoder.
    ///
    /// # Errors
    /// [`EncoderError`] where the bytes are damaged or of another format.
    pub fn read(bytes: &[u8]) -> Result<Self, EncoderError> {
        bytes::read(bytes).ok_or(EncoderError)
    }

    /// The bytes of an encoder without the documents that it was fitted to: whoever has those documents' vectors needs no
    /// more to read a query.
    ///
    /// # Errors
    /// [`EncoderError`] where the bytes are damaged or of another format.
    pub fn without_fitted(bytes: &[u8]) -> Result<Vec<u8>, EncoderError> {
        bytes::without_fitted(bytes).ok_or(EncoderError)
    }

    /// Whether it was fitted to documents.
    pub fn is_fitted(&self) -> bool {
        !self.fitted.is_empty()
    }

    /// Whether it was fitted to this document, as it stands.
    pub fn is_fitted_to(&self, doc: &Doc<'_>) -> bool {
        self.fitted.of(doc).is_some()
    }

    /// The language it reads; of others it knows nothing.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Numbers in a vector.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// A text's vector, of length one; of length nought where no word is known.
    pub fn encode(&self, text: &str) -> Vec<f32> {
        let words = words(text, self.language);
        self.encode_words(words.iter().map(|word| (word.folded.as_str(), 1.0)))
    }

    /// The vector of folded words, each with how much it counts.
    pub fn encode_words<'a>(&self, words: impl Iterator<Item = (&'a str, f32)>) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimensions];
        for (word, factor) in words {
            self.add(word, factor, &mut sum);
        }
        if to_length(&mut sum, (self.dimensions as f32).sqrt()) {
            if let Some(layer) = &self.layer {
                layer.add_to(&mut sum);
            }
            to_length(&mut sum, 1.0);
        }
        sum
    }

    /// Whether a folded word is one piece, so that nothing has to be guessed about it.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.pieces.find(word).is_some()
    }

    /// The whole word among the pieces that a misspelt one most likely is.
    pub(crate) fn nearest(&self, word: &str) -> Option<&str> {
        let mut typed = Typed::new(word);
        let max = slips::allowed(typed.length());
        if typed.length() < MENDED_MIN {
            return None;
        }
        let pieces =
            self.pieces.letters.iter().enumerate().map(|(at, letters)| (*letters, self.pieces.get(at)));
        let whole = pieces.filter(|(_, piece)| piece.len() >= MENDED_MIN && !piece.starts_with('#'));
        let near = whole.filter_map(|(letters, piece)| {
            let may_be = typed.may_be(letters, piece.len(), max, false);
            Some((may_be.then(|| typed.distance(piece, max, false))??, piece))
        });
        near.min().map(|(_, piece)| piece)
    }

    /// Adds the pieces of a word: the longest that fits, from left to right; letters without a piece are left out.
    fn add(&self, word: &str, factor: f32, sum: &mut [f32]) {
        let mut rest = word.get(..word.floor_char_boundary(WORD_MAX)).unwrap_or_default();
        let mut piece = String::with_capacity(PIECE_MAX + 1);
        let mut begun = false;
        while let Some(first) = rest.chars().next() {
            let longest = rest.floor_char_boundary(PIECE_MAX);
            let found =
                (1..=longest).rev().filter_map(|end| rest.split_at_checked(end)).find_map(|(head, tail)| {
                    piece.clear();
                    piece.push_str(if begun { "#" } else { "" });
                    piece.push_str(head);
                    self.pieces.find(&piece).map(|at| (at, tail))
                });
            begun = true;
            let Some((at, tail)) = found else {
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            };
            let row = self.rows.iter().skip(at * self.dimensions);
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += factor * self.step * f32::from(*value);
            }
            rest = tail;
        }
    }
}

/// Stretches a vector to a length; `false` for one of no length.
pub(super) fn to_length(vector: &mut [f32], length: f32) -> bool {
    let square: f32 = vector.iter().map(|value| value * value).sum();
    if square <= f32::MIN_POSITIVE {
        return false;
    }
    let factor = length / square.sqrt();
    vector.iter_mut().for_each(|value| *value *= factor);
    true
}
