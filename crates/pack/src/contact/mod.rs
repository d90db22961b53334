//! "Is this really us?": links, e-mail addresses and phone numbers of a text, beside the market's official list.
//!
//! Here: what each is judged to be. Finding them is in `find`, likeness in `looks`. Not here: what a customer is told;
//! that is content. Invariant: nothing is called official that is not on the list, letter by letter.

mod find;
mod letters;
mod looks;

use crate::Market;
use find::{Found, find};

/// What a contact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is on the list.
    Official,
    /// It is made to look like one on the list, and is not.
    Lookalike,
    /// It is neither.
    Unknown,
}

/// What each link, e-mail address and phone number in a text is, in their order.
pub fn judge(text: &str, market: &Market) -> Vec<Verdict> {
    find(text).iter().map(|found| one(found, market)).collect()
}

fn one(found: &Found, market: &Market) -> Verdict {
    match found {
        Found::Link { host, around } => {
            let trick = market.official.iter().any(|official| around.contains(official.as_str()));
            if trick { Verdict::Lookalike } else { host_is(host, market) }
        }
        Found::Email { name, host } => {
            let listed = market.official_email_hosts.iter().any(|known| same(known, host))
                || market.official_emails.iter().any(|known| same(known, &[name, "@", host].concat()));
            if listed {
                return Verdict::Official;
            }
            // An address of ours that is not on the list is unknown; our name before somebody else's @ is a trick.
            let named = !ours(host, market) && brands(market).any(|brand| looks::holds(name, brand));
            match host_is(host, market) {
                Verdict::Lookalike => Verdict::Lookalike,
                _ if named => Verdict::Lookalike,
                _ => Verdict::Unknown,
            }
        }
        Found::Phone(number) => phone(number, market),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// A host as a link names it: as listed, with or without `www.`.
fn host_is(host: &str, market: &Market) -> Verdict {
    let listed = |known: &String| same(bare(known), bare(host));
    if market.official.iter().any(listed) {
        Verdict::Official
    } else if !ours(host, market) && brands(market).any(|brand| looks::like(host, brand)) {
        Verdict::Lookalike
    } else {
        Verdict::Unknown
    }
}

fn bare(host: &str) -> &str {
    host.get(..4).filter(|start| same(start, "www.")).and(host.get(4..)).unwrap_or(host)
}

/// Whether a host is below a domain that a listed one is of: whoever owns the one owns the other.
fn ours(host: &str, market: &Market) -> bool {
    let host = host.to_ascii_lowercase();
    let below = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    market.official.iter().chain(&market.official_email_hosts).any(|known| below(domain(known)))
}

/// The domain that a host is registered under: its last two labels, or three below a suffix such as `co.uk`.
fn domain(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(_), Some(second)) = (dots.next(), dots.next()) else { return host };
    let last_two = host.get(second + 1..).unwrap_or(host);
    if !["co.uk", "org.uk", "gov.uk", "ac.uk", "police.uk", "com.au", "co.nz"].contains(&last_two) {
        return last_two;
    }
    dots.next().and_then(|third| host.get(third + 1..)).unwrap_or(host)
}

/// The names that a look-alike would be made of: the first label of each domain, if it is long enough to be a name.
fn brands(market: &Market) -> impl Iterator<Item = &str> {
    let hosts = market.official.iter().chain(&market.official_email_hosts);
    hosts.filter_map(|host| domain(host).split('.').next()).filter(|name| name.len() >= 5)
}

fn phone(number: &str, market: &Market) -> Verdict {
    let listed = market.official_phones.iter().chain(market.phone.as_ref().map(|phone| &phone.number));
    let mut like = false;
    for official in listed {
        let Some(official) = find::dialled(official) else { continue };
        if same_number(&official, number) {
            return Verdict::Official;
        }
        let national = number.trim_start_matches('0');
        let tail = official.get(official.len().saturating_sub(national.len())..).unwrap_or_default();
        like |= looks::near(&official, number) || (number.starts_with('0') && looks::near(tail, national));
    }
    if like { Verdict::Lookalike } else { Verdict::Unknown }
}

/// Both abroad, or one as it is dialled at home: a 0 in place of the country's one to three digits.
fn same_number(official: &str, number: &str) -> bool {
    official == number
        || number.strip_prefix('0').is_some_and(|national| {
            national.len() >= 6
                && official.strip_suffix(national).is_some_and(|country| (1..=3).contains(&country.len()))
        })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
