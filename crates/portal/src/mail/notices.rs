//! Which events are told by mail: a case that was received, and a reply of the helpdesk. Each once.
//!
//! Events are looked for rather than told of, so that they are found too when another portal or a command wrote them.

use crate::calendar::rfc3339;
use crate::state::Portal;
use crate::store::StoreError;
use jiff::ToSpan;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Events looked at again: on PostgreSQL one with a smaller number may be committed later.
const AGAIN: i64 = 1_000;
/// Events looked at when the portal starts.
const AT_START: i64 = 100_000;
/// Looks after which nothing that was begun meanwhile is still to be committed.
const LOOKS: u8 = 15;

/// How far events were looked at.
pub(super) struct Notices {
    receipts: bool,
    replies: bool,
    seen: Mutex<Seen>,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    last: Option<i64>,
    quiet: u8,
}

impl Notices {
    pub(super) fn new(receipts: bool, replies: bool) -> Self {
        Self { receipts, replies, seen: Mutex::default() }
    }

    /// Puts a mail into the queue for each event that gets one and has none yet. What happened more than a day ago gets
    /// none any more.
    pub(super) async fn queue(&self, portal: &Portal) -> Result<(), StoreError> {
        if !self.receipts && !self.replies {
            return Ok(());
        }
        let last = portal.store.last_event().await?;
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = if seen.last == Some(last) { seen.quiet.saturating_add(1) } else { 0 };
        if quiet > LOOKS {
            return Ok(());
        }
        let low = seen.last.map_or(last - AT_START, |seen| seen - AGAIN);
        let now = portal.clock.now();
        let day_ago = now.checked_sub(24.hours()).map(rfc3339).unwrap_or_default();
        portal.store.queue_notices(low, &day_ago, now.as_second(), self.receipts, self.replies).await?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Seen { last: Some(last), quiet };
        Ok(())
    }
}
