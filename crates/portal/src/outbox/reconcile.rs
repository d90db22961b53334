//! Merges what a helpdesk has twice. The goal of its metric is 0.

use super::desks::DeskInUse;
use super::worker::key;
use crate::metrics;
use crate::state::Shared;
use klarna_help_helpdesk::{Helpdesk, Remote};
use std::sync::Arc;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
/// How far back it looks: a helpdesk that answered a day late is not unheard of.
const BACK: i64 = 2 * 86_400;
/// Most cases a look.
const CASES_MAX: u32 = 500;

pub(super) async fn run(portal: Shared, desk: Arc<DeskInUse>) {
    loop {
        tokio::time::sleep(HOUR).await;
        let merged = look(&portal, &desk).await;
        tracing::info!(desk = desk.name, merged, "reconciled");
    }
}

/// Looks at every case whose sending was in doubt; answers how many duplicates were merged.
pub(crate) async fn look(portal: &Shared, desk: &DeskInUse) -> u64 {
    let since = portal.clock.now().as_second() - BACK;
    let doubtful = match portal.store.doubtful(&desk.name, since, CASES_MAX).await {
        Ok(doubtful) => doubtful,
        Err(error) => {
            tracing::error!(%error, desk = desk.name, "reconcile");
            return 0;
        }
    };
    let mut merged = 0;
    for (case_id, remote_id) in doubtful {
        merged += mend(&*desk.helpdesk, &case_id, &remote_id).await;
    }
    metrics::duplicates_merged(merged);
    merged
}

/// Makes every case under a key a part of the one that is known here.
async fn mend(helpdesk: &dyn Helpdesk, case_id: &str, remote_id: &str) -> u64 {
    if !helpdesk.caps().merge {
        return 0;
    }
    let Ok(key) = key(case_id) else { return 0 };
    let Ok(found) = helpdesk.find(&key).await else { return 0 };
    let Some(keep) = found.iter().find(|remote| remote.id.0 == remote_id).or(found.first()) else { return 0 };
    let mut merged = 0;
    for duplicate in found.iter().filter(|remote| remote.id != keep.id) {
        merged += merge(helpdesk, duplicate, keep).await;
    }
    merged
}

async fn merge(helpdesk: &dyn Helpdesk, duplicate: &Remote, keep: &Remote) -> u64 {
    match helpdesk.merge(duplicate, keep).await {
        Ok(()) => 1,
        Err(error) => {
            tracing::warn!(%error, "a duplicate could not be merged; the next look tries again");
            0
        }
    }
}
