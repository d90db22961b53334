//! What became of the cases, read from the database itself.

use crate::Fault;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, AssertSqlSafe, Row, query};
use std::collections::HashMap;

/// The database's side.
pub struct Counted {
    pub cases: i64,
    pub events: i64,
    pub keys: i64,
    /// Rows by state.
    pub outbox: HashMap<String, i64>,
    /// Outbox rows without a case, and cases without a `create` row.
    pub orphans: i64,
    /// What the integrity check says; `ok` is good.
    pub integrity: String,
    /// Of each bench case's number, how many cases there are.
    pub by_number: HashMap<String, i64>,
}

impl Counted {
    /// How many of the cases that were acknowledged, by their numbers, are not there.
    pub fn lost<'a>(&self, acknowledged: impl Iterator<Item = &'a u64>) -> usize {
        acknowledged.filter(|n| !self.by_number.contains_key(&format!("NW-{n}"))).count()
    }

    /// How many of the numbers have more than one case.
    pub fn doubled(&self) -> usize {
        self.by_number.values().filter(|cases| **cases > 1).count()
    }
}

/// Opens a database to look at.
pub async fn open(address: &str) -> Result<AnyPool, Fault> {
    sqlx::any::install_default_drivers();
    Ok(AnyPoolOptions::new().max_connections(1).connect(address).await?)
}

/// Counts everything.
pub async fn all(address: &str) -> Result<Counted, Fault> {
    let pool = open(address).await?;
    let number = async |sql: &'static str| -> Result<i64, Fault> {
        Ok(query(sql).fetch_one(&pool).await?.try_get(0)?)
    };
    let mut outbox = HashMap::new();
    for row in query("SELECT state, COUNT(*) FROM outbox GROUP BY state").fetch_all(&pool).await? {
        outbox.insert(row.try_get(0)?, row.try_get(1)?);
    }
    let mut by_number = HashMap::new();
    for row in query("SELECT order_id, COUNT(*) FROM cases GROUP BY order_id").fetch_all(&pool).await? {
        by_number.insert(row.try_get(0)?, row.try_get(1)?);
    }
    let integrity = if address.starts_with("sqlite") {
        query(AssertSqlSafe("PRAGMA integrity_check".to_owned())).fetch_one(&pool).await?.try_get(0)?
    } else {
        "ok".to_owned()
    };
    let counted = Counted {
        cases: number("SELECT COUNT(*) FROM cases").await?,
        events: number("SELECT COUNT(*) FROM case_events").await?,
        keys: number("SELECT COUNT(*) FROM idempotency_keys").await?,
        orphans: number(
            "SELECT (SELECT COUNT(*) FROM outbox WHERE case_id NOT IN (SELECT id FROM cases)) + \
             (SELECT COUNT(*) FROM cases WHERE id NOT IN (SELECT case_id FROM outbox WHERE kind = 'create'))",
        )
        .await?,
        outbox,
        integrity,
        by_number,
    };
    pool.close().await;
    Ok(counted)
}
