//! A second look at a finished file, by a command: a virus scanner, most likely.
//!
//! The case is taken meanwhile; the file is held until the command says that it is clean. What it does not say, for want
//! of the command or because it failed, is asked again at the next housekeeping.

use super::finish::refuse;
use super::{Shared, failed};
use crate::problem::Error;
use crate::store::UploadState;
use futures_util::TryStreamExt;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// Longest time for one file.
const SCAN_MAX: Duration = Duration::from_secs(120);
/// The file's ending while it is looked at.
pub(super) const ENDING: &str = ".scan";

/// Looks at a held upload, and settles it.
pub(super) async fn scan(portal: Shared, id: String) {
    // Two at once would take each other's file away.
    let Ok(_lease) = portal.uploads.leases.take(&id).await else { return };
    match verdict(&portal, &id).await {
        Ok(Some(true)) => {
            if let Err(error) = portal.store.settle_upload(&id, UploadState::Done).await {
                tracing::error!(%error, "a scanned file stays held");
            }
        }
        Ok(Some(false)) => {
            tracing::warn!("the scanner refused a file");
            if let Err(error) = refuse(&portal, &id).await {
                tracing::error!(detail = error.detail(), "a refused file stays held");
            }
        }
        Ok(None) => tracing::warn!("the scanner gave no answer; the file stays held"),
        Err(error) => tracing::error!(detail = error.detail(), "a file cannot be scanned"),
    }
    if let Err(error) = portal.uploads.staging.remove(&format!("{id}{ENDING}")) {
        tracing::warn!(%error, "a staged file stays behind");
    }
}

/// Whether the object is clean; `None` if the command did not say.
async fn verdict(portal: &Shared, id: &str) -> Result<Option<bool>, Error> {
    let Some((program, arguments)) = portal.config.files.scan.split_first() else { return Ok(Some(true)) };
    let stream = portal.uploads.objects.get(id).await.map_err(failed)?;
    let parts: Vec<_> = stream.try_collect().await.map_err(failed)?;
    let path = portal.uploads.staging.put(&format!("{id}{ENDING}"), &parts.concat()).map_err(failed)?;
    let mut command = Command::new(program);
    command.args(arguments).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = tokio::time::timeout(SCAN_MAX, command.kill_on_drop(true).status()).await;
    Ok(match status {
        Ok(Ok(status)) => match status.code() {
            Some(0) => Some(true),
            Some(1) => Some(false),
            _ => None,
        },
        _ => None,
    })
}
