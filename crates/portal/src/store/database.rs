//! Opening the one database or the other, and what they do differently.
//!
//! Invariant: on SQLite every write goes through one connection (`writer`), in a transaction begun with `BEGIN IMMEDIATE`:
//! two submissions of one key come one after the other, here and beside another process.

use super::migrations::{migrator_postgres, migrator_sqlite};
use super::writer::{self, Job, Tx, Writer};
use super::{StoreError, Wake};
use crate::metrics;
use futures_util::future::BoxFuture;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::postgres::PgListener;
use sqlx::{AnyPool, ConnectOptions, Executor, Row, query};
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// How long to wait for a lock or a connection before the caller is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections to PostgreSQL. Writes there run beside each other.
const CONNECTIONS: u32 = 16;
/// How often a look is taken at what another process wrote: the whole way on SQLite, the safety net on PostgreSQL.
const LOOK: Duration = Duration::from_secs(1);
/// The PostgreSQL channel: its payload is a case ID.
pub(super) const CHANNEL: &str = "klarna_help_case";

/// Where the two databases differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// What follows a `SELECT` of rows that are about to be changed.
    pub fn for_update(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " FOR UPDATE",
        }
    }

    /// As [`Dialect::for_update`], passing over rows that another portal has.
    pub fn for_update_skip_locked(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }
}

pub(super) struct Database {
    pub(super) dialect: Dialect,
    pub(super) readers: AnyPool,
    pub(super) wake: Wake,
    /// SQLite's one connection that writes.
    writer: Option<Writer>,
    /// PostgreSQL's address, for listening.
    url: String,
}

impl Database {
    pub(super) async fn sqlite(data: &Path, create: bool) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let path = data.join("portal.sqlite");
        if !create && !path.is_file() {
            return Err(StoreError::NoDatabase(path));
        }
        if create {
            make_private(&path)?;
        }
        let writer_pool = pool(1).connect_with(options(&path, "rw")?).await?;
        migrator_sqlite().run(&writer_pool).await?;
        let readers = pool(4).connect_lazy_with(options(&path, "ro")?);
        let wake = Wake::default();
        let writer = Writer::start(writer_pool, wake.clone());
        Ok(Self { dialect: Dialect::Sqlite, readers, wake, writer: Some(writer), url: String::new() })
    }

    pub(super) async fn postgres(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let options = AnyConnectOptions::from_str(url)?.disable_statement_logging();
        let readers = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await?;
        migrator_postgres().run(&readers).await?;
        let url = url.to_owned();
        Ok(Self { dialect: Dialect::Postgres, readers, wake: Wake::default(), writer: None, url })
    }

    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, StoreError>> + Send + 'static,
    {
        let (job, answer) = Job::new(work);
        match &self.writer {
            Some(writer) => writer.send(job).await?,
            None => {
                let begun = self.readers.begin().await?;
                let (wake, dialect) = (self.wake.clone(), self.dialect);
                // In a task of its own: a caller that goes away does not leave half of it undecided.
                tokio::spawn(async move {
                    let start = Instant::now();
                    writer::alone(Tx::new(begun, dialect), job, &wake).await;
                    metrics::commit(start.elapsed(), 1);
                });
            }
        }
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    pub(super) async fn follow(&self) {
        let mut seen = self.last_event().await.unwrap_or(0);
        let mut listener = self.listen().await;
        let mut looks = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                told = hear(&mut listener) => match told {
                    Some(case_id) => self.wake.touch(&case_id),
                    // The connection is gone; the looks go on, and each tries to listen again.
                    None => listener = None,
                },
                _ = looks.tick() => {
                    if listener.is_none() {
                        listener = self.listen().await;
                    }
                    seen = self.look(seen).await.unwrap_or(seen);
                }
            }
        }
    }

    async fn listen(&self) -> Option<PgListener> {
        if self.dialect == Dialect::Sqlite {
            return None;
        }
        let mut listener = PgListener::connect(&self.url).await.ok()?;
        listener.listen(CHANNEL).await.ok()?;
        Some(listener)
    }

    async fn last_event(&self) -> Result<i64, sqlx::Error> {
        let row = query("SELECT COALESCE(MAX(seq), 0) FROM case_events").fetch_one(&self.readers).await?;
        row.try_get(0)
    }

    /// Wakes the watchers of every case that has something newer than `seen`.
    async fn look(&self, seen: i64) -> Result<i64, sqlx::Error> {
        let last = self.last_event().await?;
        if last > seen {
            let rows = query("SELECT DISTINCT case_id FROM case_events WHERE seq > $1")
                .bind(seen)
                .fetch_all(&self.readers)
                .await?;
            for row in rows {
                self.wake.touch(&row.try_get::<String, _>(0)?);
            }
        }
        Ok(last)
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        // Readers first: a checkpoint that truncates waits for them.
        self.readers.close().await;
        match &self.writer {
            Some(writer) => writer.close().await,
            None => Ok(()),
        }
    }
}

async fn hear(listener: &mut Option<PgListener>) -> Option<String> {
    match listener {
        Some(listener) => listener.recv().await.ok().map(|told| told.payload().to_owned()),
        None => std::future::pending().await,
    }
}

/// NORMAL may lose the last commits when the power goes; a receipt is a promise.
fn pool(size: u32) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(size).acquire_timeout(PATIENCE).after_connect(|connection, _| {
        Box::pin(async move {
            connection.execute("PRAGMA synchronous = FULL").await?;
            connection.execute("PRAGMA foreign_keys = ON").await?;
            connection.execute("PRAGMA busy_timeout = 5000").await?;
            Ok(())
        })
    })
}

fn options(path: &Path, mode: &str) -> Result<AnyConnectOptions, sqlx::Error> {
    // As an address, so every character that means something in one is written out.
    let mut address = String::from("sqlite://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                address.push(char::from(byte))
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address.push_str("?mode=");
    address.push_str(mode);
    Ok(AnyConnectOptions::from_str(&address)?.disable_statement_logging())
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
