//! Where a text has the words of a query: for marking them in a title or a summary.

use super::choose::Choice;
use super::understand::{SYNONYM_PHRASE, Slot, is_open};
use crate::analyse::words;
use crate::index::Index;
use core::ops::Range;

impl Index {
    /// Places of the words in `text`, in bytes, ascending and apart, that a query found or would find: the word itself
    /// in any form, what it was corrected or completed to, and words of the same meaning. Empty words are marked only if
    /// the query has no other.
    pub fn highlight(&self, text: &str, query: &str) -> Vec<Range<usize>> {
        let language = self.language();
        let mut slots = self.understand(query);
        let open =
            if is_open(query) { slots.iter().rfind(|s| !s.extra).map(|s| s.typed.clone()) } else { None };
        if slots.iter().any(|slot| !slot.empty && !slot.choices.is_empty()) {
            slots.retain(|slot| !slot.empty);
        }
        let meant: Vec<String> = slots.iter().flat_map(meant).map(|word| language.stem(word)).collect();
        let mut places: Vec<Range<usize>> = Vec::new();
        for word in words(text, language) {
            let begun = open.as_ref().is_some_and(|open| word.folded.starts_with(open.as_str()));
            let found = begun || meant.contains(&language.stem(&word.folded));
            if found && places.last() != Some(&word.at) {
                places.push(word.at);
            }
        }
        places
    }
}

fn meant(slot: &Slot) -> impl Iterator<Item = &str> {
    // Of a phrase of the same meaning each word by itself means less.
    let near = |choice: &&Choice| slot.either || choice.factor > SYNONYM_PHRASE;
    slot.choices.iter().filter(near).map(|choice| choice.word.as_str()).chain([slot.typed.as_str()])
}
