//! National identity numbers of the markets, wherever they stand in a text. What makes a number one: [`super::check`].

use super::check::{Candidate, Sure};
use super::words::{IDENTITY, IS, LABEL, LABEL_ENDS, NUMBER, among};
use super::{Finder, RedactKind};

pub(super) fn find(finder: &mut Finder) {
    let mut i = 0;
    while i < finder.cells.len() {
        match finder.cells.starts_word(i).then(|| identity_at(finder, i)).flatten() {
            Some(end) => {
                finder.hit(RedactKind::NationalId, i, end);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// The end of the longest identity number that starts here.
fn identity_at(finder: &Finder, start: usize) -> Option<usize> {
    let cells = &finder.cells;
    if joined(finder, start.wrapping_sub(1), start.wrapping_sub(2))
        || matches!(cells.before(start), b'#' | b'+')
    {
        return None;
    }
    let (mut candidate, mut best, mut i) = (Candidate::default(), None, start);
    loop {
        if cells.alnum(i) {
            if !candidate.push(cells.get(i)) {
                break;
            }
        } else {
            candidate.end_group();
            if !joined(finder, i, i + 1) && !cells.solid(i) {
                best = candidate.check().map(|sure| (sure, i)).or(best);
            }
            if !matches!(cells.get(i), b' ' | b'-' | b'.' | b'/' | b'+') || !cells.alnum(i + 1) {
                break;
            }
            candidate.separate(cells.get(i));
        }
        i += 1;
    }
    let (sure, end) = best?;
    let spare = labelled(finder, start)
        || in_phone(finder, start, end)
        || (sure == Sure::InContext && !in_context(finder, start, end));
    (!spare).then_some(end)
}

/// Whether the sign at `sign` ties the number to what is beyond it: "KH-123", "/orders/123", "123.5".
#[inline(never)]
fn joined(finder: &Finder, sign: usize, beyond: usize) -> bool {
    let cells = &finder.cells;
    matches!(cells.get(sign), b'-' | b'.' | b'/' | b'_' | b'+' | b'@' | b'&')
        && (cells.alnum(beyond) || cells.solid(beyond))
}

/// Whether the number is called an order's, a phone's or a reference's.
#[inline(never)]
pub(super) fn labelled(finder: &Finder, start: usize) -> bool {
    if finder.reference {
        return true;
    }
    let mut at = start;
    for _ in 0..4 {
        let Some((from, to)) = finder.cells.word_before(at) else { return finder.cells.before(at) == b'#' };
        let word = finder.cells.slice(from, to);
        if among(IDENTITY, word) {
            return false;
        }
        if !among(NUMBER, word) && !among(IS, word) {
            let label = among(LABEL, word) || LABEL_ENDS.iter().any(|end| word.ends_with(end));
            return label && word.iter().all(u8::is_ascii_alphabetic);
        }
        at = from;
    }
    false
}

/// Whether the number is within the 15 digits after a plus (ITU-T E.164).
fn in_phone(finder: &Finder, start: usize, end: usize) -> bool {
    let cells = &finder.cells;
    let mut digits = (start..end).filter(|i| cells.is_digit(*i)).count();
    let mut i = start;
    while digits <= 15 && start - i < 24 {
        match cells.before(i) {
            b'+' => return true,
            b'0'..=b'9' => digits += 1,
            b' ' | b'-' | b'(' | b')' | b'.' | b'/' => {}
            _ => return false,
        }
        i -= 1;
    }
    false
}

/// Whether an identity number is spoken of: in the 60 characters before, or the 30 after, with no mask between, for a
/// mask is shorter than what it hides.
fn in_context(finder: &Finder, start: usize, end: usize) -> bool {
    let cells = &finder.cells;
    let named = |i: usize| {
        let end = cells.word_end(i).min(i + 24);
        cells.starts_word(i) && !cells.is_digit(i) && among(IDENTITY, cells.slice(i, end))
    };
    let open = |i: &usize| !cells.solid(*i);
    (start.saturating_sub(60)..start).rev().take_while(open).any(named)
        || (end..end + 30).take_while(open).any(named)
}
