//! Cases on the wire: the request and the receipt. What follows is in thread.rs.

use crate::category::names;
use crate::{AttachmentRef, Context};
use serde::{Deserialize, Serialize};

names! {
    /// Where the widget runs. Cases from a playground are marked, so that agents do not answer a test.
    Environment {
        /// Real customers.
        Production = "production",
        /// A merchant's test page.
        Playground = "playground",
    }
}

names! {
    /// Where a case stands.
    CaseState {
        /// Stored; nobody has opened it yet.
        Received = "received",
        /// Somebody is working on it.
        InReview = "in-review",
        /// An answer from the customer is needed.
        WaitingForYou = "waiting-for-you",
        /// Answered.
        Resolved = "resolved",
        /// Ended.
        Closed = "closed",
        /// Opened again by the customer.
        Reopened = "reopened",
    }
}

names! {
    /// What happens next on a case, as a key the widget turns into words.
    NextStep {
        /// A person reads the case and answers by e-mail.
        WeReview = "we-review",
        /// The customer has to answer.
        YouAnswer = "you-answer",
        /// Nothing more to do.
        Nothing = "nothing",
    }
}

impl CaseState {
    /// What happens next in this state.
    pub fn next_step(self) -> NextStep {
        match self {
            CaseState::Received | CaseState::InReview | CaseState::Reopened => NextStep::WeReview,
            CaseState::WaitingForYou => NextStep::YouAnswer,
            CaseState::Resolved | CaseState::Closed => NextStep::Nothing,
        }
    }
}

/// A question of a flow and what the customer answered, in the words they saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// A case as the widget sends it. Strings are checked by [`crate::validate`]: a wrong value becomes a
/// [`crate::FieldError`] that names the field, never a bare parse failure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseRequest {
    /// The merchant's client id.
    pub client_id: String,
    /// The locale the customer reads, such as `en-GB`.
    pub locale: String,
    /// The market the answer times come from, such as `GB`.
    pub market: String,
    /// [`Environment`] by name; empty means production.
    pub environment: String,
    /// [`Category`] by name.
    pub category: String,
    /// What happened, in the customer's words, redacted.
    pub description: String,
    /// Where the answer goes.
    pub email: String,
    /// The store's order number, if the customer gave or confirmed one.
    pub order_id: String,
    /// The flow that led here, by slug; empty if none did.
    pub flow: String,
    /// Answers given in that flow.
    pub answers: Vec<Answer>,
    /// When it happened, `YYYY-MM-DD`; empty if not told.
    pub happened_on: String,
    /// What the customer has tried already, redacted; may be empty.
    pub tried: String,
    /// What the customer wrote for items of the evidence list.
    pub evidence: Vec<EvidenceNote>,
    /// Files, by the ids of their finished uploads.
    pub attachments: Vec<AttachmentRef>,
    /// What the customer chose to leave unmasked, by [`crate::kept_tag`]; honoured for every kind but cards.
    pub kept: Vec<String>,
    /// What the host page said of itself, as it was shown to the customer.
    pub context: Context,
}

/// What a customer wrote for an item of the evidence list, such as a tracking number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceNote {
    /// The item, by key.
    pub key: String,
    /// What was written.
    pub note: String,
}

/// What a stored case gets back. The same submission always gets the same receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The case ID to quote, `KH-XXXX-XXXX`.
    pub case_id: String,
    /// The capability that reads this case and no other: 43 characters, base64url. Send it as a bearer token.
    pub token: String,
    /// Where the case stands.
    pub state: CaseState,
    /// What happens next.
    pub next_step: NextStep,
    /// When the portal stored it, RFC 3339 in UTC.
    pub received_at: String,
    /// By when the customer hears from us: a date in the market's zone, `YYYY-MM-DD`.
    pub expected_by: String,
}

/// Whether `text` has the form of a case ID: `KH-` and two groups of four from Crockford's base 32.
pub fn is_case_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let body = |b: &u8| b.is_ascii_digit() || (b.is_ascii_uppercase() && !b"ILOU".contains(b));
    bytes.len() == 12
        && bytes.starts_with(b"KH-")
        && bytes.get(7) == Some(&b'-')
        && bytes.iter().enumerate().skip(3).all(|(i, b)| i == 7 || body(b))
}

/// The case ID that somebody meant who typed it by hand: any case, any or no dashes and spaces, and letters that the
/// alphabet leaves out because they look like digits. `None` if it cannot be one.
pub fn read_case_id(text: &str) -> Option<String> {
    let mut body = String::new();
    for c in text.chars().filter(char::is_ascii_alphanumeric) {
        body.push(match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    }
    // The prefix may be left out; no letter of it is changed above.
    let body = body.strip_prefix("KH").filter(|rest| rest.len() == 8).unwrap_or(&body);
    let (first, second) = body.split_at_checked(4)?;
    let id = ["KH-", first, "-", second].concat();
    is_case_id(&id).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_id_is_recognised_by_its_form_alone() {
        for (text, good) in [
            ("KH-7F3K-9Q2M", true),
            ("KH-7F3K-9Q2", false),
            ("KH-7F3I-9Q2M", false),
            ("kh-7f3k-9q2m", false),
            ("KH-7F3K_9Q2M", false),
            ("", false),
        ] {
            assert_eq!(is_case_id(text), good, "{text}");
        }
    }

    #[test]
    fn a_case_id_typed_by_hand_is_read_as_it_was_meant() {
        let check = |text: &str, id: Option<&str>| assert_eq!(read_case_id(text).as_deref(), id, "{text:?}");
        for text in [
            "KH-7F3K-9Q2M",
            "kh-7f3k-9q2m",
            " kh 7f3k 9q2m ",
            "KH7F3K9Q2M",
            "7f3k9q2m",
            "7F3K–9Q2M",
            "#KH-7F3K-9Q2M.",
        ] {
            check(text, Some("KH-7F3K-9Q2M"));
        }
        check("KH-OF1K-9QLI", Some("KH-0F1K-9Q11"));
        check("KH-KH12-3456", Some("KH-KH12-3456"));
        check("KH123456", Some("KH-KH12-3456"));
        for text in ["", "KH", "KH-7F3K-9Q2", "KH-7F3K-9Q2MM", "KH-7F3K-9Q2U", "KH-7F3Å-9Q2M", "🐈7F3K9Q2"]
        {
            check(text, None);
        }
    }

    #[test]
    fn a_request_with_missing_fields_still_parses_so_that_validation_can_name_them() {
        let request: CaseRequest = serde_json::from_str("{\"email\":\"a@b.se\"}").unwrap();
        assert_eq!(request.email, "a@b.se");
        assert_eq!(request.category, "");
    }
}
