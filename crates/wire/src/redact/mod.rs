//! Masking of what nobody should send, before anything leaves the page, and again in the portal before the first write.
//!
//! Here: what is masked ([`RedactKind`]), what stands in its place, and what a customer chose to leave ([`kept_tag`]). The
//! finders stand beside: `card`, `iban`, `national` with its `check`, `password`, `code`, each over the folded text of
//! `cells` with the words of `words`; `request` says which texts of a case are masked. Not here: telling the customer.
//!
//! Every finder reads the text once, looking at a bounded stretch from each place, so that the time grows as the text
//! does. A finder sees what an earlier one found as closed: each place of a text is one hit at most. A text that was
//! masked is the same after a second time: a mask is closed too.

mod card;
mod cells;
mod check;
mod code;
mod iban;
mod national;
mod password;
mod request;
mod words;

use crate::category::names;
use cells::Cells;
use serde::{Deserialize, Serialize};

names! {
    /// What was found in a text.
    RedactKind {
        /// A payment card's number.
        Card = "card",
        /// An international bank account number.
        Iban = "iban",
        /// A secret number by its context: a card's check value, a PIN, a one-time code.
        Code = "code",
        /// A password by its context.
        Password = "password",
        /// A national identity number.
        NationalId = "national-id",
    }
}

impl RedactKind {
    /// Whether the customer may leave it as written. A card's number never is.
    pub fn can_undo(self) -> bool {
        self != RedactKind::Card
    }
}

/// What stands in place of a card's number; its last four digits follow.
pub const MASK: &str = "•••• ";

/// Something found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: RedactKind,
    /// Where it starts in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The tag by which a hit stays as written: the kind, a colon, and eight hex digits of the hit's text (FNV-1a, 32 bits).
///
/// It holds while the customer edits elsewhere, and ends when the hit itself is changed. It says nothing that the text
/// beside it does not show, and travels only while the text has the hit ([`crate::CaseRequest::mask`]).
pub fn kept_tag(kind: RedactKind, text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
    let mut tag = String::from(kind.as_str());
    tag.push(':');
    tag.extend((0..8).rev().filter_map(|i| char::from_digit(hash >> (i * 4) & 15, 16)));
    tag
}

/// A hit as the customer is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// What it is.
    pub kind: RedactKind,
    /// The mask: `•••• 1234`, `[IBAN ••3000]`, `[ID •••]`, `[•••]`.
    pub shown: String,
    /// By which it is kept: [`kept_tag`].
    pub tag: String,
}

/// A text after masking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// The text, with a mask in place of each of `hits`.
    pub text: String,
    /// What was masked, in the order of the text.
    pub hits: Vec<Masked>,
    /// What would have been masked, but stays as written.
    pub kept: Vec<Masked>,
}

/// A text and what was found in it so far, in cells.
struct Finder<'a> {
    cells: Cells<'a>,
    /// The text is a reference by where it stands: its numbers are nobody's identity.
    reference: bool,
}

impl Finder<'_> {
    fn run(&mut self) {
        for find in [iban::find, card::find, password::find, national::find, code::find] {
            find(self);
        }
    }

    fn hit(&mut self, kind: RedactKind, start: usize, end: usize) {
        self.cells.found(kind, start, end);
    }
}

/// Everything to be masked in `text`, in its order. Hits do not overlap.
pub fn find(text: &str) -> Vec<Hit> {
    search(text, false)
}

fn search(text: &str, reference: bool) -> Vec<Hit> {
    let mut finder = Finder { cells: Cells::new(text), reference };
    finder.run();
    let (mut hits, mut i) = (Vec::new(), 0);
    while let Some((kind, first, last)) = finder.cells.next_found(i) {
        let (start, end) = finder.cells.range(first, last);
        hits.push(Hit { kind, start, end });
        i = last;
    }
    hits
}

/// Masks everything found in `text` but what `keep` names; cards always. Idempotent.
pub fn redact(text: &str, keep: &[String]) -> Redaction {
    mask(text, keep, false)
}

