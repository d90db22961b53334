//! What a customer says to a case and does with it, each once for its idempotency key.
//!
//! Here: the transaction in which message, events, files, promise and outbox row come about together. Not here: what may
//! be done (`cases::standing`), what the helpdesk does (`remote`).

use super::keys::{self, Known};
use super::moves::{NewEvent, add_event, lock, set_state};
use super::rows::{StoreError, Submission};
use super::submit::{adopt_uploads, post, within_limit};
use super::{Store, Tx};
use crate::calendar::{Present, rfc3339};
use crate::ids;
use klarna_help_wire::{AttachmentRef, CaseAction, CaseEventKind, CaseState, MessageBlock};
use sqlx::query;

/// A message of the customer's: checked, redacted.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// What it says.
    pub body: Vec<MessageBlock>,
    /// Its files.
    pub attachments: Vec<AttachmentRef>,
}

/// Something the customer does: checked, redacted.
#[derive(Clone, Debug)]
pub struct NewAction {
    /// What.
    pub action: CaseAction,
    /// Of a rating.
    pub rating: Option<u8>,
    /// What was said to a rating; may be empty.
    pub comment: Vec<MessageBlock>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was done now.
    Now,
    /// It was done before, under the same key.
    Before,
    /// The key came before with something else.
    KeyReused,
    /// The case does not take it now.
    NotPossible,
    /// There is no such case.
    NoSuchCase,
}

impl Store {
    /// Stores a message of the customer's, with its files, its events and its place in the outbox.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn reply(
        &self,
        case_id: &str,
        message: NewMessage,
        submission: &Submission,
        present: &Present,
    ) -> Result<Done, StoreError> {
        let (case_id, submission, present) = (case_id.to_owned(), *submission, present.clone());
        self.write(move |tx| {
            Box::pin(async move { reply(tx, &case_id, &message, &submission, &present).await })
        })
        .await
    }

    /// Does what the customer asks for, if the case takes it now.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was done.
    pub async fn act(
        &self,
        case_id: &str,
        action: NewAction,
        submission: &Submission,
        present: &Present,
    ) -> Result<Done, StoreError> {
        let (case_id, submission, present) = (case_id.to_owned(), *submission, present.clone());
        self.write(move |tx| Box::pin(async move { act(tx, &case_id, &action, &submission, &present).await }))
            .await
    }
}

async fn reply(
    tx: &mut Tx,
    case_id: &str,
    message: &NewMessage,
    submission: &Submission,
    present: &Present,
) -> Result<Done, StoreError> {
    let Some(case) = lock(tx, case_id).await? else { return Ok(Done::NoSuchCase) };
    let scope = format!("message {case_id}");
    match keys::take(tx, &scope, submission).await? {
        Known::New => {}
        Known::Reused => return Ok(Done::KeyReused),
        Known::Before(_) => return Ok(Done::Before),
    }
    let id = insert_message(tx, case_id, "customer", &message.body, &rfc3339(present.now)).await?;
    adopt_uploads(tx, &case.client_id, case_id, Some(&id), &message.attachments).await?;
    within_limit(tx, case_id, &message.attachments).await?;
    let mut event = customers(present, CaseEventKind::CustomerMessage, case.standing.state);
    event.message_id = Some(id.clone());
    add_event(tx, case_id, &event).await?;
    post(tx, case_id, "reply", &id, &id, submission.at).await?;
    if let Some(to) = case.standing.after_reply() {
        let seq = begin_our_turn(tx, case_id, to, &case.standing.expected_by, present).await?;
        if to == CaseState::Reopened {
            post_action(tx, case_id, CaseAction::Reopen, seq, submission.at).await?;
        }
    }
    keys::settle(tx, &scope, submission, &id).await?;
    Ok(Done::Now)
}

