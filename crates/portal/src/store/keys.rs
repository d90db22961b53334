//! Idempotency keys: what was asked for under a key before, and what it led to.

use super::{Store, StoreError, Submission, Tx};
use sqlx::{Row, query};

/// What is known of a key.
pub(crate) enum Known {
    /// It is new, and now taken, with nothing that it led to yet.
    New,
    /// The same request came before; what it led to.
    Before(String),
    /// It came before with another request.
    Reused,
}

/// Takes a key of a scope, or tells what it led to. [`settle`] then says what it led to this time.
pub(crate) async fn take(tx: &mut Tx, scope: &str, submission: &Submission) -> Result<Known, StoreError> {
    take_for(tx, scope, submission, "").await
}

/// As [`take`], where it is known before what the key will lead to: one statement less for every case.
pub(crate) async fn take_for(
    tx: &mut Tx,
    scope: &str,
    submission: &Submission,
    result: &str,
) -> Result<Known, StoreError> {
    let taken = query(
        "INSERT INTO idempotency_keys (scope, key_sha256, fingerprint, result, created_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (scope, key_sha256) DO NOTHING",
    )
    .bind(scope)
    .bind(submission.key_sha256.as_slice())
    .bind(submission.fingerprint.as_slice())
    .bind(result)
    .bind(submission.at)
    .execute(tx.connection())
    .await?;
    if taken.rows_affected() == 1 {
        return Ok(Known::New);
    }
    let row = query("SELECT fingerprint, result FROM idempotency_keys WHERE scope = $1 AND key_sha256 = $2")
        .bind(scope)
        .bind(submission.key_sha256.as_slice())
        .fetch_one(tx.connection())
        .await?;
    if row.try_get::<Vec<u8>, _>("fingerprint")? == submission.fingerprint {
        Ok(Known::Before(row.try_get("result")?))
    } else {
        Ok(Known::Reused)
    }
}

/// Remembers what a key that was just taken led to.
pub(crate) async fn settle(
    tx: &mut Tx,
    scope: &str,
    submission: &Submission,
    result: &str,
) -> Result<(), StoreError> {
    query("UPDATE idempotency_keys SET result = $3 WHERE scope = $1 AND key_sha256 = $2")
        .bind(scope)
        .bind(submission.key_sha256.as_slice())
        .bind(result)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Frees a key that was just taken, for a request that came to nothing.
pub(crate) async fn release(tx: &mut Tx, scope: &str, submission: &Submission) -> Result<(), StoreError> {
    query("DELETE FROM idempotency_keys WHERE scope = $1 AND key_sha256 = $2")
        .bind(scope)
        .bind(submission.key_sha256.as_slice())
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Store {
    /// Forgets idempotency keys made before a moment (Unix seconds). Answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_keys(&self, before: i64) -> Result<u64, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let done = query("DELETE FROM idempotency_keys WHERE created_at < $1")
                    .bind(before)
                    .execute(tx.connection())
                    .await?;
                Ok(done.rows_affected())
            })
        })
        .await
    }
}
