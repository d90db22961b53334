//! Lists of cases: an agent's, and a known customer's.

use super::Store;
use super::read::{read_category, read_state};
use super::rows::*;
use klarna_help_wire::CaseListed;
use sqlx::any::AnyRow;
use sqlx::{Row, query};

impl Store {
    /// Cases for an agent: open ones first, the earliest promise first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list(&self, limit: u32) -> Result<Vec<CaseSummary>, StoreError> {
        let rows = query(
            "SELECT id, state, category, environment, expected_by FROM cases \
             ORDER BY state IN ('resolved', 'closed'), expected_by, received_at LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        let summary = |row: &AnyRow| {
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

    /// Cases of a known customer of a client, newest first. A guest's cases, whose `customer` is empty, are nobody's.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn cases_of(
        &self,
        client_id: &str,
        customer: &str,
        limit: usize,
    ) -> Result<Vec<CaseListed>, StoreError> {
        let rows = query(
            "SELECT id, category, state, received_at, expected_by, last_from_us FROM cases \
             WHERE client_id = $1 AND customer = $2 AND customer <> '' ORDER BY received_at DESC, id LIMIT $3",
        )
        .bind(client_id)
        .bind(customer)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read_listed).collect()
    }

    /// Whether a case is a known customer's of a client: one look-up, whether there is such a case or not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_owned_by(
        &self,
        case_id: &str,
        client_id: &str,
        customer: &str,
    ) -> Result<bool, StoreError> {
        let row = query("SELECT client_id, customer FROM cases WHERE id = $1")
            .bind(case_id)
            .fetch_optional(self.pool())
            .await?;
        let Some(row) = row else { return Ok(false) };
        let (client, owner): (String, String) = (row.try_get("client_id")?, row.try_get("customer")?);
        Ok(!owner.is_empty() && client == client_id && owner == customer)
    }
}

fn read_listed(row: &AnyRow) -> Result<CaseListed, StoreError> {
    Ok(CaseListed {
        case_id: row.try_get("id")?,
        category: read_category(row)?,
        state: read_state(row)?,
        received_at: row.try_get("received_at")?,
        expected_by: row.try_get("expected_by")?,
        last_from_us: row.try_get("last_from_us")?,
    })
}
