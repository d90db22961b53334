//! Rows of uploads: what is known of a file, never its bytes (`uploads`).
//!
//! A row is `open` while its bytes come, `held` while a scanner has not spoken, `done` when it may be read, `refused` when
//! it may not. Invariant: a row is there before any byte of it is on disk, and goes before the last of them does, so that
//! bytes without a row are always left over from a crash. Who adopts one: `submit`.

use super::{Store, StoreError};
use klarna_help_wire::FileKind;
use sqlx::any::AnyRow;
use sqlx::{Row, query};

/// Where an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// Bytes are still to come.
    Open,
    /// All there, and not yet looked at by the scanner.
    Held,
    /// May be read by whoever reads its case.
    Done,
    /// Its bytes were not what may be sent. They are gone.
    Refused,
}

impl UploadState {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            UploadState::Open => "open",
            UploadState::Held => "held",
            UploadState::Done => "done",
            UploadState::Refused => "refused",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let all = [UploadState::Open, UploadState::Held, UploadState::Done, UploadState::Refused];
        all.into_iter().find(|state| state.as_str() == text)
    }
}

/// What is known of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: String,
    /// The client it was sent to.
    pub client_id: String,
    /// Its name, cleaned.
    pub name: String,
    /// What it is by its bytes; none before they were seen.
    pub kind: Option<FileKind>,
    /// Bytes: as announced while it is open, as stored once it is done. Cleaning makes it smaller.
    pub size: i64,
    /// Bytes received that are on disk.
    pub position: i64,
    /// Where it stands.
    pub state: UploadState,
    /// The case it goes with.
    pub case_id: Option<String>,
    /// Unix seconds. Holds as long as no case has it.
    pub expires_at: i64,
}

/// What a finished upload turned out to be.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Its id.
    pub id: String,
    /// [`UploadState::Done`], or [`UploadState::Held`] where a scanner has to speak first.
    pub state: UploadState,
    /// Its name, with the ending of what it is.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Bytes received.
    pub received: i64,
    /// Bytes stored.
    pub size: i64,
    /// SHA-256 of the bytes stored.
    pub sha256: [u8; 32],
    /// Unix seconds.
    pub expires_at: i64,
}

const COLUMNS: &str = "id, client_id, name, kind, size, position, state, case_id, expires_at";

impl Store {
    /// Begins an upload. Times in Unix seconds.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn create_upload(
        &self,
        id: &str,
        client_id: &str,
        name: &str,
        size: i64,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let (id, client_id, name) = (id.to_owned(), client_id.to_owned(), name.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                query(
                    "INSERT INTO uploads (id, client_id, name, size, created_at, expires_at) \
                     VALUES ($1, $2, $3, $4, $5, $6)",
                )
                .bind(&id)
                .bind(&client_id)
                .bind(&name)
                .bind(size)
                .bind(now)
                .bind(expires_at)
                .execute(tx.connection())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// An upload by its id, expired ones too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn upload(&self, id: &str) -> Result<Option<Upload>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM uploads WHERE id = $1"));
        let row = query(sql).bind(id).fetch_optional(self.pool()).await?;
        row.as_ref().map(read).transpose()
    }

    /// Says that so many bytes of an open upload are on disk, and that it is alive until `expires_at`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn move_upload(&self, id: &str, position: i64, expires_at: i64) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                query("UPDATE uploads SET position = $2, expires_at = $3 WHERE id = $1 AND state = 'open'")
                    .bind(&id)
                    .bind(position)
                    .bind(expires_at)
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Ends an open upload well. Answers whether it was there and open.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish_upload(&self, finished: Finished) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let done = query(
                    "UPDATE uploads SET state = $2, name = $3, kind = $4, position = $5, size = $6, sha256 = $7, \
                     expires_at = $8 WHERE id = $1 AND state = 'open'",
                )
                .bind(&finished.id)
                .bind(finished.state.as_str())
                .bind(&finished.name)
                .bind(finished.kind.as_str())
                .bind(finished.received)
                .bind(finished.size)
                .bind(finished.sha256.as_slice())
                .bind(finished.expires_at)
                .execute(tx.connection())
                .await?;
                Ok(done.rows_affected() == 1)
            })
        })
        .await
    }

    /// Ends an upload that waits for its bytes or its scan: `done` or `refused`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settle_upload(&self, id: &str, state: UploadState) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                query("UPDATE uploads SET state = $2 WHERE id = $1 AND state IN ('open', 'held')")
                    .bind(&id)
                    .bind(state.as_str())
                    .execute(tx.connection())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Takes away an upload that no case has. Answers whether there was one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn delete_upload(&self, id: &str) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = query("DELETE FROM uploads WHERE id = $1 AND case_id IS NULL")
                    .bind(&id)
                    .execute(tx.connection())
                    .await?;
                Ok(done.rows_affected() == 1)
            })
        })
        .await
    }

    /// Ids of uploads that no case has and that expired before a moment (Unix seconds), the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn expired_uploads(&self, before: i64, limit: i64) -> Result<Vec<String>, StoreError> {
        let rows = query(
            "SELECT id FROM uploads WHERE case_id IS NULL AND expires_at < $1 ORDER BY expires_at LIMIT $2",
        )
        .bind(before)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Ids of uploads that wait for the scanner.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn held_uploads(&self, limit: i64) -> Result<Vec<String>, StoreError> {
        let rows = query("SELECT id FROM uploads WHERE state = 'held' ORDER BY created_at LIMIT $1")
            .bind(limit)
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Bytes of all uploads that no case has.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn loose_bytes(&self) -> Result<i64, StoreError> {
        // The cast: PostgreSQL sums BIGINT into NUMERIC, which `Any` does not read.
        let row = query(
            "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM uploads WHERE case_id IS NULL AND state <> 'refused'",
        )
        .fetch_one(self.pool())
        .await?;
        Ok(row.try_get(0)?)
    }
}

fn read(row: &AnyRow) -> Result<Upload, StoreError> {
    let (kind, state): (String, String) = (row.try_get("kind")?, row.try_get("state")?);
    Ok(Upload {
        id: row.try_get("id")?,
        client_id: row.try_get("client_id")?,
        name: row.try_get("name")?,
        kind: FileKind::parse(&kind),
        size: row.try_get("size")?,
        position: row.try_get("position")?,
        state: UploadState::parse(&state).ok_or(StoreError::Unreadable("state"))?,
        case_id: row.try_get("case_id")?,
        expires_at: row.try_get("expires_at")?,
    })
}
