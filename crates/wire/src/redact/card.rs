//! Payment cards. A card is 13 to 19 digits with an issuer prefix of its length that pass Luhn (ISO/IEC 7812-1 annex
//! B). The prefixes keep order numbers readable, since one random number in ten passes Luhn; the way digits are grouped
//! keeps lists of dates and amounts readable.

use super::{Finder, RedactKind};

/// Longest stretch between two digits of a number, in characters: a line break and its indentation.
pub(super) const GAP: usize = 8;

/// What stands before a digit of a run.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    /// One sign or space.
    Tight,
    Line,
    Wide,
}

struct Digit {
    value: u8,
    /// The cell.
    at: usize,
    gap: Gap,
}

pub(super) fn find(finder: &mut Finder) {
    let mut i = 0;
    while i < finder.cells.len() {
        if finder.cells.digit(i).is_none() {
            i += 1;
            continue;
        }
        let run = digit_run(finder, i);
        i = run.last().map_or(i, |digit| digit.at) + 1;
        search(finder, run);
    }
}

/// Digits from `start` on, with at most [`GAP`] separators between two of them.
fn digit_run(finder: &Finder, start: usize) -> Vec<Digit> {
    let cells = &finder.cells;
    let (mut run, mut last, mut line, mut i) = (Vec::new(), start, false, start);
    while i <= last + GAP + 1 {
        if let Some(value) = cells.digit(i) {
            let gap = match i - last {
                0 | 1 => Gap::None,
                _ if line => Gap::Line,
                2 if cells.get(i - 1) != b':' => Gap::Tight,
                _ => Gap::Wide,
            };
            run.push(Digit { value, at: i, gap });
            (last, line) = (i, false);
        } else if i >= cells.len() || cells.alnum(i) || cells.solid(i) {
            break;
        } else {
            line |= cells.get(i) == b'\n';
        }
        i += 1;
    }
    run
}

/// Every card of a run, the first that starts first.
fn search(finder: &mut Finder, mut run: Vec<Digit>) {
    let mut start = 0;
    // The card under way: its first cell, its end, and the place in the run where its last four digits begin.
    let mut open: Option<(usize, usize, usize)> = None;
    while start < run.len() {
        let found = if start == 0 || run.get(start).is_some_and(|digit| digit.gap != Gap::None) {
            card_at(finder, &run, start)
        } else {
            None
        };
        let Some((end, longest)) = found else {
            start += 1;
            continue;
        };
        let inner = run.get(end - 4).map_or(Gap::Wide, |digit| digit.gap);
        let cell = |i: usize| run.get(i).map_or(0, |digit| digit.at);
        // The mask shows four digits, and these must not begin another card with what follows them.
        let first = match open {
            Some((first, _, shown)) if shown == start => first,
            _ => {
                push(finder, open);
                cell(start)
            }
        };
        open = Some((first, cell(end - 1) + 1, end - 4));
        start = end - 4;
        for (i, digit) in run.iter_mut().enumerate().take(end).skip(start) {
            digit.gap = if i == start { Gap::Wide } else { Gap::None };
        }
        // An amount after a comma is no part of a number that is written without.
        let gap = |i: usize| run.get(i).map_or(Gap::Wide, |digit| digit.gap);
        if longest > end && (gap(end) != Gap::Wide || inner == Gap::Wide) {
            // 16 digits that pass and 19 that pass: a card with its check value, or a long card. Either way no more
            // than four digits may stay.
            let tail = (run.get(end).map_or(0, |d| d.at), run.get(longest - 1).map_or(0, |d| d.at) + 1);
            push(finder, open.take());
            finder.hit(RedactKind::Code, tail.0, tail.1);
            start = longest;
        }
    }
    push(finder, open);
}

fn push(finder: &mut Finder, card: Option<(usize, usize, usize)>) {
    if let Some((start, end, _)) = card {
        finder.hit(RedactKind::Card, start, end);
    }
}

/// The shortest and the longest card that start here and end where a group of digits does, so that no card is found
/// inside a longer order number. Places in the run.
fn card_at(finder: &Finder, run: &[Digit], start: usize) -> Option<(usize, usize)> {
    let mut found = None;
    for end in start + 13..start + 20 {
        let Some(part) = run.get(start..end) else { break };
        let tight_after = match run.get(end).map(|next| next.gap) {
            Some(Gap::None) => continue,
            gap => gap == Some(Gap::Tight),
        };
        let mut digits = [0; 19];
        for (slot, digit) in digits.iter_mut().zip(part) {
            *slot = digit.value;
        }
        let digits = digits.get(..part.len()).unwrap_or_default();
        if known_prefix(digits)
            && luhn(digits)
            && (grouped(part, false) || grouped(part, true) || (!tight_after && alone(finder, part)))
        {
            found = Some((found.map_or(end, |(first, _)| first), end));
        }
    }
    found
}

/// Groups as people write them: one or two; all of a size, the last no longer; 4-6-5 and 4-6-4. A number that was split
/// over two lines is also read as if it was not.
fn grouped(part: &[Digit], join_lines: bool) -> bool {
    let (mut size, mut groups, mut first, mut even, mut sizes) = (0_u32, 0, 0, true, 0_u32);
    for (i, digit) in part.iter().enumerate() {
        let split = i > 0 && digit.gap != Gap::None && !(join_lines && digit.gap == Gap::Line);
        if split {
            first = if groups == 0 { size } else { first };
            even &= size == first;
            sizes = sizes << 4 | size;
            (groups, size) = (groups + 1, 0);
        }
        size += 1;
    }
    groups < 2 || (even && first >= 3 && size <= first) || matches!(sizes << 4 | size, 0x465 | 0x464)
}

/// Written with signs at any place: only if it is no part of a longer list of numbers.
fn alone(finder: &Finder, part: &[Digit]) -> bool {
    let cells = &finder.cells;
    let (Some(first), Some(last)) = (part.first(), part.last()) else { return false };
    matches!(part.len(), 15 | 16 | 19)
        && part.iter().skip(1).all(|digit| digit.gap != Gap::Wide)
        && first.gap != Gap::Tight
        && !cells.solid(first.at.wrapping_sub(1))
        && !cells.solid(first.at.wrapping_sub(2))
        && !cells.solid(last.at + 1)
        && !cells.solid(last.at + 2)
}

/// Issuer prefixes with the lengths they are issued in (public issuer identification ranges).
fn known_prefix(digits: &[u8]) -> bool {
    let six = digits.iter().take(6).fold(0_u32, |sum, digit| sum * 10 + u32::from(*digit));
    let (four, three, two, one) = (six / 100, six / 1_000, six / 10_000, six / 100_000);
    match digits.len() {
        13 | 19 if one == 4 => true,
        16 if one == 4 || (51..=55).contains(&two) || (2221..=2720).contains(&four) => true,
        15 => two == 34 || two == 37,
        14 => (300..=305).contains(&three) || two == 36 || two == 38 || two == 39,
        16 | 19 if (3528..=3589).contains(&four) => true,
        16 | 19 if four == 6011 || two == 65 || (644..=649).contains(&three) => true,
        16 | 19 if (622_126..=622_925).contains(&six) || two == 62 => true,
        13..=19 => [5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763].contains(&four),
        _ => false,
    }
}

/// ISO/IEC 7812-1 annex B, over the digits with their check digit: their values, or their ASCII codes.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let (mut sum, mut double) = (0_u32, false);
    for digit in digits.iter().rev() {
        let value = u32::from(digit & 15) << u32::from(double);
        sum += if value > 9 { value - 9 } else { value };
        double = !double;
    }
    sum.is_multiple_of(10)
}
