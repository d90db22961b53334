//! Passwords: what follows "password", "lösenord", "mot de passe", … A password may be any word, and so may what people
//! say of theirs ("my password is wrong"): a plain word counts only where it ends what is said and is none of those.

use super::words::{IS, MAYBE_IS, NO_PASSWORD, NUMBER, PASSWORD, PASSWORD_MAYBE, TURN, among};
use super::{Finder, RedactKind};

/// How the value is introduced.
#[derive(Clone, Copy, PartialEq)]
enum By {
    /// "password: x".
    Colon,
    /// "my password is x".
    Is,
    /// "password for the shop is x", "pass = x": only what looks like a password.
    Looks,
    /// "password x": only letters with digits or signs.
    Nothing,
}

/// Longest passwords that are looked at, in characters.
const LONGEST: usize = 128;

pub(super) fn find(finder: &mut Finder) {
    let mut i = 0;
    while i < finder.cells.len() {
        if !finder.cells.starts_word(i) {
            i += 1;
            continue;
        }
        let end = finder.cells.word_end(i);
        if let Some((from, to)) = named(finder, i, end).and_then(|sure| value(finder, end, sure)) {
            finder.hit(RedactKind::Password, from, to);
        }
        i = end;
    }
}

/// Whether the word names a password: `Some(false)` if it may also mean something else.
fn named(finder: &Finder, start: usize, end: usize) -> Option<bool> {
    let cells = &finder.cells;
    let word = cells.slice(start, end);
    // "mot de passe", "palavra-passe".
    let of = || cells.word_before(start).is_some_and(|(a, b)| among("de palavra", cells.slice(a, b)));
    if among(PASSWORD, word) || (word == b"passe" && of()) {
        return Some(true);
    }
    among(PASSWORD_MAYBE, word).then_some(false)
}

/// The value after the word that ends at `i`.
fn value(finder: &Finder, mut i: usize, sure: bool) -> Option<(usize, usize)> {
    let cells = &finder.cells;
    let mut words = 0;
    loop {
        match cells.get(i) {
            b' ' => i += 1,
            b':' | b'=' => {
                let by = if sure && words == 0 { By::Colon } else { By::Looks };
                return (sure || words == 0).then(|| secret(finder, i + 1, by)).flatten();
            }
            b'-' if cells.before(i) == b' ' && cells.get(i + 1) == b' ' => {
                return secret(finder, i + 1, By::Looks);
            }
            b'"' if words == 0 => return secret(finder, i, By::Is),
            _ if cells.alnum(i) => {
                let end = cells.word_end(i);
                let word = cells.slice(i, end);
                if among(IS, word) {
                    let by = if sure && words == 0 { By::Is } else { By::Looks };
                    return secret(finder, end, by);
                }
                if among(MAYBE_IS, word) && words == 0 && sure {
                    return secret(finder, end, By::Looks);
                }
                if words == 0 && sure && !among(NUMBER, word) {
                    if let Some(found) = secret(finder, i, By::Nothing) {
                        return Some(found);
                    }
                }
                words += 1;
                if words > 4 || !sure || among(TURN, word) {
                    return None;
                }
                i = end;
            }
            _ => return None,
        }
    }
}

/// The password that starts at or soon after `start`.
fn secret(finder: &Finder, start: usize, by: By) -> Option<(usize, usize)> {
    let cells = &finder.cells;
    let mut start = start;
    while matches!(cells.get(start), b' ' | b':' | b'=')
        || (by != By::Nothing && start < cells.len() && line_to_value(finder, start))
    {
        start += 1;
    }
    let mark = cells.get(start);
    let quote = matches!(mark, b'"' | b'\'' | b'`');
    if quote {
        start += 1;
    }
    // Spaces belong to a password in quotes.
    let closed = quote && {
        let rest = (start..start + LONGEST).map(|i| cells.get(i)).find(|b| *b == mark || *b == b'\n');
        rest == Some(mark)
    };
    let space = |i: usize| match cells.get(i) {
        b' ' => !closed,
        b => b == b'\n' || (closed && b == mark),
    };
    let mut end = (start..start + LONGEST).find(|i| space(*i) || cells.solid(*i)).unwrap_or(start + LONGEST);
    if cells.solid(end) || start == end {
        return None;
    }
    let (mut letters, mut digits, mut signs, mut inner) = (0, 0, 0, false);
    let first = cells.word_end(start);
    let spoken = end;
    while matches!(cells.before(end), b'.' | b',' | b';' | b':' | b')' | b'"' | b'\'' | b'`' | b'!' | b'?')
        && end > start
    {
        end -= 1;
    }
    for i in start..end {
        match cells.get(i) {
            b'0'..=b'9' => digits += 1,
            b'\'' | b'-' | b'/' | b',' | b'.' | b'"' | b'(' | b')' => {}
            _ if cells.alnum(i) => letters += 1,
            _ => signs += 1,
        }
        inner |= i > start && cells.capital(i) && cells.alnum(i - 1) && !cells.capital(i - 1);
    }
    if letters + digits + signs == 0 || cells.slice(start, start + 4) == b"http" {
        return None;
    }
    if digits == 0 && signs == 0 && !inner {
        // A plain word.
        let last = spoken > end && !quote || matches!(next(finder, spoken), b'\n');
        let word = cells.slice(start, end);
        let said = among(NO_PASSWORD, word) || among(NO_PASSWORD, cells.slice(start, first));
        let shouted = cells.capital(start) && (end - start < 2 || cells.capital(start + 1));
        let name = cells.capital(start) && !shouted && by == By::Is;
        if said || !matches!(by, By::Colon | By::Is) || !(last || name || quote) {
            return None;
        }
    } else if letters + signs == 0 && (digits < 4 || by == By::Nothing) {
        return None;
    } else if by == By::Nothing && (digits + signs == 0 || letters == 0 || digits == 1 && letters < 4) {
        return None;
    }
    // A sign at the end belongs to a password that has signs or digits; a full stop and a bracket do not.
    if digits + signs > 0 {
        while end < spoken && matches!(cells.get(end), b'!' | b'?') {
            end += 1;
        }
    }
    Some((start, end))
}

/// The next cell that is no space.
fn next(finder: &Finder, i: usize) -> u8 {
    (i..i + 8).map(|i| finder.cells.get(i)).find(|b| *b != b' ').unwrap_or(b'\n')
}

/// A line's end between "password:" and the password.
fn line_to_value(finder: &Finder, i: usize) -> bool {
    finder.cells.get(i) == b'\n' && matches!(finder.cells.before(i), b':' | b'=' | b' ' | b'\n')
}
