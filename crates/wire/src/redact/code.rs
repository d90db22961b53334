//! Secret numbers by their context: check values of cards, PINs, one-time codes. "Code 4839", "your code is 4839",
//! "4839 is your code", and the check value that stands beside a card and its expiry.

use super::national::labelled;
use super::words::*;
use super::{Finder, RedactKind};

/// Most digits of a secret number.
const MOST: usize = 8;

pub(super) fn find(finder: &mut Finder) {
    let mut i = 0;
    while i < finder.cells.len() {
        if finder.cells.card_ends(i)
            && let Some((from, to)) = beside_card(finder, i)
        {
            finder.hit(RedactKind::Code, from, to);
        }
        if !finder.cells.starts_word(i) {
            i += 1;
            continue;
        }
        let end = finder.cells.word_end(i);
        if let Some(least) = named(finder, i, end) {
            if let Some((from, to)) = before(finder, i, least) {
                finder.hit(RedactKind::Code, from, to);
            }
            if let Some((from, to)) = after(finder, end, least) {
                finder.hit(RedactKind::Code, from, to);
            }
        }
        i = end;
    }
}

/// The fewest digits of what the word names, if it names a secret number: a "code" with nothing beside it has four.
fn named(finder: &Finder, start: usize, end: usize) -> Option<usize> {
    let word = finder.cells.slice(start, end);
    if among(CODE, word) {
        let before =
            finder.cells.word_before(start).map_or(&[][..], |(from, to)| finder.cells.slice(from, to));
        let other = among(NO_SECRET, before) || among(LABEL, before);
        return (!other).then_some(if among(CODE_STEMS, before) { 3 } else { 4 });
    }
    let compound = || CODE_ENDS.iter().any(|end| word.ends_with(end)) && among(CODE_STEMS, word);
    (among(CODE_SURE, word) || compound()).then_some(3)
}

/// The number after the word that ends at `i`.
fn after(finder: &Finder, mut i: usize, least: usize) -> Option<(usize, usize)> {
    let cells = &finder.cells;
    // Words between that say nothing; whether the number must come now; whether it must be alone on its line.
    let (mut words, mut linked, mut line) = (0, false, false);
    for _ in 0..24 {
        match cells.get(i) {
            b' ' | b'"' | b'\'' | b'(' | b'[' | b'-' => i += 1,
            b',' if least < 4 => i += 1,
            b'\n' if linked || (least < 4 && words == 0) => {
                line |= !linked;
                i += 1;
            }
            b':' | b'=' if words == 0 => {
                linked = true;
                i += 1;
            }
            b'0'..=b'9' => {
                let number = (words == 0 || linked).then(|| number(finder, i, least)).flatten();
                return number.filter(|(_, end)| !line || cells.get(*end) == b'\n');
            }
            _ if cells.alnum(i) => {
                let end = cells.word_end(i);
                let word = cells.slice(i, end);
                if words == 0 && least < 4 && letters_and_digits(word) && !joined(finder, end) {
                    return Some((i, end));
                }
                let maybe = words == 0 && among(MAYBE_IS, word) && cells.is_digit(end + 1);
                if end == i + 1 && cells.get(end) == b'-' && cells.is_digit(end + 1) {
                    // "G-482913".
                } else if among(IS, word) || maybe {
                    linked = true;
                } else if line || linked || among(NO_SECRET, word) || among(LABEL, word) || among(TURN, word)
                {
                    return None;
                } else if !among(NUMBER, word) && !among(CODE_OF, word) {
                    words += 1;
                    if words > 5 {
                        return None;
                    }
                }
                i = end;
            }
            _ => return None,
        }
    }
    None
}

