//! Typing slips: how far a typed word is from a known one. A weighted restricted Damerau-Levenshtein distance in tenths:
//! neighbours on the keyboard, swaps and doubled letters cost less than other slips, the first letter more.

/// What a slip costs, in tenths.
const OTHER: u16 = 10;
const NEAR: u16 = 7;
const SWAP: u16 = 6;
const DOUBLE: u16 = 5;
/// More for a slip in the first letter, which people seldom get wrong.
const FIRST: u16 = 2;

/// The most that a word of this many letters may be off, in tenths.
pub(crate) fn allowed(length: usize) -> u16 {
    match length {
        0..=2 => 0,
        3 => SWAP,
        4..=6 => OTHER + FIRST,
        7..=8 => OTHER + NEAR,
        _ => 2 * OTHER,
    }
}

/// Longest word that is compared.
const LENGTH_MAX: usize = crate::analyse::WORD_MAX + 8;

/// Letters of a word as bits: two words one slip apart differ in at most two of them.
pub(crate) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, byte| {
        bits | 1
            << match byte {
                b'a'..=b'z' => byte - b'a',
                b'0'..=b'9' => 26 + byte % 2,
                _ => 28 + byte % 4,
            }
    })
}

/// A typed word, made ready to be compared with many.
pub(crate) struct Typed {
    word: Vec<char>,
    /// Its bits, as [`letters`].
    bits: u32,
    bytes: usize,
    rows: [[u16; LENGTH_MAX + 1]; 3],
}

impl Typed {
    pub(crate) fn new(word: &str) -> Self {
        let bits = letters(word);
        let bytes = word.len();
        let word = word.chars().take(LENGTH_MAX).collect();
        Self { word, bits, bytes, rows: [[0; LENGTH_MAX + 1]; 3] }
    }

    /// Its letters.
    pub(crate) fn length(&self) -> usize {
        self.word.len()
    }

    /// A cheap look at whether a word can be within `max` at all.
    pub(crate) fn may_be(&self, bits: u32, bytes: usize, max: u16, open: bool) -> bool {
        // The cheapest slip, a swap, changes no letter; every other changes at most two bits and costs at least DOUBLE.
        let slips = u32::from(max / DOUBLE);
        let missing = (self.bits & !bits).count_ones();
        let extra = (bits & !self.bits).count_ones();
        let length = if open { self.bytes.saturating_sub(bytes) } else { self.bytes.abs_diff(bytes) };
        // A character has at most four bytes.
        missing <= slips && (open || extra <= slips) && length <= 4 * usize::from(max / DOUBLE)
    }

    /// The distance to a word, if it is at most `max`. `open`: the word may go on after what was typed.
    pub(crate) fn distance(&mut self, word: &str, max: u16, open: bool) -> Option<u16> {
        let width = self.word.len();
        let [before, last, row] = &mut self.rows;
        for (at, cell) in (0_u16..).zip(last.iter_mut().take(width + 1)) {
            *cell = if at == 0 { 0 } else { at * OTHER + FIRST };
        }
        let mut best = last.get(width).copied().unwrap_or(u16::MAX);
        let mut previous = None;
        for (i, other) in word.chars().take(LENGTH_MAX).enumerate() {
            let down = if i == 0 { OTHER + FIRST } else { OTHER };
            let mut left = last.first().copied().unwrap_or(0) + down;
            let mut least = left;
            if let Some(cell) = row.first_mut() {
                *cell = left;
            }
            let mut typed_before = None;
            for (j, typed) in self.word.iter().copied().enumerate() {
                let at = |row: &[u16], k: usize| row.get(k).copied().unwrap_or(u16::MAX / 2);
                let first = if i == 0 || j == 0 { FIRST } else { 0 };
                let same =
                    if typed == other { 0 } else { first + if near(typed, other) { NEAR } else { OTHER } };
                // A letter of the word left out, or one typed too many; cheaper where it doubles its neighbour.
                let left_out = first + if previous == Some(other) { DOUBLE } else { OTHER };
                let too_many = first + if typed_before == Some(typed) { DOUBLE } else { OTHER };
                let mut cost = (at(last, j) + same).min(at(last, j + 1) + left_out).min(left + too_many);
                if previous == Some(typed) && typed_before == Some(other) && i > 0 && j > 0 {
                    cost = cost.min(at(before, j - 1) + SWAP);
                }
                if let Some(cell) = row.get_mut(j + 1) {
                    *cell = cost;
                }
                least = least.min(cost);
                left = cost;
                typed_before = Some(typed);
            }
            if open {
                best = best.min(left);
            } else {
                best = left;
            }
            // Two rows back may still be reached by a swap; one more slip is allowed for it.
            if least > max + SWAP {
                break;
            }
            previous = Some(other);
            core::mem::swap(before, last);
            core::mem::swap(last, row);
            if !open {
                best = last.get(width).copied().unwrap_or(u16::MAX);
            }
        }
        (best <= max).then_some(best)
    }
}

