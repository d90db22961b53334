//! Reading cases, and columns back into types.

use super::rows::*;
use super::sqlite::Sqlite;
use klarna_help_wire::{CaseEvent, CaseEventKind, CaseState, Category};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, query};

impl Sqlite {
    pub(super) async fn token_hash(
        &self,
        case_id: &str,
        closed_after: i64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row =
            query("SELECT token_sha256 FROM cases WHERE id = $1 AND (closed_at IS NULL OR closed_at > $2)")
                .bind(case_id)
                .bind(closed_after)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    pub(super) async fn case(
        &self,
        case_id: &str,
    ) -> Result<Option<(CaseRecord, Vec<CaseEvent>)>, StoreError> {
        // One transaction, so that the state and the timeline are of one moment.
        let mut tx = self.readers.begin().await?;
        let Some(row) =
            query("SELECT * FROM cases WHERE id = $1").bind(case_id).fetch_optional(&mut *tx).await?
        else {
            return Ok(None);
        };
        let events = query("SELECT at, kind, state FROM case_events WHERE case_id = $1 ORDER BY seq")
            .bind(case_id)
            .fetch_all(&mut *tx)
            .await?;
        let events = events.iter().map(read_event).collect::<Result<_, _>>()?;
        Ok(Some((read_case(&row)?, events)))
    }

    pub(super) async fn list(&self, limit: u32) -> Result<Vec<CaseSummary>, StoreError> {
        let rows = query(
            "SELECT id, state, category, environment, expected_by FROM cases \
             ORDER BY state IN ('resolved', 'closed'), expected_by, received_at LIMIT $1",
        )
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        let summary = |row: &SqliteRow| {
            Ok(CaseSummary {
                case_id: row.try_get("id")?,
                state: row.try_get("state")?,
                category: row.try_get("category")?,
                environment: row.try_get("environment")?,
                expected_by: row.try_get("expected_by")?,
            })
        };
        rows.iter().map(summary).collect()
    }
}

fn read_case(row: &SqliteRow) -> Result<CaseRecord, StoreError> {
    Ok(CaseRecord {
        case_id: row.try_get("id")?,
        state: read_state(row)?,
        category: Category::parse(row.try_get("category")?).ok_or(StoreError::Unreadable("category"))?,
        client_id: row.try_get("client_id")?,
        locale: row.try_get("locale")?,
        environment: row.try_get("environment")?,
        received_at: row.try_get("received_at")?,
        expected_by: row.try_get("expected_by")?,
        email: row.try_get("email")?,
        order_id: row.try_get("order_id")?,
        flow: row.try_get("flow")?,
        answers: row.try_get("answers")?,
        context: row.try_get("context")?,
        description: row.try_get("description")?,
    })
}

fn read_event(row: &SqliteRow) -> Result<CaseEvent, StoreError> {
    Ok(CaseEvent {
        at: row.try_get("at")?,
        kind: CaseEventKind::parse(row.try_get("kind")?).ok_or(StoreError::Unreadable("kind"))?,
        state: read_state(row)?,
    })
}

pub(super) fn read_state(row: &SqliteRow) -> Result<CaseState, StoreError> {
    CaseState::parse(row.try_get("state")?).ok_or(StoreError::Unreadable("state"))
}
