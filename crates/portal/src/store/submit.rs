//! Storing a case, once for each idempotency key.

use super::keys::{self, Known};
use super::moves::{NewEvent, insert_event};
use super::rows::*;
use super::{Store, Tx};
use crate::cases::transition::By;
use klarna_help_wire::{AttachmentRef, CaseEventKind, CaseState, FILES_MAX_BYTES};
use sqlx::{Row, query};
use std::sync::Arc;

/// Ids drawn before giving up. Even at a thousand million cases, one in a thousand is taken.
const DRAWS: usize = 8;

/// Draws an id and its token.
pub type Mint = Arc<dyn Fn() -> Result<Minted, StoreError> + Send + Sync>;

impl Store {
    /// Stores a case, its first event, its files' new home, its place in the outbox and its idempotency key in one
    /// transaction, once for each key. `mint` is asked again when the id it drew is taken.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn submit(
        &self,
        case: &NewCase,
        submission: &Submission,
        mint: Mint,
    ) -> Result<Stored, StoreError> {
        let (case, submission) = (case.clone(), *submission);
        self.write(move |tx| Box::pin(async move { submit(tx, &case, &submission, &mint).await })).await
    }
}

async fn submit(
    tx: &mut Tx,
    new: &NewCase,
    submission: &Submission,
    mint: &Mint,
) -> Result<Stored, StoreError> {
    let request = &new.case.request;
    let scope = format!("case {}", request.client_id);
    let first = mint()?;
    match keys::take_for(tx, &scope, submission, &first.case_id).await? {
        Known::New => {}
        Known::Reused => return Ok(Stored::KeyReused),
        Known::Before(case_id) => return Ok(Stored::Replay(receipt(tx, &case_id).await?)),
    }
    let hoped_for = first.case_id.clone();
    let minted = insert_case(tx, new, submission.at, first, mint).await?;
    if minted.case_id != hoped_for {
        keys::settle(tx, &scope, submission, &minted.case_id).await?;
    }
    adopt_uploads(tx, &request.client_id, &minted.case_id, None, &request.attachments).await?;
    within_limit(tx, &minted.case_id, &request.attachments).await?;
    let event = NewEvent {
        at: new.received_at.clone(),
        kind: CaseEventKind::Received,
        state: CaseState::Received,
        agent: String::new(),
        message_id: None,
        rating: None,
        expected_by: String::new(),
        by: By::Customer,
    };
    insert_event(tx, &minted.case_id, &event).await?;
    post(tx, &minted.case_id, "create", "", &minted.case_id, submission.at).await?;
    Ok(Stored::New(ReceiptRow {
        case_id: minted.case_id,
        nonce: minted.nonce.to_vec(),
        token_sha256: minted.token_sha256.to_vec(),
        received_at: new.received_at.clone(),
        expected_by: new.expected_by.clone(),
    }))
}

