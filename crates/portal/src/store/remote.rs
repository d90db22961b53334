//! What the helpdesk did with a case, brought into its thread.
//!
//! At least once is enough: a message is known by its id over there, states and names are the present ones. Not here:
//! asking a helpdesk, making blocks of its HTML (`klarna-help-helpdesk`), the outbox.

use super::moves::{Locked, NewEvent, add_event, lock, set_state};
use super::rows::StoreError;
use super::submit::adopt_uploads;
use super::thread::{body_json, message_id, promise};
use super::{Store, Tx};
use crate::calendar::{Present, rfc3339};
use crate::cases::transition;
use klarna_help_wire::{AttachmentRef, CaseEventKind, CaseState, MessageBlock};
use sqlx::query;

/// Something the helpdesk did.
#[derive(Clone, Debug)]
pub enum RemoteChange {
    /// Somebody wrote.
    Message(RemoteMessage),
    /// The case stands here over there.
    State(CaseState),
    /// Who has it; empty for nobody.
    Assigned(String),
}

/// What somebody wrote over there.
#[derive(Clone, Debug)]
pub struct RemoteMessage {
    /// Its id there: the same one is stored once. Not empty.
    pub remote_id: String,
    /// The agent's name as customers may see it; `None` if the customer wrote it, by mail or on the phone.
    pub agent: Option<String>,
    /// When.
    pub at: jiff::Timestamp,
    /// What. Never markup.
    pub body: Vec<MessageBlock>,
    /// Files that were fetched with it, by the ids of finished uploads of the case's client.
    pub attachments: Vec<AttachmentRef>,
}

impl Store {
    /// Brings what the helpdesk did into a case, in one transaction. Answers how many events it made: none for what was
    /// known already; `None` if there is no such case.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn apply_remote(
        &self,
        case_id: &str,
        changes: Vec<RemoteChange>,
        present: &Present,
    ) -> Result<Option<usize>, StoreError> {
        let (case_id, present) = (case_id.to_owned(), present.clone());
        self.write(move |tx| Box::pin(async move { apply_remote(tx, &case_id, &changes, &present).await }))
            .await
    }

    /// Whether a message of the helpdesk's is here already: then its files need not be fetched again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_remote_message(&self, case_id: &str, remote_id: &str) -> Result<bool, StoreError> {
        let row = query("SELECT 1 FROM messages WHERE case_id = $1 AND remote_id = $2")
            .bind(case_id)
            .bind(remote_id)
            .fetch_optional(self.pool())
            .await?;
        Ok(row.is_some())
    }
}

async fn apply_remote(
    tx: &mut Tx,
    case_id: &str,
    changes: &[RemoteChange],
    present: &Present,
) -> Result<Option<usize>, StoreError> {
    let Some(mut case) = lock(tx, case_id).await? else { return Ok(None) };
    let mut events = 0;
    for change in changes {
        events += match change {
            RemoteChange::Message(message) => add_message(tx, case_id, &case, message, present).await?,
            RemoteChange::State(to) => follow(tx, case_id, &mut case, *to, present).await?,
            RemoteChange::Assigned(name) => assign(tx, case_id, &mut case, name, present).await?,
        };
    }
    Ok(Some(events))
}

async fn add_message(
    tx: &mut Tx,
    case_id: &str,
    case: &Locked,
    message: &RemoteMessage,
    present: &Present,
) -> Result<usize, StoreError> {
    let id = message_id()?;
    // A helpdesk's clock may be ahead.
    let at = message.at.min(present.now);
    let done = query(
        "INSERT INTO messages (id, case_id, author, body, at, remote_id) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (case_id, remote_id) WHERE remote_id <> '' DO NOTHING",
    )
    .bind(&id)
    .bind(case_id)
    .bind(if message.agent.is_some() { "agent" } else { "customer" })
    .bind(body_json(&message.body)?)
    .bind(rfc3339(at))
    .bind(&message.remote_id)
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(0);
    }
    adopt_uploads(tx, &case.client_id, case_id, Some(&id), &message.attachments).await?;
    let state = case.standing.state;
    let mut event = match &message.agent {
        Some(name) => {
            let event = NewEvent::new(at, CaseEventKind::AgentMessage, state);
            NewEvent { agent: name.clone(), ..event }
        }
        None => NewEvent::new(at, CaseEventKind::CustomerMessage, state).by_customer(),
    };
    event.message_id = Some(id);
    add_event(tx, case_id, &event).await?;
    Ok(1)
}

/// Follows the helpdesk to a state.
async fn follow(
    tx: &mut Tx,
    case_id: &str,
    case: &mut Locked,
    to: CaseState,
    present: &Present,
) -> Result<usize, StoreError> {
    let way = transition::way(case.standing.state, to);
    for step in &way {
        set_state(tx, case_id, *step, present.now).await?;
        add_event(tx, case_id, &NewEvent::new(present.now, CaseEventKind::StateChanged, *step)).await?;
        if *step == CaseState::Reopened {
            let event = NewEvent::new(present.now, CaseEventKind::PromiseMoved, *step);
            promise(tx, case_id, &case.standing.expected_by, event, present).await?;
        }
        case.standing.state = *step;
    }
    Ok(way.len())
}

async fn assign(
    tx: &mut Tx,
    case_id: &str,
    case: &mut Locked,
    name: &str,
    present: &Present,
) -> Result<usize, StoreError> {
    if case.standing.assignee == name {
        return Ok(0);
    }
    query("UPDATE cases SET assignee = $2 WHERE id = $1")
        .bind(case_id)
        .bind(name)
        .execute(tx.connection())
        .await?;
    name.clone_into(&mut case.standing.assignee);
    // That nobody has it any more is nothing to tell a customer.
    if name.is_empty() {
        return Ok(0);
    }
    let event = NewEvent::new(present.now, CaseEventKind::Assigned, case.standing.state);
    add_event(tx, case_id, &NewEvent { agent: name.to_owned(), ..event }).await?;
    Ok(1)
}
