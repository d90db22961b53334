//! What has to reach the helpdesk: who works on it, what became of it.
//!
//! States: `due` (to be sent) → `sending` (somebody has the lease) → `sent`, `dead` (refused), `due` again (not sent), or
//! `unknown` (it may be there: look it up once `due_at` has come). `dropped`: taken out by hand.
//! `due_at` is when a row wants to be looked at again, whatever its state: for one that is being sent, when the lease runs out. So
//! one index, in its order, gives the next rows, however many wait.
//! Invariant: of one case only the oldest unfinished row is given out, so that a reply never overtakes its case.

use super::{Store, StoreError, Tx};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row, query};

/// A row that somebody has the lease of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its id.
    pub id: i64,
    /// The case.
    pub case_id: String,
    /// `create`, `reply` or `action`.
    pub kind: String,
    /// The message of a reply; the name of an action.
    pub subject: String,
    /// What the helpdesk can be asked for it by.
    pub key: String,
    /// Whether an earlier try may have arrived.
    pub unknown: bool,
    /// Tries that were begun before this one.
    pub attempts: i64,
    /// What the helpdesk calls the case; empty if it has none yet.
    pub remote_id: String,
}

/// What became of a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboxEnd {
    /// It is there; what the helpdesk calls it.
    Sent(String),
    /// It is not there: again at this moment (Unix milliseconds).
    Again {
        /// When.
        at: i64,
        /// Why.
        fault: String,
    },
    /// It may be there: look it up at this moment (Unix milliseconds).
    Unknown {
        /// When.
        at: i64,
        /// Why.
        fault: String,
    },
    /// It was refused: a person has to look.
    Dead {
        /// Why.
        fault: String,
    },
    /// It is not to be sent any more.
    Dropped,
}

/// A line of the operator's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxLine {
    /// Its id.
    pub id: i64,
    /// The case.
    pub case_id: String,
    /// `create`, `reply` or `action`.
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Tries.
    pub attempts: i64,
    /// Why the last one did not succeed.
    pub fault: String,
    /// Unix seconds.
    pub created_at: i64,
}

/// How much waits, for the metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxDepth {
    /// Rows that are not finished.
    pub waiting: i64,
    /// Rows that need a person.
    pub dead: i64,
    /// When the oldest unfinished one was written, Unix seconds; 0 if there is none.
    pub oldest: i64,
}

