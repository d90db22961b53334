//! Where cases live: SQLite in the data folder, or PostgreSQL, behind the same methods.
//!
//! Here: opening and closing, and the two doors to the database: [`Store::pool`] reads, [`Store::write`] writes. What is
//! read and written stands in one file a subject, in SQL that both databases understand (sqlx's `Any`); where they differ,
//! [`Dialect`] knows. `tests/portal/store` is the suite both have to pass. Not here: tokens' secrets, HTTP, words for
//! customers, the bytes of files (`uploads`).

mod codes;
mod database;
mod erase;
mod keys;
mod list;
mod mails;
mod migrations;
mod moves;
mod outbox;
mod read;
mod remote;
mod rows;
mod submit;
mod thread;
mod uploads;
mod votes;
mod wake;
mod writer;

pub(crate) use codes::{AskForCode, Asked, CodeRow};
pub use database::Dialect;
pub use erase::Erased;
pub(crate) use mails::{MailKind, MailRow};
pub use moves::NewEvent;
pub use outbox::{OutboxDepth, OutboxEnd, OutboxLine, OutboxRow};
pub use remote::{RemoteChange, RemoteMessage};
pub use rows::{
    CaseRecord, CaseSummary, Minted, MoveError, NewCase, ReceiptRow, StoreError, Stored, Submission,
};
pub use submit::Mint;
pub use thread::{Done, NewAction, NewMessage};
pub use uploads::{Finished, Upload, UploadState};
pub use votes::{NewVote, VoteCount};
use wake::Wake;
pub use wake::Watch;
pub use writer::Tx;

use database::Database;
use futures_util::future::BoxFuture;
use sqlx::{AnyPool, query};
use std::path::Path;
use std::sync::Arc;

/// A store of cases. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Database>);

impl Store {
    /// Opens the database of a data folder, makes it if there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(data: &Path) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(Database::sqlite(data, true).await?)))
    }

    /// As [`Store::open`], but never makes a database: for commands beside a running portal.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_existing(data: &Path) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(Database::sqlite(data, false).await?)))
    }

    /// Opens a PostgreSQL database by its address, `postgres://…`, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn postgres(url: &str) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(Database::postgres(url).await?)))
    }

    /// Connections to read with.
    pub(crate) fn pool(&self) -> &AnyPool {
        &self.0.readers
    }

    /// Where the two databases differ.
    pub fn dialect(&self) -> Dialect {
        self.0.dialect
    }

    /// Does `work` in one transaction and answers once it is on disk. On SQLite it shares that transaction, and its way
    /// to the disk, with whatever else waits to be written; it is undone by itself if it fails.
    ///
    /// What `work` answers as an error undoes what it wrote; a refusal after which nothing was written is a value.
    /// The work is done even if the caller goes away meanwhile.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send + 'static,
    {
        self.0.write(work).await
    }

    /// Tells when something happens to a case.
    pub fn watch(&self, case_id: &str) -> Watch {
        self.0.wake.watch(case_id)
    }

    /// Waits until something new has to reach the helpdesk. May also return without a reason.
    pub async fn outbox_grown(&self) {
        self.0.wake.outbox().await;
    }

    /// Carries to this process's watchers what others write to the same database: another portal, or a command. Runs for
    /// as long as the portal does.
    pub async fn follow(&self) {
        self.0.follow().await;
    }

    /// Writes and takes it back: whether a case could be stored now.
    ///
    /// # Errors
    /// [`StoreError`] if not.
    pub async fn probe(&self) -> Result<(), StoreError> {
        let done = self
            .write(|tx| {
                Box::pin(async move {
                    query("INSERT INTO probe (at) VALUES (0)").execute(tx.connection()).await?;
                    // An error is what takes it back.
                    Err::<(), _>(StoreError::Probed)
                })
            })
            .await;
        match done {
            Err(StoreError::Probed) => Ok(()),
            other => other,
        }
    }

    /// Brings everything into the main file and closes.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is lost then either, the log is read at the next start.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0.close().await
    }
}
