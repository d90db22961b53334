//! `votes list` and `votes needed`: what customers said helped, for authors and for the compiler.
//!
//! Works beside a running portal. There is nothing of a person to print.

use crate::args::VotesCommand;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use klarna_help_portal::calendar::Clock;
use klarna_help_portal::{Store, votes};
use std::path::Path;

/// Answers what to print. `database`: a PostgreSQL instead of the one in `data`.
pub async fn run(data: &Path, database: Option<&str>, what: VotesCommand) -> Result<String, String> {
    let store = match database {
        Some(url) => Store::postgres(url).await,
        None => Store::open_existing(data).await,
    };
    let store = store.map_err(|e| e.to_string())?;
    let (VotesCommand::List { days } | VotesCommand::Needed { days, .. }) = what;
    let today = Clock::system().now().to_zoned(TimeZone::UTC).date();
    let first = today.checked_sub(i64::from(days).days()).map_err(|e| format!("--days {days}: {e}"))?;
    let counts = store.votes_since(&first.to_string()).await.map_err(|e| e.to_string());
    store.close().await.map_err(|e| e.to_string())?;
    let counts = counts?;
    Ok(match what {
        VotesCommand::List { .. } => votes::report(&counts),
        VotesCommand::Needed { market, .. } => {
            votes::needed(&counts, &market).toml(&today.to_string(), i64::from(days))
        }
    })
}
