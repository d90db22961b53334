//! The cases of a customer whom the host vouches for: listed with the identity token, each read with it.
//!
//! Not here: what a token is, and that another customer's clears everything (host.rs).

use super::{DeskEffect, KnownCase, live, status};
use crate::effect::Effect;
use crate::{Failure, Load, Screen, State, host};
use klarna_help_wire::{CaseList, EventData, EventFact, ProblemCode, Secret};

/// Asks for the list.
pub(super) fn list(state: &mut State) -> Option<Effect> {
    let identity = state.identity.clone()?;
    state.desk.listing = Load::Loading;
    Some(Effect::desk(DeskEffect::List(identity)))
}

/// The list came. One that was asked for with another token is nobody's.
pub(super) fn listed(state: &mut State, identity: &Secret, result: Result<CaseList, Failure>) -> Vec<Effect> {
    if state.identity.as_ref() != Some(identity) {
        return Vec::new();
    }
    match result {
        Ok(list) => {
            state.desk.asked_identity = false;
            state.desk.listing = Load::Ready(());
            join(state, list);
            live::look(state)
        }
        Err(failure) => {
            let invalid = matches!(failure, Failure::Refused(ProblemCode::IdentityInvalid, _));
            state.desk.listing = Load::Failed(failure);
            if invalid { vec![live::ask_identity(state).unwrap_or_else(failed)] } else { Vec::new() }
        }
    }
}

/// The host is told that its tokens do not hold.
fn failed() -> Effect {
    Effect::event("error", EventData::of(EventFact::Code, "identity-failed"))
}

/// What is new for this device counts as seen: it cannot know better, and a badge for old news helps nobody. What has to be
/// answered says so by its state.
fn join(state: &mut State, list: CaseList) {
    let mut cases = Vec::new();
    for listed in list.cases {
        let at = state.desk.cases.iter().position(|case| case.case_id == listed.case_id);
        let mut case = match at {
            Some(at) => state.desk.cases.remove(at),
            None => KnownCase {
                seen: listed.last_from_us,
                told: listed.last_from_us,
                ..KnownCase::new(listed.case_id, String::new(), String::new())
            },
        };
        case.expected_by = listed.expected_by;
        case.category = Some(listed.category);
        case.listed = Some(listed.state);
        case.latest = listed.last_from_us;
        cases.push(case);
    }
    // Cases that the list does not have were sent without an identity, and stay.
    cases.append(&mut state.desk.cases);
    state.desk.cases = cases;
}

/// The host has said who the customer is, and had said so before: the same one, with a younger token, goes on where they
/// were; another one finds nothing.
#[inline(never)]
pub(crate) fn another_token(state: &mut State, token: Secret) -> Vec<Effect> {
    let known = state.identity.clone();
    let asked = state.desk.asked_identity;
    if known.as_ref() == Some(&token) {
        // What the portal has refused it will refuse again.
        return if asked { vec![failed()] } else { Vec::new() };
    }
    let same = known.is_some_and(|known| same_customer(&known, &token));
    let mut effects = if same { Vec::new() } else { host::logout(state) };
    state.identity = Some(token);
    state.desk.listing = Load::Idle;
    // Until one of the host's tokens holds it is not asked for more: it might have no other.
    state.desk.asked_identity = asked;
    let Screen::Case(id) = state.screen().clone() else { return effects };
    if state.case(&id).is_some_and(|case| case.token.is_empty()) {
        // Its stream was opened with the token of before.
        state.desk.following = None;
        effects.extend(status::refresh(state, &id));
    }
    effects
}

/// Whether two tokens speak of the same customer: every `sub` in them is the same, and there is one. The tokens are not
/// checked here, which is the portal's to do; a pair that cannot be read is of two customers, and clears too much rather than too
/// little.
fn same_customer(one: &Secret, other: &Secret) -> bool {
    let subjects = subjects(&one.0);
    !subjects.is_empty() && subjects == self::subjects(&other.0)
}

/// The value of each member named `sub` or `iss`, in order. Text of a claim that only looks like one has its quotes escaped.
fn subjects(token: &str) -> Vec<String> {
    let payload = token.split('.').nth(1).and_then(decode).unwrap_or_default();
    let mut found = Vec::new();
    let mut parts = payload.split('"');
    while let Some(part) = parts.next() {
        if part == "sub" || part == "iss" {
            let colon = parts.next().unwrap_or_default().trim();
            let value = parts.next().unwrap_or_default();
            if colon == ":" && !value.contains('\\') {
                found.push([part, "=", value].concat());
            }
        }
    }
    if found.iter().any(|claim| claim.starts_with("sub=")) { found } else { Vec::new() }
}

/// Base64url without padding (RFC 7515, appendix C), of UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut kept) = (0_u32, 0);
    for c in text.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        kept += 6;
        if kept >= 8 {
            kept -= 8;
            bytes.push((bits >> kept) as u8);
            bits &= (1 << kept) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A token with this payload. What stands around it does not matter here.
    fn token(payload: &str) -> Secret {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut text = String::new();
        for chunk in payload.as_bytes().chunks(3) {
            let bits =
                chunk.iter().fold(0_u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
            for i in 0..=chunk.len() {
                text.push(char::from(ALPHABET[(bits >> (18 - 6 * i) & 63) as usize]));
            }
        }
        Secret(format!("e30.{text}.sig"))
    }

    #[test]
    fn a_new_token_of_the_same_customer_is_told_from_one_of_another() {
        let ada = token(r#"{"iss":"shop","sub":"ada","exp":1}"#);
        let check = |other: Secret, same: bool| assert_eq!(same_customer(&ada, &other), same, "{}", other.0);
        check(token(r#"{"iss":"shop","sub":"ada","exp":2}"#), true);
        check(token(r#"{ "exp": 3, "iss" : "shop", "sub" : "ada" }"#), true);
        check(token(r#"{"iss":"shop","sub":"åsa","exp":2}"#), false);
        check(token(r#"{"iss":"elsewhere","sub":"ada"}"#), false);
        check(token(r#"{"iss":"shop","act":{"sub":"eve"},"sub":"ada"}"#), false);
        check(token(r#"{"iss":"shop","note":"\"sub\":\"ada\""}"#), false);
        check(Secret("ada".into()), false);
        check(Secret("a.b!.c".into()), false);
        let nameless = token(r#"{"iss":"shop"}"#);
        assert!(!same_customer(&nameless, &nameless));
    }
}
