//! Housekeeping: what expired goes, what a crash left over goes, what waits for the scanner is looked at.

use super::scan::{ENDING, scan};
use super::{Shared, failed};
use crate::problem::Error;
use crate::store::UploadState;
use futures_util::TryStreamExt;
use klarna_help_wire::is_upload_id;

/// Rows in one go.
const BATCH: i64 = 500;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Uploads that expired.
    pub expired: usize,
    /// Files and objects without a row.
    pub orphans: usize,
}

/// Takes away what expired; with `sweep`, also what no row knows. A sweep lists every object there is.
///
/// # Errors
/// [`Error::Unavailable`]; the next run goes on.
pub async fn tidy(portal: &Shared, sweep: bool) -> Result<Tidied, Error> {
    let mut tidied = Tidied::default();
    let now = portal.clock.now().as_second();
    for id in portal.store.expired_uploads(now, BATCH).await? {
        tidied.expired += usize::from(super::remove(portal, &id).await?);
    }
    for id in portal.store.held_uploads(BATCH).await? {
        scan(portal.clone(), id).await;
    }
    let staging = portal.clone();
    let names = tokio::task::spawn_blocking(move || staging.uploads.staging.names()).await;
    for name in names.map_err(failed)?.map_err(failed)? {
        let id = name.strip_suffix(ENDING).unwrap_or(&name);
        if !is_upload_id(id) || portal.uploads.leases.holds(id) {
            continue;
        }
        let open = portal.store.upload(id).await?.is_some_and(|upload| upload.state == UploadState::Open);
        if id != name || !open {
            portal.uploads.staging.remove(&name).map_err(failed)?;
            tidied.orphans += 1;
        }
    }
    if sweep {
        let mut ids = portal.uploads.objects.ids();
        while let Some(id) = ids.try_next().await.map_err(failed)? {
            // An object of a row that is open was written before a crash; its row expires, or it is written over.
            if is_upload_id(&id) && portal.store.upload(&id).await?.is_none() {
                portal.uploads.objects.remove(&id).await.map_err(failed)?;
                tidied.orphans += 1;
            }
        }
    }
    Ok(tidied)
}
