//! Codes of look-ups, tries at them, and proofs of work that were spent.
//!
//! Invariant: both questions about a code run the same statements in the same order, and write, whether there is such a
//! case or not; only a code that is right takes one statement more. Not here: what a code is (`lookup`).

use super::{Store, StoreError};
use sqlx::{AssertSqlSafe, Row, query};
use std::sync::Arc;

/// Most codes for one case in an hour and in a day. With five tries each, a guesser gets 50 of a million a day.
const HOUR_MAX: i64 = 3;
const DAY_MAX: i64 = 10;

/// Somebody asks for a code. Times in Unix seconds.
#[derive(Clone, Debug)]
pub(crate) struct AskForCode {
    pub(crate) case_id: String,
    pub(crate) email: String,
    /// The locale of the mail.
    pub(crate) locale: String,
    /// Random.
    pub(crate) nonce: [u8; 16],
    pub(crate) now: i64,
    pub(crate) expires_at: i64,
    /// Cases closed before are not opened.
    pub(crate) closed_after: i64,
}

/// What came of asking. Never told to whoever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A code was made, and its mail waits.
    Made,
    /// No such case, or another address.
    Nobody,
    /// The case had its codes for this hour or day.
    Enough,
}

/// A case as far as a try at its code needs it.
#[derive(Clone, Debug)]
pub(crate) struct CodeRow {
    pub(crate) email: String,
    /// Makes the case's token.
    pub(crate) nonce: Vec<u8>,
    pub(crate) token_sha256: Vec<u8>,
    pub(crate) expected_by: String,
}

/// Judges a try: the case if there is one, and the nonce of its code, empty where none works.
pub(crate) type Judge = Arc<dyn Fn(Option<&CodeRow>, &[u8]) -> bool + Send + Sync>;

/// Whether two addresses are one. What stands before the `@` is told apart by letter case nowhere that matters.
fn same_address(one: &str, other: &str) -> bool {
    !one.is_empty() && one.trim().eq_ignore_ascii_case(other.trim())
}

