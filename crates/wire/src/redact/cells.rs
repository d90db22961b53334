//! The text as the finders read it: one byte a character, folded, so that an IBAN in full-width letters, a password
//! "lösenord" and a card number with zero-width spaces are found by the code that knows the plain ones.
//!
//! Folded: case, Latin accents, full-width forms, the digits of other scripts, dashes, quotes, spaces. Left out: what
//! has no width. Signs and letters are told by their block: the standard library's tables would cost 2 kB compressed.

use super::RedactKind;

/// Set on all that is closed: parts of masks, and what was found. Nothing reads across it.
const CLOSED: u8 = 0x80;
/// Set on what was found, with its kind and whether it starts here.
const FOUND: u8 = 0xc0;
/// A single `•`; two in a row begin a mask.
const BULLET: u8 = 1;
/// A letter beyond Latin. The only capital there is.
const LETTER: u8 = b'A';
/// Any sign without a byte of its own.
const SIGN: u8 = b'|';

/// U+00C0 to U+017F without their accents.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo|ouuuuytsaaaaaaaceeeeiiiidnooooo|ouuuuyty\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// A text in cells.
pub(super) struct Cells<'a> {
    text: &'a str,
    bytes: Vec<u8>,
    /// Where the character of each cell begins in the text, in bytes.
    at: Vec<u32>,
    /// How many cells were looked at.
    #[cfg(test)]
    pub(super) steps: std::cell::Cell<usize>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut cells = Self {
            text,
            bytes: Vec::with_capacity(text.len()),
            at: Vec::with_capacity(text.len()),
            #[cfg(test)]
            steps: Default::default(),
        };
        for (at, c) in text.char_indices() {
            if let Some(byte) = fold(c) {
                cells.bytes.push(byte);
                cells.at.push(at as u32);
            }
        }
        cells.close_masks();
        cells
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The cell at `i`. Beyond either end there is a line's end; so `get(i.wrapping_sub(1))` needs no check.
    #[inline(never)]
    pub(super) fn get(&self, i: usize) -> u8 {
        #[cfg(test)]
        self.steps.set(self.steps.get() + 1);
        self.bytes.get(i).copied().unwrap_or(b'\n')
    }

    #[inline(never)]
    pub(super) fn before(&self, i: usize) -> u8 {
        self.get(i.wrapping_sub(1))
    }

    #[inline(never)]
    pub(super) fn slice(&self, start: usize, end: usize) -> &[u8] {
        #[cfg(test)]
        self.steps.set(self.steps.get() + end.saturating_sub(start));
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// The value of a digit, also of one that a mask shows.
    #[inline(never)]
    pub(super) fn digit(&self, i: usize) -> Option<u8> {
        let byte = self.get(i) & !CLOSED;
        byte.is_ascii_digit().then_some(byte & 15)
    }

    /// Whether a letter or a digit is there that no mask has taken.
    #[inline(never)]
    pub(super) fn alnum(&self, i: usize) -> bool {
        self.get(i).is_ascii_alphanumeric()
    }

    #[inline(never)]
    pub(super) fn is_digit(&self, i: usize) -> bool {
        self.get(i).is_ascii_digit()
    }

    /// Part of a mask, or of something found.
    #[inline(never)]
    pub(super) fn solid(&self, i: usize) -> bool {
        self.get(i) & CLOSED != 0
    }

    /// Whether a card, found or masked before, ends just before `i`.
    pub(super) fn card_ends(&self, i: usize) -> bool {
        let card = |byte: u8| byte & 0xfe == FOUND || (byte & !CLOSED).is_ascii_digit() && byte & CLOSED != 0;
        card(self.before(i)) && !card(self.get(i))
    }

    /// Whether the character was written as a capital.
    #[inline(never)]
    pub(super) fn capital(&self, i: usize) -> bool {
        self.at
            .get(i)
            .and_then(|at| self.text.as_bytes().get(*at as usize))
            .is_some_and(u8::is_ascii_uppercase)
    }

    #[inline(never)]
    pub(super) fn starts_word(&self, i: usize) -> bool {
        self.alnum(i) && !self.alnum(i.wrapping_sub(1))
    }

    /// The end of the word or number that `i` is in.
    #[inline(never)]
    pub(super) fn word_end(&self, i: usize) -> usize {
        (i..self.len()).find(|i| !self.alnum(*i)).unwrap_or(self.len().max(i))
    }

    /// The word before `i`, with nothing between but spaces and signs that a sentence can go on across.
    #[inline(never)]
    pub(super) fn word_before(&self, i: usize) -> Option<(usize, usize)> {
        let mut end = i;
        while matches!(self.before(end), b' ' | b':' | b'=' | b'-' | b'"' | b'\'' | b'(' | b'/') {
            end -= 1;
        }
        let mut start = end;
        while self.alnum(start.wrapping_sub(1)) {
            start -= 1;
        }
        (start < end).then_some((start, end))
    }

    /// Closes what was found to every later finder. The kind is its place in [`RedactKind::ALL`].
    pub(super) fn found(&mut self, kind: RedactKind, start: usize, end: usize) {
        self.close(start, end, FOUND | (kind as u8) << 1);
        self.close(start, start + 1, FOUND | (kind as u8) << 1 | 1);
    }

    #[inline(never)]
    fn close(&mut self, start: usize, end: usize, byte: u8) {
        self.bytes.iter_mut().take(end).skip(start).for_each(|cell| *cell = byte);
    }

    /// What was found from `i` on: the kind, and the first cell and the end.
    pub(super) fn next_found(&self, mut i: usize) -> Option<(RedactKind, usize, usize)> {
        while self.get(i) & (FOUND | 1) != FOUND | 1 {
            if i >= self.len() {
                return None;
            }
            i += 1;
        }
        let inside = self.get(i) & !1;
        let end = (i + 1..).find(|i| self.get(*i) != inside)?;
        Some((*RedactKind::ALL.get(usize::from(inside >> 1 & 31))?, i, end))
    }

    /// The bytes of the text from the first cell to the end of the last.
    pub(super) fn range(&self, start: usize, end: usize) -> (usize, usize) {
        let at = |i: usize| self.at.get(i).map_or(self.text.len(), |at| *at as usize);
        let last = at(end.wrapping_sub(1));
        let width = self.text.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (at(start), last + width)
    }

    /// Masks from an earlier run: `[•••]`, `[IBAN ••3000]`, `•••• 1234`. Their digits are nobody's any more; those a
    /// card's mask shows are looked at by the card finder alone, for somebody may have typed the mark before a number.
    fn close_masks(&mut self) {
        let mut i = 0;
        while i < self.len() {
            let start = i;
            while self.get(i) == BULLET {
                i += 1;
            }
            if i < start + 2 {
                i = start + 1;
                continue;
            }
            let opens = [0, 3, 5].into_iter().find(|back| {
                let from = start.wrapping_sub(back + 1);
                self.get(from) == b'[' && matches!(self.slice(from + 1, start), b"" | b"id " | b"iban ")
            });
            let card = self.get(i) == b' ' && i >= start + 4;
            let tail = if card { i + 1 } else { i };
            let end = (tail..tail + 4).find(|i| !self.alnum(*i)).unwrap_or(tail + 4);
            if let Some(back) = opens.filter(|_| self.get(end) == b']') {
                self.close(start - back - 1, end + 1, CLOSED);
                i = end;
            } else {
                self.close(start, tail, CLOSED);
                if card {
                    let digits = self.bytes.iter_mut().take(end).skip(tail);
                    digits.take_while(|b| b.is_ascii_digit()).for_each(|b| *b |= CLOSED);
                }
            }
        }
    }
}

