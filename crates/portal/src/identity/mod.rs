//! Who the customer is, by a short-lived token that the host signed.
//!
//! A JWT (RFC 7519) in `Authorization: Bearer …`, checked as RFC 8725 advises: the key is found by `kid` among the
//! clients' keys, and the key alone says which algorithm it takes. Here: from headers to a [`Customer`]. Not here: keys and
//! signatures (`key`), what a token says (`claims`), case tokens (`token`).
//!
//! Invariant: a token that does not hold is an error; nobody is ever taken for a guest in silence.
//! Invariant: no name or number of the customer's is kept, only a hash of them.

mod claims;
mod key;

pub use key::{Key, KeyFault};

use crate::config::{Client, Config};
use crate::problem::Error;
use crate::state::Portal;
use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use claims::Claims;
use klarna_help_wire::IDENTITY_MAX;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A customer of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The client whose key signed.
    pub client_id: String,
    /// SHA-256 in hexadecimal of client, issuer and subject: the value of `cases.customer`.
    pub key: String,
}

/// Who asks, where a case's token would do as well: no header and a token of a case's form (it has no dot) are `None`.
///
/// # Errors
/// [`Error::IdentityInvalid`].
pub fn customer(portal: &Portal, headers: &HeaderMap) -> Result<Option<Customer>, Error> {
    match bearer(headers)? {
        Some(token) if token.contains('.') => read(portal, token).map(Some),
        _ => Ok(None),
    }
}

/// Who sends, where nothing but an identity token makes sense: whatever is there has to hold.
///
/// # Errors
/// [`Error::IdentityInvalid`].
pub fn sender(portal: &Portal, headers: &HeaderMap) -> Result<Option<Customer>, Error> {
    bearer(headers)?.map(|token| read(portal, token)).transpose()
}

/// The one token of a request.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Error::IdentityInvalid("two Authorization headers"));
    }
    // Another scheme is left to whoever asks for a case's token, and is no token there.
    let value = value.to_str().unwrap_or_default();
    match value.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer ") => Ok(Some(token)),
        _ => Ok(Some("")),
    }
}

fn read(portal: &Portal, token: &str) -> Result<Customer, Error> {
    let now = portal.clock.now().as_second();
    verify(&portal.config, token, now).map_err(Error::IdentityInvalid)
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    #[serde(default)]
    kid: String,
    #[serde(default)]
    typ: Option<String>,
    /// Extensions that have to be understood; none is.
    crit: Option<serde::de::IgnoredAny>,
}

/// Checks a token at a moment (Unix seconds). The reason is for the log.
fn verify(config: &Config, token: &str, now: i64) -> Result<Customer, &'static str> {
    if token.len() > IDENTITY_MAX {
        return Err("too long");
    }
    let (message, signature) = token.rsplit_once('.').ok_or("not a JWT")?;
    let (head, claims) = message.split_once('.').ok_or("not a JWT")?;
    if claims.contains('.') {
        return Err("not a JWT");
    }
    let head: Head = part(head).ok_or("header")?;
    if head.crit.is_some() {
        return Err("crit");
    }
    if head.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return Err("typ");
    }
    let (client, key) = find(config, &head.kid).ok_or("kid")?;
    if head.alg != key.alg() {
        return Err("alg");
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| "signature")?;
    if !key.verifies(message.as_bytes(), &signature) {
        return Err("signature");
    }
    let claims: Claims = part(claims).ok_or("claims")?;
    claims.check(&client.issuer, now)?;
    Ok(Customer { client_id: client.id.clone(), key: name(&client.id, &claims.iss, &claims.sub) })
}

fn part<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    // serde would also read a struct from an array, by position.
    bytes.starts_with(b"{").then(|| serde_json::from_slice(&bytes).ok()).flatten()
}

/// Names of keys are unique among all clients, as the configuration sees to.
fn find<'a>(config: &'a Config, kid: &str) -> Option<(&'a Client, &'a Key)> {
    config.clients.iter().find_map(|client| Some((client, client.keys.iter().find(|key| key.kid == kid)?)))
}

/// Each part with its length before it, so that no two customers run together.
fn name(client: &str, issuer: &str, subject: &str) -> String {
    let mut hash = Sha256::new();
    for part in [client, issuer, subject] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_client_issuer_and_subject_apart() {
        let ada = name("shop", "shop", "ada");
        assert_eq!(ada.len(), 64);
        assert_eq!(ada, name("shop", "shop", "ada"));
        assert_ne!(ada, name("shop", "shopa", "da"));
        assert_ne!(ada, name("shops", "hop", "ada"));
    }
}
