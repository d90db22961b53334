//! What is no longer kept: what a customer wrote, and the files, of a case that is erased or whose time is over.
//!
//! What stays is for counting: ID, category, client, market, states and their dates, a rating. Invariant: a case that is
//! held (a dispute at law, say) is left alone until a person lifts it. Invariant: an erased case is opened by nobody and
//! goes to no helpdesk; what is already there is there. Not here: when (`retention`), the bytes of files (`uploads`).

use super::{Store, StoreError, Tx};
use sqlx::{AssertSqlSafe, Row, query};

/// What came of erasing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erased {
    /// Done, with the ids of the files whose bytes have to follow.
    Done(Vec<String>),
    /// Not done: the case is held.
    Held,
    /// No such case, or it was erased before.
    NoSuchCase,
}

impl Store {
    /// Erases what a customer wrote, with the files. `now` in Unix seconds.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was erased.
    pub async fn erase(&self, case_id: &str, now: i64) -> Result<Erased, StoreError> {
        let case_id = case_id.to_owned();
        self.write(move |tx| Box::pin(async move { erase(tx, &case_id, now).await })).await
    }

    /// Takes away the files of a case that is not held. Answers their ids: the bytes have to follow.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was taken away.
    pub async fn erase_files(&self, case_id: &str) -> Result<Vec<String>, StoreError> {
        let case_id = case_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                match is_held(tx, &case_id).await? {
                    Some(false) => forget_files(tx, &case_id).await,
                    _ => Ok(Vec::new()),
                }
            })
        })
        .await
    }

    /// Holds a case, or lets it go. Answers whether there is such a case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn hold(&self, case_id: &str, held: bool) -> Result<bool, StoreError> {
        let case_id = case_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = query("UPDATE cases SET held = $2 WHERE id = $1 AND erased_at IS NULL")
                    .bind(&case_id)
                    .bind(i64::from(held))
                    .execute(tx.connection())
                    .await?;
                Ok(done.rows_affected() == 1)
            })
        })
        .await
    }

    /// Cases sent with an address, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn cases_sent_with(&self, email: &str) -> Result<Vec<String>, StoreError> {
        let rows = query("SELECT id FROM cases WHERE LOWER(email) = LOWER($1) ORDER BY received_at, id")
            .bind(email.trim())
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Cases that ended before a moment (Unix seconds), are not held, and still hold what a customer wrote.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ended_before(&self, moment: i64, limit: i64) -> Result<Vec<String>, StoreError> {
        self.ended("", moment, limit).await
    }

    /// Cases that ended before a moment (Unix seconds), are not held, and still have files.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ended_with_files(&self, moment: i64, limit: i64) -> Result<Vec<String>, StoreError> {
        self.ended("AND EXISTS (SELECT 1 FROM uploads u WHERE u.case_id = c.id)", moment, limit).await
    }

    async fn ended(&self, and: &'static str, moment: i64, limit: i64) -> Result<Vec<String>, StoreError> {
        // A case that was resolved and never closed ended with its last event.
        let sql = format!(
            "SELECT c.id FROM cases c WHERE c.state IN ('closed', 'resolved') AND c.held = 0 \
             AND c.erased_at IS NULL AND COALESCE(c.closed_at, c.updated_at) < $1 {and} ORDER BY c.id LIMIT $2"
        );
        let rows = query(AssertSqlSafe(sql)).bind(moment).bind(limit).fetch_all(self.pool()).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

/// Locks a case and answers whether it is held; `None` if there is no such case, or it was erased.
async fn is_held(tx: &mut Tx, case_id: &str) -> Result<Option<bool>, StoreError> {
    let lock = tx.dialect().for_update();
    let sql = format!("SELECT held FROM cases WHERE id = $1 AND erased_at IS NULL{lock}");
    let row = query(AssertSqlSafe(sql)).bind(case_id).fetch_optional(tx.connection()).await?;
    Ok(row.map(|row| row.try_get::<i64, _>(0)).transpose()?.map(|held| held != 0))
}

async fn erase(tx: &mut Tx, case_id: &str, now: i64) -> Result<Erased, StoreError> {
    match is_held(tx, case_id).await? {
        None => return Ok(Erased::NoSuchCase),
        Some(true) => return Ok(Erased::Held),
        Some(false) => {}
    }
    let files = forget_files(tx, case_id).await?;
    // Without a token's hash no token opens it; without a customer no identity does.
    query(
        "UPDATE cases SET email = '', order_id = '', flow = '', answers = '[]', context = '{}', description = '', \
         happened_on = '', tried = '', evidence = '[]', customer = '', assignee = '', token_sha256 = $2, nonce = $2, \
         erased_at = $3 WHERE id = $1",
    )
    .bind(case_id)
    .bind(&[][..])
    .bind(now)
    .execute(tx.connection())
    .await?;
    for sql in [
        // The rows stay, so that a reply that is pulled again is known.
        "UPDATE messages SET body = '[]' WHERE case_id = $1",
        "DELETE FROM outbox WHERE case_id = $1 AND state <> 'sent'",
        "DELETE FROM mails WHERE case_id = $1 AND done_at IS NULL",
        "DELETE FROM codes WHERE case_id = $1",
        // A submission that is repeated finds nothing to make its receipt of.
        "DELETE FROM idempotency_keys WHERE result = $1",
    ] {
        query(sql).bind(case_id).execute(tx.connection()).await?;
    }
    tx.touch(case_id);
    Ok(Erased::Done(files))
}

async fn forget_files(tx: &mut Tx, case_id: &str) -> Result<Vec<String>, StoreError> {
    let rows = query("DELETE FROM uploads WHERE case_id = $1 RETURNING id")
        .bind(case_id)
        .fetch_all(tx.connection())
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