/// The cell of a character; `None` for what has no width.
fn fold(c: char) -> Option<u8> {
    let code = u32::from(c);
    Some(match code {
        0x0a | 0x0d | 0x85 | 0x2028 | 0x2029 => b'\n',
        0..0x20 => b' ',
        0x20..0x7f => (code as u8).to_ascii_lowercase(),
        0xad | 0x300..0x370 | 0x61c | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 => {
            return None;
        }
        0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0xfeff | 0xe0000..=0xe01ef => return None,
        0xa0 | 0x1680 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => b' ',
        0xaa | 0xb5 | 0xba => LETTER,
        0xab | 0xbb | 0x201c..=0x201f => b'"',
        0x2018..=0x201b => b'\'',
        0x2010..=0x2015 | 0x2212 | 0xfe58 | 0xfe63 => b'-',
        0x2022 => BULLET,
        0xc0..0x180 => LATIN.get(code as usize - 0xc0).copied().unwrap_or(SIGN),
        0xff01..=0xff5e => ((code - 0xfee0) as u8).to_ascii_lowercase(),
        0x660..=0x669 | 0x6f0..=0x6f9 => b'0' + (code & 15) as u8,
        0x966..=0x96f | 0x9e6..=0x9ef => b'0' + ((code - 6) & 15) as u8,
        0x1d7ce..=0x1d7ff => b'0' + ((code - 0x1d7ce) % 10) as u8,
        0x7f..=0xbf | 0x600..=0x61f | 0x66a..=0x66d | 0x6d4 | 0x2000..=0x2bff | 0x2e00..=0x2e7f => SIGN,
        0x3001..=0x3030 | 0xfe10..=0xfe6f | 0xff00 | 0x1f000.. => SIGN,
        _ => LETTER,
    })
}