/// Puts something into the outbox. `at`: Unix seconds.
pub(crate) async fn post(
    tx: &mut Tx,
    case_id: &str,
    kind: &str,
    subject: &str,
    key: &str,
    at: i64,
) -> Result<(), StoreError> {
    query("INSERT INTO outbox (case_id, kind, subject, key, due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(case_id)
        .bind(kind)
        .bind(subject)
        .bind(key)
        .bind(at.saturating_mul(1000))
        .bind(at)
        .execute(tx.connection())
        .await?;
    tx.outbox_grown();
    Ok(())
}

/// Gives finished uploads of a client, those that the scanner still holds too, to a case, or to a message of it.
///
/// # Errors
/// [`StoreError::BadUploads`] with the places in the list of those that cannot be given: unknown, unfinished, refused,
/// another client's, or given already. An error, so that what they came with is taken back too.
pub(crate) async fn adopt_uploads(
    tx: &mut Tx,
    client_id: &str,
    case_id: &str,
    message_id: Option<&str>,
    attachments: &[AttachmentRef],
) -> Result<(), StoreError> {
    let mut bad = Vec::new();
    for (i, attachment) in attachments.iter().enumerate() {
        let done = query(
            "UPDATE uploads SET case_id = $3, message_id = $4, evidence = $5 \
             WHERE id = $1 AND client_id = $2 AND case_id IS NULL AND state IN ('done', 'held')",
        )
        .bind(&attachment.id)
        .bind(client_id)
        .bind(case_id)
        .bind(message_id)
        .bind(&attachment.evidence)
        .execute(tx.connection())
        .await?;
        if done.rows_affected() != 1 {
            bad.push(i);
        }
    }
    if bad.is_empty() { Ok(()) } else { Err(StoreError::BadUploads(bad)) }
}

/// Whether a case's files, with those that the customer has just added, are within the limit for all of them together.
/// What an agent sent does not count.
///
/// # Errors
/// [`StoreError::TooManyBytes`].
pub(super) async fn within_limit(
    tx: &mut Tx,
    case_id: &str,
    added: &[AttachmentRef],
) -> Result<(), StoreError> {
    if added.is_empty() {
        return Ok(());
    }
    // The sum of big integers is a NUMERIC on PostgreSQL.
    let row = query(
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM uploads WHERE case_id = $1 AND (message_id IS NULL \
         OR message_id IN (SELECT id FROM messages WHERE case_id = $1 AND author = 'customer'))",
    )
    .bind(case_id)
    .fetch_one(tx.connection())
    .await?;
    if row.try_get::<i64, _>(0)? > FILES_MAX_BYTES { Err(StoreError::TooManyBytes) } else { Ok(()) }
}

async fn receipt(tx: &mut Tx, case_id: &str) -> Result<ReceiptRow, StoreError> {
    let row = query("SELECT id, nonce, token_sha256, received_at, expected_by FROM cases WHERE id = $1")
        .bind(case_id)
        .fetch_one(tx.connection())
        .await?;
    Ok(ReceiptRow {
        case_id: row.try_get("id")?,
        nonce: row.try_get("nonce")?,
        token_sha256: row.try_get("token_sha256")?,
        received_at: row.try_get("received_at")?,
        expected_by: row.try_get("expected_by")?,
    })
}

/// `at`: Unix seconds. `first`: the id to try first.
async fn insert_case(
    tx: &mut Tx,
    new: &NewCase,
    at: i64,
    first: Minted,
    mint: &Mint,
) -> Result<Minted, StoreError> {
    let request = &new.case.request;
    let json = |value: serde_json::Result<String>| value.map_err(|_| StoreError::Unreadable("answers"));
    let answers = json(serde_json::to_string(&request.answers))?;
    let context = json(serde_json::to_string(&request.context))?;
    let evidence = json(serde_json::to_string(&request.evidence))?;
    let mut minted = first;
    for _ in 0..DRAWS {
        let done = query(
            "INSERT INTO cases (id, token_sha256, nonce, state, client_id, locale, market, environment, category, \
             received_at, expected_by, email, order_id, flow, answers, context, description, happened_on, tried, \
             evidence, customer, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) \
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(&minted.case_id)
        .bind(minted.token_sha256.as_slice())
        .bind(minted.nonce.as_slice())
        .bind(CaseState::Received.as_str())
        .bind(&request.client_id)
        .bind(&request.locale)
        .bind(&request.market)
        .bind(new.case.environment.as_str())
        .bind(new.case.category.as_str())
        .bind(&new.received_at)
        .bind(&new.expected_by)
        .bind(&request.email)
        .bind(&request.order_id)
        .bind(&request.flow)
        .bind(&answers)
        .bind(&context)
        .bind(&request.description)
        .bind(&request.happened_on)
        .bind(&request.tried)
        .bind(&evidence)
        .bind(&new.customer)
        .bind(at)
        .execute(tx.connection())
        .await?;
        if done.rows_affected() == 1 {
            return Ok(minted);
        }
        minted = mint()?;
    }
    Err(StoreError::NoFreeId)
}
