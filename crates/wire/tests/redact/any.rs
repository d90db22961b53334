//! Any text: pieces of everything that the finders know, in any order. Runs without a fuzzer; `fuzz/` has the other half.

use klarna_help_wire::{Hit, RedactKind, find, redact, redact_reference};

/// Pieces of secrets, of their surroundings, of masks, and of what is neither.
const PIECES: &[&str] = &[
    "4111 1111 1111 1111",
    "4111111111111111",
    "5555",
    "378282246310005",
    "4111",
    "1111",
    "6304",
    "1",
    "12",
    "123",
    "4839",
    "483920",
    "12345678",
    "850709-9805",
    "8507099805",
    "19121212-1212",
    "131052-308T",
    "86095742719",
    "44051401359",
    "111222333",
    "12345678Z",
    "RSSMRA85T10A562S",
    "DE89 3704 0044 0532 0130 00",
    "DE89",
    "no",
    "NO93 8601 1117 947",
    "gb",
    "iban",
    "•••• 1111",
    "•••• ",
    "••",
    "•",
    "[•••]",
    "[ID •••]",
    "[IBAN ••3000]",
    "[",
    "]",
    "[IBAN ••",
    "code",
    "kod",
    "pin",
    "cvv",
    "otp",
    "klarna",
    "discount",
    "rabattkod",
    "password",
    "lösenord",
    "mot de passe",
    "pass",
    "hunter2",
    "Sommar",
    "wrong",
    "is",
    "är",
    "to",
    "e",
    "on",
    "and",
    "my",
    "your",
    "order",
    "nr",
    "tel",
    "personnummer",
    "bsn",
    "nif",
    "exp",
    "12/27",
    "2026-11-23",
    "12.50",
    "kr",
    "€",
    "£",
    "+46",
    "#",
    ":",
    "=",
    ",",
    ".",
    "!",
    "?",
    "\"",
    "'",
    "(",
    ")",
    "/",
    "-",
    "–",
    "\n",
    "\r\n",
    " ",
    "  ",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "\u{ad}",
    "\u{301}",
    "\u{0}",
    "é",
    "ß",
    "İ",
    "ʼ",
    "漢",
    "😔",
    "\u{10ffff}",
    "４",
    "１１１１",
    "٤١١١",
    "𝟒",
    "http://",
    "KH-7F3K-9Q2M",
    "A7K9Q2",
    "x",
    "Q",
];

/// Xorshift: the same texts in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..1 + self.below(12) {
            text.push_str(PIECES[self.below(PIECES.len())]);
            if self.below(3) > 0 {
                text.push(' ');
            }
        }
        text
    }
}

/// What holds for any text.
pub(crate) fn check(text: &str) {
    let hits = find(text);
    let mut last = 0;
    for Hit { start, end, .. } in &hits {
        assert!(last <= *start && start < end, "{hits:?} overlap in {text:?}");
        assert!(
            text.is_char_boundary(*start) && text.is_char_boundary(*end),
            "{hits:?} cut a character of {text:?}"
        );
        last = *end;
    }
    let masked = redact(text, &[]);
    assert_eq!(masked.hits.len(), hits.len());
    assert_eq!(redact(&masked.text, &[]).text, masked.text, "masked again: {text:?}");
    let keep: Vec<String> =
        masked.hits.iter().filter(|hit| hit.kind != RedactKind::Card).map(|hit| hit.tag.clone()).collect();
    let kept = redact(text, &keep);
    assert!(kept.hits.iter().all(|hit| hit.kind == RedactKind::Card), "{keep:?} not kept in {text:?}");
    assert_eq!(redact(&kept.text, &keep).text, kept.text, "masked again beside what is kept: {text:?}");
    let reference = redact_reference(text, &[]).text;
    assert_eq!(redact_reference(&reference, &[]).text, reference, "masked again as a reference: {text:?}");
}

#[test]
fn any_pieces_in_any_order_are_masked_once_and_between_characters() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20_000 {
        check(&dice.text());
    }
}

#[test]
fn texts_that_broke_something_once() {
    for text in [
        // An IBAN that touched a card began where the card's mask ended.
        "378282246310005DE89 3704 0044 0532 0130 00",
        // A word came within reach when the text before it was masked.
        "12345678４ 86095742719 378282246310005 ] 'nif ",
        // The second of two names had a value of its own.
        "password lösenord RSSMRA85T10A562S = -86095742719",
        // Bullets before a mask made it another mark.
        "86095742719••378282246310005password to=12345678Z order",
    ] {
        check(text);
    }
}
