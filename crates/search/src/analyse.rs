//! From text to terms: folded, split, without empty words, stemmed lightly for English.
//!
//! The stemmer takes off endings only where a stem of three letters stays, and is the same for documents and queries;
//! it need not be right about language, only the same on both sides.

/// A word of a text: as it is written when folded, and its stem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) folded: String,
    pub(crate) stem: String,
    /// A word too common to choose a document by.
    pub(crate) empty: bool,
}

/// Longest text that is analysed, in characters; what follows is ignored, so that any input ends in bounded time.
const TEXT_MAX: usize = 20_000;
/// Longest word, in characters.
const WORD_MAX: usize = 40;

/// Words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars().take(TEXT_MAX).chain([' ']) {
        if in_word(c) {
            if word.chars().count() < WORD_MAX {
                fold(c, &mut word);
            }
        } else if !matches!(c, '\'' | '’' | '\u{ad}') && !word.is_empty() {
            let folded = core::mem::take(&mut word);
            words.push(Word { stem: stem(&folded), empty: is_empty_word(&folded), folded });
        }
    }
    words
}

/// Whether a character is part of a word: all are, but for the blocks of signs and the signs among letters. The standard
/// library's tables would cost the widget 2 kB compressed.
pub(crate) fn in_word(c: char) -> bool {
    match u32::from(c) {
        0..=0x7f => c.is_ascii_alphanumeric(),
        // Latin-1, Greek, Armenian, Hebrew, Arabic.
        0x80..=0xbf => matches!(c, 'ª' | 'µ' | 'º'),
        0xd7
        | 0xf7
        | 0x37e
        | 0x387
        | 0x55a..=0x55f
        | 0x589..=0x58f
        | 0x5be
        | 0x5c0
        | 0x5c3
        | 0x5f3
        | 0x5f4 => false,
        0x600..=0x60f | 0x61b..=0x61f | 0x66a..=0x66d | 0x6d4 => false,
        // Punctuation, currencies, arrows, shapes; of Chinese and Japanese; small, wide and private ones; pictures.
        0x1680 | 0x2000..=0x2bff | 0x2e00..=0x2e7f | 0x3000..=0x3004 | 0x3008..=0x3030 | 0x30fb => false,
        0xe000..=0xf8ff | 0xfe00..=0xfe6f | 0xfeff..=0xff0f | 0xff1a..=0xff20 | 0xff3b..=0xff40 => false,
        0xff5b..=0xff65 | 0xffe0..=0xffff | 0x1f000..=0x1faff | 0xe0000.. => false,
        _ => true,
    }
}

/// Lower case for the scripts of Europe, by arithmetic: the standard library's tables would cost the widget 4 kB
/// compressed. Other letters stay as they are, in documents and queries alike.
fn lower(c: char) -> char {
    let shift = match u32::from(c) {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a9 | 0x410..=0x42f => 32,
        0x400..=0x40f => 80,
        // Latin Extended-A: pairs, upper case first; on even numbers, but for two stretches.
        n @ (0x100..=0x137 | 0x14a..=0x177) if n % 2 == 0 => 1,
        n @ (0x139..=0x148 | 0x179..=0x17e) if n % 2 == 1 => 1,
        _ => 0,
    };
    char::from_u32(u32::from(c) + shift).unwrap_or(c)
}

/// Lower case, without the diacritics of Latin letters.
fn fold(c: char, out: &mut String) {
    let c = lower(c);
    let plain = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' => "i",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ç' | 'ć' | 'č' => "c",
        'ñ' | 'ń' | 'ň' => "n",
        'š' | 'ś' => "s",
        'ž' | 'ź' | 'ż' => "z",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => {
            // A combining mark that stands apart is dropped: the letter before it is already plain.
            if !('\u{300}'..='\u{36f}').contains(&c) {
                out.push(c);
            }
            return;
        }
    };
    out.push_str(plain);
}

fn is_empty_word(word: &str) -> bool {
    const EMPTY: &[&str] = &[
        "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can",
        "could", "did", "do", "does", "for", "from", "get", "got", "had", "has", "have", "he", "hello",
        "help", "hi", "how", "i", "if", "im", "in", "is", "it", "its", "ive", "just", "klarna", "me", "my",
        "now", "of", "on", "or", "please", "so", "still", "that", "the", "their", "them", "there", "they",
        "this", "to", "up", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will",
        "with", "would", "you", "your",
    ];
    EMPTY.binary_search(&word).is_ok()
}

