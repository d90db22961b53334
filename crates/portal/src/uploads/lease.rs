//! One writer for each upload, in this process.
//!
//! A telephone that changes its network leaves behind a connection that nobody has closed. So a writer that has heard
//! nothing for a while gives way to a newer one; one that is at work does not.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// A writer that has heard nothing for so long gives way.
const SILENT: Duration = Duration::from_secs(2);
/// How long a newer one waits for that.
const GIVE_WAY: Duration = Duration::from_secs(5);
/// Most writers at once: each has a buffer and an open file.
const WRITERS_MAX: usize = 128;

/// Who writes to what.
#[derive(Clone, Default)]
pub(super) struct Leases(Arc<Mutex<HashMap<String, Arc<Slot>>>>);

struct Slot {
    heard: Mutex<Instant>,
    stop: watch::Sender<bool>,
    ended: watch::Sender<bool>,
}

/// Why there is no lease.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// Another writer is at work on the upload.
    ByAnother,
    /// Too many write at once.
    Full,
}

/// The right to write to an upload, until it is dropped.
pub(super) struct Lease {
    leases: Leases,
    id: String,
    slot: Arc<Slot>,
}

impl Leases {
    /// The lease of an upload. A silent holder is asked to give way, once.
    pub(super) async fn take(&self, id: &str) -> Result<Lease, Taken> {
        let holder = match self.try_take(id)? {
            Ok(lease) => return Ok(lease),
            Err(holder) => holder,
        };
        if lock(&holder.heard).elapsed() < SILENT {
            return Err(Taken::ByAnother);
        }
        let mut ended = holder.ended.subscribe();
        holder.stop.send_replace(true);
        let _ = tokio::time::timeout(GIVE_WAY, ended.wait_for(|ended| *ended)).await;
        self.try_take(id)?.map_err(|_| Taken::ByAnother)
    }

    /// Whether an upload has a writer.
    pub(super) fn holds(&self, id: &str) -> bool {
        lock(&self.0).contains_key(id)
    }

    fn try_take(&self, id: &str) -> Result<Result<Lease, Arc<Slot>>, Taken> {
        let mut slots = lock(&self.0);
        if let Some(holder) = slots.get(id) {
            return Ok(Err(holder.clone()));
        }
        if slots.len() >= WRITERS_MAX {
            return Err(Taken::Full);
        }
        let slot = Arc::new(Slot {
            heard: Mutex::new(Instant::now()),
            stop: watch::Sender::new(false),
            ended: watch::Sender::new(false),
        });
        slots.insert(id.to_owned(), slot.clone());
        Ok(Ok(Lease { leases: self.clone(), id: id.to_owned(), slot }))
    }
}

impl Lease {
    /// The writer has heard something.
    pub(super) fn hear(&self) {
        *lock(&self.slot.heard) = Instant::now();
    }

    /// Ends when a newer writer asks this one to give way.
    pub(super) async fn asked_to_stop(&self) {
        // The sender lives as long as the slot, so there is always an answer.
        let _ = self.slot.stop.subscribe().wait_for(|stop| *stop).await;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        lock(&self.leases.0).remove(&self.id);
        self.slot.ended.send_replace(true);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silence(lease: &Lease) {
        *lock(&lease.slot.heard) = Instant::now() - SILENT;
    }

    #[tokio::test]
    async fn one_writes_and_another_waits_until_it_has_ended() {
        let leases = Leases::default();
        let first = leases.take("a").await.unwrap();
        assert_eq!(leases.take("a").await.err(), Some(Taken::ByAnother));
        assert!(leases.take("b").await.is_ok(), "another upload has its own");
        drop(first);
        assert!(leases.take("a").await.is_ok());
        assert!(!leases.holds("a"));
    }

    #[tokio::test]
    async fn a_silent_writer_gives_way_to_a_newer_one() {
        let leases = Leases::default();
        let old = leases.take("a").await.unwrap();
        silence(&old);
        let ends = async move {
            old.asked_to_stop().await;
            drop(old);
        };
        let (new, ()) = tokio::join!(leases.take("a"), ends);
        assert!(new.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_writer_that_does_not_give_way_keeps_its_upload() {
        let leases = Leases::default();
        let busy = leases.take("a").await.unwrap();
        silence(&busy);
        assert_eq!(leases.take("a").await.err(), Some(Taken::ByAnother));
        busy.hear();
        assert!(leases.holds("a"));
    }

    #[tokio::test]
    async fn there_are_only_so_many_writers() {
        let leases = Leases::default();
        let mut all = Vec::new();
        for i in 0..WRITERS_MAX {
            all.push(leases.take(&i.to_string()).await.unwrap());
        }
        assert_eq!(leases.take("one more").await.err(), Some(Taken::Full));
    }
}
