//! Votes, as counts a day. Not here: what a vote may say (`wire`), what follows from the counts (`votes`).

use super::{Store, StoreError};
use sqlx::{Row, query};

/// A vote as it is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewVote {
    /// `YYYY-MM-DD`, UTC.
    pub day: String,
    /// The market.
    pub market: String,
    /// The locale.
    pub locale: String,
    /// `article:<slug>` or `flow:<slug>`.
    pub about: String,
    /// Whether it helped.
    pub helped: bool,
    /// Why not; may be empty.
    pub reason: String,
    /// Kind of page; empty where it may not be counted.
    pub page: String,
    /// How it was found; likewise.
    pub way: String,
}

/// So many votes of one kind, over some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoteCount {
    /// The market.
    pub market: String,
    /// `article:<slug>` or `flow:<slug>`.
    pub about: String,
    /// Whether it helped.
    pub helped: bool,
    /// Why not; may be empty.
    pub reason: String,
    /// Kind of page; may be empty.
    pub page: String,
    /// How it was found; may be empty.
    pub way: String,
    /// How many.
    pub count: i64,
}

impl Store {
    /// Counts a vote.
    ///
    /// # Errors
    /// [`StoreError`]; then it was not counted.
    pub async fn count_vote(&self, vote: NewVote) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                query(
                    "INSERT INTO votes (day, market, locale, about, helped, reason, page, way, count) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) \
                     ON CONFLICT (day, market, locale, about, helped, reason, page, way) \
                     DO UPDATE SET count = votes.count + 1",
                )
                .bind(vote.day)
                .bind(vote.market)
                .bind(vote.locale)
                .bind(vote.about)
                .bind(i64::from(vote.helped))
                .bind(vote.reason)
                .bind(vote.page)
                .bind(vote.way)
                .execute(tx.connection())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// What was counted from a day on (`YYYY-MM-DD`), that day's too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn votes_since(&self, day: &str) -> Result<Vec<VoteCount>, StoreError> {
        let rows = query(
            "SELECT market, about, helped, reason, page, way, CAST(SUM(count) AS BIGINT) AS count FROM votes \
             WHERE day >= $1 GROUP BY market, about, helped, reason, page, way \
             ORDER BY market, about, helped, reason, page, way",
        )
        .bind(day.to_owned())
        .fetch_all(self.pool())
        .await?;
        let read = |row: sqlx::any::AnyRow| {
            Ok(VoteCount {
                market: row.try_get("market")?,
                about: row.try_get("about")?,
                helped: row.try_get::<i64, _>("helped")? != 0,
                reason: row.try_get("reason")?,
                page: row.try_get("page")?,
                way: row.try_get("way")?,
                count: row.try_get("count")?,
            })
        };
        rows.into_iter().map(read).collect()
    }
}