fn stem(word: &str) -> String {
    if !word.is_ascii() || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.into();
    }
    let cut = |ending: &str| word.strip_suffix(ending).filter(|s| s.len() >= 3 && s.contains(is_vowel));
    let stem = if let Some(s) = cut("ies").or_else(|| cut("ied")) {
        // worries, worried -> worri, as worry below
        [s, "i"].concat()
    } else if let Some(s) = cut("ments").or_else(|| cut("ment")) {
        s.into()
    } else if let Some(s) = cut("ings").or_else(|| cut("ing")).or_else(|| cut("ed")) {
        undouble(s).into()
    } else if let Some(s) =
        cut("es").filter(|s| s.ends_with(['s', 'x', 'z']) || s.ends_with("ch") || s.ends_with("sh"))
    {
        s.into()
    } else if let Some(s) = cut("s").filter(|s| !s.ends_with(['s', 'u', 'i'])) {
        s.into()
    } else {
        word.into()
    };
    // refuse, refused; charge, charged: the silent e goes on both sides. worry, worries: y and i are one.
    let stem: String = stem;
    match stem.strip_suffix('e').filter(|s| s.len() >= 3) {
        Some(s) => s.into(),
        None => match stem.strip_suffix('y').filter(|s| s.len() >= 3) {
            Some(s) => [s, "i"].concat(),
            None => stem,
        },
    }
}

fn is_vowel(c: char) -> bool {
    "aeiouy".contains(c)
}

/// stopp(ed) -> stop; call(ed) stays.
fn undouble(stem: &str) -> &str {
    let mut last = stem.chars().rev();
    match (last.next(), last.next()) {
        (Some(a), Some(b)) if a == b && !"aeioulsz".contains(a) => &stem[..stem.len() - 1],
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_empty_words_is_sorted_so_that_it_can_be_searched() {
        assert!(is_empty_word("a") && is_empty_word("klarna") && is_empty_word("your"));
        assert!(!is_empty_word("refund"));
    }

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for group in [
            &["refund", "refunds", "refunded", "refunding"][..],
            &["charge", "charged", "charges", "charging"],
            &["payment", "payments", "pay", "paying"],
            &["decline", "declined", "declines"],
            &["stop", "stopped", "stopping"],
            &["worry", "worries", "worried"],
            &["purchase", "purchases"],
            &["dispute", "disputes", "disputed"],
        ] {
            let stems: Vec<String> = group.iter().map(|w| stem(w)).collect();
            assert!(stems.windows(2).all(|w| w[0] == w[1]), "{stems:?}");
        }
    }

    #[test]
    fn lower_case_is_the_standard_librarys_for_the_letters_of_europe() {
        let letters =
            ('a'..='\u{17f}').chain('\u{391}'..='\u{3a9}').chain('\u{400}'..='\u{45f}').chain('A'..='Z');
        // The Turkish dotted capital I becomes two characters; Kelvin's k and the like are no letters of a language.
        for c in letters.filter(|c| c.is_alphabetic() && !"\u{130}\u{178}\u{3a2}".contains(*c)) {
            assert_eq!(c.to_lowercase().collect::<String>(), lower(c).to_string(), "{c} {:x}", u32::from(c));
        }
    }

    #[test]
    fn letters_and_digits_are_in_words_and_signs_part_them() {
        let blocks = ['\u{2000}'..='\u{2bff}', '\u{2e00}'..='\u{2e7f}', '\u{3000}'..='\u{303f}'];
        for c in ('\0'..='\u{ffff}').filter(|c| !blocks.iter().any(|block| block.contains(c))) {
            // Roman numerals, fractions and letters in circles part words.
            if c.is_alphabetic() || c.is_ascii_digit() {
                assert!(in_word(c), "{c} {:x}", u32::from(c));
            }
        }
        for c in
            " \u{a0}\u{3000}.,;:!?¡¿-–—…/()[]{}<>«»„“”‚‘’'\"@#%&*+=€£$¥©°·×÷،؛؟。、！？😀\u{feff}".chars()
        {
            assert!(!in_word(c), "{c} {:x}", u32::from(c));
        }
    }

    #[test]
    fn words_are_folded_and_apostrophes_join() {
        let folded: Vec<String> =
            words("Can't PAY: Återbetalning, straße, cafe\u{301}").into_iter().map(|w| w.folded).collect();
        assert_eq!(folded, ["cant", "pay", "aterbetalning", "strasse", "cafe"]);
    }
}