/// Whether two letters are neighbours on a QWERTY keyboard, those of German and French included.
fn near(a: char, b: char) -> bool {
    const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = |c: char| {
        (0_i8..).zip(ROWS).find_map(|(y, row)| row.find(c).and_then(|x| Some((i8::try_from(x).ok()?, y))))
    };
    let (Some((ax, ay)), Some((bx, by))) = (place(a), place(b)) else { return false };
    // A row stands half a key to the right of the one above.
    let (dx, dy) = (ax - bx, ay - by);
    match dy {
        0 => dx.abs() == 1,
        1 => dx == 0 || dx == -1,
        -1 => dx == 0 || dx == 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_slip_has_its_price() {
        for (typed, word, expected) in [
            ("refund", "refund", Some(0)),
            ("refnud", "refund", Some(SWAP)),
            ("refud", "refund", Some(OTHER)),
            ("reffund", "refund", Some(DOUBLE)),
            ("acount", "account", Some(DOUBLE)),
            ("refubd", "refund", Some(NEAR)),
            ("refuzd", "refund", Some(OTHER)),
            ("tefund", "refund", Some(NEAR + FIRST)),
            ("efund", "refund", Some(OTHER + FIRST)),
            ("rfeudn", "refund", Some(2 * SWAP)),
            ("xxfund", "refund", None),
        ] {
            assert_eq!(Typed::new(typed).distance(word, 16, false), expected, "{typed} {word}");
        }
    }

    #[test]
    fn a_word_still_being_typed_may_go_on() {
        for (typed, expected) in [("refn", Some(OTHER)), ("payemn", Some(SWAP)), ("xyz", None)] {
            let found = ["refund", "payment"].iter().find_map(|w| Typed::new(typed).distance(w, 12, true));
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn the_cheap_look_never_turns_away_what_the_distance_takes() {
        let words = ["refund", "account", "payment", "declined", "betalning", "uberweisung", "ab", "card"];
        for word in words {
            for typed in words.iter().flat_map(|w| slipped(w)) {
                for open in [false, true] {
                    let mut typed = Typed::new(&typed);
                    if typed.distance(word, 20, open).is_some() {
                        assert!(typed.may_be(letters(word), word.len(), 20, open), "{word}");
                    }
                }
            }
        }
    }

    fn slipped(word: &str) -> Vec<String> {
        let letters: Vec<char> = word.chars().collect();
        let mut all = vec![word.to_owned()];
        for i in 0..letters.len() {
            let mut out = letters.clone();
            out.remove(i);
            all.push(out.iter().collect());
            let mut double = letters.clone();
            double.insert(i, 'z');
            all.push(double.iter().collect());
            if i > 0 {
                let mut swap = letters.clone();
                swap.swap(i, i - 1);
                all.push(swap.iter().collect());
            }
        }
        all
    }
}
