//! The store on SQLite: one writer, a few readers, and no answer before the commit is on disk.
//!
//! Invariant: every write goes through `writer`, a pool of one connection, in a transaction begun with
//! `BEGIN IMMEDIATE`. So two submissions of one key come one after the other, here and beside another process.

use super::migrations::migrator;
use super::read::read_state;
use super::rows::*;
use crate::calendar::rfc3339;
use crate::cases::transition;
use klarna_help_wire::{CaseEventKind, CaseState};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Sqlite as Db, Transaction, query};
use std::path::Path;
use std::time::Duration;

/// How long to wait for a lock or a connection before the caller is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub(super) struct Sqlite {
    writer: SqlitePool,
    pub(super) readers: SqlitePool,
}

impl Sqlite {
    pub(super) async fn open(data: &Path, create: bool) -> Result<Self, StoreError> {
        let path = data.join("portal.sqlite");
        if !create && !path.is_file() {
            return Err(StoreError::NoDatabase(path));
        }
        if create {
            make_private(&path)?;
        }
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL may lose the last commits when the power goes; a receipt is a promise.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .disable_statement_logging();
        let pool = |size| SqlitePoolOptions::new().max_connections(size).acquire_timeout(PATIENCE);
        let writer = pool(1).connect_with(options.clone()).await?;
        migrator().run(&writer).await?;
        let readers = pool(4).connect_lazy_with(options.read_only(true));
        Ok(Self { writer, readers })
    }

    pub(super) async fn begin(&self) -> Result<Transaction<'static, Db>, sqlx::Error> {
        self.writer.begin_with("BEGIN IMMEDIATE").await
    }

    pub(super) async fn move_case(
        &self,
        case_id: &str,
        to: CaseState,
        now: jiff::Timestamp,
    ) -> Result<CaseState, MoveError> {
        let mut tx = self.begin().await?;
        let row =
            query("SELECT state FROM cases WHERE id = $1").bind(case_id).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Err(MoveError::NoSuchCase) };
        let from = read_state(&row)?;
        if !transition::allowed(from, to) {
            return Err(MoveError::NotAllowed { from, to });
        }
        query("UPDATE cases SET state = $2, closed_at = $3 WHERE id = $1")
            .bind(case_id)
            .bind(to.as_str())
            .bind((to == CaseState::Closed).then(|| now.as_second()))
            .execute(&mut *tx)
            .await?;
        insert_event(&mut tx, case_id, &rfc3339(now), CaseEventKind::StateChanged, to).await?;
        tx.commit().await?;
        Ok(from)
    }

    pub(super) async fn forget_keys(&self, before: i64) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let done = query("DELETE FROM idempotency_keys WHERE created_at < $1")
            .bind(before)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }

    pub(super) async fn probe(&self) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        query("INSERT INTO probe (at) VALUES (0)").execute(&mut *tx).await?;
        Ok(tx.rollback().await?)
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        // Readers first: a checkpoint that truncates waits for them.
        self.readers.close().await;
        let checkpoint = query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await;
        self.writer.close().await;
        checkpoint?;
        Ok(())
    }
}

/// Makes the file before SQLite does, readable by the portal's own user only, whatever folder it was given. SQLite gives
/// the files beside it the same mode.
fn make_private(path: &Path) -> Result<(), sqlx::Error> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(sqlx::Error::Io)
}

pub(super) async fn insert_event(
    tx: &mut Transaction<'static, Db>,
    case_id: &str,
    at: &str,
    kind: CaseEventKind,
    state: CaseState,
) -> Result<(), sqlx::Error> {
    query("INSERT INTO case_events (case_id, at, kind, state) VALUES ($1, $2, $3, $4)")
        .bind(case_id)
        .bind(at)
        .bind(kind.as_str())
        .bind(state.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
