//! A file that the helpdesk sent along: looked at, cleaned and kept like a customer's own.

use super::{expires_at, failed, finish, name};
use crate::ids;
use crate::problem::Error;
use crate::state::Shared;
use axum::body::Bytes;

/// Keeps a file for a client, until a message adopts it. Answers its id.
///
/// # Errors
/// [`Error::FileKind`] for what is none of the kinds that are taken; [`Error::Unavailable`].
pub async fn keep(portal: &Shared, client_id: &str, file_name: &str, bytes: Bytes) -> Result<String, Error> {
    let id = ids::upload_id().map_err(failed)?;
    let size = i64::try_from(bytes.len()).map_err(failed)?;
    let now = portal.clock.now().as_second();
    // The row first: bytes without one are swept up.
    portal
        .store
        .create_upload(&id, client_id, &name::clean(file_name), size, now, expires_at(portal))
        .await?;
    let (staged, staging) = (id.clone(), portal.clone());
    let put = tokio::task::spawn_blocking(move || staging.uploads.staging.put(&staged, &bytes).map(drop));
    put.await.map_err(failed)?.map_err(failed)?;
    let upload = portal.store.upload(&id).await?.ok_or(Error::UploadNotFound)?;
    finish::finish(portal, &upload).await?;
    Ok(id)
}
