//! Questions for a code that were answered and not yet looked at. In memory: one that is lost with the process is asked
//! again by a customer who got no mail; codes that were made, and their mails, are in the database.

use super::closed_after;
use crate::ids;
use crate::metrics;
use crate::problem::Error;
use crate::state::Portal;
use crate::store::{AskForCode, Asked};
use klarna_help_wire::CODE_MINUTES;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// Most that wait.
const WAITING_MAX: usize = 1_000;

/// One question.
pub(crate) struct Question {
    pub(super) case_id: String,
    pub(super) email: String,
    pub(super) locale: String,
}

/// Those that wait.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: Mutex<VecDeque<Question>>,
    grown: Notify,
}

impl Queue {
    pub(super) fn push(&self, question: Question) -> Result<(), Error> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= WAITING_MAX {
            return Err(Error::Unavailable("too many look-ups wait".to_owned()));
        }
        waiting.push_back(question);
        self.grown.notify_one();
        Ok(())
    }

    /// Waits until there is one. May also return without a reason.
    pub(crate) async fn grown(&self) {
        self.grown.notified().await;
    }

    fn pop(&self) -> Option<Question> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

/// Looks at every question that waits: makes codes, and puts their mails into the queue.
pub async fn settle(portal: &Portal) {
    while let Some(question) = portal.lookups.pop() {
        match make(portal, question).await {
            Ok(Asked::Made) => metrics::lookup("asked"),
            Ok(Asked::Nobody) => metrics::lookup("nobody"),
            Ok(Asked::Enough) => metrics::lookup("enough"),
            Err(error) => {
                metrics::lookup("failed");
                tracing::error!(code = error.code().as_str(), detail = error.detail(), "look-up");
            }
        }
    }
}

async fn make(portal: &Portal, question: Question) -> Result<Asked, Error> {
    let now = portal.clock.now().as_second();
    let nonce = ids::nonce().map_err(|error| Error::Unavailable(error.to_string()))?;
    let ask = AskForCode {
        case_id: question.case_id,
        email: question.email,
        locale: question.locale,
        nonce,
        now,
        expires_at: now + i64::from(CODE_MINUTES) * 60,
        closed_after: closed_after(portal),
    };
    Ok(portal.store.ask_for_code(ask).await?)
}
