//! What happened at the helpdesk, asked for and applied to our cases.
//!
//! Invariant: the cursor moves only after everything before it is stored; a change that comes twice is applied once.

use super::desks::DeskInUse;
use crate::cases::view::present_in;
use crate::state::Shared;
use crate::store::{CaseRecord, RemoteChange, RemoteMessage, StoreError};
use crate::uploads;
use klarna_help_helpdesk::{Author, Cursor, Events, PublicChange, ReadError, Remote, WhatChanged};
use klarna_help_wire::{AttachmentRef, CaseState, FILES_MAX};
use std::sync::Arc;
use std::time::Duration;

/// The wait after a read that failed.
const AFTER_FAULT: Duration = Duration::from_secs(30);
/// How often a helpdesk that calls us is asked all the same: a delivery may be lost.
const BESIDE_DELIVERIES: Duration = Duration::from_secs(600);

pub(super) async fn run(portal: Shared, desk: Arc<DeskInUse>) {
    let every = match desk.helpdesk.caps().events {
        Events::Poll { min_interval } => min_interval,
        Events::Webhook => BESIDE_DELIVERIES,
    };
    loop {
        if let Some(rest) = desk.rests_for() {
            tokio::time::sleep(rest).await;
        }
        let wait = match once(&portal, &desk).await {
            Ok(true) => Duration::ZERO,
            Ok(false) => every,
            Err(wait) => wait,
        };
        tokio::time::sleep(wait).await;
    }
}

/// One read. Answers whether more is there, or how long to wait after a fault.
async fn once(portal: &Shared, desk: &DeskInUse) -> Result<bool, Duration> {
    let stored = |error: StoreError| {
        tracing::error!(%error, desk = desk.name, "cannot store what the helpdesk told");
        AFTER_FAULT
    };
    let since = Cursor(portal.store.desk_cursor(&desk.name).await.map_err(stored)?);
    let read = desk.helpdesk.changes(&since).await.map_err(|error| match error {
        ReadError::Limited(wait) | ReadError::Failed { wait: Some(wait), .. } => wait,
        other => {
            tracing::warn!(error = %other, desk = desk.name, "cannot read what happened at the helpdesk");
            AFTER_FAULT
        }
    })?;
    apply(portal, desk, read.changes).await.map_err(stored)?;
    if read.cursor != since {
        let at = portal.clock.now().as_second();
        portal.store.set_desk_cursor(&desk.name, &read.cursor.0, at).await.map_err(stored)?;
    }
    Ok(read.more)
}

/// Applies changes to the cases they are of. One that is of no case of this helpdesk is passed over.
pub(super) async fn apply(
    portal: &Shared,
    desk: &DeskInUse,
    changes: Vec<PublicChange>,
) -> Result<(), StoreError> {
    for change in changes {
        let case_id = change.key.as_str();
        let Some(case) = portal.store.record(case_id).await? else { continue };
        if !desk.clients.contains(&case.client_id) || case.erased {
            continue;
        }
        let attachments = files(portal, desk, &case, &change).await?;
        let Some(change) = ours(change.what, attachments) else { continue };
        let present = present_in(portal, &case.locale, case.category);
        portal.store.apply_remote(case_id, vec![change], &present).await?;
    }
    Ok(())
}

/// The files of a reply that is not here yet, fetched and kept. One that cannot be had, or is of no kind we hand out, is
/// left over there: the words are what matters, and they come.
async fn files(
    portal: &Shared,
    desk: &DeskInUse,
    case: &CaseRecord,
    change: &PublicChange,
) -> Result<Vec<AttachmentRef>, StoreError> {
    let WhatChanged::Reply { id, files, .. } = &change.what else { return Ok(Vec::new()) };
    if files.is_empty() || portal.store.has_remote_message(&case.case_id, id).await? {
        return Ok(Vec::new());
    }
    let remote = Remote { id: change.remote.clone(), url: None };
    let mut kept = Vec::new();
    for file in files.iter().take(FILES_MAX) {
        let bytes = match desk.helpdesk.file(&remote, &file.id).await {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::warn!(%error, desk = desk.name, "a file of a reply stays at the helpdesk");
                continue;
            }
        };
        match uploads::keep(portal, &case.client_id, &file.name, bytes).await {
            Ok(id) => kept.push(AttachmentRef { id, evidence: String::new() }),
            Err(error) => {
                tracing::warn!(
                    code = error.code().as_str(),
                    desk = desk.name,
                    "a file of a reply is not kept"
                );
            }
        }
    }
    Ok(kept)
}

fn ours(what: WhatChanged, attachments: Vec<AttachmentRef>) -> Option<RemoteChange> {
    Some(match what {
        WhatChanged::Reply { id, author, at, body, .. } => {
            let agent = match author {
                Author::Agent { name, .. } => Some(name),
                Author::Customer => None,
            };
            RemoteChange::Message(RemoteMessage { remote_id: id, agent, at, body, attachments })
        }
        // Ours begins there; it is never news.
        WhatChanged::Status(CaseState::Received) => return None,
        WhatChanged::Status(state) => RemoteChange::State(state),
        WhatChanged::Assigned(person) => RemoteChange::Assigned(match person {
            Some(Author::Agent { name, .. }) => name,
            Some(Author::Customer) | None => String::new(),
        }),
    })
}
