//! Words of the index that an unfinished or misspelt word may be, each with how likely it is.

use crate::index::Index;
use crate::slips::{self, Typed};

/// A word of the index that a typed one may stand for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) word: String,
    /// Above nought, at most one.
    pub(crate) factor: f32,
}

/// Completions that are weighed.
const COMPLETIONS_MAX: usize = 24;
/// What all completions of a word count together.
const COMPLETED: f32 = 1.0;
/// How much likelier a word is meant as it stands than each longer one.
const AS_IT_STANDS: f32 = 3.0;
/// Corrections that are weighed.
const CORRECTIONS_MAX: usize = 4;
/// What all corrections count together, so that none outranks the word itself.
const CORRECTED: f32 = 0.85;
/// How fast likelihood falls with each tenth of a slip.
const FALL: f32 = 0.3;
/// Corrections this much dearer than the best are no longer meant, in tenths.
const BEHIND: u16 = 5;
/// Fewest letters of an unfinished word that is corrected.
const OPEN_MIN: usize = 4;

/// Words that begin with what was typed, the likeliest first. A word is likelier the more documents have it.
pub(crate) fn completions(index: &Index, typed: &str, known: bool) -> Vec<Choice> {
    let mut found: Vec<(f32, String)> = Vec::new();
    for part in &index.parts {
        for at in part.words.with_prefix(typed) {
            let word = part.words.get(at);
            let term = part.terms.get(at).copied().unwrap_or_default();
            let common = part.frequency(term) as f32 + 0.5;
            let common = if word == typed { common * AS_IT_STANDS } else { common };
            match found.iter_mut().find(|(_, other)| index.parts.len() > 1 && other == word) {
                Some((sum, _)) => *sum += common,
                None => found.push((common, word.to_owned())),
            }
        }
    }
    if known && found.iter().all(|(_, word)| word != typed) && !found.is_empty() {
        found.push((AS_IT_STANDS, typed.to_owned()));
    }
    likeliest(found, COMPLETIONS_MAX, COMPLETED)
}

/// Words a slip or two away, the likeliest first. `open`: the word may still go on.
pub(crate) fn corrections(index: &Index, typed: &str, open: bool) -> Vec<Choice> {
    let mut word = Typed::new(typed);
    let max = slips::allowed(word.length());
    if max == 0 {
        return Vec::new();
    }
    let open = open && word.length() >= OPEN_MIN;
    let mut found: Vec<(u16, usize, &str)> = Vec::new();
    for part in &index.parts {
        for (at, letters) in part.words.letters.iter().enumerate() {
            let other = part.words.get(at);
            if !word.may_be(*letters, other.len(), max, open) || !slips::begin_alike(typed, other) {
                continue;
            }
            if let Some(cost) = word.distance(other, max, open) {
                let term = part.terms.get(at).copied().unwrap_or_default();
                found.push((cost, part.frequency(term), other));
            }
        }
    }
    let Some(best) = found.iter().map(|(cost, ..)| *cost).min() else { return Vec::new() };
    let likely = |(cost, common, word): (u16, usize, &str)| {
        let likely = (common as f32 + 0.5).sqrt() * (-FALL * f32::from(cost - best)).exp();
        (likely, word.to_owned())
    };
    let near = found.into_iter().filter(|(cost, ..)| *cost <= best + BEHIND).map(likely).collect();
    likeliest(near, CORRECTIONS_MAX, CORRECTED)
}

/// The first few by likelihood, which then sums up to `whole`; words decide where it is the same.
fn likeliest(mut found: Vec<(f32, String)>, most: usize, whole: f32) -> Vec<Choice> {
    found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    found.truncate(most);
    let sum: f32 = found.iter().map(|(likely, _)| likely).sum();
    found.into_iter().map(|(likely, word)| Choice { word, factor: whole * likely / sum }).collect()
}