/// The same for a text that is an order number or another reference by itself: what [`redact`] leaves alone after the
/// word "order".
pub fn redact_reference(text: &str, keep: &[String]) -> Redaction {
    mask(text, keep, true)
}

fn mask(text: &str, keep: &[String], reference: bool) -> Redaction {
    let mut redaction =
        Redaction { text: String::with_capacity(text.len()), hits: Vec::new(), kept: Vec::new() };
    let mut done = 0;
    for hit in search(text, reference) {
        let secret = text.get(hit.start..hit.end).unwrap_or_default();
        let masked =
            Masked { kind: hit.kind, shown: shown(hit.kind, secret), tag: kept_tag(hit.kind, secret) };
        redaction.text.push_str(text.get(done..hit.start).unwrap_or_default());
        if hit.kind.can_undo() && keep.contains(&masked.tag) {
            redaction.text.push_str(secret);
            redaction.kept.push(masked);
        } else {
            redaction.text.push_str(&masked.shown);
            redaction.hits.push(masked);
        }
        done = hit.end;
    }
    redaction.text.push_str(text.get(done..).unwrap_or_default());
    redaction
}

/// The mask: the same in every language.
fn shown(kind: RedactKind, secret: &str) -> String {
    let (open, close) = match kind {
        RedactKind::Card => (MASK, ""),
        RedactKind::Iban => ("[IBAN ••", "]"),
        RedactKind::NationalId => return "[ID •••]".into(),
        RedactKind::Code | RedactKind::Password => return "[•••]".into(),
    };
    let cells = Cells::new(secret);
    let last: Vec<char> = (0..cells.len())
        .rev()
        .filter(|i| cells.alnum(*i) || cells.digit(*i).is_some())
        .take(4)
        .map(|i| char::from(cells.digit(i).map_or(cells.get(i), |value| b'0' + value)).to_ascii_uppercase())
        .collect();
    let mut shown = String::from(open);
    shown.extend(last.into_iter().rev());
    shown.push_str(close);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells looked at in `text`, by all finders.
    fn steps(text: &str) -> usize {
        let mut finder = Finder { cells: Cells::new(text), reference: false };
        finder.run();
        finder.cells.steps.get()
    }

    #[test]
    fn each_character_costs_a_bounded_number_of_looks_however_long_the_text() {
        let mut worst = (0, "");
        for piece in [
            "1",
            "1 ",
            "4",
            "4111 1111 1111 1111 ",
            "4111 1111 1111 1112 ",
            "411111111111111 ",
            "a",
            "a ",
            " ",
            "-",
            "\n",
            "•",
            "•• ",
            "[•••]",
            "de89",
            "DE ",
            "d1",
            "password:",
            "password ",
            "password is ",
            "pass=",
            "mot de passe ",
            "code ",
            "code: ",
            "is your ",
            "4839 is your code ",
            "is ",
            "pin,",
            "cvv(",
            "cvv 1",
            "12345678",
            "850709-9805 ",
            "850709-",
            "111222333 bsn ",
            "111222333",
            "order ",
            "order order:",
            "+",
            "+1",
            "#1",
            "personnummer",
            "x-",
            "1.",
            "no 1",
            "\"",
            "password \"",
            "password=\"a ",
            "é",
            "漢",
            "\u{200b}",
            "1\u{301}",
            "4111•",
        ] {
            let (short, long) = (2_000 / piece.len(), 20_000 / piece.len());
            let each = |count: usize| steps(&piece.repeat(count)) / (count * piece.len());
            let (few, many) = (each(short), each(long));
            assert!(many <= 150 && many <= few + few / 10 + 1, "{piece:?}: {few} looks a byte, then {many}");
            worst = worst.max((many, piece));
        }
        // A bound that nothing comes near would bound nothing.
        assert!(worst.0 > 50, "{worst:?}");
    }
}
