//! Masking of payment card numbers before anything leaves the page, and again in the portal before the first write.
//!
//! Here: payment cards, which the customer can never un-mask. Other kinds (IBAN, codes, passwords, national ids)
//! are a later issue. A card is 13 to 19 digits with an issuer prefix of its length that pass Luhn (ISO/IEC 7812-1
//! annex B); the prefix table is what keeps order numbers readable, since one random number in ten passes Luhn.

use crate::CaseRequest;

/// What stands in place of a masked number; the last four digits follow it.
pub const MASK: &str = "•••• ";

/// A text after masking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The text with each card number replaced by [`MASK`] and its last four digits.
    pub text: String,
    /// How many numbers were masked.
    pub cards: usize,
}

/// Masks every payment card number in `text`. Idempotent.
pub fn redact_cards(text: &str) -> Redacted {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = String::with_capacity(text.len());
    let (mut i, mut cards) = (0, 0);
    while let Some(&(_, c)) = chars.get(i) {
        if digit(c).is_some() {
            let run = digit_run(&chars, i);
            if let Some((start, end)) = find_card(&run) {
                // Digits of the run before the card stay as they were written.
                let card_at = run.get(start).map_or(i, |d| d.at);
                out.extend(chars.iter().take(card_at).skip(i).map(|(_, c)| *c));
                out.push_str(MASK);
                out.extend(run.iter().take(end).skip(end - 4).map(|d| char::from(b'0' + d.value)));
                i = run.get(end - 1).map_or(i, |d| d.at) + 1;
                cards += 1;
            } else {
                // No card starts in this run: keep it whole, or its tail would be tried again and again.
                let next = run.last().map_or(i, |d| d.at) + 1;
                out.extend(chars.iter().take(next).skip(i).map(|(_, c)| *c));
                i = next;
            }
        } else {
            out.push(c);
            i += 1;
        }
    }
    Redacted { text: out, cards }
}

impl CaseRequest {
    /// Masks card numbers in every text but the address. The widget does so before sending, the portal before the first
    /// write, for every other sender. Idempotent.
    pub fn mask(&mut self) {
        [&mut self.description, &mut self.order_id, &mut self.flow, &mut self.tried]
            .into_iter()
            .for_each(mask);
        for answer in &mut self.answers {
            mask(&mut answer.question);
            mask(&mut answer.answer);
        }
        for note in &mut self.evidence {
            mask(&mut note.key);
            mask(&mut note.note);
        }
        self.context.texts_mut().into_iter().flatten().for_each(mask);
        // Nobody pays 41 thousand million pounds: a card number in the wrong field.
        let amount = &mut self.context.amount;
        if amount.is_some_and(|amount| redact_cards(&amount.unsigned_abs().to_string()).cards > 0) {
            *amount = None;
        }
    }
}

fn mask(text: &mut String) {
    let redacted = redact_cards(text);
    if redacted.cards > 0 {
        *text = redacted.text;
    }
}

/// A digit and its place in the list of characters.
struct Digit {
    value: u8,
    at: usize,
}

/// Longest stretch between two digits of a number, in characters: a line break and its indentation.
const GAP: usize = 8;

/// Digits from `start` on, with at most [`GAP`] separators between two of them.
fn digit_run(chars: &[(usize, char)], start: usize) -> Vec<Digit> {
    let mut run = Vec::new();
    let mut gap = 0;
    for (at, (_, c)) in chars.iter().enumerate().skip(start) {
        if let Some(value) = digit(*c) {
            run.push(Digit { value, at });
            gap = 0;
        } else if separator(*c) && gap < GAP {
            gap += 1;
        } else {
            break;
        }
    }
    run
}

/// The first stretch of the run that is a card number: longest first at each start. It starts and ends where a group
/// of digits does, so that no card is found inside a longer order number.
fn find_card(run: &[Digit]) -> Option<(usize, usize)> {
    let edge = |i: usize| match (i.checked_sub(1).and_then(|before| run.get(before)), run.get(i)) {
        (Some(before), Some(here)) => here.at > before.at + 1,
        _ => true,
    };
    (0..run.len().saturating_sub(12)).filter(|start| edge(*start)).find_map(|start| {
        (13..=19)
            .rev()
            .filter(|len| edge(start + len))
            .filter_map(|len| run.get(start..start + len))
            .find(|part| known_prefix(part) && luhn(part))
            .map(|part| (start, start + part.len()))
    })
}

