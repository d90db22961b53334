//! Links, e-mail addresses and phone numbers in a text that somebody pasted. Words alone are none of these.

use super::letters::{is_letter, lower, lowered};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A link: where it really leads, and what else is written in it.
    Link { host: String, around: String },
    /// An e-mail address, at its `@`.
    Email { name: String, host: String },
    /// A phone number: digits alone, without the + or 00 of another country.
    Phone(String),
}

/// Everything found, in order; what is read twice (a number in a link) is there once.
pub(super) fn find(text: &str) -> Vec<Found> {
    let text = plain(text);
    let mut found = Vec::new();
    let mut rest = String::new();
    for token in text.split_whitespace() {
        match link_or_email(token) {
            Some(one) => {
                found.push(one);
                // No number goes on over it.
                rest.push_str(" x ");
            }
            None => {
                rest.push_str(token);
                rest.push(' ');
            }
        }
    }
    found.extend(phones(&rest).into_iter().map(Found::Phone));
    found
}

/// Without what is not seen, and with dots and letters of full width as plain ones.
fn plain(text: &str) -> String {
    let seen = |c: &char| !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}');
    let narrow = |c: char| match c {
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let text: String = text.chars().filter(seen).map(narrow).collect();
    // Links are written so where they shall not be followed.
    text.replace("[.]", ".").replace("hxxp", "http").replace("mailto:", " ").replace("tel:", " ")
}

fn link_or_email(token: &str) -> Option<Found> {
    let token = token.trim_matches(|c: char| !is_letter(c) && !c.is_ascii_digit() && !matches!(c, '+' | '/'));
    let (scheme, rest) = match token.split_once("://") {
        // What stands before the scheme without a space is not of it.
        Some((_, rest)) => (true, rest),
        None => (false, token),
    };
    // A browser reads `\` as `/`.
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at_checked(end)?;
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (user, host),
        None => ("", authority),
    };
    let host = host.split_once(':').map_or(host, |(host, _)| host).trim_end_matches('.');
    if !scheme && !user.is_empty() && after.is_empty() {
        let good = is_host(host) && host.contains('.');
        return good.then(|| Found::Email { name: lowered(user), host: lowered(host) });
    }
    let www = host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    if !is_host(host) || !(scheme || host.contains('.')) {
        return None;
    }
    // Two sentences without a space between them are no link.
    (scheme || www || !after.is_empty() && has_suffix(host) || looks_typed(host))
        .then(|| Found::Link { host: lowered(host), around: lowered(&[user, " ", after].concat()) })
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| is_letter(c) || c.is_ascii_digit() || matches!(c, '-' | '_'))
    };
    host.split('.').all(label)
}

/// Whether the last label could be one of the top: letters, or an encoded one.
fn has_suffix(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    last.chars().count() >= 2 && (last.chars().all(is_letter) || last.starts_with("xn--"))
}

/// Whether a host without anything around it was meant as one: it ends like one, and no new sentence begins in it.
fn looks_typed(host: &str) -> bool {
    let capital = |label: &str| label.chars().next().is_some_and(|c| lower(c) != c);
    let sentence =
        host.split('.').skip(1).any(capital) && host.chars().any(|c| is_letter(c) && lower(c) == c);
    has_suffix(host) && !sentence && host.split('.').any(|label| label.chars().count() >= 3)
}

/// Numbers that could be dialled: from seven digits, that begin with a + or a 0. No dates, no amounts.
fn phones(text: &str) -> Vec<String> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '.' | ' ' | '/' | '–');
    text.split(|c: char| !part(c)).filter_map(dialled).collect()
}

/// The digits of a number, with its country's code if that was written; `None` if nobody would dial it.
pub(super) fn dialled(text: &str) -> Option<String> {
    // The 0 in brackets is for calls at home.
    let text = text.replace("(0)", "");
    let text = text.trim_matches(|c: char| !c.is_ascii_digit() && c != '+');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = text.strip_prefix('+').map(|_| digits.as_str()).or_else(|| digits.strip_prefix("00"));
    let digits = match abroad {
        Some(digits) => digits.to_owned(),
        None if digits.starts_with('0') => digits,
        None => return None,
    };
    let date = ['-', '.', '/'].iter().any(|mark| {
        let parts: Vec<&str> = text.split(*mark).collect();
        matches!(parts[..], [a, b, c] if b.len() <= 2 && a.len() + c.len() <= 6 && a.len().max(c.len()) <= 4)
    });
    ((7..=15).contains(&digits.len()) && !date).then_some(digits)
}
