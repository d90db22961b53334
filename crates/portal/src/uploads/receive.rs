//! Bytes of one request into an upload.
//!
//! It runs in a task of its own: whatever becomes of the caller, what came is brought to disk, counted, and the lease given
//! back. Invariant: the database hears of bytes only after they are on disk; of bytes with a checksum, only after it held.

use super::finish::finish;
use super::lease::Lease;
use super::protocol::Checksum;
use super::staging::Part;
use super::{expires_at, failed};
use crate::problem::Error;
use crate::state::Shared;
use crate::store::Upload;
use axum::body::Body;
use http_body_util::BodyExt;
use std::io;
use std::time::Duration;

/// Bytes that are gathered before they are written.
const GATHER: usize = 256 * 1024;
/// Bytes after which the database hears of them, so that a phone that loses its network does not send them again.
const COUNT_EVERY: i64 = 2 * 1024 * 1024;
/// A sender that is silent for so long is gone.
const SILENT_MAX: Duration = Duration::from_secs(30);
/// Longest one request may take altogether: 10 MiB at 12 kB a second.
const WHOLE_MAX: Duration = Duration::from_secs(900);

/// How a body ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    /// The connection is gone, or somebody newer asks.
    Cut,
    TooLong,
}

/// What is written to, and how far it is.
pub(super) struct Receiving {
    pub(super) portal: Shared,
    pub(super) upload: Upload,
    pub(super) lease: Lease,
    /// Where the bytes go.
    pub(super) place: i64,
    pub(super) checksum: Option<Checksum>,
}

impl Receiving {
    /// Takes the body, and answers how many bytes the upload has now. With the last one the upload is finished.
    pub(super) async fn run(mut self, body: Body) -> Result<i64, Error> {
        let (portal, id, place) = (self.portal.clone(), self.upload.id.clone(), self.place);
        let part = blocking(move || portal.uploads.staging.write_at(&id, place)).await?;
        let deadline = tokio::time::Instant::now() + WHOLE_MAX;
        let (end, part) = self.take_in(body, part, deadline).await?;
        if end == End::TooLong {
            return Err(Error::FileTooLarge(self.upload.size));
        }
        if let Some(sum) = self.checksum.take() {
            // Without all bytes there is no sum, and without a sum no bytes.
            if end == End::Cut {
                return Err(cut());
            }
            if !sum.holds() {
                return Err(Error::UploadChecksum);
            }
        }
        blocking(move || part.sync()).await?;
        if self.place < self.upload.size {
            self.count().await?;
            return if end == End::Whole { Ok(self.place) } else { Err(cut()) };
        }
        finish(&self.portal, &self.upload).await?;
        Ok(self.place)
    }

    async fn take_in(
        &mut self,
        mut body: Body,
        mut part: Part,
        deadline: tokio::time::Instant,
    ) -> Result<(End, Part), Error> {
        let mut gathered = Vec::new();
        let mut counted = self.place;
        let mut come = self.place;
        loop {
            let frame = tokio::select! {
                frame = tokio::time::timeout(SILENT_MAX, body.frame()) => frame,
                () = self.lease.asked_to_stop() => Ok(Some(Err(axum::Error::new("asked to stop")))),
                () = tokio::time::sleep_until(deadline) => Ok(Some(Err(axum::Error::new("too slow")))),
            };
            let end = match frame {
                Ok(None) => Some(End::Whole),
                Err(_) | Ok(Some(Err(_))) => Some(End::Cut),
                Ok(Some(Ok(frame))) => {
                    self.lease.hear();
                    let data = frame.into_data().unwrap_or_default();
                    come = come.saturating_add(i64::try_from(data.len()).unwrap_or(i64::MAX));
                    if come > self.upload.size {
                        return Ok((End::TooLong, part));
                    }
                    gathered.extend_from_slice(&data);
                    None
                }
            };
            if gathered.len() >= GATHER || end.is_some() {
                if let Some(sum) = &mut self.checksum {
                    sum.update(&gathered);
                }
                let bytes = std::mem::take(&mut gathered);
                part = blocking(move || part.append(&bytes).map(|()| part)).await?;
                self.place = come;
            }
            if let Some(end) = end {
                return Ok((end, part));
            }
            if self.checksum.is_none() && self.place - counted >= COUNT_EVERY && self.place < self.upload.size
            {
                part = blocking(move || part.sync().map(|()| part)).await?;
                self.count().await?;
                counted = self.place;
            }
        }
    }

    /// Tells the database.
    async fn count(&self) -> Result<(), Error> {
        let expires_at = expires_at(&self.portal);
        Ok(self.portal.store.move_upload(&self.upload.id, self.place, expires_at).await?)
    }
}

/// The sender went away; nobody reads this answer.
fn cut() -> Error {
    Error::MalformedBody("cut short".to_owned())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(failed),
        Err(_) => Err(Error::Unavailable("files: stopped".to_owned())),
    }
}