/// ASCII, full-width and Arabic-Indic digits: what phones' keyboards write.
fn digit(c: char) -> Option<u8> {
    let base = match c {
        '0'..='9' => '0',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06f0}'..='\u{06f9}' => '\u{06f0}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(base)).ok()
}

/// Anything that is no letter and no digit: people write brackets, dashes, quotes and line breaks between groups. Signs
/// are told by their block: the standard library's tables would cost the widget 2 kB compressed.
fn separator(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => !c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' | '×' | '÷' => !matches!(c, 'ª' | 'µ' | 'º'),
        '\u{600}'..='\u{61f}' | '\u{66a}'..='\u{66d}' | '۔' | '\u{1680}' => true,
        '\u{2000}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3030}' => true,
        '\u{fe00}'..='\u{fe6f}' | '\u{feff}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{1f000}'.. => true,
        _ => false,
    }
}

/// Issuer prefixes with the lengths they are issued in (public issuer identification ranges).
fn known_prefix(digits: &[Digit]) -> bool {
    let lead = |n: usize| digits.iter().take(n).fold(0_u32, |sum, d| sum * 10 + u32::from(d.value));
    let (two, three, four, six) = (lead(2), lead(3), lead(4), lead(6));
    match digits.len() {
        13 | 19 if lead(1) == 4 => true,
        16 if lead(1) == 4 || (51..=55).contains(&two) || (2221..=2720).contains(&four) => true,
        15 => two == 34 || two == 37,
        14 => (300..=305).contains(&three) || two == 36 || two == 38 || two == 39,
        16 | 19 if (3528..=3589).contains(&four) => true,
        16 | 19 if four == 6011 || two == 65 || (644..=649).contains(&three) => true,
        16 | 19 if (622_126..=622_925).contains(&six) || two == 62 => true,
        13..=19 => [5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763].contains(&four),
        _ => false,
    }
}

fn luhn(digits: &[Digit]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| {
            let v = u32::from(d.value) << (i % 2);
            if v > 9 { v - 9 } else { v }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_masked_however_they_are_written() {
        // The schemes' published test numbers.
        for (text, expected) in [
            ("4111 1111 1111 1111", "•••• 1111"),
            ("my card is 4111-1111-1111-1111.", "my card is •••• 1111."),
            ("5555555555554444!", "•••• 4444!"),
            ("amex 3782 822463 10005 ok", "amex •••• 0005 ok"),
            ("4111\n1111 1111\n1111", "•••• 1111"),
            ("4111 1111\r\n    1111 1111", "•••• 1111"),
            ("(4111) (1111) (1111) (1111)", "(•••• 1111)"),
            ("4111  --  1111  --  1111  --  1111", "•••• 1111"),
            ("４１１１１１１１１１１１１１１１", "•••• 1111"),
            ("4111.1111/1111|1111", "•••• 1111"),
            ("order 17 4111111111111111", "order 17 •••• 1111"),
            ("4111111111111111 and 5555555555554444", "•••• 1111 and •••• 4444"),
        ] {
            assert_eq!(redact_cards(text).text, expected, "{text}");
        }
        assert_eq!(redact_cards("4111111111111111 and 5555555555554444").cards, 2);
    }

    #[test]
    fn order_numbers_phones_dates_and_amounts_are_left_alone() {
        for text in [
            "order 1234567890123452",
            "4111 1111 1111 1112",
            "+44 20 7946 0018",
            "2026-11-23 to 2026-12-24",
            "£1,234,567.89",
            "NW-20417",
            "",
            "no digits at all",
        ] {
            assert_eq!(redact_cards(text), Redacted { text: text.into(), cards: 0 }, "{text}");
        }
    }

    #[test]
    fn masking_twice_changes_nothing_more() {
        let once = redact_cards("pay 4111 1111 1111 1111 now").text;
        assert_eq!(redact_cards(&once), Redacted { text: once.clone(), cards: 0 });
    }
}
