//! Properties of generated numbers in generated surroundings.

use klarna_help_wire::{RedactKind, find, redact};
use proptest::prelude::*;

/// Issuer prefixes with a length they are issued in.
const ISSUERS: [(&str, usize); 14] = [
    ("4", 13),
    ("4", 16),
    ("4", 19),
    ("51", 16),
    ("55", 16),
    ("2221", 16),
    ("2720", 16),
    ("34", 15),
    ("37", 15),
    ("300", 14),
    ("36", 14),
    ("6011", 16),
    ("3528", 16),
    ("6759", 18),
];

/// Signs that people and pages put between groups.
const SIGNS: [&str; 20] = [
    "", " ", "-", ".", "/", "_", "|", "\u{a0}", "\u{202f}", "\u{200b}", "–", "·", "•", "\n", "\r\n", "  ",
    " - ", ", ", "\n    ", ") (",
];

/// Surroundings without a digit; all that may stand beside a number.
const AROUND: [&str; 12] =
    ["", "my card ", "Karte: ", "order ", "(", "\n", "beställning #", "😔", "لا ", "•• ", "«", "kod "];

/// Appends the Luhn digit (ISO/IEC 7812-1 annex B), counted another way than the product does.
fn with_luhn(mut digits: String) -> String {
    let check = (0..10).find(|check| {
        let all: Vec<u32> = digits.chars().map(|c| c as u32 - 48).chain([*check]).collect();
        let doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
        let sum: u32 = all
            .iter()
            .rev()
            .enumerate()
            .map(|(i, d)| if i % 2 == 1 { doubled[*d as usize] } else { *d })
            .sum();
        sum.is_multiple_of(10)
    });
    digits.push_str(&check.expect("one digit fits").to_string());
    digits
}

prop_compose! {
    fn card()(issuer in 0..ISSUERS.len(), tail in "[0-9]{18}") -> String {
        let (prefix, length) = ISSUERS[issuer];
        with_luhn(format!("{prefix}{tail}")[..length - 1].to_owned())
    }
}

/// In groups of four (15: 4-6-5, 14: 4-6-4), with one sign between all of them.
fn grouped(number: &str, sign: &str) -> String {
    let sizes: &[usize] = if matches!(number.len(), 14 | 15) { &[4, 6, 5] } else { &[4, 4, 4, 4, 4] };
    let (mut groups, mut rest) = (Vec::new(), number);
    for size in sizes {
        let (group, tail) = rest.split_at(rest.len().min(*size));
        groups.push(group);
        rest = tail;
    }
    groups.push(rest);
    groups.retain(|group| !group.is_empty());
    groups.join(sign)
}

/// In the digits of another script.
fn in_script(text: &str, zero: char) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|d| char::from_u32(zero as u32 + d));
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// The longest run of digits of `number` that is left in `text`, separators taken out.
fn left_of(number: &str, text: &str) -> usize {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (0..=number.len())
        .rev()
        .find(|length| (0..=number.len() - length).any(|i| digits.contains(&number[i..i + length])))
        .unwrap_or(0)
}

prop_compose! {
    /// An IBAN whose account is digits, of a country with that length.
    fn iban()(country in 0..6_usize, tail in "[0-9]{24}") -> String {
        let (code, length) = [("DE", 22), ("SE", 24), ("NO", 15), ("ES", 24), ("AT", 20), ("PL", 28)][country];
        let account = &tail[..length - 4];
        let letters: String = code.bytes().map(|b| (u32::from(b) - 55).to_string()).collect();
        let rest = format!("{account}{letters}00").bytes().fold(0, |rest, b| (rest * 10 + u32::from(b - b'0')) % 97);
        format!("{code}{:02}{account}", 98 - rest)
    }
}

prop_compose! {
    fn personnummer()(year in 30..100_u32, month in 1..13_u32, day in 1..29_u32, number in 0..1000_u32) -> String {
        let all = with_luhn(format!("{year:02}{month:02}{day:02}{number:03}"));
        format!("{}-{}", &all[..6], &all[6..])
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_card_is_found_in_any_grouping_and_surroundings(
        number in card(), sign in 0..SIGNS.len(), before in 0..AROUND.len(), after in 0..AROUND.len(), script in 0..4_usize,
    ) {
        let written = grouped(&number, SIGNS[sign]);
        let zero = ['0', '０', '٠', '۰'][script];
        let text = format!("{}{}{}", AROUND[before], in_script(&written, zero), AROUND[after]);
        let masked = redact(&text, &[]);
        let card = masked.hits.iter().find(|hit| hit.kind == RedactKind::Card);
        prop_assert!(card.is_some(), "{text}");
        prop_assert!(left_of(&number, &masked.text) <= 4, "{text} -> {}", masked.text);
    }

    #[test]
    fn a_card_split_over_two_lines_anywhere_leaves_no_more_than_four_digits(number in card(), at in 1..12_usize) {
        let masked = redact(&format!("{}\n{}", &number[..at], &number[at..]), &[]).text;
        prop_assert!(left_of(&number, &masked) <= 4, "{masked}");
    }

    #[test]
    fn any_text_around_a_card_leaves_no_more_than_four_digits(number in card(), before in "\\PN{0,20}", after in "\\PN{0,20}") {
        let masked = redact(&format!("{before}{number}{after}"), &[]).text;
        prop_assert!(left_of(&number, &masked) <= 4, "{masked}");
    }

    #[test]
    fn an_iban_is_found_with_any_separator_and_case(number in iban(), sign in 0..SIGNS.len(), lower: bool) {
        let written = grouped(&number[4..], SIGNS[sign]);
        let written = format!("{}{}{}", &number[..4], SIGNS[sign], written);
        let written = if lower { written.to_lowercase() } else { written };
        let hits = find(&format!("to {written}, please"));
        prop_assert!(hits.iter().any(|hit| hit.kind == RedactKind::Iban), "{written}");
    }

    #[test]
    // Letters that make no word of any list: an order's number stays, and a password is one, whatever it looks like.
    fn an_identity_number_is_found_among_words_that_mean_nothing(
        number in personnummer(), before in "[qxz ]{0,20} ", after in " [qxz ]{0,20}",
    ) {
        let text = format!("{before}{number}{after}");
        let hits = find(&text);
        prop_assert!(hits.iter().any(|hit| hit.kind == RedactKind::NationalId), "{text}");
    }

    #[test]
    fn a_text_without_digits_or_talk_of_passwords_stays_as_it_is(text in "[^0-9]{0,60}") {
        let lower = text.to_lowercase();
        prop_assume!(!text.chars().any(char::is_numeric) && !["pas", "pw", "clave", "haslo"].iter().any(|w| lower.contains(w)));
        prop_assert_eq!(redact(&text, &[]).text, text);
    }

    #[test]
    fn any_characters_are_masked_once_and_between_characters(text in any::<String>()) {
        crate::any::check(&text);
    }
}
