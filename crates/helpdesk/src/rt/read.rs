//! What reads tickets, replies and files.

use super::Rt;
use super::model::{Attachment, List, Ticket, Transaction};
use crate::config::FILE_MAX_BYTES;
use crate::http::{read, read_json};
use crate::{FileId, FileRef, Key, ReadError, Remote, RemoteMessage, sanitise, sanitise_text};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use klarna_help_wire::MessageBlock;

/// Results of one page; RT gives no more.
pub(super) const PAGE: &str = "100";

impl Rt {
    pub(super) async fn ticket(&self, id: &str) -> Result<Ticket, ReadError> {
        read_json(self.get(&["ticket", id], &[("fields", "Owner"), ("fields[Owner]", "RealName")])).await
    }

    /// Tickets whose field really holds the key, oldest first.
    pub(super) async fn find_tickets(&self, key: &Key) -> Result<Vec<u64>, ReadError> {
        let field = &self.config.case_field;
        let query = format!("CF.{{{field}}}='{key}'");
        let request = self.get(
            &["tickets"],
            &[("query", &query), ("fields", "CustomFields"), ("orderby", "id"), ("per_page", PAGE)],
        );
        let found: List<Ticket> = read_json(request).await?;
        let ours = found.items.into_iter().filter(|t| t.fields.iter().any(|one| one.holds(field, key)));
        let mut ids: Vec<u64> = ours.map(|ticket| ticket.id).collect();
        ids.sort_unstable();
        Ok(ids)
    }

    /// Replies of a ticket that hold the key: in the transaction's field, or as the `Message-ID` of a mail.
    pub(super) async fn find_transactions(
        &self,
        case: &Remote,
        key: &Key,
    ) -> Result<Vec<RemoteMessage>, ReadError> {
        let field = &self.config.message_field;
        let by_field = format!("{} AND CF.{{{field}}}='{key}'", replies_of(case)?);
        let found = self.transactions(&by_field, "CustomFields").await?;
        let ours = found.into_iter().filter(|t| t.fields.iter().any(|one| one.holds(field, key)));
        let mut ids: Vec<u64> = ours.map(|transaction| transaction.id).collect();
        if let (true, Some(mail)) = (ids.is_empty(), &self.config.mail) {
            let message_id = mail.message_id(key);
            let mut after = 0;
            // Paged by id: pages that hide items do not say where they end (trap 7).
            loop {
                let query = format!("{} AND id > {after}", replies_of(case)?);
                let page = self.transactions(&query, "Creator").await?;
                let Some(last) = page.iter().map(|transaction| transaction.id).max() else { break };
                for transaction in page.iter().filter(|t| !self.is_relay(t)) {
                    let id = transaction.id.to_string();
                    let parts = self.attachments(&["transaction", &id, "attachments"]).await?;
                    if parts.iter().any(|part| part.message_id.as_deref() == Some(message_id.as_str())) {
                        ids.push(transaction.id);
                    }
                }
                after = last;
            }
        }
        ids.sort_unstable();
        Ok(ids.into_iter().map(|id| RemoteMessage { id: id.to_string() }).collect())
    }

    /// The first page of a search, by id.
    pub(super) async fn transactions(
        &self,
        query: &str,
        fields: &str,
    ) -> Result<Vec<Transaction>, ReadError> {
        let request = self.get(
            &["transactions"],
            &[
                ("query", query),
                ("orderby", "id"),
                ("per_page", PAGE),
                ("fields", fields),
                ("fields[Creator]", "RealName"),
            ],
        );
        let found: List<Transaction> = read_json(request).await?;
        Ok(found.items)
    }

    pub(super) fn is_relay(&self, transaction: &Transaction) -> bool {
        transaction.creator.as_ref().is_some_and(|user| user.id == self.config.relay_user)
    }

    /// Parts of a ticket's or a transaction's messages, without their content.
    pub(super) async fn attachments(&self, path: &[&str]) -> Result<Vec<Attachment>, ReadError> {
        let fields = "Filename,ContentType,ContentLength,MessageId";
        let found: List<Attachment> =
            read_json(self.get(path, &[("fields", fields), ("per_page", PAGE)])).await?;
        Ok(found.items)
    }

    /// What a reply says: its HTML, or else its plain text. Never as HTML (trap 8).
    pub(super) async fn body(&self, parts: &[Attachment]) -> Result<Vec<MessageBlock>, ReadError> {
        for (media_type, make) in [
            ("text/html", sanitise as fn(&str) -> Vec<MessageBlock>),
            ("text/plain", sanitise_text as fn(&str) -> Vec<MessageBlock>),
        ] {
            let mut blocks = Vec::new();
            for part in parts.iter().filter(|part| part.file_name().is_none() && part.is(media_type)) {
                let (_, bytes) = self.content(&part.id.to_string()).await?;
                blocks.extend(make(&String::from_utf8_lossy(&bytes)));
            }
            if !blocks.is_empty() {
                blocks.truncate(klarna_help_wire::MESSAGE_BLOCKS_MAX);
                return Ok(blocks);
            }
        }
        Ok(Vec::new())
    }

    pub(super) fn files(parts: &[Attachment]) -> Vec<FileRef> {
        let file = |part: &Attachment| {
            Some(FileRef {
                id: FileId(part.id.to_string()),
                name: crate::render::file_name(part.file_name()?),
                media_type: part.media_type.clone().unwrap_or_default(),
                size: part.size,
            })
        };
        parts.iter().filter_map(file).collect()
    }

    async fn content(&self, id: &str) -> Result<(Attachment, Vec<u8>), ReadError> {
        // Base64 in JSON: a third more, and the line ends.
        let answer = read(self.get(&["attachment", id], &[]), FILE_MAX_BYTES / 2 * 3).await?;
        let attachment: Attachment = answer.json().map_err(ReadError::failed)?;
        let text: String =
            attachment.content.iter().flat_map(|text| text.chars()).filter(|c| !c.is_whitespace()).collect();
        let bytes = STANDARD.decode(text).map_err(|_| ReadError::failed("a file that is not base64"))?;
        Ok((attachment, bytes))
    }

    /// A file of a public message of this case, and of no other.
    pub(super) async fn fetch_file(&self, case: &Remote, file: &FileId) -> Result<Bytes, ReadError> {
        let nowhere = ReadError::NotThere { code: 404 };
        if file.0.parse::<u64>().is_err() {
            return Err(nowhere);
        }
        let (attachment, bytes) = self.content(&file.0).await?;
        let transaction = attachment.transaction.ok_or(nowhere.clone())?;
        let query = format!("{} AND id = {transaction}", messages_of(case)?);
        let found = self.transactions(&query, "Type").await?;
        if found.iter().any(|one| one.id == transaction) { Ok(bytes.into()) } else { Err(nowhere) }
    }
}

/// The query of a ticket's replies. `TicketId` alone also finds what was written on assets and articles of that number.
pub(super) fn replies_of(case: &Remote) -> Result<String, ReadError> {
    let id = ticket_id(case)?;
    Ok(format!("ObjectType='RT::Ticket' AND TicketId={id} AND Type='Correspond'"))
}

/// The query of a ticket's public messages: the first one too.
fn messages_of(case: &Remote) -> Result<String, ReadError> {
    let id = ticket_id(case)?;
    Ok(format!("ObjectType='RT::Ticket' AND TicketId={id} AND (Type='Correspond' OR Type='Create')"))
}

fn ticket_id(case: &Remote) -> Result<u64, ReadError> {
    case.id.0.parse().map_err(|_| ReadError::NotThere { code: 404 })
}
