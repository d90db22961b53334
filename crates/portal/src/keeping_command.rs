//! `retention`, `erase`, `export` and `hold`: what is kept of customers, and what no longer is.
//!
//! Works beside a running portal. What is erased here is in backups until they are over.

use crate::args::{KeepingCommand, Whose};
use klarna_help_portal::calendar::Clock;
use klarna_help_portal::store::{CaseRecord, Erased};
use klarna_help_portal::{Config, Store, retention, uploads};
use serde_json::{Value, json};
use std::path::Path;

/// Answers what to print.
pub async fn run(
    config: &Path,
    data: &Path,
    database: Option<&str>,
    what: KeepingCommand,
) -> Result<String, String> {
    // The file is checked before anything is touched.
    let config = Config::read(config).map_err(|e| format!("{}: {e}", config.display()))?;
    let store = match database {
        Some(url) => Store::postgres(url).await,
        None => Store::open_existing(data).await,
    };
    let store = store.map_err(text)?;
    let done = match what {
        KeepingCommand::Retention { dry } => retention(&store, &config, data, dry).await,
        KeepingCommand::Erase(whose) => erase(&store, &config, data, &whose).await,
        KeepingCommand::Export(id) => export(&store, &id).await,
        KeepingCommand::Hold(id, held) => hold(&store, &id, held).await,
    };
    store.close().await.map_err(text)?;
    done
}

async fn retention(store: &Store, config: &Config, data: &Path, dry: bool) -> Result<String, String> {
    let Some(months) = config.retention else {
        return Err("there is no [retention] in the configuration: everything is kept".to_owned());
    };
    let outcome = retention::run(store, months, Clock::system().now(), dry).await.map_err(text)?;
    remove(config, data, &outcome.files).await?;
    let verb = if dry { "would be erased" } else { "erased" };
    Ok(format!(
        "{verb}: {} cases that ended {} months ago, and the files of {} that ended {} months ago\n",
        outcome.cases, months.cases_months, outcome.files_of, months.files_months
    ))
}

async fn erase(store: &Store, config: &Config, data: &Path, whose: &Whose) -> Result<String, String> {
    let ids = match whose {
        Whose::Case(id) => vec![id.clone()],
        Whose::Email(email) => store.cases_sent_with(email).await.map_err(text)?,
    };
    if ids.is_empty() {
        return Err("no case was sent with this address".to_owned());
    }
    let (mut out, mut held) = (String::new(), false);
    for id in ids {
        match store.erase(&id, Clock::system().now().as_second()).await.map_err(text)? {
            Erased::Done(files) => {
                remove(config, data, &files).await?;
                out.push_str(&format!("{id}: erased, {} files\n", files.len()));
            }
            Erased::Held => {
                held = true;
                out.push_str(&format!("{id}: held, not erased\n"));
            }
            Erased::NoSuchCase => return Err(format!("{out}there is no case {id}, or it was erased before")),
        }
    }
    if held {
        return Err(format!("{out}cases that are held are let go by: hold ID off"));
    }
    Ok(out)
}

/// The bytes of files whose rows are gone.
async fn remove(config: &Config, data: &Path, ids: &[String]) -> Result<(), String> {
    if ids.is_empty() {
        return Ok(());
    }
    uploads::remove_all(&config.files, data, ids).await.map_err(|error| {
        format!(
            "{}: nothing leads to these files any more, and a running portal sweeps them up within a day",
            error.detail()
        )
    })
}

async fn hold(store: &Store, id: &str, held: bool) -> Result<String, String> {
    match store.hold(id, held).await.map_err(text)? {
        true if held => Ok(format!("{id}: held; retention and erase leave it alone\n")),
        true => Ok(format!("{id}: no longer held\n")),
        false => Err(format!("there is no case {id}, or it was erased")),
    }
}

async fn export(store: &Store, id: &str) -> Result<String, String> {
    let found = store.case(id).await.map_err(text)?;
    let (case, timeline) = found.ok_or_else(|| format!("there is no case {id}"))?;
    let files = store.files(id).await.map_err(text)?;
    let files: Vec<Value> =
        files.into_iter().map(|(message, file)| json!({"message": message, "file": file})).collect();
    let all = json!({"case": record(&case), "timeline": timeline, "files": files});
    serde_json::to_string_pretty(&all).map(|text| format!("{text}\n")).map_err(text)
}

/// Everything that the case's row holds of the customer, under the names of the request.
fn record(case: &CaseRecord) -> Value {
    let parsed = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
    json!({
        "caseId": case.case_id,
        "state": case.state,
        "category": case.category,
        "clientId": case.client_id,
        "locale": case.locale,
        "market": case.market,
        "environment": case.environment,
        "receivedAt": case.received_at,
        "expectedBy": case.expected_by,
        "email": case.email,
        "orderId": case.order_id,
        "flow": case.flow,
        "answers": parsed(&case.answers),
        "context": parsed(&case.context),
        "description": case.description,
        "happenedOn": case.happened_on,
        "tried": case.tried,
        "evidence": parsed(&case.evidence),
        "customer": case.customer,
        "assignee": case.assignee,
        "askedAt": case.asked_at,
        "rating": case.rating,
        "desk": case.desk,
        "remoteId": case.remote_id,
    })
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
