//! Ranking: what a customer has typed so far against the index.
//!
//! Each word adds the best of: the exact stem; completions, if it is the last word and still being typed; else, only
//! where the word is unknown, words a slip away. Fewer than half of the words found halves the score, so that one
//! common word does not carry a long sentence.

use crate::analyse::{in_word, words};
use crate::index::{Index, Term};
use crate::slips;

/// A document found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its number.
    pub doc: u16,
    /// Comparable between queries; larger is better.
    pub score: f32,
}

/// Words of a query that are looked at; the rest is ignored.
const WORDS_MAX: usize = 24;
const COMPLETION: f32 = 0.75;
const SLIP: f32 = 0.6;
/// Added for an exact title: more than words can sum up to.
const TITLE: f32 = 100.0;

impl Index {
    /// Documents for a query, best first, at most `limit`. Any text gives an answer; an empty one gives none.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let mut typed = words(query);
        let title = crate::index::hash(&typed);
        typed.truncate(WORDS_MAX);
        let open = query.chars().next_back().is_some_and(in_word);
        let last = typed.len().saturating_sub(1);
        if typed.iter().any(|w| !w.empty) {
            // The last word may be the start of a longer one ("me", then "message"), so it stays while it is open.
            let mut i = 0;
            typed.retain(|w| {
                i += 1;
                !w.empty || (open && i - 1 == last)
            });
        }
        let mut scores = vec![0.0_f32; usize::from(self.docs)];
        let mut seen = vec![0_usize; usize::from(self.docs)];
        let count = typed.len();
        for (i, word) in typed.iter().enumerate() {
            let mut best = vec![0.0_f32; usize::from(self.docs)];
            let mut add = |term: &Term, factor: f32| {
                let idf = term.idf(self.docs);
                for (doc, weight) in &term.postings {
                    if let Some(score) = best.get_mut(usize::from(*doc)) {
                        *score = score.max(factor * idf * Term::weight(*weight));
                    }
                }
            };
            let exact = self.term(&word.stem);
            if let Some(term) = exact {
                add(term, 1.0);
            }
            let mut found = exact.is_some();
            if open && i + 1 == count && word.folded.chars().count() >= 2 {
                for term in self.with_prefix(&word.folded) {
                    found = true;
                    add(term, COMPLETION);
                }
            }
            if !found {
                let max = slips::allowed(word.stem.chars().count());
                for term in self.terms.iter().filter(|_| max > 0) {
                    if let Some(distance) = slips::distance(&word.stem, &term.stem, max) {
                        add(term, SLIP.powi(i32::try_from(distance).unwrap_or(1)));
                    }
                }
            }
            for ((score, seen), best) in scores.iter_mut().zip(&mut seen).zip(best) {
                *score += best;
                *seen += usize::from(best > 0.0);
            }
        }
        let found = scores.into_iter().zip(seen).zip(&self.titles);
        let mut hits: Vec<Hit> = (0..self.docs)
            .zip(found)
            .filter(|(_, ((score, _), _))| *score > 0.0)
            .map(|(doc, ((score, seen), own))| {
                let score = if seen * 2 < count { score / 2.0 } else { score };
                Hit { doc, score: if *own == title { score + TITLE } else { score } }
            })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
        hits.truncate(limit);
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Doc, IndexError, build};

    fn index() -> Index {
        let keywords = |list: &[&str]| list.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>();
        let lists = [
            keywords(&["card refused", "payment failed"]),
            keywords(&["money back"]),
            keywords(&["phishing", "scam", "fake text"]),
        ];
        let doc = |i: usize, title, summary, body| Doc { title, keywords: &lists[i], summary, body };
        let docs = [
            doc(0, "Your payment was declined", "What to do now.", "Try another card."),
            doc(
                1,
                "Your refund has not arrived",
                "Where it can be.",
                "The store registers the return, then pays.",
            ),
            doc(2, "Is this message really from Klarna?", "Check before you click.", "Never share a code."),
        ];
        Index::read(&build(&docs).unwrap()).unwrap()
    }

    fn best(query: &str) -> Option<u16> {
        index().search(query, 3).first().map(|hit| hit.doc)
    }

    #[test]
    fn people_find_the_article_in_their_own_words() {
        for (query, expected) in [
            ("my card got refused!!", Some(0)),
            ("payment declined", Some(0)),
            ("Payments Declining", Some(0)),
            ("where is my money", Some(1)),
            ("refund", Some(1)),
            ("is this text fake", Some(2)),
            ("", None),
            ("   ", None),
            ("xyzzy", None),
            ("the ", None),
        ] {
            assert_eq!(best(query), expected, "{query}");
        }
    }

    #[test]
    fn the_last_word_is_completed_while_it_is_typed() {
        for typed in ["re", "ref", "refu", "refun"] {
            assert!(best(typed).is_some(), "{typed}");
        }
        assert_eq!(best("phis"), Some(2));
        assert_eq!(best("ph "), None);
    }

    #[test]
    fn a_slip_still_finds_but_never_outranks_the_word_itself() {
        assert_eq!(best("refnud"), Some(1));
        assert_eq!(best("declinned payemnt"), Some(0));
        let exact = index().search("refund", 1)[0].score;
        let slip = index().search("refubd", 1)[0].score;
        assert!(slip < exact);
    }

    #[test]
    fn any_text_gets_an_answer() {
        let long = "a ".repeat(100_000);
        for query in ["\u{0}", "🙃🙃🙃", "'''", "\u{301}\u{301}", "ﬀﬁ ß", &long] {
            let _ = index().search(query, 10);
        }
    }

    #[test]
    fn damaged_bytes_are_refused() {
        assert_eq!(Index::read(&[9, 9, 9]), Err(IndexError));
        assert_eq!(Index::empty().search("refund", 3), []);
    }
}
