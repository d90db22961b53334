//! The end of an upload: what is it, what of it stays, where does it go.
//!
//! In this order: the object, then the row, then the staged file goes. A crash after any step leaves an upload that is open
//! and whose last bytes the sender sends again; the object is then written over, or swept up (`tidy`).

use super::clean::{apply, plan};
use super::{expires_at, failed, name, scan};
use crate::metrics;
use crate::problem::Error;
use crate::state::{Portal, Shared};
use crate::store::{Finished, Upload, UploadState};
use axum::body::Bytes;
use klarna_help_wire::{FileKind, SNIFF_BYTES};
use sha2::{Digest, Sha256};

/// What stays of a file.
struct Cleaned {
    kind: FileKind,
    parts: Vec<Bytes>,
    size: i64,
    sha256: [u8; 32],
}

/// Finishes an upload whose bytes are all staged.
///
/// # Errors
/// [`Error::FileKind`]; then the bytes are gone and the upload is refused for good. [`Error::Unavailable`]; then the
/// sender can send the last bytes again.
pub(super) async fn finish(portal: &Shared, upload: &Upload) -> Result<(), Error> {
    // A whole file is in memory for a moment: so few at a time.
    let turn = portal.uploads.finishing.acquire().await;
    let _turn = turn.map_err(|_| Error::Unavailable("files: going down".to_owned()))?;
    let path = portal.uploads.staging.path(&upload.id);
    let said = name::kind(&upload.name);
    let cleaned = tokio::task::spawn_blocking(move || {
        let bytes = Bytes::from(std::fs::read(path)?);
        Ok::<_, std::io::Error>(said.ok().and_then(|said| clean(said, &bytes)))
    });
    let stopped = |_| Error::Unavailable("files: stopped".to_owned());
    let Some(cleaned) = cleaned.await.map_err(stopped)?.map_err(failed)? else {
        refuse(portal, &upload.id).await?;
        return Err(Error::FileKind);
    };
    portal.uploads.objects.put(&upload.id, cleaned.parts).await.map_err(failed)?;
    let scanned = !portal.config.files.scan.is_empty();
    let finished = Finished {
        id: upload.id.clone(),
        state: if scanned { UploadState::Held } else { UploadState::Done },
        name: name::with_ending(&upload.name, cleaned.kind),
        kind: cleaned.kind,
        received: upload.size,
        size: cleaned.size,
        sha256: cleaned.sha256,
        expires_at: expires_at(portal),
    };
    let there = portal.store.finish_upload(finished).await?;
    remove_staged(portal, &upload.id).await;
    if !there {
        // It expired meanwhile, and nothing else would take its object away before the next sweep.
        portal.uploads.objects.remove(&upload.id).await.map_err(failed)?;
        return Err(Error::UploadNotFound);
    }
    metrics::upload(if scanned { "held" } else { "done" });
    if scanned {
        tokio::spawn(scan::scan(portal.clone(), upload.id.clone()));
    }
    Ok(())
}

/// Ends an upload that is not what may be sent. The row first: bytes without one are swept up.
pub(super) async fn refuse(portal: &Portal, id: &str) -> Result<(), Error> {
    portal.store.settle_upload(id, UploadState::Refused).await?;
    metrics::upload("refused");
    remove_staged(portal, id).await;
    portal.uploads.objects.remove(id).await.map_err(failed)
}

/// A file that stays behind is swept up later.
async fn remove_staged(portal: &Portal, id: &str) {
    if let Err(error) = portal.uploads.staging.remove(id) {
        tracing::warn!(%error, "a staged file stays behind");
    }
}

fn clean(said: Option<FileKind>, bytes: &Bytes) -> Option<Cleaned> {
    let start = bytes.get(..SNIFF_BYTES).unwrap_or(bytes);
    let kind = FileKind::sniff(start).filter(|kind| said.is_none_or(|said| said == *kind))?;
    let parts = apply(bytes, plan(kind, bytes).ok()?);
    let mut hasher = Sha256::new();
    let mut size = 0_i64;
    for part in &parts {
        hasher.update(part);
        size = size.checked_add(i64::try_from(part.len()).ok()?)?;
    }
    Some(Cleaned { kind, parts, size, sha256: hasher.finalize().into() })
}
