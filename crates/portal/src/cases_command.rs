//! `cases list`, `show`, `move`, `reply` and `assign`: what an agent has until a helpdesk is connected.
//!
//! Works beside a running portal. Never prints a token: the database does not hold one.

use crate::args::CasesCommand;
use klarna_help_portal::Store;
use klarna_help_portal::calendar::{Clock, Present};
use klarna_help_portal::cases::transition::{self, By};
use klarna_help_portal::cases::typed;
use klarna_help_portal::ids;
use klarna_help_portal::store::{CaseRecord, MoveError, RemoteChange, RemoteMessage};
use klarna_help_wire::{CaseEvent, CaseState, MESSAGE_TEXT_MAX, message_to_text};
use std::io::Read;
use std::path::Path;

/// More than an agent reads; a longer list needs the helpdesk.
const LIST_MAX: u32 = 200;

/// Answers what to print.
pub async fn run(data: &Path, database: Option<&str>, what: CasesCommand) -> Result<String, String> {
    let store = match database {
        Some(url) => Store::postgres(url).await,
        None => Store::open_existing(data).await,
    };
    let store = store.map_err(|e| e.to_string())?;
    let done = match what {
        CasesCommand::List => list(&store).await,
        CasesCommand::Show(id) => show(&store, &id).await,
        CasesCommand::Move(id, to) => move_case(&store, &id, to).await,
        CasesCommand::Reply(id, agent) => reply(&store, &id, agent).await,
        CasesCommand::Assign(id, name) => assign(&store, &id, name).await,
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
        let (kind, state) = (event.kind.as_str(), event.state.as_str());
        out.push_str(&format!("{}  {kind}  {state}  {}\n", event.at, printable(&event.agent)));
        for line in event
            .message
            .iter()
            .flat_map(|m| message_to_text(&m.body).lines().map(printable).collect::<Vec<_>>())
        {
            out.push_str(&format!("    {line}\n"));
        }
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

/// What an agent wrote, from standard input. It goes through the helpdesk's door, and has no helpdesk's id.
async fn reply(store: &Store, id: &str, agent: String) -> Result<String, String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|e| format!("standard input: {e}"))?;
    if text.trim().is_empty() {
        return Err("cases reply: standard input is empty; it is what the customer reads".to_owned());
    }
    if text.chars().count() > MESSAGE_TEXT_MAX {
        return Err(format!("cases reply: a message has at most {MESSAGE_TEXT_MAX} characters"));
    }
    let now = Clock::system().now();
    let drawn = ids::nonce().map_err(|e| e.to_string())?;
    let remote_id = format!("cli-{}", drawn.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let message =
        RemoteMessage { remote_id, agent: Some(agent), at: now, body: typed(&text), attachments: vec![] };
    apply(store, id, RemoteChange::Message(message)).await?;
    Ok(format!("{id}: sent\n"))
}

async fn assign(store: &Store, id: &str, name: String) -> Result<String, String> {
    let said = format!("{id}: {name} has it\n");
    apply(store, id, RemoteChange::Assigned(name)).await?;
    Ok(said)
}

async fn apply(store: &Store, id: &str, change: RemoteChange) -> Result<(), String> {
    let present = Present::anywhere(Clock::system().now());
    match store.apply_remote(id, vec![change], &present).await {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(format!("there is no case {id}")),
        Err(error) => Err(error.to_string()),
    }
}

/// What a customer wrote may hold escape sequences that a terminal obeys.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c }).collect()
}
