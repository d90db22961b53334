//! Leases what is due and calls the helpdesk.

use super::desks::DeskInUse;
use super::letter::{self, Letter};
use super::rule::{self, Next};
use super::{millis, now, random};
use crate::metrics;
use crate::state::Shared;
use crate::store::{OutboxEnd, OutboxRow, StoreError};
use klarna_help_helpdesk::{Key, Once, ReadError, Remote, RemoteId, SendError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// A lease outlives every call that one try makes: files, the case, the read-back.
const CALLS_OF_A_TRY: u32 = 5;
/// Longest time without a look: another portal may have written.
const LOOK: Duration = Duration::from_secs(5);

pub(super) async fn run(portal: Shared, desk: Arc<DeskInUse>) {
    let by = crate::ids::request_id();
    let caps = desk.helpdesk.caps().clone();
    let slots = Arc::new(Semaphore::new(caps.budget.concurrency.max(1)));
    let pace = caps.budget.per_minute.map(|calls| Duration::from_secs(60) / calls.max(1));
    let mut not_before = Instant::now();
    loop {
        if let Some(rest) = desk.rests_for() {
            tokio::time::sleep(rest).await;
        }
        // One slot is waited for; the others are taken as they are free, so that a lease is one write for all of them. Where
        // calls are paced they come one by one.
        let Ok(slot) = slots.clone().acquire_owned().await else { return };
        tokio::time::sleep_until(not_before).await;
        let limit = if pace.is_some() { 1 } else { 1 + slots.available_permits() };
        let until = now(&portal) + millis(caps.timeout * CALLS_OF_A_TRY);
        match portal.store.lease(&desk.clients, &by, now(&portal), until, limit).await {
            Ok(rows) if !rows.is_empty() => {
                not_before = Instant::now() + pace.unwrap_or_default();
                let mut slot = Some(slot);
                for row in rows {
                    // Only this loop takes slots, so as many as were free still are.
                    let Some(slot) = slot.take().or_else(|| slots.clone().try_acquire_owned().ok()) else {
                        break;
                    };
                    let (portal, desk, by) = (portal.clone(), desk.clone(), by.clone());
                    tokio::spawn(async move {
                        one(&portal, &desk, &by, &row).await;
                        drop(slot);
                    });
                }
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, desk = desk.name, "cannot lease from the outbox"),
        }
        drop(slot);
        let wait = next_look(&portal).await;
        tokio::select! {
            () = portal.store.outbox_grown() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

async fn next_look(portal: &Shared) -> Duration {
    let next = portal.store.outbox_next().await.ok().flatten();
    let wait = next.map_or(i64::MAX, |at| at.saturating_sub(now(portal)));
    // At least a moment: a row that waits for another of its case is due and not given out.
    Duration::from_millis(u64::try_from(wait).unwrap_or(0)).clamp(Duration::from_millis(200), LOOK)
}

/// One try of one row, and what follows from it.
async fn one(portal: &Shared, desk: &DeskInUse, by: &str, row: &OutboxRow) {
    let end = match attempt(portal, desk, row).await {
        Ok(end) => end,
        Err(error) => {
            // The database is in trouble: the lease runs out, and the row is looked up then.
            tracing::error!(%error, desk = desk.name, "outbox");
            return;
        }
    };
    if let OutboxEnd::Dead { fault } = &end {
        tracing::error!(
            desk = desk.name,
            row = row.id,
            fault,
            "refused by the helpdesk: see `outbox list --dead`"
        );
    }
    if let Err(error) = portal.store.end_lease(row, by, end, now(portal)).await {
        tracing::error!(%error, desk = desk.name, "cannot write what became of an outbox row");
    }
}

async fn attempt(portal: &Shared, desk: &DeskInUse, row: &OutboxRow) -> Result<OutboxEnd, StoreError> {
    let Some(letter) = letter::read(portal, row).await? else { return Ok(OutboxEnd::Dropped) };
    if row.unknown {
        match look_up(desk, row, &letter).await {
            Ok(Some(remote)) => {
                metrics::relay_attempt("found");
                return sent(portal, desk, row, &remote).await;
            }
            // Not found, or not to be found: a helpdesk that lost its key field would get the case again and again.
            Ok(None) if !fit_to_find(desk).await => {
                metrics::relay_attempt("not-fit");
                // This row alone: a self-check also fails by a network that is bad for a moment, and others may get through.
                let at = now(portal) + millis(rule::backoff(row.attempts + 1, random()));
                let fault =
                    "look-up: the helpdesk's self-check does not pass, see `helpdesk check`".to_owned();
                return Ok(OutboxEnd::Unknown { at, fault });
            }
            Ok(None) => {}
            Err(error) => return Ok(later(portal, desk, row, &error)),
        }
    }
    match send(desk, row, &letter).await {
        Ok(remote) => {
            metrics::relay_attempt("sent");
            sent(portal, desk, row, &remote).await
        }
        Err(error) => Ok(failed(portal, desk, row, &error)),
    }
}

/// Where the case is, before the row counts as sent: should the portal stop in between, the row is looked up again.
async fn sent(
    portal: &Shared,
    desk: &DeskInUse,
    row: &OutboxRow,
    remote: &str,
) -> Result<OutboxEnd, StoreError> {
    if row.kind == "create" {
        portal.store.set_remote(&row.case_id, &desk.name, remote).await?;
    }
    Ok(OutboxEnd::Sent(remote.to_owned()))
}

async fn send(desk: &DeskInUse, row: &OutboxRow, letter: &Letter) -> Result<String, SendError> {
    let remote = remote(row);
    match letter {
        Letter::Create(case) => desk.helpdesk.create(case).await.map(|remote| remote.id.0),
        Letter::Reply(message) => desk.helpdesk.reply(&remote, message).await.map(|message| message.id),
        Letter::Close => desk.helpdesk.close(&remote).await.map(|()| String::new()),
        Letter::Reopen => desk.helpdesk.reopen(&remote).await.map(|()| String::new()),
    }
}

/// What is there under our key; looked for twice where a look-up may miss what was just written.
async fn look_up(desk: &DeskInUse, row: &OutboxRow, letter: &Letter) -> Result<Option<String>, ReadError> {
    if desk.helpdesk.caps().once == Once::ReceiverDedups {
        return Ok(None);
    }
    let remote = remote(row);
    for again in [false, true] {
        if again {
            tokio::time::sleep(desk.helpdesk.caps().timeout.min(Duration::from_secs(2))).await;
        }
        let found = match letter {
            Letter::Create(case) => {
                desk.helpdesk.find(&case.key).await?.into_iter().next().map(|case| case.id.0)
            }
            Letter::Reply(message) => {
                let found = desk.helpdesk.find_reply(&remote, &message.key).await?;
                found.into_iter().next().map(|message| message.id)
            }
            // Closing twice is closing once: nothing to look up.
            Letter::Close | Letter::Reopen => return Ok(None),
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Whether "not found" can be believed.
async fn fit_to_find(desk: &DeskInUse) -> bool {
    desk.helpdesk.caps().once == Once::ReceiverDedups || desk.helpdesk.check().await.is_ready()
}

/// Where the case of a row is over there, once it is.
fn remote(row: &OutboxRow) -> Remote {
    Remote { id: RemoteId(row.remote_id.clone()), url: None }
}

fn failed(portal: &Shared, desk: &DeskInUse, row: &OutboxRow, error: &SendError) -> OutboxEnd {
    let caps = desk.helpdesk.caps();
    // A receiver that takes each key once needs no settling: sending again is the look-up.
    let settle = if caps.once == Once::ReceiverDedups {
        rule::backoff(row.attempts + 1, random())
    } else {
        caps.settle
    };
    let verdict = rule::after(error, row.attempts + 1, settle, random());
    metrics::relay_attempt(verdict.class);
    if let Some(rest) = verdict.rest {
        tracing::warn!(
            desk = desk.name,
            class = verdict.class,
            seconds = rest.as_secs(),
            "the helpdesk is left alone"
        );
        desk.rest(rest);
    }
    let fault = format!("{}: {error}", verdict.class);
    match verdict.next {
        Next::Again(wait) => OutboxEnd::Again { at: now(portal) + millis(wait), fault },
        Next::LookUp(wait) => OutboxEnd::Unknown { at: now(portal) + millis(wait), fault },
        Next::Dead => OutboxEnd::Dead { fault },
    }
}

/// A look-up that failed leaves the row unknown.
fn later(portal: &Shared, desk: &DeskInUse, row: &OutboxRow, error: &ReadError) -> OutboxEnd {
    metrics::relay_attempt("look-up-failed");
    let wait = match error {
        ReadError::Limited(wait) | ReadError::Failed { wait: Some(wait), .. } => {
            desk.rest(*wait);
            *wait
        }
        _ => rule::backoff(row.attempts + 1, random()),
    };
    OutboxEnd::Unknown { at: now(portal) + millis(wait), fault: format!("look-up: {error}") }
}

/// A key of the outbox as the helpdesk takes it.
pub(super) fn key(text: &str) -> Result<Key, StoreError> {
    Key::new(text.replace('/', "_")).map_err(|_| StoreError::Unreadable("key"))
}
