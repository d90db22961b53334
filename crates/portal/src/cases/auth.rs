//! Who may open a case: whoever holds its token, or the customer it belongs to.
//!
//! Invariant: an id of a wrong form, an unknown id, and a missing, malformed, wrong or expired token get the same
//! answer after the same work, namely one look-up by primary key and one comparison. For a token the look-up reads 32
//! bytes and the comparison is of SHA-256 sums. Whether an identity token holds is decided before any look-up.

use super::TOKEN_DAYS_AFTER_CLOSE;
use crate::identity::{Customer, customer, sender};
use crate::problem::Error;
use crate::security;
use crate::state::Portal;
use crate::store::StoreError;
use crate::token;
use axum::http::{HeaderMap, header};
use klarna_help_wire::is_case_id;

/// By what a caller opened a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// The case's token, of which this is the SHA-256.
    Token([u8; 32]),
    /// Being the customer it belongs to.
    Customer(Customer),
}

/// A case that its caller may read and write to.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    /// The case ID.
    pub(crate) case_id: String,
    /// By what.
    pub(crate) caller: Caller,
}

/// Opens a case for a caller.
///
/// # Errors
/// [`Error::OriginNotRegistered`], [`Error::CaseNotFound`]; [`Error::IdentityInvalid`] for an identity token that does
/// not hold.
pub(crate) async fn case_auth(portal: &Portal, headers: &HeaderMap, id: &str) -> Result<Opened, Error> {
    security::may_read(&portal.config, headers)?;
    let caller = match customer(portal, headers)? {
        Some(customer) => Caller::Customer(customer),
        None => Caller::Token(token::sha256(bearer(headers))),
    };
    // An empty id is never stored, and looked up all the same.
    let case_id = if is_case_id(id) { id.to_owned() } else { String::new() };
    let opened = Opened { case_id, caller };
    if opened.holds(portal).await? { Ok(opened) } else { Err(Error::CaseNotFound) }
}

/// The customer whose cases are asked for.
///
/// # Errors
/// [`Error::OriginNotRegistered`]; [`Error::IdentityInvalid`] without an identity token, or with one that does not hold.
pub(crate) fn known_customer(portal: &Portal, headers: &HeaderMap) -> Result<Customer, Error> {
    security::may_read(&portal.config, headers)?;
    customer(portal, headers)?.ok_or(Error::IdentityInvalid("no identity token"))
}

/// What a new case of a client is to be known by: empty for a guest.
///
/// # Errors
/// [`Error::IdentityInvalid`] for an identity token that does not hold, or that is another client's: never silently a
/// guest's case.
pub(crate) fn customer_of_client(
    portal: &Portal,
    headers: &HeaderMap,
    client_id: &str,
) -> Result<String, Error> {
    match sender(portal, headers)? {
        None => Ok(String::new()),
        Some(customer) if customer.client_id == client_id => Ok(customer.key),
        Some(_) => Err(Error::IdentityInvalid("another client's")),
    }
}

impl Opened {
    /// Whether the caller still may: tokens end some time after their case was closed, and cases are erased.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn holds(&self, portal: &Portal) -> Result<bool, StoreError> {
        match &self.caller {
            Caller::Token(sha256) => {
                let closed_after = portal.clock.now().as_second() - TOKEN_DAYS_AFTER_CLOSE * 86_400;
                let stored = portal.store.token_hash(&self.case_id, closed_after).await?;
                Ok(token::same(sha256, stored.as_deref()))
            }
            Caller::Customer(customer) => {
                portal.store.is_owned_by(&self.case_id, &customer.client_id, &customer.key).await
            }
        }
    }
}

/// The token, or nothing, which matches no case.
fn bearer(headers: &HeaderMap) -> &[u8] {
    let value = headers.get(header::AUTHORIZATION).map_or(&b""[..], |v| v.as_bytes());
    match value.split_first_chunk::<7>() {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"Bearer ") => token,
        _ => b"",
    }
}
