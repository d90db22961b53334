//! The English stemmer of Snowball (Porter 2: snowballstem.org/algorithms/english/stemmer.html).
//!
//! Beyond it, `-ment` goes already in the first region, so that "payment" and "pay" meet.

use super::region;

/// The stem of a folded word.
pub(crate) fn english(word: &str) -> String {
    if word.len() <= 2 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.into();
    }
    if let Some((_, stem)) = KEPT.iter().find(|(whole, _)| *whole == word) {
        return (*stem).into();
    }
    let mut stem = Stem::new(word);
    stem.plural();
    if !SETTLED.contains(&stem.word.as_str()) {
        stem.past();
        stem.final_y();
        stem.turn(SECOND, false);
        stem.turn(THIRD, true);
        stem.cut();
        stem.final_letter();
    }
    stem.word.make_ascii_lowercase();
    stem.word
}

/// Words with a stem of their own.
const KEPT: &[(&str, &str)] = &[
    ("skis", "ski"),
    ("skies", "sky"),
    ("dying", "die"),
    ("lying", "lie"),
    ("tying", "tie"),
    ("idly", "idl"),
    ("gently", "gentl"),
    ("ugly", "ugli"),
    ("early", "earli"),
    ("only", "onli"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("news", "news"),
    ("howe", "howe"),
    ("atlas", "atlas"),
    ("cosmos", "cosmos"),
    ("bias", "bias"),
    ("andes", "andes"),
];

const SETTLED: &[&str] =
    &["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];

/// Endings of the second step, longest first where one ends in another.
const SECOND: &[(&str, &str)] = &[
    ("ational", "ate"),
    ("ization", "ize"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ousli", "ous"),
    ("iviti", "ive"),
    ("fulli", "ful"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("alli", "al"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
];

const THIRD: &[(&str, &str)] = &[
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ative", ""),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
];

const FOURTH: &[&str] = &[
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
    "ion", "al", "er", "ic",
];

/// A word on its way. An upper-case Y is a consonant.
struct Stem {
    word: String,
    first: usize,
    second: usize,
}

impl Stem {
    fn new(word: &str) -> Self {
        let mut marked = String::with_capacity(word.len());
        let mut before = None;
        for c in word.chars() {
            let consonant = c == 'y' && before.is_none_or(|b| "aeiouy".contains(b));
            marked.push(if consonant { 'Y' } else { c });
            before = Some(if consonant { 'Y' } else { c });
        }
        let own = ["gener", "commun", "arsen"].iter().find(|p| marked.starts_with(**p)).map(|p| p.len());
        let mut stem = Self { word: marked, first: 0, second: 0 };
        let vowel = |at: usize| stem.vowel(at);
        let first = own.unwrap_or_else(|| region(stem.word.as_bytes(), 0, vowel));
        let second = region(stem.word.as_bytes(), first, vowel);
        (stem.first, stem.second) = (first, second);
        stem
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.word.as_bytes().get(at).copied()
    }

    fn vowel(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|b| b"aeiouy".contains(&b))
    }

    fn vowel_before(&self, end: usize) -> bool {
        (0..end).any(|at| self.vowel(at))
    }

    /// Where an ending begins, if the word has it.
    fn ending(&self, ending: &str) -> Option<usize> {
        self.word.strip_suffix(ending).map(str::len)
    }

    fn replace(&mut self, at: usize, with: &str) {
        self.word.truncate(at);
        self.word.push_str(with);
    }

    fn plural(&mut self) {
        if self.ending("sses").is_some() {
            self.word.truncate(self.word.len() - 2);
        } else if let Some(at) = self.ending("ied").or_else(|| self.ending("ies")) {
            self.replace(at, if at > 1 { "i" } else { "ie" });
        } else if self.ending("us").or_else(|| self.ending("ss")).is_none()
            && let Some(at) = self.ending("s")
            && self.vowel_before(at.saturating_sub(1))
        {
            self.word.truncate(at);
        }
    }

    fn past(&mut self) {
        if let Some(at) = self.ending("eedly").or_else(|| self.ending("eed")) {
            if at >= self.first {
                self.replace(at, "ee");
            }
            return;
        }
        let ending = ["ingly", "edly", "ing", "ed"].iter().find_map(|e| self.ending(e));
        let Some(at) = ending.filter(|at| self.vowel_before(*at)) else { return };
        self.word.truncate(at);
        let last = at.checked_sub(1).and_then(|i| self.byte(i));
        let double = at >= 2 && last == self.byte(at - 2) && last.is_some_and(|b| b"bdfgmnprt".contains(&b));
        if ["at", "bl", "iz"].iter().any(|e| self.ending(e).is_some()) {
            self.word.push('e');
        } else if double {
            self.word.truncate(at - 1);
        } else if self.first >= at && self.short(at) {
            self.word.push('e');
        }
    }

    /// Whether the letters before `end` close with a short syllable.
    fn short(&self, end: usize) -> bool {
        if end == 2 {
            return self.vowel(0) && !self.vowel(1);
        }
        end > 2
            && !self.vowel(end - 3)
            && self.vowel(end - 2)
            && !self.vowel(end - 1)
            && self.byte(end - 1).is_some_and(|b| !b"wxY".contains(&b))
    }

    fn final_y(&mut self) {
        let Some(at) = self.word.strip_suffix(['y', 'Y']).map(str::len) else { return };
        if at > 1 && !self.vowel(at - 1) {
            self.replace(at, "i");
        }
    }

    fn turn(&mut self, endings: &[(&str, &str)], third: bool) {
        let found = endings.iter().find_map(|(e, to)| self.ending(e).map(|at| (*e, *to, at)));
        let Some((ending, to, at)) = found else { return };
        let before = at.checked_sub(1).and_then(|i| self.byte(i));
        let fits = match ending {
            "li" => before.is_some_and(|b| b"cdeghkmnrt".contains(&b)),
            "ogi" => before == Some(b'l'),
            "ative" if third => at >= self.second,
            _ => true,
        };
        if fits && at >= self.first {
            self.replace(at, to);
        }
    }

    fn cut(&mut self) {
        let found = FOURTH.iter().find_map(|e| self.ending(e).map(|at| (*e, at)));
        let Some((ending, at)) = found else { return };
        let before = at.checked_sub(1).and_then(|i| self.byte(i));
        let fits = match ending {
            "ment" => at >= self.first && at >= 3,
            "ion" => at >= self.second && matches!(before, Some(b's' | b't')),
            _ => at >= self.second,
        };
        if fits {
            self.word.truncate(at);
        }
    }

    fn final_letter(&mut self) {
        if let Some(at) = self.ending("e") {
            if at >= self.second || (at >= self.first && !self.short(at)) {
                self.word.truncate(at);
            }
        } else if let Some(at) = self.ending("ll")
            && at + 1 >= self.second
        {
            self.word.truncate(at + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::english;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for group in [
            &["refund", "refunds", "refunded", "refunding"][..],
            &["charge", "charged", "charges", "charging"],
            &["payment", "payments", "pay", "paying", "pays"],
            &["decline", "declined", "declines"],
            &["stop", "stopped", "stopping"],
            &["worry", "worries", "worried"],
            &["purchase", "purchases"],
            &["dispute", "disputes", "disputed"],
            &["cancel", "cancels"],
            &["refuse", "refused"],
        ] {
            let stems: Vec<String> = group.iter().map(|w| english(w)).collect();
            assert!(stems.windows(2).all(|w| w[0] == w[1]), "{stems:?}");
        }
    }
}
