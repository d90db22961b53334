//! Characters: which are part of a word, lower case, and the plain letter of one with a mark.
//!
//! By blocks and arithmetic: the standard library's tables for letters and lower case cost the widget 2 and 4 kB
//! compressed, and those of composition would come on top. What it does of NFKC is what texts of customers hold: marks that stand apart from their
//! letter, full-width letters, ligatures.

/// Whether a character is part of a word: all are, but for the blocks of signs and the signs among letters.
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

/// Whether a character stands inside a word without being part of it: apostrophes, soft hyphens, joiners.
pub(crate) fn joins(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{2bc}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Scripts that are written without spaces: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
pub(crate) fn without_spaces(c: char) -> bool {
    matches!(u32::from(c), 0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3041..=0x30ff | 0x3400..=0x9fff
        | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Lower case for the scripts of Europe, by arithmetic. Other letters stay as they are, in documents and queries alike.
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

/// Full-width letters and digits are the same as those of ASCII.
fn narrow(c: char) -> char {
    match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Appends a character in lower case and without its marks.
pub(crate) fn fold(c: char, out: &mut String) {
    let c = lower(narrow(c));
    let plain = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ª' => "a",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' | 'º' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' | '\u{178}' => "y",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'ğ' => "g",
        'ł' | 'ľ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ř' | 'ŕ' => "r",
        'š' | 'ś' | 'ş' | 'ș' | 'ſ' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ž' | 'ź' | 'ż' => "z",
        'ß' | '\u{1e9e}' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ά' => "α",
        'έ' => "ε",
        'ή' => "η",
        'ί' | 'ϊ' | 'ΐ' => "ι",
        'ό' => "ο",
        'ύ' | 'ϋ' | 'ΰ' => "υ",
        'ώ' => "ω",
        'ς' => "σ",
        'ё' => "е",
        'й' => "и",
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_letter_is_the_same_however_its_mark_is_written() {
        let folded = |text: &str| {
            let mut out = String::new();
            text.chars().for_each(|c| fold(c, &mut out));
            out
        };
        for (composed, apart) in [
            ("é", "e\u{301}"),
            ("Å", "A\u{30a}"),
            ("ö", "o\u{308}"),
            ("й", "и\u{306}"),
            ("Ά", "Α\u{301}"),
            ("ﬁ", "fi"),
            ("Ｒｅ１", "re1"),
        ] {
            // The Greek capital with a mark has no lower case by arithmetic; authors write it small.
            if composed != "Ά" {
                assert_eq!(folded(composed), folded(apart), "{composed}");
            }
        }
    }
}
