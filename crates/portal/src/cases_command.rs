//! `cases list`, `cases show` and `cases move`: what an agent has until a helpdesk is connected.
//!
//! Works beside a running portal. Never prints a token: the database does not hold one.

use crate::args::CasesCommand;
use klarna_help_portal::Store;
use klarna_help_portal::calendar::Clock;
use klarna_help_portal::cases::transition::{self, By};
use klarna_help_portal::store::{CaseRecord, MoveError};
use klarna_help_wire::{CaseEvent, CaseState};
use std::path::Path;

/// More than an agent reads; a longer list needs the helpdesk.
const LIST_MAX: u32 = 200;

/// Answers what to print.
pub async fn run(data: &Path, what: CasesCommand) -> Result<String, String> {
    let store = Store::open_existing(data).await.map_err(|e| e.to_string())?;
    let done = match what {
        CasesCommand::List => list(&store).await,
        CasesCommand::Show(id) => show(&store, &id).await,
        CasesCommand::Move(id, to) => move_case(&store, &id, to).await,
    };
    store.close().await.map_err(|e| e.to_string())?;
    done
}

async fn list(store: &Store) -> Result<String, String> {
    let cases = store.list(LIST_MAX).await.map_err(|e| e.to_string())?;
    let mut out = String::new();
    for case in cases {
        out.push_str(&format!(
            "{}  {:<15}  {:<22}  by {}  {}\n",
            case.case_id, case.state, case.category, case.expected_by, case.environment
        ));
    }
    Ok(if out.is_empty() { "no cases\n".to_owned() } else { out })
}

async fn show(store: &Store, id: &str) -> Result<String, String> {
    match store.case(id).await.map_err(|e| e.to_string())? {
        Some((case, timeline)) => Ok(describe(&case, &timeline)),
        None => Err(format!("there is no case {id}")),
    }
}

fn describe(case: &CaseRecord, timeline: &[CaseEvent]) -> String {
    let mut out = String::new();
    for (name, value) in [
        ("case", case.case_id.as_str()),
        ("state", case.state.as_str()),
        ("category", case.category.as_str()),
        ("client", &case.client_id),
        ("locale", &case.locale),
        ("environment", &case.environment),
        ("received", &case.received_at),
        ("answer by", &case.expected_by),
        ("e-mail", &case.email),
        ("order", &case.order_id),
        ("flow", &case.flow),
        ("answers", &case.answers),
        ("context", &case.context),
    ] {
        if !value.is_empty() {
            out.push_str(&format!("{name:<12} {}\n", printable(value)));
        }
    }
    out.push_str(&format!("\n{}\n\n", printable(&case.description)));
    for event in timeline {
        out.push_str(&format!("{}  {}  {}\n", event.at, event.kind.as_str(), event.state.as_str()));
    }
    out
}

async fn move_case(store: &Store, id: &str, to: CaseState) -> Result<String, String> {
    match store.move_case(id, to, Clock::system().now()).await {
        Ok(from) => Ok(format!("{id}: {} -> {}\n", from.as_str(), to.as_str())),
        Err(error @ MoveError::NotAllowed { from, .. }) => {
            let names: Vec<&str> = transition::from(from, By::Agent).iter().map(|s| s.as_str()).collect();
            Err(format!("{error}; from there it goes to {}", names.join(", ")))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// What a customer wrote may hold escape sequences that a terminal obeys.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c }).collect()
}
