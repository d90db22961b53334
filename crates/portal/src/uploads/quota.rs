//! How much may come and wait: from one network prefix, and altogether.
//!
//! What a prefix has begun is known in memory alone, so that no address is stored; after a restart each begins anew, and
//! the bound on everything together still holds.

use crate::config::Files;
use crate::limit::{Limiter, Prefix};
use crate::problem::Error;
use crate::state::Portal;
use crate::store::UploadState;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

const MIB: i64 = 1024 * 1024;
/// Most uploads of one prefix that no case has.
const UPLOADS_MAX: usize = 400;
/// More prefixes than this are forgotten at once, as in `limit`.
const PREFIXES_MAX: usize = 50_000;
/// When to come back if a prefix has too much waiting, in seconds.
const LATER: u64 = 600;

pub(super) struct Quota {
    limiter: Limiter,
    begun: Mutex<HashMap<Prefix, Vec<(String, i64)>>>,
}

impl Quota {
    pub(super) fn new(files: &Files) -> Self {
        Self { limiter: Limiter::of(files.burst, files.per_minute), begun: Mutex::default() }
    }

    /// Whether another upload of so many bytes may begin.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`] of the prefix, [`Error::Unavailable`] when there is no room for anyone.
    pub(super) async fn admit(&self, portal: &Portal, prefix: Prefix, size: i64) -> Result<(), Error> {
        self.limiter.take(prefix, Instant::now()).map_err(Error::TooManyRequests)?;
        let files = &portal.config.files;
        if !self.fits(prefix, size, files) {
            // What a case has by now, or is gone, does not count.
            let known = self.lock().get(&prefix).cloned().unwrap_or_default();
            for (id, _) in known {
                let waits =
                    portal.store.upload(&id).await?.is_some_and(|upload| {
                        upload.case_id.is_none() && upload.state != UploadState::Refused
                    });
                if !waits {
                    self.forget(prefix, &id);
                }
            }
            if !self.fits(prefix, size, files) {
                return Err(Error::TooManyRequests(LATER));
            }
        }
        if portal.store.loose_bytes().await?.saturating_add(size) > i64::from(files.loose_mib) * MIB {
            return Err(Error::Unavailable("files: too many wait for a case".to_owned()));
        }
        let free = portal.uploads.staging.free().map_err(|e| Error::Unavailable(format!("files: {e}")))?;
        let free = i64::try_from(free).unwrap_or(i64::MAX);
        if free.saturating_sub(size) < i64::from(files.keep_free_mib) * MIB {
            return Err(Error::Unavailable("files: the disk is nearly full".to_owned()));
        }
        Ok(())
    }

    /// Remembers an upload that has begun.
    pub(super) fn add(&self, prefix: Prefix, id: &str, size: i64) {
        let mut begun = self.lock();
        if begun.len() >= PREFIXES_MAX && !begun.contains_key(&prefix) {
            begun.clear();
        }
        begun.entry(prefix).or_default().push((id.to_owned(), size));
    }

    fn forget(&self, prefix: Prefix, id: &str) {
        if let Some(uploads) = self.lock().get_mut(&prefix) {
            uploads.retain(|(known, _)| known != id);
        }
    }

    fn fits(&self, prefix: Prefix, size: i64, files: &Files) -> bool {
        let begun = self.lock();
        let Some(uploads) = begun.get(&prefix) else { return true };
        let sum: i64 = uploads.iter().map(|(_, size)| *size).sum();
        uploads.len() < UPLOADS_MAX && sum.saturating_add(size) <= i64::from(files.prefix_mib) * MIB
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Prefix, Vec<(String, i64)>>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
