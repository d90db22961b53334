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

/// Longest word that is compared, in letters.
const LENGTH_MAX: usize = crate::analyse::WORD_MAX + 8;

/// Letters of a word as bits: a slip that costs at least [`NEAR`] changes at most one of each word's; others change none.
pub(crate) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, byte| bits | bit(byte))
}

fn bit(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        b'0'..=b'9' => 1 << (26 + byte % 2),
        _ => 1 << (28 + byte % 4),
    }
}

/// A typed word, made ready to be compared with many.
pub(crate) struct Typed {
    letters: Vec<Letter>,
    /// Its bits, as [`letters`].
    bits: u32,
    bytes: usize,
    /// Bytes that one letter may have.
    wide: usize,
    /// Three rows of the table: two above, the one above, and the one that is written.
    rows: [Vec<u16>; 3],
}

struct Letter {
    is: char,
    /// Its neighbours on the keyboard, as bits.
    near: u32,
}

impl Typed {
    pub(crate) fn new(word: &str) -> Self {
        let letters: Vec<Letter> =
            word.chars().take(LENGTH_MAX).map(|is| Letter { is, near: neighbours(is) }).collect();
        let row = vec![0; letters.len() + 1];
        let wide = if word.is_ascii() { 1 } else { 4 };
        Self {
            bits: self::letters(word),
            bytes: word.len(),
            letters,
            wide,
            rows: [row.clone(), row.clone(), row],
        }
    }

    /// How many letters it has.
    pub(crate) fn length(&self) -> usize {
        self.letters.len()
    }

    /// A cheap look at whether a word can be within `max` at all, by its letters' bits and its length in bytes.
    pub(crate) fn may_be(&self, bits: u32, bytes: usize, max: u16, open: bool) -> bool {
        let slips = u32::from(max / NEAR);
        let missing = (self.bits & !bits).count_ones();
        let extra = (bits & !self.bits).count_ones();
        let length = if open { self.bytes.saturating_sub(bytes) } else { self.bytes.abs_diff(bytes) };
        missing <= slips && (open || extra <= slips) && length <= self.wide * usize::from(max / DOUBLE)
    }

    /// The distance to a word, if it is at most `max`. `open`: the word may go on after what was typed.
    pub(crate) fn distance(&mut self, word: &str, max: u16, open: bool) -> Option<u16> {
        let Self { letters, rows: [before, last, row], .. } = self;
        for (at, cell) in (0_u16..).zip(last.iter_mut()) {
            *cell = if at == 0 { 0 } else { at * OTHER + FIRST };
        }
        let mut best = last.last().copied().unwrap_or(u16::MAX);
        let mut previous = None;
        let mut least_above = 0;
        for (i, other) in word.chars().take(LENGTH_MAX).enumerate() {
            let bit = if other.is_ascii_lowercase() { bit(other as u8) } else { 0 };
            let mut left = last.first().copied().unwrap_or(0) + if i == 0 { OTHER + FIRST } else { OTHER };
            let mut least = left;
            if let Some(cell) = row.first_mut() {
                *cell = left;
            }
            let mut typed_before = None;
            // The cells above, to the left of it and, for a swap, two up and two to the left.
            let mut corner = last.first().copied().unwrap_or(0);
            let mut far_corner = None;
            let above = last.iter().skip(1).zip(before.iter());
            let cells = letters.iter().zip(above).zip(row.iter_mut().skip(1));
            for (j, ((typed, (above, far)), cell)) in cells.enumerate() {
                let first = if i == 0 || j == 0 { FIRST } else { 0 };
                let same = match typed.is == other {
                    true => 0,
                    false => first + if typed.near & bit != 0 { NEAR } else { OTHER },
                };
                // A letter of the word left out, or one typed too many; cheaper where it doubles its neighbour.
                let left_out = first + if previous == Some(other) { DOUBLE } else { OTHER };
                let too_many = first + if typed_before == Some(typed.is) { DOUBLE } else { OTHER };
                let mut cost = (corner + same).min(above + left_out).min(left + too_many);
                if let Some(far) = far_corner
                    && previous == Some(typed.is)
                    && typed_before == Some(other)
                {
                    cost = cost.min(far + SWAP);
                }
                *cell = cost;
                least = least.min(cost);
                left = cost;
                corner = *above;
                // Above the first letter of the word there are no two rows.
                far_corner = (i > 0).then_some(*far);
                typed_before = Some(typed.is);
            }
            best = if open { best.min(left) } else { left };
            // A swap reaches over one row.
            if least > max && least_above + SWAP > max {
                break;
            }
            least_above = least;
            previous = Some(other);
            core::mem::swap(before, last);
            core::mem::swap(last, row);
        }
        (best <= max).then_some(best)
    }
}

/// Whether two words can be one slip apart in their beginnings: one of the first two letters is where it should be, or
/// next to it. Two slips within the first two letters are given up.
pub(crate) fn begin_alike(a: &str, b: &str) -> bool {
    let two = |word: &str| {
        let mut bytes = word.bytes();
        (bytes.next(), bytes.next())
    };
    let ((a, a2), (b, b2)) = (two(a), two(b));
    a == b || a2 == b2 || a == b2 || a2 == b
}

/// Neighbours of a letter on a QWERTY keyboard, as bits. A row stands half a key to the right of the one above.
fn neighbours(letter: char) -> u32 {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = ROWS.iter().enumerate().find_map(|(y, row)| row.find(letter).map(|x| (x, y)));
    let Some((x, y)) = place else { return 0 };
    let at = |row: Option<usize>, x: Option<usize>| {
        let key = row.and_then(|row| ROWS.get(row)).zip(x).and_then(|(row, x)| row.as_bytes().get(x));
        key.map_or(0, |byte| bit(*byte))
    };
    let (above, below) = (y.checked_sub(1), y.checked_add(1));
    let (left, right) = (x.checked_sub(1), x.checked_add(1));
    at(Some(y), left)
        | at(Some(y), right)
        | at(above, Some(x))
        | at(above, right)
        | at(below, left)
        | at(below, Some(x))
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
