//! How a call can end badly, classed by what may be done next (relay rule, docs/decisions/0008).
//!
//! | class | what is known | next |
//! |---|---|---|
//! | not sent | no byte of the request went out, or the helpdesk turned it away unread | later, with backoff |
//! | limited | too many calls | wait as told, the whole connector |
//! | refused | read and turned down | never again as it is |
//! | auth | the credentials are not good | stop the connector, tell an operator |
//! | unknown | anything else | settle, look up by key twice, only then again |
//!
//! Texts of a helpdesk are kept apart from what is displayed: they may quote a customer, and a log may not.

use std::time::Duration;

/// Most characters kept of what a helpdesk said.
const TEXT_MAX: usize = 300;

/// Why a create, a reply, a merge or a status is not known to be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing reached the helpdesk.
    #[error("not sent: {0}")]
    NotSent(String),
    /// Too many calls; after this long again.
    #[error("limited: wait {} s", .0.as_secs())]
    Limited(Duration),
    /// The helpdesk will not take it.
    #[error("refused with {code}")]
    Refused {
        /// The HTTP status.
        code: u16,
        /// What it said; may quote the customer.
        text: String,
    },
    /// The credentials are not good (401, 403).
    #[error("the helpdesk does not accept the credentials ({code})")]
    Auth {
        /// The HTTP status.
        code: u16,
    },
    /// It may or may not have been done.
    #[error("unknown: {why}")]
    Unknown {
        /// Why; holds nothing of the customer's.
        why: String,
        /// How long the helpdesk asked to wait, if it did.
        wait: Option<Duration>,
    },
}

/// Why something could not be read. Reading again is always safe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No answer, or one that makes no sense.
    #[error("not read: {why}")]
    Failed {
        /// Why; holds nothing of the customer's.
        why: String,
        /// How long the helpdesk asked to wait, if it did.
        wait: Option<Duration>,
    },
    /// Too many calls; after this long again.
    #[error("limited: wait {} s", .0.as_secs())]
    Limited(Duration),
    /// The credentials are not good (401, 403).
    #[error("the helpdesk does not accept the credentials ({code})")]
    Auth {
        /// The HTTP status.
        code: u16,
    },
    /// There is no such thing, or not for us.
    #[error("not there ({code})")]
    NotThere {
        /// The HTTP status.
        code: u16,
    },
}

/// Why a delivery from a helpdesk is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HintError {
    /// This connector hears of changes by asking only.
    #[error("this helpdesk sends no deliveries")]
    NotExpected,
    /// A header is missing or no text.
    #[error("header {0} is missing")]
    Header(&'static str),
    /// The sender does not hold the secret.
    #[error("the signature is wrong")]
    Signature,
    /// Signed too long ago, or in the future: a replay, or a clock that is wrong.
    #[error("the timestamp is {0} s off")]
    Stale(u64),
    /// Signed, but not in the form that was agreed.
    #[error("body: {0}")]
    Body(String),
}

impl SendError {
    /// An unknown outcome without a wait.
    pub fn unknown(why: impl Into<String>) -> Self {
        Self::Unknown { why: why.into(), wait: None }
    }
}

impl ReadError {
    /// A failed read without a wait.
    pub fn failed(why: impl Into<String>) -> Self {
        Self::Failed { why: why.into(), wait: None }
    }
}

/// A read that had to come before a send: nothing was sent yet.
impl From<ReadError> for SendError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Failed { why, wait: None } => Self::NotSent(why),
            ReadError::Failed { wait: Some(wait), .. } | ReadError::Limited(wait) => Self::Limited(wait),
            ReadError::Auth { code } => Self::Auth { code },
            ReadError::NotThere { code } => Self::Refused { code, text: String::new() },
        }
    }
}

/// The class of an answer to a create or a reply that is no success, from its status and `Retry-After`. `text` is what
/// the helpdesk said. (Table A.5 of the helpdesk study: refusals are these seven statuses and no other.)
pub fn class_of_status(code: u16, retry_after: Option<Duration>, text: &str) -> SendError {
    match code {
        401 | 403 => SendError::Auth { code },
        400 | 404 | 413 | 422 => SendError::Refused { code, text: shortened(text) },
        429 => SendError::Limited(retry_after.unwrap_or(Duration::from_secs(60))),
        _ => SendError::Unknown { why: format!("answered {code}"), wait: retry_after },
    }
}

fn shortened(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(TEXT_MAX).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_neither_a_clean_success_nor_a_clean_refusal_is_unknown() {
        let wait = Some(Duration::from_secs(12));
        for code in 100..=599 {
            let class = class_of_status(code, wait, "no\nsuch queue");
            let expected = match code {
                401 | 403 => SendError::Auth { code },
                400 | 404 | 413 | 422 => SendError::Refused { code, text: "no such queue".to_owned() },
                429 => SendError::Limited(Duration::from_secs(12)),
                _ => SendError::Unknown { why: format!("answered {code}"), wait },
            };
            assert_eq!(class, expected);
        }
    }

    #[test]
    fn what_a_helpdesk_said_is_not_displayed() {
        let refused = class_of_status(422, None, "no address kund@example.com");
        assert_eq!(refused.to_string(), "refused with 422");
    }
}