/// The number before the word that starts at `i`: "4839 is your Klarna code".
fn before(finder: &Finder, mut i: usize, least: usize) -> Option<(usize, usize)> {
    let cells = &finder.cells;
    for words in 0..5 {
        let (from, to) = cells.word_before(i)?;
        let word = cells.slice(from, to);
        if words > 0 && (among(IS, word) || among(MAYBE_IS, word)) {
            let (mut first, last) = cells.word_before(from)?;
            if last - first == 3
                && matches!(cells.before(first), b' ' | b'-')
                && cells.is_digit(first.wrapping_sub(4))
            {
                first -= 4;
            }
            let start = number(finder, first, least).filter(|(_, end)| *end == last).map(|_| first)?;
            let joined = matches!(cells.before(start), b'.' | b'-' | b'/' | b'+' | b'#' | b'@')
                || cells.alnum(start.wrapping_sub(1))
                || cells.solid(start.wrapping_sub(1))
                || (cells.before(start) == b' ' && cells.is_digit(start.wrapping_sub(2)));
            return (!joined && !labelled(finder, start)).then_some((start, last));
        }
        if cells.is_digit(from) || among(NO_SECRET, word) || among(LABEL, word) || among(TURN, word) {
            return None;
        }
        i = from;
    }
    None
}

/// A secret number of at least `least` digits that starts here, also as "483 920".
#[inline(never)]
fn number(finder: &Finder, start: usize, least: usize) -> Option<(usize, usize)> {
    let cells = &finder.cells;
    let digits_end = |from: usize| (from..=from + MOST).find(|i| !cells.is_digit(*i)).unwrap_or(from);
    let mut end = digits_end(start);
    if end == start + 3
        && matches!(cells.get(end), b' ' | b'-')
        && digits_end(end + 1) == end + 4
        && !cells.alnum(end + 4)
    {
        end += 4;
    }
    let fits = (least..=MOST).contains(&(end - start))
        && !cells.alnum(end)
        && !joined(finder, end)
        && !money(finder, end);
    fits.then_some((start, end))
}

/// Whether what ends here goes on: an amount, a date, an address.
#[inline(never)]
fn joined(finder: &Finder, end: usize) -> bool {
    let cells = &finder.cells;
    cells.solid(end)
        || cells.get(end) == b'%'
        || (matches!(cells.get(end), b'.' | b',' | b':' | b'-' | b'/' | b'_' | b'@')
            && (cells.alnum(end + 1) || cells.solid(end + 1)))
}

fn money(finder: &Finder, end: usize) -> bool {
    let cells = &finder.cells;
    let next = if cells.get(end) == b' ' { end + 1 } else { end };
    matches!(cells.get(next), b'$' | b'|')
        || among(MONEY, cells.slice(next, cells.word_end(next).min(next + 8)))
}

/// A code such as A7K9Q2.
fn letters_and_digits(word: &[u8]) -> bool {
    let digits = word.iter().filter(|b| b.is_ascii_digit()).count();
    (4..=10).contains(&word.len()) && digits >= 2 && digits < word.len()
}

/// The check value that follows a card: after its expiry, or alone. `i` is where the card ends.
fn beside_card(finder: &Finder, i: usize) -> Option<(usize, usize)> {
    let cells = &finder.cells;
    let signs = |from: usize, most: usize| {
        (from..from + most).find(|i| cells.alnum(*i) || cells.solid(*i)).unwrap_or(from + most)
    };
    let value = |from: usize| number(finder, from, 3).filter(|(from, to)| to - from <= 4);
    // Alone: nothing but the number may follow on the line, or it is an amount.
    let near = signs(i, 3);
    if near > i && cells.get(i) != b',' {
        let alone = value(near)
            .filter(|(_, to)| to - near == 3 && matches!(cells.get(*to), b'\n' | b'.' | b',' | b')'));
        if alone.is_some() {
            return alone;
        }
    }
    // Up to three words ("exp", "valid thru") and a month and year.
    let mut at = signs(i, 5);
    for _ in 0..3 {
        if cells.alnum(at) && !cells.is_digit(at) {
            at = signs(cells.word_end(at), 5);
        }
    }
    let month = cells.word_end(at);
    let month_value = cells.slice(at, at + 2).iter().fold(0, |sum, b| sum * 10 + u32::from(b & 15));
    let end = match month - at {
        1 | 2 if cells.is_digit(at) => cells.word_end(signs(month, 3)),
        4 if cells.is_digit(at) && (1..=12).contains(&month_value) => month,
        _ => return None,
    };
    let year = end - signs(month, 3).min(end);
    if end != month && !matches!(year, 2 | 4) {
        return None;
    }
    value(signs(end, 5)).filter(|(from, _)| *from > end)
}
