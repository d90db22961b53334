//! From text to words: where each stands, and how it reads when folded.
//!
//! Here: cutting a text into words. Characters: chars.rs. What a language does with a word: language.rs, stem/.

mod chars;

pub(crate) use chars::in_word;

use crate::language::Language;
use core::ops::Range;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it reads in lower case and without marks.
    pub(crate) folded: String,
    /// Where it stands in the text, in bytes. Both words of a contraction stand where it stands.
    pub(crate) at: Range<usize>,
}

/// Longest text that is analysed, in characters; what follows is ignored, so that any input ends in bounded time.
const TEXT_MAX: usize = 20_000;
/// Longest word, in characters.
pub(crate) const WORD_MAX: usize = 40;

/// Words of a text, in order.
pub(crate) fn words(text: &str, language: Language) -> Vec<Word> {
    let mut words = Vec::new();
    let mut open: Option<Open> = None;
    let mut pair: Option<(usize, char)> = None;
    let end = [(text.len(), ' ')];
    for (at, c) in text.char_indices().take(TEXT_MAX).chain(end) {
        let spaceless = chars::without_spaces(c);
        if spaceless {
            close(&mut open, language, &mut words);
            couple(&mut pair, at, c, &mut words);
        } else if chars::in_word(c) {
            pair = None;
            open.get_or_insert_with(|| Open { folded: String::new(), from: at, to: at, length: 0 })
                .take(at, c);
        } else if !(chars::joins(c) && open.is_some()) {
            pair = None;
            close(&mut open, language, &mut words);
        }
    }
    words
}

/// A word that has begun.
struct Open {
    folded: String,
    from: usize,
    to: usize,
    length: usize,
}

impl Open {
    fn take(&mut self, at: usize, c: char) {
        self.to = at + c.len_utf8();
        if self.length < WORD_MAX {
            chars::fold(c, &mut self.folded);
            self.length += 1;
        }
    }
}

fn close(open: &mut Option<Open>, language: Language, words: &mut Vec<Word>) {
    let Some(Open { folded, from, to, .. }) = open.take() else { return };
    if folded.is_empty() {
        return;
    }
    match language.contraction(&folded) {
        Some(parts) => words.extend(parts.split(' ').map(|w| Word { folded: w.into(), at: from..to })),
        None => words.push(Word { folded: language.spelling(folded), at: from..to }),
    }
}

/// Scripts without spaces are cut into overlapping pairs of characters, the usual way without a dictionary.
fn couple(pair: &mut Option<(usize, char)>, at: usize, c: char, words: &mut Vec<Word>) {
    let to = at + c.len_utf8();
    let word = match pair.replace((at, c)) {
        Some((from, before)) => {
            // The first character stood alone until its neighbour came.
            let alone = words.last().is_some_and(|w| w.at == (from..at));
            if alone {
                words.pop();
            }
            Word { folded: [before, c].iter().collect(), at: from..to }
        }
        None => Word { folded: c.into(), at: at..to },
    };
    words.push(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str, language: Language) -> Vec<String> {
        words(text, language).into_iter().map(|w| w.folded).collect()
    }

    #[test]
    fn words_are_folded_and_apostrophes_join() {
        for (text, language, expected) in [
            ("Can't PAY: Återbetalning, straße", Language::English, "can not pay aterbetalning strasse"),
            ("cannot  can’t cant", Language::English, "can not can not can not"),
            ("cafe\u{301} re\u{ad}fund", Language::English, "cafe refund"),
            ("'quoted' O'Neil", Language::English, "quoted oneil"),
            ("Überweisung Ueberweisung neue", Language::German, "uberweisung uberweisung neue"),
            ("返金したい", Language::Other, "返金 金し した たい"),
            ("金 x", Language::Other, "金 x"),
        ] {
            assert_eq!(folded(text, language).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn each_word_knows_where_it_stands() {
        let text = "Går det? Can’t — refund.";
        let stands: Vec<&str> = words(text, Language::English).iter().map(|w| &text[w.at.clone()]).collect();
        assert_eq!(stands, ["Går", "det", "Can’t", "Can’t", "refund"]);
    }
}
