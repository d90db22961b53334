//! The queue of mails: what is to be sent, to whom, and how often it was tried.
//!
//! Invariant: a row is written before its mail is sent, and a mail goes to the case's own address, which is read when it
//! is sent. A portal that ends between sending and noting it sends that mail twice. Not here: words and servers (`mail`).

use super::{Store, StoreError};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row, query};

/// Why a mail is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MailKind {
    /// A code was asked for.
    Code,
    /// A case was received.
    Receipt,
    /// Somebody at the helpdesk wrote.
    Reply,
}

impl MailKind {
    const ALL: [MailKind; 3] = [MailKind::Code, MailKind::Receipt, MailKind::Reply];

    /// As it is stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            MailKind::Code => "code",
            MailKind::Receipt => "receipt",
            MailKind::Reply => "reply",
        }
    }
}

/// A mail whose turn it is.
#[derive(Clone, Debug)]
pub(crate) struct MailRow {
    pub(crate) id: i64,
    pub(crate) kind: MailKind,
    pub(crate) case_id: String,
    pub(crate) client_id: String,
    pub(crate) locale: String,
    /// The case's own address; empty once the case is erased.
    pub(crate) email: String,
    /// `YYYY-MM-DD`.
    pub(crate) expected_by: String,
    /// How often it was tried, this time included.
    pub(crate) attempts: i64,
    /// Unix seconds.
    pub(crate) created_at: i64,
    /// Makes the code; empty where none works any more.
    pub(crate) nonce: Vec<u8>,
}

impl Store {
    /// Puts a mail into the queue for each event after `low` that has none and happened after `since` (RFC 3339).
    pub(crate) async fn queue_notices(
        &self,
        low: i64,
        since: &str,
        now: i64,
        receipts: bool,
        replies: bool,
    ) -> Result<u64, StoreError> {
        let since = since.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = query(
                    "INSERT INTO mails (case_id, kind, locale, key, due_at, created_at) \
                     SELECT e.case_id, CASE e.kind WHEN 'received' THEN 'receipt' ELSE 'reply' END, c.locale, \
                     'event ' || e.seq, $3, $3 \
                     FROM case_events e JOIN cases c ON c.id = e.case_id \
                     WHERE e.seq > $1 AND e.at > $2 AND c.erased_at IS NULL \
                     AND ((e.kind = 'received' AND $4 = 1) OR (e.kind = 'agent-message' AND $5 = 1)) \
                     AND NOT EXISTS (SELECT 1 FROM mails m WHERE m.key = 'event ' || e.seq) \
                     ON CONFLICT (key) DO NOTHING",
                )
                .bind(low)
                .bind(&since)
                .bind(now)
                .bind(i64::from(receipts))
                .bind(i64::from(replies))
                .execute(tx.connection())
                .await?;
                Ok(done.rows_affected())
            })
        })
        .await
    }

    /// The last event's `seq`; 0 if there is none.
    pub(crate) async fn last_event(&self) -> Result<i64, StoreError> {
        let row = query("SELECT COALESCE(MAX(seq), 0) FROM case_events").fetch_one(self.pool()).await?;
        Ok(row.try_get(0)?)
    }

    /// Takes mails whose turn it is, and gives each another turn after `patience` seconds in case this one is not ended.
    pub(crate) async fn take_mails(
        &self,
        now: i64,
        patience: i64,
        limit: i64,
    ) -> Result<Vec<MailRow>, StoreError> {
        // Most of the time there is none, and nothing has to be written to know it.
        let any = query("SELECT 1 FROM mails WHERE done_at IS NULL AND due_at <= $1 LIMIT 1")
            .bind(now)
            .fetch_optional(self.pool())
            .await?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        self.write(move |tx| {
            Box::pin(async move {
                let sql = format!(
                    "UPDATE mails SET attempts = attempts + 1, due_at = $2 WHERE id IN \
                     (SELECT id FROM mails WHERE done_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $3{}) \
                     RETURNING id",
                    tx.dialect().for_update_skip_locked()
                );
                let taken = query(AssertSqlSafe(sql))
                    .bind(now)
                    .bind(now + patience)
                    .bind(limit)
                    .fetch_all(tx.connection())
                    .await?;
                let mut mails = Vec::with_capacity(taken.len());
                for row in taken {
                    let id: i64 = row.try_get(0)?;
                    let row = query(
                        "SELECT m.id, m.kind, m.case_id, m.locale, m.attempts, m.created_at, c.client_id, c.email, \
                         c.expected_by, CASE WHEN k.expires_at > $2 THEN k.nonce END AS nonce \
                         FROM mails m JOIN cases c ON c.id = m.case_id LEFT JOIN codes k ON k.case_id = m.case_id \
                         WHERE m.id = $1",
                    )
                    .bind(id)
                    .bind(now)
                    .fetch_one(tx.connection())
                    .await?;
                    mails.push(read(&row)?);
                }
                Ok(mails)
            })
        })
        .await
    }

    /// Ends a mail: sent, or given up.
    pub(crate) async fn end_mail(&self, id: i64, now: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                query("UPDATE mails SET done_at = $2 WHERE id = $1")
                    .bind(id)
                    .bind(now)
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Gives a mail another turn.
    pub(crate) async fn put_off_mail(&self, id: i64, due_at: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                query("UPDATE mails SET due_at = $2 WHERE id = $1")
                    .bind(id)
                    .bind(due_at)
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

fn read(row: &AnyRow) -> Result<MailRow, StoreError> {
    let kind: String = row.try_get("kind")?;
    let known = MailKind::ALL.into_iter().find(|known| known.as_str() == kind);
    Ok(MailRow {
        id: row.try_get("id")?,
        kind: known.ok_or(StoreError::Unreadable("kind"))?,
        case_id: row.try_get("case_id")?,
        client_id: row.try_get("client_id")?,
        locale: row.try_get("locale")?,
        email: row.try_get("email")?,
        expected_by: row.try_get("expected_by")?,
        attempts: row.try_get("attempts")?,
        created_at: row.try_get("created_at")?,
        nonce: row.try_get::<Option<Vec<u8>>, _>("nonce")?.unwrap_or_default(),
    })
}
