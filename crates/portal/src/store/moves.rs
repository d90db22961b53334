//! A case's state, and the events that tell how it came to it.
//!
//! Invariant: whoever adds an event to a case has locked the case first ([`lock`]), so that its events come in order on
//! PostgreSQL too, where numbers are drawn before they are committed.

use super::read::read_state;
use super::rows::*;
use super::{Store, Tx};
use crate::calendar::rfc3339;
use crate::cases::standing::Standing;
use crate::cases::transition::{self, By};
use klarna_help_wire::{CaseEventKind, CaseState};
use sqlx::{AssertSqlSafe, Row, query};

/// An event before it is written.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// RFC 3339 in UTC.
    pub at: String,
    /// What happened.
    pub kind: CaseEventKind,
    /// The state after it.
    pub state: CaseState,
    /// Who did it at the helpdesk; empty for the customer.
    pub agent: String,
    /// The message that came with it.
    pub message_id: Option<String>,
    /// Of a rating.
    pub rating: Option<u8>,
    /// Of a promise that moved.
    pub expected_by: String,
    /// Whose doing it is. What the customer did is nothing new to the customer.
    pub by: By,
}

impl NewEvent {
    /// An event of the helpdesk's with nothing but what happened.
    pub fn new(now: jiff::Timestamp, kind: CaseEventKind, state: CaseState) -> Self {
        let (agent, message_id, rating, expected_by) = (String::new(), None, None, String::new());
        Self { at: rfc3339(now), kind, state, agent, message_id, rating, expected_by, by: By::Agent }
    }

    /// The same, of the customer's doing.
    #[must_use]
    pub fn by_customer(self) -> Self {
        Self { by: By::Customer, ..self }
    }
}

/// What a locked case is, as far as moving it asks.
pub(crate) struct Locked {
    pub(crate) client_id: String,
    pub(crate) standing: Standing,
}

/// Locks a case for the rest of the transaction; `None` if there is no such case, or it was erased.
pub(crate) async fn lock(tx: &mut Tx, case_id: &str) -> Result<Option<Locked>, StoreError> {
    let columns = "client_id, state, expected_by, assignee, asked_at, rating";
    let sql = format!(
        "SELECT {columns} FROM cases WHERE id = $1 AND erased_at IS NULL{}",
        tx.dialect().for_update()
    );
    let row = query(AssertSqlSafe(sql)).bind(case_id).fetch_optional(tx.connection()).await?;
    let Some(row) = row else { return Ok(None) };
    let standing = Standing {
        state: read_state(&row)?,
        expected_by: row.try_get("expected_by")?,
        assignee: row.try_get("assignee")?,
        asked_at: row.try_get("asked_at")?,
        rating: row.try_get("rating")?,
    };
    Ok(Some(Locked { client_id: row.try_get("client_id")?, standing }))
}

/// Writes the row of an event, and nothing else: for a case that was made in the same transaction, which nobody watches yet.
pub(super) async fn insert_event(tx: &mut Tx, case_id: &str, event: &NewEvent) -> Result<i64, StoreError> {
    let row = query(
        "INSERT INTO case_events (case_id, at, kind, state, agent, message_id, rating, expected_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING seq",
    )
    .bind(case_id)
    .bind(&event.at)
    .bind(event.kind.as_str())
    .bind(event.state.as_str())
    .bind(&event.agent)
    .bind(&event.message_id)
    .bind(event.rating.map(i64::from))
    .bind(&event.expected_by)
    .fetch_one(tx.connection())
    .await?;
    Ok(row.try_get("seq")?)
}

/// Adds an event to a case that is locked, and tells its watchers after the commit. Answers its `seq`.
pub(crate) async fn add_event(tx: &mut Tx, case_id: &str, event: &NewEvent) -> Result<i64, StoreError> {
    let seq = insert_event(tx, case_id, event).await?;
    let from_us = if event.by == By::Agent && event.kind.is_from_us() { seq } else { 0 };
    let second = event.at.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_second).unwrap_or_default();
    query(
        "UPDATE cases SET updated_at = $2, last_from_us = CASE WHEN $3 > 0 THEN $3 ELSE last_from_us END WHERE id = $1",
    )
    .bind(case_id)
    .bind(second)
    .bind(from_us)
    .execute(tx.connection())
    .await?;
    tx.touch(case_id);
    Ok(seq)
}

/// Sets the state of a case that is locked.
pub(crate) async fn set_state(
    tx: &mut Tx,
    case_id: &str,
    to: CaseState,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    query("UPDATE cases SET state = $2, closed_at = $3 WHERE id = $1")
        .bind(case_id)
        .bind(to.as_str())
        .bind((to == CaseState::Closed).then(|| now.as_second()))
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Store {
    /// Moves a case to another state, if the transition table allows an agent to, and records it in the timeline. Answers the
    /// state it had.
    ///
    /// # Errors
    /// [`MoveError`]; then nothing changed.
    pub async fn move_case(
        &self,
        case_id: &str,
        to: CaseState,
        now: jiff::Timestamp,
    ) -> Result<CaseState, MoveError> {
        let case_id = case_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let Some(case) = lock(tx, &case_id).await? else { return Ok(Err(MoveError::NoSuchCase)) };
                let from = case.standing.state;
                if !transition::allowed(from, to, By::Agent) {
                    return Ok(Err(MoveError::NotAllowed { from, to }));
                }
                set_state(tx, &case_id, to, now).await?;
                add_event(tx, &case_id, &NewEvent::new(now, CaseEventKind::StateChanged, to)).await?;
                Ok(Ok(from))
            })
        })
        .await?
    }
}
