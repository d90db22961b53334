//! Storing a case, once for each idempotency key.

use super::rows::*;
use super::sqlite::{Sqlite, insert_event};
use klarna_help_wire::{CaseEventKind, CaseState};
use sqlx::{Row, Sqlite as Db, Transaction, query};

/// Ids drawn before giving up. Even at a thousand million cases, one in a thousand is taken.
const DRAWS: usize = 8;

impl Sqlite {
    pub(super) async fn submit(
        &self,
        new: &NewCase,
        submission: &Submission,
        mint: &(dyn Fn() -> Result<Minted, StoreError> + Sync),
    ) -> Result<Stored, StoreError> {
        let mut tx = self.begin().await?;
        let request = &new.case.request;
        let earlier = query(
            "SELECT k.fingerprint, c.id, c.nonce, c.token_sha256, c.received_at, c.expected_by \
             FROM idempotency_keys k JOIN cases c ON c.id = k.case_id WHERE k.client_id = $1 AND k.key_sha256 = $2",
        )
        .bind(&request.client_id)
        .bind(submission.key_sha256.as_slice())
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(row) = earlier {
            if row.try_get::<Vec<u8>, _>("fingerprint")? != submission.fingerprint {
                return Ok(Stored::KeyReused);
            }
            return Ok(Stored::Replay(ReceiptRow {
                case_id: row.try_get("id")?,
                nonce: row.try_get("nonce")?,
                token_sha256: row.try_get("token_sha256")?,
                received_at: row.try_get("received_at")?,
                expected_by: row.try_get("expected_by")?,
            }));
        }

        let minted = insert_case(&mut tx, new, mint).await?;
        insert_event(
            &mut tx,
            &minted.case_id,
            &new.received_at,
            CaseEventKind::Received,
            CaseState::Received,
        )
        .await?;
        query(
            "INSERT INTO idempotency_keys (client_id, key_sha256, fingerprint, case_id, created_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&request.client_id)
        .bind(submission.key_sha256.as_slice())
        .bind(submission.fingerprint.as_slice())
        .bind(&minted.case_id)
        .bind(submission.at)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Stored::New(ReceiptRow {
            case_id: minted.case_id,
            nonce: minted.nonce.to_vec(),
            token_sha256: minted.token_sha256.to_vec(),
            received_at: new.received_at.clone(),
            expected_by: new.expected_by.clone(),
        }))
    }
}

async fn insert_case(
    tx: &mut Transaction<'static, Db>,
    new: &NewCase,
    mint: &(dyn Fn() -> Result<Minted, StoreError> + Sync),
) -> Result<Minted, StoreError> {
    let request = &new.case.request;
    let json = |value: serde_json::Result<String>| value.map_err(|_| StoreError::Unreadable("answers"));
    let answers = json(serde_json::to_string(&request.answers))?;
    let context = json(serde_json::to_string(&request.context))?;
    for _ in 0..DRAWS {
        let minted = mint()?;
        let done = query(
            "INSERT INTO cases (id, token_sha256, nonce, state, client_id, locale, market, environment, category, \
             received_at, expected_by, email, order_id, flow, answers, context, description) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
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
        .execute(&mut **tx)
        .await?;
        if done.rows_affected() == 1 {
            return Ok(minted);
        }
    }
    Err(StoreError::NoFreeId)
}
