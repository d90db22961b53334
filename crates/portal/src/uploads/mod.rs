//! Attachments: how a file comes (tus 1.0), what becomes of it, and who gets it.
//!
//! A file is staged (`staging`) by one writer at a time (`lease`, `receive`), then looked at, cleaned and stored (`finish`,
//! `clean`, `objects`); a case adopts it (`store::submit`); whoever reads the case may download it (`download`). What no
//! case adopts expires (`tidy`). The log never has a file's name. Not here: rows (`store`), how the widget sends.
//!
//! Invariant: an upload's id lets its holder write and end that upload, and never read it.
//! Invariant: no byte is answered for that is not on disk; no file is handed out whose kind was not seen.

mod append;
mod clean;
mod create;
mod download;
mod finish;
mod keep;
mod lease;
mod name;
mod objects;
mod protocol;
mod quota;
mod receive;
mod scan;
mod staging;
mod tidy;

pub use keep::keep;
pub use tidy::{Tidied, tidy};

use crate::config::Files;
use crate::problem::Error;
use crate::state::{Portal, Shared};
use crate::store::UploadState;
use axum::body::Bytes;
use axum::middleware::map_response;
use futures_util::TryStreamExt;
use klarna_help_wire::{FileKind, UPLOAD_HOURS, is_upload_id};
use std::fmt::Display;
use std::path::Path;
use tokio::sync::Semaphore;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Files that are looked at and cleaned at once: each is in memory whole.
const FINISHING_MAX: usize = 2;

/// What uploads need beside the store.
pub(crate) struct Uploads {
    staging: staging::Staging,
    objects: objects::Objects,
    leases: lease::Leases,
    quota: quota::Quota,
    finishing: Semaphore,
}

/// Files cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The folder for what is on its way.
    #[error("files: {0}")]
    Folder(#[from] std::io::Error),
    /// The folder or bucket of finished files.
    #[error("files: {0}")]
    Objects(#[from] object_store::Error),
}

impl Uploads {
    /// Opens the folders, or the bucket, that `[files]` names.
    pub(crate) fn open(files: &Files, data: &Path) -> Result<Self, FilesError> {
        Ok(Self {
            staging: staging::Staging::open(data)?,
            objects: objects::Objects::open(files, data)?,
            leases: lease::Leases::default(),
            quota: quota::Quota::new(files),
            finishing: Semaphore::new(FINISHING_MAX),
        })
    }
}

pub(crate) fn router() -> OpenApiRouter<Shared> {
    let tus = OpenApiRouter::new()
        .routes(routes!(create::options, create::create))
        .routes(routes!(append::head, append::patch, append::delete, append::overridden))
        .layer(map_response(protocol::sign));
    OpenApiRouter::new().routes(routes!(download::download)).merge(tus)
}

/// A finished file, for whoever hands it on to a helpdesk.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, to be shown.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Why a file is not handed out.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No such file, or it was refused: it will never come.
    #[error("there is no such file")]
    Gone,
    /// The scanner has not spoken yet: ask again.
    #[error("the file waits for the scanner")]
    Held,
    /// It cannot be read now: ask again.
    #[error("{0}")]
    Unavailable(String),
}

/// A finished upload with its bytes.
///
/// # Errors
/// See [`OpenError`].
pub async fn open(portal: &Portal, id: &str) -> Result<File, OpenError> {
    let told = |error: &dyn Display| OpenError::Unavailable(error.to_string());
    let upload = portal.store.upload(id).await.map_err(|e| told(&e))?.ok_or(OpenError::Gone)?;
    let kind = match (upload.state, upload.kind) {
        (UploadState::Done, Some(kind)) => kind,
        (UploadState::Held, _) => return Err(OpenError::Held),
        _ => return Err(OpenError::Gone),
    };
    let stream = portal.uploads.objects.get(id).await.map_err(|e| told(&e))?;
    let parts: Vec<Bytes> = stream.try_collect().await.map_err(|e| told(&e))?;
    Ok(File { name: upload.name, kind, bytes: parts.concat().into() })
}

/// Takes away an upload that no case has, and its bytes. Answers whether there was one. For those of a case, whose rows go
/// with the case: [`remove_bytes`].
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remove(portal: &Portal, id: &str) -> Result<bool, Error> {
    // The row first: bytes without one are swept up, a row without bytes would promise them.
    let there = portal.store.delete_upload(id).await?;
    if there {
        remove_bytes(portal, id).await?;
    }
    Ok(there)
}

/// Takes away the bytes of an upload whose row is gone.
///
/// # Errors
/// [`Error::Unavailable`]; the next sweep tries again.
pub async fn remove_bytes(portal: &Portal, id: &str) -> Result<(), Error> {
    if is_upload_id(id) {
        portal.uploads.staging.remove(id).map_err(failed)?;
        portal.uploads.objects.remove(id).await.map_err(failed)?;
    }
    Ok(())
}

/// Takes away the bytes of uploads whose rows are gone, without a portal: for commands beside a running one.
///
/// # Errors
/// [`Error::Unavailable`]; the running portal's next sweep takes them away.
pub async fn remove_all(files: &Files, data: &Path, ids: &[String]) -> Result<(), Error> {
    let uploads = Uploads::open(files, data).map_err(failed)?;
    for id in ids.iter().filter(|id| is_upload_id(id)) {
        uploads.staging.remove(id).map_err(failed)?;
        uploads.objects.remove(id).await.map_err(failed)?;
    }
    Ok(())
}

/// Unix seconds: until when an upload that moved now waits for its next step.
fn expires_at(portal: &Portal) -> i64 {
    portal.clock.now().as_second() + UPLOAD_HOURS * 3600
}

/// Where files lie failed. Its messages name ids and places, nothing of the customer's.
fn failed(error: impl Display) -> Error {
    Error::Unavailable(format!("files: {error}"))
}
