//! Where cases live.
//!
//! Here: what a store does, in types of the domain, and which database does it. Today that is SQLite; PostgreSQL comes
//! behind the same methods, and `tests/portal/store.rs` is the suite both have to pass. Not here: tokens' secrets,
//! HTTP, words for customers.

mod migrations;
mod read;
mod rows;
mod sqlite;
mod submit;

pub use rows::{
    CaseRecord, CaseSummary, Minted, MoveError, NewCase, ReceiptRow, StoreError, Stored, Submission,
};

use klarna_help_wire::{CaseEvent, CaseState};
use sqlite::Sqlite;
use std::path::Path;

/// A store of cases. Cheap to clone.
#[derive(Clone)]
pub struct Store(Sqlite);

impl Store {
    /// Opens the database of a data folder, makes it if there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(data: &Path) -> Result<Self, StoreError> {
        Sqlite::open(data, true).await.map(Self)
    }

    /// As [`Store::open`], but never makes a database: for commands beside a running portal.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_existing(data: &Path) -> Result<Self, StoreError> {
        Sqlite::open(data, false).await.map(Self)
    }

    /// Stores a case, its first event and its idempotency key in one transaction, once for each key. `mint` draws an
    /// id and its token; it is asked again when the id is taken.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn submit(
        &self,
        case: &NewCase,
        submission: &Submission,
        mint: &(dyn Fn() -> Result<Minted, StoreError> + Sync),
    ) -> Result<Stored, StoreError> {
        self.0.submit(case, submission, mint).await
    }

    /// The SHA-256 of the token that reads a case: without what the customer wrote, so that asking with a wrong token
    /// costs the same whether the case exists or not. Cases closed before `closed_after` (Unix seconds) have none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn token_hash(&self, case_id: &str, closed_after: i64) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.token_hash(case_id, closed_after).await
    }

    /// A case and its timeline, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn case(&self, case_id: &str) -> Result<Option<(CaseRecord, Vec<CaseEvent>)>, StoreError> {
        self.0.case(case_id).await
    }

    /// Cases for an agent: open ones first, the earliest promise first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list(&self, limit: u32) -> Result<Vec<CaseSummary>, StoreError> {
        self.0.list(limit).await
    }

    /// Moves a case to another state, if the transition table allows it, and records it in the timeline. Answers the
    /// state it had.
    ///
    /// # Errors
    /// [`MoveError`]; then nothing changed.
    pub async fn move_case(
        &self,
        case_id: &str,
        to: CaseState,
        now: jiff::Timestamp,
    ) -> Result<CaseState, MoveError> {
        self.0.move_case(case_id, to, now).await
    }

    /// Forgets idempotency keys made before a moment (Unix seconds). Answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_keys(&self, before: i64) -> Result<u64, StoreError> {
        self.0.forget_keys(before).await
    }

    /// Writes and takes it back: whether a case could be stored now.
    ///
    /// # Errors
    /// [`StoreError`] if not.
    pub async fn probe(&self) -> Result<(), StoreError> {
        self.0.probe().await
    }

    /// Brings everything into the main file and closes.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is lost then either, the log is read at the next start.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0.close().await
    }
}
