//! From what was typed to words of the index: known, completed, corrected, taken apart, or of the same meaning.

use super::choose::{Choice, completions, corrections};
use crate::analyse::{Word, in_word, words};
use crate::compound;
use crate::index::Index;

/// One word of a query and what it may stand for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slot {
    /// The word as it was typed, folded.
    pub(crate) typed: String,
    pub(crate) kind: Kind,
    /// Too common to choose a document by.
    pub(crate) empty: bool,
    /// Words of the index. Their factors say how likely each is, or how near in meaning.
    pub(crate) choices: Vec<Choice>,
    /// The choices are alternatives of which one was meant, so that what they find is added up; else the best counts.
    pub(crate) either: bool,
    /// Stands beside the words it was made of, so that it adds and is not missed.
    pub(crate) extra: bool,
}

/// How a word was found in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Known,
    Completed,
    Corrected,
    Unknown,
}

/// Words of a query that are looked at; the rest is ignored.
const WORDS_MAX: usize = 48;
/// Words that are not in the index and are corrected: each is held against every word of the index.
const CORRECTED_MAX: usize = 8;
/// What a part of a word that was taken apart counts, and two words written as one.
const PART: f32 = 0.7;
/// What another word of the same meaning counts, and a word of a phrase of the same meaning.
const SYNONYM: f32 = 0.5;
pub(crate) const SYNONYM_PHRASE: f32 = 0.35;

/// Whether a query's last word is still being typed.
pub(crate) fn is_open(query: &str) -> bool {
    query.chars().next_back().is_some_and(in_word)
}

impl Index {
    /// What each word of a query may stand for, in its order; after them what several of its words are together.
    pub(crate) fn understand(&self, query: &str) -> Vec<Slot> {
        self.read_as(query, false)
    }

    /// As [`Index::understand`], for a query that found nothing: common words may be slips too ("were", "where").
    pub(crate) fn understand_anew(&self, query: &str) -> Vec<Slot> {
        self.read_as(query, true)
    }

    fn read_as(&self, query: &str, anew: bool) -> Vec<Slot> {
        let typed = words(query, self.language());
        let typed = typed.get(..typed.len().min(WORDS_MAX)).unwrap_or_default();
        let open = is_open(query) && typed.len() < WORDS_MAX;
        let mut slots: Vec<Slot> = Vec::with_capacity(typed.len() + 4);
        let mut tries = CORRECTED_MAX;
        for (at, word) in typed.iter().enumerate() {
            let last = at + 1 == typed.len();
            let empty = !anew && self.language().is_empty_word(&word.folded);
            self.slot(&word.folded, empty, open && last, &mut tries, &mut slots);
        }
        self.joined(typed, &mut slots);
        self.same_meaning(typed, &mut slots);
        slots
    }

    /// The query in words of the index, for what reads whole words: corrected, completed, in their order.
    pub fn mended(&self, query: &str) -> Vec<String> {
        let best = |slot: Slot| {
            let best = slot.choices.into_iter().reduce(|a, b| if b.factor > a.factor { b } else { a });
            best.filter(|_| slot.kind != Kind::Known).map_or(slot.typed, |choice| choice.word)
        };
        self.understand(query).into_iter().filter(|slot| !slot.extra).map(best).collect()
    }

    fn slot(&self, word: &str, empty: bool, open: bool, tries: &mut usize, slots: &mut Vec<Slot>) {
        let known = empty || self.parts.iter().any(|part| part.term(word).is_some());
        let new = |kind, choices, either| Slot {
            typed: word.to_owned(),
            kind,
            empty,
            choices,
            either,
            extra: false,
        };
        if open {
            let choices = completions(self, word, known);
            if !choices.is_empty() {
                let kind = if known { Kind::Known } else { Kind::Completed };
                // A word that may go on is not held to be empty: each choice knows that for itself.
                slots.push(Slot { empty: false, ..new(kind, choices, true) });
                return;
            }
        }
        if known {
            slots.push(new(Kind::Known, vec![Choice { word: word.to_owned(), factor: 1.0 }], false));
            return;
        }
        if let Some(parts) = self.apart(word) {
            slots.extend(parts.into_iter().map(|part| {
                let choices = vec![Choice { word: part.clone(), factor: PART }];
                Slot { typed: part, ..new(Kind::Known, choices, false) }
            }));
            return;
        }
        let corrected = match tries.checked_sub(1) {
            Some(left) if !word.bytes().any(|b| b.is_ascii_digit()) => {
                *tries = left;
                corrections(self, word, open)
            }
            _ => Vec::new(),
        };
        let kind = if corrected.is_empty() { Kind::Unknown } else { Kind::Corrected };
        slots.push(new(kind, corrected, true));
    }

