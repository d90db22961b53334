//! Letters, as far as links are written with them: Latin, Greek, Cyrillic.
//!
//! Not the standard library's: its tables of every script would be data of the module's first part, some 15 kB that
//! everybody who opens help waits for.

/// Whether a character is a letter, or of a script that has no more to say here.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c >= '\u{c0}' && !matches!(c, '×' | '÷' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}'))
}

/// The small letter of a capital; everything else as it is.
pub(super) fn lower(c: char) -> char {
    let n = u32::from(c);
    let pairs = |first_is_even: bool| if (n % 2 == 0) == first_is_even { 1 } else { 0 };
    let up = match n {
        0x41..=0x5a => 32,
        0xd7 => 0,
        0xc0..=0xde | 0x391..=0x3a9 | 0x410..=0x42f => 32,
        0x178 => return '\u{ff}',
        0x139..=0x148 | 0x179..=0x17e => pairs(false),
        0x100..=0x12f | 0x132..=0x137 | 0x14a..=0x177 => pairs(true),
        0x400..=0x40f => 80,
        0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f | 0x1e00..=0x1e95 | 0x1ea0..=0x1eff => pairs(true),
        0x4c0 => 15,
        _ => 0,
    };
    char::from_u32(n + up).unwrap_or(c)
}

/// A text in small letters.
pub(super) fn lowered(text: &str) -> String {
    text.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_are_the_standard_librarys() {
        for c in ('A'..='\u{52f}').chain('\u{1e00}'..='\u{1eff}') {
            // Scripts between, and a capital that has two small letters, forge nothing.
            if matches!(c, '\u{130}' | '\u{180}'..='\u{390}' | '\u{3a2}' | '\u{3aa}'..='\u{3ff}' | '\u{4c1}'..='\u{4cf}' | '\u{1e9e}')
            {
                continue;
            }
            assert_eq!(lower(c).to_string(), c.to_lowercase().to_string(), "{c} {:x}", u32::from(c));
            assert!(!c.is_alphabetic() || is_letter(c) || c < '\u{c0}', "{c}");
        }
    }
}
