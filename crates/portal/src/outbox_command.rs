//! `outbox list`, `outbox retry`, `outbox drop` and `helpdesk check`: what an operator does when a helpdesk refused something.
//!
//! Works beside a running portal. Prints nothing that a customer wrote.

use crate::args::OutboxCommand;
use klarna_help_portal::calendar::{Clock, rfc3339};
use klarna_help_portal::outbox::desks;
use klarna_help_portal::{Config, Store};
use std::path::Path;

/// More than an operator reads.
const LIST_MAX: u32 = 500;

/// Answers what to print. `database`: a PostgreSQL instead of the one in `data`.
pub async fn run(data: &Path, database: Option<&str>, what: OutboxCommand) -> Result<String, String> {
    let store = match database {
        Some(url) => Store::postgres(url).await,
        None => Store::open_existing(data).await,
    };
    let store = store.map_err(|e| e.to_string())?;
    let done = match what {
        OutboxCommand::List { dead_only } => list(&store, dead_only).await,
        OutboxCommand::Retry(id) => repair(&store, id, false).await,
        OutboxCommand::Drop(id) => repair(&store, id, true).await,
    };
    store.close().await.map_err(|e| e.to_string())?;
    done
}

async fn list(store: &Store, dead_only: bool) -> Result<String, String> {
    let lines = store.outbox_list(dead_only, LIST_MAX).await.map_err(|e| e.to_string())?;
    let mut out = String::new();
    for line in lines {
        let since = jiff::Timestamp::from_second(line.created_at).map(rfc3339).unwrap_or_default();
        out.push_str(&format!(
            "{:>6}  {}  {:<7} {:<8} {:>3} tries  since {since}  {}\n",
            line.id, line.case_id, line.kind, line.state, line.attempts, line.fault
        ));
    }
    Ok(if out.is_empty() { "nothing waits\n".to_owned() } else { out })
}

async fn repair(store: &Store, id: i64, drop: bool) -> Result<String, String> {
    let now = Clock::system().now().as_millisecond();
    match store.outbox_repair(id, drop, now).await {
        Ok(true) if drop => Ok(format!("{id} will not be sent\n")),
        Ok(true) => Ok(format!("{id} is looked up, and sent if it is not there\n")),
        Ok(false) => Err(format!("{id} does not wait: `outbox list` says what does")),
        Err(error) => Err(error.to_string()),
    }
}

/// Asks every helpdesk; an error if one is not ready.
pub async fn check(config: &Path) -> Result<String, String> {
    let config = Config::read(config).map_err(|e| format!("{}: {e}", config.display()))?;
    let desks = desks::open(&config).map_err(|e| e.to_string())?;
    let (mut out, mut ready) = (String::new(), true);
    for desk in &desks {
        let found = desk.helpdesk.check().await;
        ready &= found.is_ready();
        out.push_str(&format!("{}: {}\n", desk.name, if found.is_ready() { "ready" } else { "NOT READY" }));
        for finding in found.findings {
            let grade = if finding.fatal { "fault" } else { "warning" };
            out.push_str(&format!("  {grade}: {}\n    {}\n", finding.what, finding.next));
        }
    }
    match (desks.is_empty(), ready) {
        (true, _) => {
            Ok("no [[helpdesk]] is configured: cases wait in the outbox, and `cases` is all there is\n"
                .to_owned())
        }
        (false, true) => Ok(out),
        (false, false) => Err(out),
    }
}