impl Store {
    /// Leases up to `limit` rows of these clients that are due now (Unix milliseconds) until `until`. A row whose lease ran
    /// out comes back as `unknown`: whoever had it may have sent it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lease(
        &self,
        clients: &[String],
        by: &str,
        now: i64,
        until: i64,
        limit: usize,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let (clients, by) = (clients.to_vec(), by.to_owned());
        self.write(move |tx| Box::pin(async move { lease(tx, &clients, &by, now, until, limit).await })).await
    }

    /// Ends a lease. Nothing happens if it is no longer `by`'s.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_lease(
        &self,
        row: &OutboxRow,
        by: &str,
        end: OutboxEnd,
        now: i64,
    ) -> Result<(), StoreError> {
        let (row, by) = (row.clone(), by.to_owned());
        self.write(move |tx| Box::pin(async move { end_lease(tx, &row, &by, &end, now).await })).await
    }

    /// Takes over what an earlier run of this portal had the lease of: it may have been sent. For a portal that is alone on
    /// its database. Answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn recover_leases(&self, look_at: i64) -> Result<u64, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let done = query(
                    "UPDATE outbox SET state = 'unknown', due_at = $1, leased_by = '', fault = 'the portal stopped meanwhile' \
                     WHERE state = 'sending'",
                )
                .bind(look_at)
                .execute(tx.connection())
                .await?;
                Ok(done.rows_affected())
            })
        })
        .await
    }

    /// When the next unfinished row is due, Unix milliseconds.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn outbox_next(&self) -> Result<Option<i64>, StoreError> {
        let row = query("SELECT MIN(due_at) FROM outbox WHERE state IN ('due', 'sending', 'unknown')")
            .fetch_one(self.pool())
            .await?;
        Ok(row.try_get(0)?)
    }

    /// Rows that are not finished, or only those that need a person; oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn outbox_list(&self, dead_only: bool, limit: u32) -> Result<Vec<OutboxLine>, StoreError> {
        let rows = query(
            "SELECT id, case_id, kind, state, attempts, fault, created_at FROM outbox \
             WHERE state = 'dead' OR ($1 = 0 AND state IN ('due', 'sending', 'unknown')) ORDER BY id LIMIT $2",
        )
        .bind(i64::from(dead_only))
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        let line = |row: &AnyRow| {
            Ok(OutboxLine {
                id: row.try_get("id")?,
                case_id: row.try_get("case_id")?,
                kind: row.try_get("kind")?,
                state: row.try_get("state")?,
                attempts: row.try_get("attempts")?,
                fault: row.try_get("fault")?,
                created_at: row.try_get("created_at")?,
            })
        };
        rows.iter().map(line).collect()
    }

    /// How much waits.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn outbox_depth(&self) -> Result<OutboxDepth, StoreError> {
        let row = query(
            "SELECT COUNT(CASE WHEN state <> 'dead' THEN 1 END) AS waiting, COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead, \
             COALESCE(MIN(CASE WHEN state <> 'dead' THEN created_at END), 0) AS oldest \
             FROM outbox WHERE state IN ('due', 'sending', 'unknown', 'dead')",
        )
        .fetch_one(self.pool())
        .await?;
        Ok(OutboxDepth {
            waiting: row.try_get("waiting")?,
            dead: row.try_get("dead")?,
            oldest: row.try_get("oldest")?,
        })
    }

    /// Repairs a row that needs a person: sent again from `now` (Unix milliseconds) after a look-up, or taken out. Answers
    /// whether there was such a row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn outbox_repair(&self, id: i64, drop: bool, now: i64) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                // Looked up first: what refused it may have kept it all the same.
                let state = if drop { "dropped" } else { "unknown" };
                let done = query(
                    "UPDATE outbox SET state = $2, due_at = $3, fault = CASE WHEN $2 = 'unknown' THEN '' ELSE fault END \
                     WHERE id = $1 AND state IN ('dead', 'due', 'unknown')",
                )
                .bind(id)
                .bind(state)
                .bind(now)
                .execute(tx.connection())
                .await?;
                tx.outbox_grown();
                Ok(done.rows_affected() == 1)
            })
        })
        .await
    }

    /// Cases that may be there twice: created since a moment (Unix seconds) after a try whose outcome was unknown. With what
    /// the helpdesk calls them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn doubtful(
        &self,
        desk: &str,
        since: i64,
        limit: u32,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let rows = query(
            "SELECT c.id, c.remote_id FROM outbox o JOIN cases c ON c.id = o.case_id \
             WHERE o.kind = 'create' AND o.state = 'sent' AND o.attempts > 1 AND o.done_at >= $2 AND c.desk = $1 \
             ORDER BY o.id LIMIT $3",
        )
        .bind(desk)
        .bind(since)
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// How far a helpdesk's changes were read; empty at the beginning.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn desk_cursor(&self, desk: &str) -> Result<String, StoreError> {
        let row = query("SELECT cursor FROM desk_cursors WHERE desk = $1")
            .bind(desk)
            .fetch_optional(self.pool())
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default())
    }

    /// Remembers how far a helpdesk's changes were read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_desk_cursor(&self, desk: &str, cursor: &str, at: i64) -> Result<(), StoreError> {
        let (desk, cursor) = (desk.to_owned(), cursor.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                query(
                    "INSERT INTO desk_cursors (desk, cursor, at) VALUES ($1, $2, $3) \
                     ON CONFLICT (desk) DO UPDATE SET cursor = excluded.cursor, at = excluded.at",
                )
                .bind(&desk)
                .bind(&cursor)
                .bind(at)
                .execute(tx.connection())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Writes where the helpdesk has a case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_remote(&self, case_id: &str, desk: &str, remote_id: &str) -> Result<(), StoreError> {
        let (case_id, desk, remote_id) = (case_id.to_owned(), desk.to_owned(), remote_id.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                query("UPDATE cases SET desk = $2, remote_id = $3 WHERE id = $1")
                    .bind(&case_id)
                    .bind(&desk)
                    .bind(&remote_id)
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// The text of a customer's message, as blocks in JSON; `None` if it was erased.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn message_body(&self, message_id: &str) -> Result<Option<String>, StoreError> {
        let row = query("SELECT body FROM messages WHERE id = $1")
            .bind(message_id)
            .fetch_optional(self.pool())
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }
}

async fn lease(
    tx: &mut Tx,
    clients: &[String],
    by: &str,
    now: i64,
    until: i64,
    limit: usize,
) -> Result<Vec<OutboxRow>, StoreError> {
    let places: Vec<String> = (0..clients.len()).map(|i| format!("${}", i + 3)).collect();
    let sql = format!(
        "SELECT o.id, o.case_id, o.kind, o.subject, o.key, o.state, o.attempts, c.remote_id \
         FROM outbox o JOIN cases c ON c.id = o.case_id \
         WHERE o.state IN ('due', 'sending', 'unknown') AND o.due_at <= $1 \
         AND c.client_id IN ({}) \
         AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.case_id = o.case_id AND e.id < o.id \
         AND e.state NOT IN ('sent', 'dropped')) \
         ORDER BY o.due_at, o.id LIMIT $2{}",
        places.join(", "),
        match tx.dialect() {
            super::Dialect::Sqlite => "",
            super::Dialect::Postgres => " FOR UPDATE OF o SKIP LOCKED",
        },
    );
    let mut rows = query(AssertSqlSafe(sql)).bind(now).bind(i64::try_from(limit).unwrap_or(i64::MAX));
    for client in clients {
        rows = rows.bind(client);
    }
    let rows = rows.fetch_all(tx.connection()).await?;
    let mut leased = Vec::with_capacity(rows.len());
    for row in &rows {
        let state: String = row.try_get("state")?;
        let row = OutboxRow {
            id: row.try_get("id")?,
            case_id: row.try_get("case_id")?,
            kind: row.try_get("kind")?,
            subject: row.try_get("subject")?,
            key: row.try_get("key")?,
            unknown: state != "due",
            attempts: row.try_get("attempts")?,
            remote_id: row.try_get("remote_id")?,
        };
        query(
            "UPDATE outbox SET state = 'sending', leased_by = $2, due_at = $3, attempts = attempts + 1 WHERE id = $1",
        )
        .bind(row.id)
        .bind(by)
        .bind(until)
        .execute(tx.connection())
        .await?;
        leased.push(row);
    }
    Ok(leased)
}

async fn end_lease(
    tx: &mut Tx,
    row: &OutboxRow,
    by: &str,
    end: &OutboxEnd,
    now: i64,
) -> Result<(), StoreError> {
    let (state, due_at, fault, remote_id, done_at) = match end {
        OutboxEnd::Sent(remote) => ("sent", 0, "", remote.as_str(), Some(now / 1000)),
        OutboxEnd::Again { at, fault } => ("due", *at, fault.as_str(), "", None),
        OutboxEnd::Unknown { at, fault } => ("unknown", *at, fault.as_str(), "", None),
        OutboxEnd::Dead { fault } => ("dead", 0, fault.as_str(), "", None),
        OutboxEnd::Dropped => ("dropped", 0, "", "", Some(now / 1000)),
    };
    let done = query(
        "UPDATE outbox SET state = $2, due_at = $3, fault = $4, remote_id = $5, done_at = $6, leased_by = '' \
         WHERE id = $1 AND leased_by = $7",
    )
    .bind(row.id)
    .bind(state)
    .bind(due_at)
    .bind(fault)
    .bind(remote_id)
    .bind(done_at)
    .bind(by)
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 && state == "sent" {
        // The next row of the case may go now.
        tx.outbox_grown();
    }
    Ok(())
}
