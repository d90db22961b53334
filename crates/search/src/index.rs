//! The index as it is asked: what was built with the content, and what was added since.

use crate::build::{Doc, IndexError, part};
use crate::language::Language;
use crate::part::Part;
use crate::synonyms::Synonyms;

/// An index read from bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// The built index, then one for each time that something was added. Documents are numbered on from part to part.
    pub(crate) parts: Vec<Part>,
}

impl Index {
    /// Reads an index.
    ///
    /// # Errors
    /// [`IndexError::Damaged`].
    pub fn read(bytes: &[u8]) -> Result<Self, IndexError> {
        let part = crate::bytes::read(bytes).ok_or(IndexError::Damaged)?;
        Ok(Self { parts: vec![part] })
    }

    /// An index of nothing.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Adds documents, such as articles of a helpdesk; their numbers go on from [`Index::len`]. What stands is not built
    /// again, so that this takes the time of the new documents alone.
    ///
    /// # Errors
    /// [`IndexError::TooLarge`].
    pub fn add(&mut self, docs: &[Doc<'_>], language: Language) -> Result<(), IndexError> {
        let part = part(docs, language, &Synonyms::none())?;
        u32::try_from(self.len() as usize + docs.len()).map_err(|_| IndexError::TooLarge)?;
        self.parts.push(part);
        Ok(())
    }

    /// How many documents there are.
    pub fn len(&self) -> u32 {
        self.parts.iter().map(Part::len).sum()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The language that queries are read in: that of what was built.
    pub(crate) fn language(&self) -> Language {
        self.parts.first().map(|part| part.language).unwrap_or_default()
    }

    /// How many documents have the term of a word, in all parts.
    pub(crate) fn frequency(&self, word: &str) -> usize {
        self.parts.iter().filter_map(|part| part.term(word).map(|term| part.frequency(term))).sum()
    }

    /// Whether a word itself, not just its stem, is in some part.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.parts.iter().any(|part| part.words.find(word).is_some())
    }
}
