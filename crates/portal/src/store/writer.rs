//! Writing: one job alone, or many that share one way to the disk.
//!
//! On SQLite a commit with `synchronous=FULL` waits for the disk. While one waits, jobs gather; the next commit takes them
//! all (group commit). Each has a savepoint, so that one that fails takes nothing of the others with it.

use super::database::CHANNEL;
use super::{Dialect, StoreError, Wake};
use crate::metrics;
use futures_util::future::BoxFuture;
use sqlx::any::Any;
use sqlx::{AnyConnection, AnyPool, Executor, Transaction, query};
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};

/// Most jobs in one commit: beyond some hundred the disk's share of a job is too small to matter.
const BATCH_MAX: usize = 256;
/// Most jobs that wait. More are refused at once: an answer that comes too late helps nobody.
const QUEUE_MAX: usize = 4096;

/// The transaction that a job writes in.
pub struct Tx {
    inner: Transaction<'static, Any>,
    dialect: Dialect,
    touched: Vec<String>,
    outbox: bool,
}

impl Tx {
    pub(super) fn new(inner: Transaction<'static, Any>, dialect: Dialect) -> Self {
        Self { inner, dialect, touched: Vec::new(), outbox: false }
    }

    /// The connection to write with.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    /// Where the two databases differ.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Says that a case has something new, to be told to its watchers after the commit.
    pub fn touch(&mut self, case_id: &str) {
        if !self.touched.iter().any(|known| known == case_id) {
            self.touched.push(case_id.to_owned());
        }
    }

    /// Says that the outbox has grown.
    pub fn outbox_grown(&mut self) {
        self.outbox = true;
    }

    /// Commits, and only then tells.
    async fn commit(mut self, wake: &Wake) -> Result<(), StoreError> {
        if self.dialect == Dialect::Postgres {
            for case_id in &self.touched {
                let notify = query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(case_id);
                self.inner.execute(notify).await?;
            }
        }
        self.inner.commit().await?;
        for case_id in &self.touched {
            wake.touch(case_id);
        }
        if self.outbox {
            wake.outbox_grown();
        }
        Ok(())
    }
}

/// Tells a caller how it went, once that is known.
type Tell = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// Work in a transaction, with its answer already on its way to where it is waited for.
type Work = dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<Tell, Undo>> + Send;

/// Work that waits for its transaction.
pub(super) struct Job(Box<Work>);

/// A job failed, and its caller knows.
pub(super) struct Undo;

impl Job {
    pub(super) fn new<T, F>(work: F) -> (Self, oneshot::Receiver<Result<T, StoreError>>)
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send + 'static,
    {
        let (send, answer) = oneshot::channel();
        (Self(Box::new(move |tx| Box::pin(carry_out(work, tx, send)))), answer)
    }
}

async fn carry_out<T, F>(
    work: F,
    tx: &mut Tx,
    send: oneshot::Sender<Result<T, StoreError>>,
) -> Result<Tell, Undo>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send,
{
    match work(tx).await {
        Ok(value) => Ok(Box::new(move |committed: Result<(), StoreError>| {
            // Nobody may be waiting any more.
            let _ = send.send(committed.map(|()| value));
        })),
        Err(error) => {
            let _ = send.send(Err(error));
            Err(Undo)
        }
    }
}

/// One job in a transaction of its own.
pub(super) async fn alone(mut tx: Tx, job: Job, wake: &Wake) {
    // A job that fails drops the transaction, which rolls it back.
    if let Ok(tell) = (job.0)(&mut tx).await {
        tell(tx.commit(wake).await);
    }
}

/// SQLite's one connection that writes, and the jobs that wait for it.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    pool: AnyPool,
}

impl Writer {
    pub(super) fn start(pool: AnyPool, wake: Wake) -> Self {
        let (jobs, waiting) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(run(pool.clone(), waiting, wake));
        Self { jobs, pool }
    }

    pub(super) async fn send(&self, job: Job) -> Result<(), StoreError> {
        if self.pool.is_closed() {
            return Err(StoreError::Closed);
        }
        self.jobs.try_send(job).map_err(|_| StoreError::Busy)
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        let checkpoint = query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await;
        self.pool.close().await;
        checkpoint?;
        Ok(())
    }
}

async fn run(pool: AnyPool, mut waiting: mpsc::Receiver<Job>, wake: Wake) {
    let mut jobs = Vec::with_capacity(BATCH_MAX);
    while waiting.recv_many(&mut jobs, BATCH_MAX).await > 0 {
        let (start, count) = (Instant::now(), jobs.len());
        match pool.begin_with("BEGIN IMMEDIATE").await {
            Ok(inner) => {
                together(Tx::new(inner, Dialect::Sqlite), jobs.drain(..), &wake).await;
                metrics::commit(start.elapsed(), count);
            }
            Err(error) => {
                // Dropped jobs tell their callers `Closed`; the reason is here.
                tracing::error!(%error, "cannot begin to write");
                jobs.clear();
            }
        }
    }
}

/// Several jobs in one transaction.
async fn together(mut tx: Tx, jobs: impl ExactSizeIterator<Item = Job>, wake: &Wake) {
    let single = jobs.len() == 1;
    let mut tells = Vec::with_capacity(jobs.len());
    for job in jobs {
        if single {
            return alone(tx, job, wake).await;
        }
        // A database that is full or broken may have ended the whole transaction: then nothing of it counts.
        if tx.inner.execute("SAVEPOINT job").await.is_err() {
            return refuse(tells);
        }
        match (job.0)(&mut tx).await {
            Ok(tell) => tells.push(tell),
            Err(Undo) => {
                if tx.inner.execute("ROLLBACK TO job").await.is_err() {
                    return refuse(tells);
                }
            }
        }
        if tx.inner.execute("RELEASE job").await.is_err() {
            return refuse(tells);
        }
    }
    let committed = tx.commit(wake).await;
    for tell in tells {
        tell(committed.as_ref().map(|_| ()).map_err(|_| StoreError::Closed));
    }
    if let Err(error) = committed {
        tracing::error!(%error, "cannot commit");
    }
}

fn refuse(tells: Vec<Tell>) {
    for tell in tells {
        tell(Err(StoreError::Closed));
    }
}
