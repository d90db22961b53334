//! Reading cases, and columns back into types.

use super::Store;
use super::rows::*;
use klarna_help_wire::{Attachment, CaseEvent, CaseEventKind, CaseState, Category, Message, MessageBlock};
use sqlx::any::AnyRow;
use sqlx::{Row, query};

impl Store {
    /// The SHA-256 of the token that reads a case: without what the customer wrote, so that asking with a wrong token
    /// costs the same whether the case exists or not. Cases closed before `closed_after` (Unix seconds) have none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn token_hash(&self, case_id: &str, closed_after: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let row =
            query("SELECT token_sha256 FROM cases WHERE id = $1 AND (closed_at IS NULL OR closed_at > $2)")
                .bind(case_id)
                .bind(closed_after)
                .fetch_optional(self.pool())
                .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// A case and its timeline, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn case(&self, case_id: &str) -> Result<Option<(CaseRecord, Vec<CaseEvent>)>, StoreError> {
        let Some(record) = self.record(case_id).await? else { return Ok(None) };
        // Read after the case: an event that came meanwhile shows a newer state than the case's own, never an older one.
        Ok(Some((record, self.events_after(case_id, 0).await?)))
    }

    /// A case without its timeline.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn record(&self, case_id: &str) -> Result<Option<CaseRecord>, StoreError> {
        let row =
            query("SELECT * FROM cases WHERE id = $1").bind(case_id).fetch_optional(self.pool()).await?;
        row.as_ref().map(read_case).transpose()
    }

    /// A case's locale and category: what its dates come from.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn locale_and_category(&self, case_id: &str) -> Result<Option<(String, Category)>, StoreError> {
        let row = query("SELECT locale, category FROM cases WHERE id = $1")
            .bind(case_id)
            .fetch_optional(self.pool())
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((row.try_get("locale")?, read_category(&row)?)))
    }

    /// A case's events after `seq`, oldest first, with their messages and files.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn events_after(&self, case_id: &str, seq: i64) -> Result<Vec<CaseEvent>, StoreError> {
        let rows = query(
            "SELECT e.seq, e.at, e.kind, e.state, e.agent, e.rating, e.expected_by, e.message_id, m.body \
             FROM case_events e LEFT JOIN messages m ON m.id = e.message_id \
             WHERE e.case_id = $1 AND e.seq > $2 ORDER BY e.seq",
        )
        .bind(case_id)
        .bind(seq)
        .fetch_all(self.pool())
        .await?;
        let mut events = rows.iter().map(read_event).collect::<Result<Vec<_>, _>>()?;
        if events.iter().any(|event| event.message.is_some()) {
            let files = self.files(case_id).await?;
            for message in events.iter_mut().filter_map(|event| event.message.as_mut()) {
                let own = files.iter().filter(|(of, _)| of.as_deref() == Some(&message.id));
                message.attachments = own.map(|(_, file)| file.clone()).collect();
            }
        }
        Ok(events)
    }

    /// A case's files, each with the message it came with; `None` for those of the case itself.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn files(&self, case_id: &str) -> Result<Vec<(Option<String>, Attachment)>, StoreError> {
        let rows = query(
            "SELECT id, name, kind, size, message_id FROM uploads WHERE case_id = $1 ORDER BY created_at, id",
        )
        .bind(case_id)
        .fetch_all(self.pool())
        .await?;
        let file = |row: &AnyRow| {
            let attachment = Attachment {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                media_type: row.try_get("kind")?,
                size: row.try_get("size")?,
            };
            Ok((row.try_get("message_id")?, attachment))
        };
        rows.iter().map(file).collect()
    }
}

fn read_case(row: &AnyRow) -> Result<CaseRecord, StoreError> {
    Ok(CaseRecord {
        case_id: row.try_get("id")?,
        state: read_state(row)?,
        category: read_category(row)?,
        client_id: row.try_get("client_id")?,
        locale: row.try_get("locale")?,
        market: row.try_get("market")?,
        environment: row.try_get("environment")?,
        received_at: row.try_get("received_at")?,
        expected_by: row.try_get("expected_by")?,
        email: row.try_get("email")?,
        order_id: row.try_get("order_id")?,
        flow: row.try_get("flow")?,
        answers: row.try_get("answers")?,
        context: row.try_get("context")?,
        description: row.try_get("description")?,
        happened_on: row.try_get("happened_on")?,
        tried: row.try_get("tried")?,
        evidence: row.try_get("evidence")?,
        customer: row.try_get("customer")?,
        assignee: row.try_get("assignee")?,
        last_from_us: row.try_get("last_from_us")?,
        asked_at: row.try_get("asked_at")?,
        rating: row.try_get("rating")?,
        desk: row.try_get("desk")?,
        remote_id: row.try_get("remote_id")?,
        erased: row.try_get::<Option<i64>, _>("erased_at")?.is_some(),
    })
}

fn read_event(row: &AnyRow) -> Result<CaseEvent, StoreError> {
    let kind: String = row.try_get("kind")?;
    let message =
        match (row.try_get::<Option<String>, _>("message_id")?, row.try_get::<Option<String>, _>("body")?) {
            (Some(id), Some(body)) => {
                let body: Vec<MessageBlock> =
                    serde_json::from_str(&body).map_err(|_| StoreError::Unreadable("body"))?;
                Some(Message { id, body, attachments: Vec::new() })
            }
            // Erased, or an event without one.
            _ => None,
        };
    Ok(CaseEvent {
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        kind: CaseEventKind::parse(&kind).ok_or(StoreError::Unreadable("kind"))?,
        state: read_state(row)?,
        agent: row.try_get("agent")?,
        message,
        rating: row.try_get::<Option<i64>, _>("rating")?.and_then(|rating| u8::try_from(rating).ok()),
        expected_by: row.try_get("expected_by")?,
    })
}

pub(crate) fn read_state(row: &AnyRow) -> Result<CaseState, StoreError> {
    let state: String = row.try_get("state")?;
    CaseState::parse(&state).ok_or(StoreError::Unreadable("state"))
}

pub(super) fn read_category(row: &AnyRow) -> Result<Category, StoreError> {
    let category: String = row.try_get("category")?;
    Category::parse(&category).ok_or(StoreError::Unreadable("category"))
}
