//! The way to the helpdesk and back: at least once, with the effect of exactly once.
//!
//! A case and its place in the outbox are one commit (`store::submit`). A worker leases what is due, calls, and decides by
//! the relay rule ([`rule`]); what may have arrived is looked up by our key before it is sent again. Changes are asked for
//! ([`pull`]) or delivered ([`hook`]). A reconciler merges what is there twice all the same ([`reconcile`]).
//!
//! Not here: what a helpdesk says and how (`klarna-help-helpdesk`), the table (`store::outbox`).

pub mod desks;
mod hook;
mod letter;
mod pull;
mod reconcile;
pub mod rule;
mod worker;

pub(crate) use hook::router;

use crate::state::Shared;
use crate::store::Dialect;
use tokio::task::JoinSet;

/// Works for every helpdesk until it is dropped.
pub async fn start(portal: &Shared) -> JoinSet<()> {
    recover(portal).await;
    let mut tasks = JoinSet::new();
    for desk in &portal.desks {
        tasks.spawn(worker::run(portal.clone(), desk.clone()));
        tasks.spawn(pull::run(portal.clone(), desk.clone()));
        tasks.spawn(reconcile::run(portal.clone(), desk.clone()));
    }
    tasks
}

/// What an earlier run of this portal was in the middle of may have arrived. Beside others on one database a portal cannot
/// tell whose leases they are, and waits for them to run out.
async fn recover(portal: &Shared) {
    if portal.store.dialect() != Dialect::Sqlite {
        return;
    }
    let settle = portal.desks.iter().map(|desk| desk.helpdesk.caps().settle).max().unwrap_or_default();
    match portal.store.recover_leases(now(portal) + millis(settle)).await {
        Ok(0) => {}
        Ok(rows) => tracing::info!(rows, "outbox rows of an earlier run will be looked up"),
        Err(error) => tracing::error!(%error, "outbox rows of an earlier run wait for their leases"),
    }
}

/// Unix milliseconds by the portal's clock.
fn now(portal: &Shared) -> i64 {
    portal.clock.now().as_millisecond()
}

/// A random number from 0 to 1, for jitter; one half where there is no randomness.
fn random() -> f64 {
    crate::ids::random::<4>().map_or(0.5, |bytes| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}

fn millis(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
