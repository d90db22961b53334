//! A case's events as a body that goes on, in the form of server-sent events.
//!
//! Ten thousand of these are open at once, so that each holds little while it waits: a place in the store's list of
//! watchers, a timer, and who it is for. What reading needs is there only while it reads.

use crate::cases::auth::{Caller, Opened};
use crate::metrics::OpenStream;
use crate::state::Shared;
use crate::store::{StoreError, Watch};
use axum::body::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::{Stream, unfold};
use klarna_help_wire::CaseEvent;
use std::fmt::Write;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};

/// Proxies close connections on which nothing comes for a minute or half of one.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often it is asked again whether the caller still may listen.
const ASK_AGAIN: Duration = Duration::from_secs(600);
/// Milliseconds that a browser waits until it connects again.
const RETRY: &str = "retry: 3000\n";

struct Follower {
    portal: Shared,
    opened: Opened,
    /// The last event that was sent.
    seq: i64,
    watch: Watch,
    going_down: watch::Receiver<bool>,
    heartbeat: Interval,
    asked: Instant,
    begun: bool,
    /// Counts it for as long as it is open.
    _open: OpenStream,
}

/// The stream, beginning after an event.
pub(super) fn stream(
    portal: Shared,
    opened: Opened,
    after: i64,
) -> impl Stream<Item = Result<Bytes, StoreError>> + Send {
    // Before the first read, so that nothing falls between the two.
    let watch = portal.store.watch(&opened.case_id);
    let going_down = portal.going_down();
    let mut heartbeat = interval(HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    heartbeat.reset();
    let asked = Instant::now();
    let _open = OpenStream::begin();
    let follower = Box::new(Follower {
        portal,
        opened,
        seq: after,
        watch,
        going_down,
        heartbeat,
        asked,
        begun: false,
        _open,
    });
    unfold(follower, |mut follower| async move {
        let bytes = follower.next().await?;
        Some((bytes, follower))
    })
}

impl Follower {
    /// What is sent next; `None` at the end. An error ends the stream too, so that its reader connects again.
    async fn next(&mut self) -> Option<Result<Bytes, StoreError>> {
        if !self.begun {
            self.begun = true;
            return Some(self.read(RETRY.to_owned()).await);
        }
        loop {
            let beat = tokio::select! {
                _ = self.going_down.wait_for(|down| *down) => return None,
                () = self.watch.changed() => false,
                _ = self.heartbeat.tick() => true,
            };
            match self.still_may().await {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
            if beat {
                return Some(Ok(Bytes::from_static(b":\n\n")));
            }
            match self.read(String::new()).await {
                Ok(nothing) if nothing.is_empty() => {}
                some => return Some(some),
            }
        }
    }

    /// What is newer than what was sent.
    fn read(&mut self, mut text: String) -> BoxFuture<'_, Result<Bytes, StoreError>> {
        Box::pin(async move {
            let events = self.portal.store.events_after(&self.opened.case_id, self.seq).await?;
            for event in events {
                self.seq = event.seq;
                write_event(&mut text, &event);
            }
            if text == RETRY {
                // A field alone is kept back by some readers until a blank line comes.
                text.push('\n');
            }
            Ok(text.into())
        })
    }

    /// Whether the caller may still listen: asked again from time to time. An identity token lives for minutes, and is not
    /// kept: its stream ends, and its reader comes again with a fresh one.
    fn still_may(&mut self) -> BoxFuture<'_, Result<bool, StoreError>> {
        if self.asked.elapsed() < ASK_AGAIN {
            return Box::pin(std::future::ready(Ok(true)));
        }
        self.asked = Instant::now();
        Box::pin(async move {
            match self.opened.caller {
                Caller::Customer(_) => Ok(false),
                Caller::Token(_) => self.opened.holds(&self.portal).await,
            }
        })
    }
}

/// JSON holds no line end, so that an event's data is one line.
fn write_event(text: &mut String, event: &CaseEvent) {
    let data = serde_json::to_string(event).unwrap_or_default();
    // Writing to a String does not fail.
    let _ = write!(text, "id: {}\nevent: case\ndata: {data}\n\n", event.seq);
}
