//! What a row of the outbox says, read from the case as it stands.

use super::worker::key;
use crate::state::Shared;
use crate::store::{CaseRecord, OutboxRow, StoreError};
use crate::uploads;
use async_trait::async_trait;
use axum::body::Bytes;
use klarna_help_helpdesk::{FileSource, OutCase, OutFile, OutMessage};
use klarna_help_wire::{Attachment, CaseAction, Environment, MessageBlock};
use std::io;
use std::sync::Arc;

/// What is sent.
pub(super) enum Letter {
    /// A case.
    Create(Box<OutCase>),
    /// A message on it.
    Reply(Box<OutMessage>),
    /// That the customer closed it.
    Close,
    /// That the customer opened it again.
    Reopen,
}

/// `None` if there is nothing to send any more: it was erased.
pub(super) async fn read(portal: &Shared, row: &OutboxRow) -> Result<Option<Letter>, StoreError> {
    let Some(case) = portal.store.record(&row.case_id).await? else { return Ok(None) };
    if case.erased {
        return Ok(None);
    }
    let files = portal.store.files(&row.case_id).await?;
    let of = |message: Option<&str>| -> Vec<OutFile> {
        let own = files.iter().filter(|(id, _)| id.as_deref() == message);
        own.map(|(_, file)| out_file(portal, file)).collect()
    };
    match row.kind.as_str() {
        "create" => Ok(Some(Letter::Create(Box::new(out_case(case, of(None))?)))),
        "reply" => {
            let Some(body) = portal.store.message_body(&row.subject).await? else { return Ok(None) };
            let text = text_of(&body)?;
            Ok(Some(message(row, &case, text, of(Some(&row.subject)))?))
        }
        _ => action(row, &case),
    }
}

fn action(row: &OutboxRow, case: &CaseRecord) -> Result<Option<Letter>, StoreError> {
    Ok(match CaseAction::parse(&row.subject) {
        Some(CaseAction::Close) => Some(Letter::Close),
        Some(CaseAction::Reopen) => Some(Letter::Reopen),
        Some(CaseAction::AskUpdate) => {
            let text =
                format!("The customer asks for an update: an answer was promised by {}.", case.expected_by);
            Some(message(row, case, text, Vec::new())?)
        }
        // A rating would open a solved case again over there: it stays here.
        Some(CaseAction::Rate) | None => None,
    })
}

fn message(
    row: &OutboxRow,
    case: &CaseRecord,
    text: String,
    attachments: Vec<OutFile>,
) -> Result<Letter, StoreError> {
    Ok(Letter::Reply(Box::new(OutMessage {
        key: key(&row.key)?,
        case: key(&case.case_id)?,
        email: case.email.clone(),
        text,
        attachments,
    })))
}

fn out_case(case: CaseRecord, attachments: Vec<OutFile>) -> Result<OutCase, StoreError> {
    let read = |what| move |_| StoreError::Unreadable(what);
    Ok(OutCase {
        key: key(&case.case_id)?,
        subject: format!("{}: {}", case.case_id, case.category.as_str()),
        environment: Environment::parse(&case.environment).unwrap_or(Environment::Production),
        client_id: case.client_id,
        category: case.category,
        locale: case.locale,
        market: case.market,
        email: case.email,
        description: case.description,
        order_id: case.order_id,
        happened_on: case.happened_on,
        evidence: serde_json::from_str(&case.evidence).map_err(read("evidence"))?,
        tried: case.tried,
        answers: serde_json::from_str(&case.answers).map_err(read("answers"))?,
        context: serde_json::from_str(&case.context).map_err(read("context"))?,
        expected_by: case.expected_by,
        attachments,
    })
}

fn out_file(portal: &Shared, file: &Attachment) -> OutFile {
    OutFile {
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size: u64::try_from(file.size).unwrap_or_default(),
        source: Arc::new(Stored { portal: portal.clone(), id: file.id.clone() }),
    }
}

/// A file's bytes, read when they are sent. One that waits for the scanner keeps its case waiting: nothing of it is sent.
struct Stored {
    portal: Shared,
    id: String,
}

#[async_trait]
impl FileSource for Stored {
    async fn bytes(&self) -> io::Result<Bytes> {
        let file = uploads::open(&self.portal, &self.id).await;
        file.map(|file| file.bytes).map_err(io::Error::other)
    }
}

fn text_of(body: &str) -> Result<String, StoreError> {
    let blocks: Vec<MessageBlock> = serde_json::from_str(body).map_err(|_| StoreError::Unreadable("body"))?;
    Ok(blocks.iter().map(MessageBlock::to_text).collect::<Vec<_>>().join("\n\n"))
}
