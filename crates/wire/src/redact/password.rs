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
            b'(' if words == 0 => return secret(finder, i + 1, By::Nothing),
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
                let at_once = words == 0 && sure && !among(NUMBER, word);
                if let Some(found) = at_once.then(|| secret(finder, i, By::Nothing)).flatten() {
                    return Some(found);
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
fn secret(finder: &Finder, mut start: usize, by: By) -> Option<(usize, usize)> {
    let cells = &finder.cells;
    // "password:", and the password on the next line.
    while matches!(cells.get(start), b' ' | b':' | b'=')
        || (cells.get(start) == b'\n' && by != By::Nothing && start < cells.len())
    {
        start += 1;
    }
    let mark = cells.get(start);
    let quote = matches!(mark, b'"' | b'\'' | b'`');
    if quote {
        start += 1;
    }
    // Spaces belong to a password in quotes.
    let mut to_mark = (start..start + LONGEST).map(|i| cells.get(i));
    let closed = quote && to_mark.find(|b| *b == mark || *b == b'\n') == Some(mark);
    let ends = |i: usize| match cells.get(i) {
        b' ' => !closed,
        b => b == b'\n' || (closed && b == mark) || cells.solid(i),
    };
    let spoken = (start..start + LONGEST).find(|i| ends(*i)).unwrap_or(start + LONGEST);
    if cells.solid(spoken) || cells.slice(start, start + 4) == b"http" {
        return None;
    }
    let mut end = spoken;
    while end > start && b".,;:)\"'`!?".contains(&cells.before(end)) {
        end -= 1;
    }
    let made_of = Made::of(finder, start, end);
    if made_of.is_plain() {
        let last = quote || spoken > end || followed_by(finder, spoken) == b'\n';
        return (matches!(by, By::Colon | By::Is) && plain(finder, start, end, by, last))
            .then_some((start, end));
    }
    let enough = match by {
        By::Nothing => {
            made_of.letters > 0 && made_of.digits + made_of.signs > 0 && made_of.letters + made_of.digits > 4
        }
        _ => made_of.letters + made_of.signs > 0 || made_of.digits > 3,
    };
    // A sign at the end belongs to a password that has signs or digits; a full stop and a bracket do not.
    while end < spoken && matches!(cells.get(end), b'!' | b'?') {
        end += 1;
    }
    enough.then_some((start, end))
}

/// What a word is made of.
#[derive(Default)]
struct Made {
    letters: usize,
    digits: usize,
    signs: usize,
    /// Hyphens, and spaces between quotes.
    joints: usize,
    /// A capital after a small letter.
    inner: bool,
}

impl Made {
    fn of(finder: &Finder, start: usize, end: usize) -> Self {
        let cells = &finder.cells;
        let mut made = Self::default();
        for i in start..end {
            match cells.get(i) {
                b'0'..=b'9' => made.digits += 1,
                // Signs of words: "doesn't", "case-sensitive", "(wrong)".
                b'\'' | b'/' | b',' | b'.' | b'"' | b'(' | b')' => {}
                b'-' | b' ' => made.joints += 1,
                _ if cells.alnum(i) => made.letters += 1,
                _ => made.signs += 1,
            }
            made.inner |= i > start && cells.capital(i) && cells.alnum(i - 1) && !cells.capital(i - 1);
        }
        made
    }

    fn is_plain(&self) -> bool {
        self.digits + self.signs == 0 && self.joints < 2 && !self.inner
    }
}

/// Whether a plain word is a password: nothing that is said of passwords, and either the end of what is said or, after
/// "is", a name.
fn plain(finder: &Finder, start: usize, end: usize, by: By, last: bool) -> bool {
    let cells = &finder.cells;
    let shouted = end - start < 2 || cells.capital(start + 1);
    let name = by == By::Is && cells.capital(start) && !shouted;
    let said =
        [end, cells.word_end(start)].into_iter().any(|end| among(NO_PASSWORD, cells.slice(start, end)));
    start < end && (last || name) && !said
}

/// The next cell that is no space.
fn followed_by(finder: &Finder, i: usize) -> u8 {
    (i..i + 8).map(|i| finder.cells.get(i)).find(|b| *b != b' ').unwrap_or(b'\n')
}