async fn act(
    tx: &mut Tx,
    case_id: &str,
    new: &NewAction,
    submission: &Submission,
    present: &Present,
) -> Result<Done, StoreError> {
    let Some(case) = lock(tx, case_id).await? else { return Ok(Done::NoSuchCase) };
    let scope = format!("action {case_id}");
    match keys::take(tx, &scope, submission).await? {
        Known::New => {}
        Known::Reused => return Ok(Done::KeyReused),
        Known::Before(_) => return Ok(Done::Before),
    }
    let standing = &case.standing;
    if !standing.allows(new.action, present) {
        // The key is free again: the same request may be possible tomorrow.
        keys::release(tx, &scope, submission).await?;
        return Ok(Done::NotPossible);
    }
    let seq = match new.action {
        CaseAction::Close => {
            set_state(tx, case_id, CaseState::Closed, present.now).await?;
            add_event(tx, case_id, &customers(present, CaseEventKind::StateChanged, CaseState::Closed))
                .await?
        }
        CaseAction::Reopen => {
            begin_our_turn(tx, case_id, CaseState::Reopened, &standing.expected_by, present).await?
        }
        CaseAction::AskUpdate => {
            query("UPDATE cases SET asked_at = $2 WHERE id = $1")
                .bind(case_id)
                .bind(present.now.as_second())
                .execute(tx.connection())
                .await?;
            add_event(tx, case_id, &customers(present, CaseEventKind::UpdateAsked, standing.state)).await?
        }
        CaseAction::Rate => rate(tx, case_id, new, standing.state, present).await?,
    };
    post_action(tx, case_id, new.action, seq, submission.at).await?;
    keys::settle(tx, &scope, submission, &seq.to_string()).await?;
    Ok(Done::Now)
}

async fn rate(
    tx: &mut Tx,
    case_id: &str,
    new: &NewAction,
    state: CaseState,
    present: &Present,
) -> Result<i64, StoreError> {
    query("UPDATE cases SET rating = $2 WHERE id = $1")
        .bind(case_id)
        .bind(new.rating.map(i64::from))
        .execute(tx.connection())
        .await?;
    let mut event = customers(present, CaseEventKind::Rated, state);
    event.rating = new.rating;
    if !new.comment.is_empty() {
        let id = insert_message(tx, case_id, "customer", &new.comment, &rfc3339(present.now)).await?;
        event.message_id = Some(id);
    }
    add_event(tx, case_id, &event).await
}

/// The customer has done what makes it our turn: the state changes, and the date is promised anew, which is told where it
/// is another one. Answers the `seq` of the change.
async fn begin_our_turn(
    tx: &mut Tx,
    case_id: &str,
    to: CaseState,
    promised: &str,
    present: &Present,
) -> Result<i64, StoreError> {
    set_state(tx, case_id, to, present.now).await?;
    let seq = add_event(tx, case_id, &customers(present, CaseEventKind::StateChanged, to)).await?;
    let event = customers(present, CaseEventKind::PromiseMoved, to);
    promise(tx, case_id, promised, event, present).await?;
    Ok(seq)
}

/// Promises the present's date, if it is another one than was promised, and tells it by `event`.
pub(super) async fn promise(
    tx: &mut Tx,
    case_id: &str,
    promised: &str,
    mut event: NewEvent,
    present: &Present,
) -> Result<(), StoreError> {
    let Some(date) = present.promise.as_ref().filter(|date| *date != promised) else { return Ok(()) };
    query("UPDATE cases SET expected_by = $2 WHERE id = $1")
        .bind(case_id)
        .bind(date)
        .execute(tx.connection())
        .await?;
    event.expected_by.clone_from(date);
    add_event(tx, case_id, &event).await?;
    Ok(())
}

fn customers(present: &Present, kind: CaseEventKind, state: CaseState) -> NewEvent {
    NewEvent::new(present.now, kind, state).by_customer()
}

async fn post_action(
    tx: &mut Tx,
    case_id: &str,
    action: CaseAction,
    seq: i64,
    at: i64,
) -> Result<(), StoreError> {
    let key = format!("{case_id}/{}/{seq}", action.as_str());
    post(tx, case_id, "action", action.as_str(), &key, at).await
}

/// Stores what somebody wrote here, and answers its id.
async fn insert_message(
    tx: &mut Tx,
    case_id: &str,
    author: &str,
    body: &[MessageBlock],
    at: &str,
) -> Result<String, StoreError> {
    let id = message_id()?;
    query("INSERT INTO messages (id, case_id, author, body, at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&id)
        .bind(case_id)
        .bind(author)
        .bind(body_json(body)?)
        .bind(at)
        .execute(tx.connection())
        .await?;
    Ok(id)
}

pub(super) fn message_id() -> Result<String, StoreError> {
    Ok(ids::random::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(super) fn body_json(body: &[MessageBlock]) -> Result<String, StoreError> {
    serde_json::to_string(body).map_err(|_| StoreError::Unreadable("body"))
}
