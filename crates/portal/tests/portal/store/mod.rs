//! What every store has to do: one suite, each test on SQLite and on PostgreSQL.

mod cases;
mod group;
pub mod postgres;
mod remote;
mod thread;
mod two;
mod uploads;
mod votes;

use klarna_help_portal::store::{Mint, Minted, NewCase, ReceiptRow, Store, Stored, Submission};
use klarna_help_wire::{CaseRequest, validate};
use std::sync::Arc;

/// Runs a test on either database. The one that failed stands in the output.
async fn on_both(test: impl AsyncFn(Store)) {
    let dir = tempfile::tempdir().unwrap();
    eprintln!("on SQLite");
    test(Store::open(dir.path()).await.unwrap()).await;
    eprintln!("on PostgreSQL");
    test(Store::postgres(&postgres::database().await).await.unwrap()).await;
}

fn new_case(client: &str) -> NewCase {
    let request = CaseRequest {
        client_id: client.into(),
        locale: "en-GB".into(),
        market: "GB".into(),
        category: "other".into(),
        description: "A description of what happened.".into(),
        email: "ada@example.org".into(),
        ..CaseRequest::default()
    };
    let case = validate(&request).unwrap();
    NewCase {
        case,
        received_at: "2026-11-23T09:00:00Z".into(),
        expected_by: "2026-11-25".into(),
        customer: String::new(),
    }
}

fn submission(key: u8, fingerprint: u8) -> Submission {
    Submission { key_sha256: [key; 32], fingerprint: [fingerprint; 32], at: 1000 }
}

fn minted(id: &str) -> Minted {
    Minted { case_id: id.into(), nonce: [1; 16], token_sha256: [2; 32] }
}

/// Draws one id for ever.
fn fixed(id: &str) -> Mint {
    let id = id.to_owned();
    Arc::new(move || Ok(minted(&id)))
}

async fn submit(store: &Store, client: &str, key: u8, fingerprint: u8, id: &str) -> Stored {
    store.submit(&new_case(client), &submission(key, fingerprint), fixed(id)).await.unwrap()
}

fn row(stored: Stored) -> ReceiptRow {
    match stored {
        Stored::New(row) | Stored::Replay(row) => row,
        Stored::KeyReused => panic!("the key was used"),
    }
}