impl Store {
    /// Makes a code for a case and puts its mail into the queue, if the address is the case's.
    pub(crate) async fn ask_for_code(&self, ask: AskForCode) -> Result<Asked, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let lock = tx.dialect().for_update();
                let sql = format!(
                    "SELECT email FROM cases WHERE id = $1 AND erased_at IS NULL \
                     AND (closed_at IS NULL OR closed_at > $2){lock}"
                );
                let case = query(AssertSqlSafe(sql))
                    .bind(&ask.case_id)
                    .bind(ask.closed_after)
                    .fetch_optional(tx.connection())
                    .await?;
                let counts = query(
                    "SELECT COUNT(*), COUNT(CASE WHEN created_at > $3 THEN 1 END) FROM mails \
                     WHERE case_id = $1 AND kind = 'code' AND created_at > $2",
                )
                .bind(&ask.case_id)
                .bind(ask.now - 86_400)
                .bind(ask.now - 3_600)
                .fetch_one(tx.connection())
                .await?;
                let (day, hour): (i64, i64) = (counts.try_get(0)?, counts.try_get(1)?);
                let email: Option<String> = case.map(|row| row.try_get("email")).transpose()?;
                let asked =
                    match email {
                        Some(email) if same_address(&email, &ask.email) => {
                            if hour < HOUR_MAX && day < DAY_MAX { Asked::Made } else { Asked::Enough }
                        }
                        _ => Asked::Nobody,
                    };
                let made = asked == Asked::Made;
                let nonce = if made { ask.nonce.as_slice() } else { &[] };
                // Written in any case; only a code that was made replaces the one before.
                query(
                    "INSERT INTO codes (case_id, nonce, expires_at, tries) VALUES ($1, $2, $3, 0) \
                     ON CONFLICT (case_id) DO UPDATE SET \
                     nonce = CASE WHEN $4 = 1 THEN $2 ELSE codes.nonce END, \
                     expires_at = CASE WHEN $4 = 1 THEN $3 ELSE codes.expires_at END, \
                     tries = CASE WHEN $4 = 1 THEN 0 ELSE codes.tries END",
                )
                .bind(&ask.case_id)
                .bind(nonce)
                .bind(ask.expires_at)
                .bind(i64::from(made))
                .execute(tx.connection())
                .await?;
                if made {
                    let key = format!("code {}", hex(&ask.nonce));
                    query(
                        "INSERT INTO mails (case_id, kind, locale, key, due_at, created_at) \
                         VALUES ($1, 'code', $2, $3, $4, $4)",
                    )
                    .bind(&ask.case_id)
                    .bind(&ask.locale)
                    .bind(&key)
                    .bind(ask.now)
                    .execute(tx.connection())
                    .await?;
                }
                Ok(asked)
            })
        })
        .await
    }

    /// Counts a try at a code and lets `judge` say whether it is right. A code that was right is gone. `tries_max` tries,
    /// this one among them, may be made at one code.
    pub(crate) async fn try_code(
        &self,
        case_id: &str,
        now: i64,
        expires_at: i64,
        closed_after: i64,
        tries_max: i64,
        judge: Judge,
    ) -> Result<Option<CodeRow>, StoreError> {
        let case_id = case_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let code = query(
                    "INSERT INTO codes (case_id, nonce, expires_at, tries) VALUES ($1, $2, $3, 1) \
                     ON CONFLICT (case_id) DO UPDATE SET tries = codes.tries + 1 \
                     RETURNING nonce, expires_at, tries",
                )
                .bind(&case_id)
                .bind(&[][..])
                .bind(expires_at)
                .fetch_one(tx.connection())
                .await?;
                let case = query(
                    "SELECT email, nonce, token_sha256, expected_by FROM cases WHERE id = $1 AND erased_at IS NULL \
                     AND (closed_at IS NULL OR closed_at > $2)",
                )
                .bind(&case_id)
                .bind(closed_after)
                .fetch_optional(tx.connection())
                .await?;
                let row = case
                    .map(|row| {
                        Ok::<_, StoreError>(CodeRow {
                            email: row.try_get("email")?,
                            nonce: row.try_get("nonce")?,
                            token_sha256: row.try_get("token_sha256")?,
                            expected_by: row.try_get("expected_by")?,
                        })
                    })
                    .transpose()?;
                let (until, tries): (i64, i64) = (code.try_get("expires_at")?, code.try_get("tries")?);
                let works = until > now && tries <= tries_max;
                let nonce: Vec<u8> = code.try_get("nonce")?;
                let nonce = if works { nonce.as_slice() } else { &[] };
                if !judge(row.as_ref(), nonce) {
                    return Ok(None);
                }
                query("DELETE FROM codes WHERE case_id = $1").bind(&case_id).execute(tx.connection()).await?;
                Ok(row)
            })
        })
        .await
    }

    /// Marks a proof of work as used until it expires (Unix seconds). Answers whether it was new.
    pub(crate) async fn spend_work(&self, challenge: &str, expires_at: i64) -> Result<bool, StoreError> {
        let challenge = challenge.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = query(
                    "INSERT INTO spent_work (challenge, expires_at) VALUES ($1, $2) ON CONFLICT (challenge) DO NOTHING",
                )
                .bind(&challenge)
                .bind(expires_at)
                .execute(tx.connection())
                .await?;
                Ok(done.rows_affected() == 1)
            })
        })
        .await
    }

    /// Forgets codes and proofs of work that have expired, and mails that were sent or given up more than two days ago.
    pub(crate) async fn forget_spent(&self, now: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                for (sql, before) in [
                    ("DELETE FROM codes WHERE expires_at < $1", now),
                    ("DELETE FROM spent_work WHERE expires_at < $1", now),
                    // Later than their events are looked for: a mail that is forgotten is not sent again.
                    ("DELETE FROM mails WHERE done_at IS NOT NULL AND created_at < $1", now - 2 * 86_400),
                ] {
                    query(sql).bind(before).execute(tx.connection()).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_in_any_letters_and_nothing_is_none() {
        assert!(same_address("Ada@Example.org", " ada@example.org "));
        assert!(!same_address("ada@example.org", "ada@example.com"));
        assert!(!same_address("", ""));
    }
}
