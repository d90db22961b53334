//! Ways to a case for a customer without the device that sent it: its ID, its address, and a code that is mailed there.
//!
//! Invariant: the answer to a question for a code is given before anything is looked up, so that neither it nor its time
//! tells whether there is such a case. Invariant: a code is known to the mail and to whoever holds the portal's secret;
//! the database alone does not make it. Not here: rows (`store::codes`), mail (`mail`).

mod ask;
mod queue;
mod trade;

pub(crate) use queue::Queue;
pub use queue::settle;

use crate::state::{Portal, Shared};
use crate::token::Tokens;
use klarna_help_wire::{FieldCode, FieldError, is_case_id, is_email};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(ask::ask)).routes(routes!(trade::trade))
}

/// The six digits of a nonce: another for each case, and none without the secret.
pub(crate) fn code(tokens: &Tokens, case_id: &str, nonce: &[u8]) -> String {
    let mac = tokens.mac(&[b"lookup-code:v1:", case_id.as_bytes(), b":", nonce]);
    let (head, _) = mac.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    // 2^64 is so far above a million that no code is noticeably likelier than another.
    format!("{:06}", u64::from_be_bytes(*head) % 1_000_000)
}

/// The case ID and address as they are compared, and what is wrong with them in form.
fn fields(case_id: &str, email: &str) -> (String, Vec<FieldError>) {
    let case_id = case_id.trim().to_ascii_uppercase();
    let mut errors = Vec::new();
    let mut check = |field: &str, empty: bool, fits: bool| {
        if !fits {
            let code = if empty { FieldCode::Required } else { FieldCode::Invalid };
            errors.push(FieldError::new(field, code));
        }
    };
    check("caseId", case_id.is_empty(), is_case_id(&case_id));
    check("email", email.trim().is_empty(), is_email(email.trim()));
    (case_id, errors)
}

/// Cases closed before are not opened by a code either: their tokens have ended.
fn closed_after(portal: &Portal) -> i64 {
    portal.clock.now().as_second() - crate::cases::TOKEN_DAYS_AFTER_CLOSE * 86_400
}