    /// An unknown word as known ones: a compound by its language's rules, or two words without their space.
    fn apart(&self, word: &str) -> Option<Vec<String>> {
        let known = |word: &str| self.has_word(word);
        if let Some(parts) = compound::split(word, self.language(), &known) {
            return Some(parts);
        }
        // Short words would make two of nearly anything.
        const LEAST: usize = 3;
        (LEAST..word.len().saturating_sub(LEAST - 1))
            .filter_map(|at| word.split_at_checked(at))
            .find(|(head, tail)| head.len() + tail.len() >= 7 && known(head) && known(tail))
            .map(|(head, tail)| vec![head.to_owned(), tail.to_owned()])
    }

    /// Neighbours that the index writes as one word: "log in", "login".
    fn joined(&self, typed: &[Word], slots: &mut Vec<Slot>) {
        for pair in typed.windows(2) {
            let [a, b] = pair else { continue };
            let together = [a.folded.as_str(), b.folded.as_str()].concat();
            if a.at != b.at && together.len() >= 5 && self.has_word(&together) {
                slots.push(Slot {
                    typed: together.clone(),
                    kind: Kind::Known,
                    empty: false,
                    choices: vec![Choice { word: together, factor: PART }],
                    either: false,
                    extra: true,
                });
            }
        }
    }

    /// Adds the words that content names as of the same meaning: to a word's own slot, or a slot for a phrase.
    fn same_meaning(&self, typed: &[Word], slots: &mut Vec<Slot>) {
        for part in self.parts.iter().filter(|part| !part.synonyms.is_empty()) {
            let own = |slot: &Slot| {
                let best = slot.choices.first().filter(|_| !slot.extra && slot.kind != Kind::Completed)?;
                part.term(if slot.kind == Kind::Known { &slot.typed } else { &best.word })
            };
            let said: Vec<Option<u32>> = typed
                .iter()
                .map(|word| slots.iter().find(|slot| slot.typed == word.folded).and_then(own))
                .collect();
            for group in &part.synonyms {
                for phrase in group {
                    let of = |word: &u32| part.terms.get(*word as usize).copied();
                    let mut windows = said.windows(phrase.len().max(1));
                    let Some(at) = windows.position(|w| w.iter().copied().eq(phrase.iter().map(of))) else {
                        continue;
                    };
                    let others = group.iter().filter(|other| *other != phrase);
                    let choices = others.flat_map(|other| {
                        let factor = if other.len() > 1 { SYNONYM_PHRASE } else { SYNONYM };
                        let word = |word: &u32| part.words.get(*word as usize).to_owned();
                        other.iter().map(move |w| Choice { word: word(w), factor })
                    });
                    let choices =
                        choices.filter(|choice| !self.language().is_empty_word(&choice.word)).collect();
                    add_meaning(typed, at, phrase.len(), choices, slots);
                }
            }
        }
    }
}

fn add_meaning(typed: &[Word], at: usize, length: usize, choices: Vec<Choice>, slots: &mut Vec<Slot>) {
    let Some(word) = typed.get(at) else { return };
    let own = slots.iter_mut().find(|slot| !slot.extra && slot.typed == word.folded);
    match own {
        Some(slot) if length == 1 && !slot.either => slot.choices.extend(choices),
        _ => slots.push(Slot {
            typed: word.folded.clone(),
            kind: Kind::Known,
            empty: false,
            choices,
            either: false,
            extra: true,
        }),
    }
}
