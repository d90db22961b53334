//! What changes a ticket: uploads, create, comment, merge, status, deletion.

use super::model::{OneTicket, OneUpload};
use super::{MESSAGE_FIELD, Zendesk};
use crate::http::{Answer, send};
use crate::render::{body, file_name, subject};
use crate::{Erased, OutCase, OutFile, OutMessage, ReadError, Remote, RemoteMessage, SendError};
use klarna_help_wire::is_email;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use std::time::Duration;

impl Zendesk {
    pub(super) async fn create_ticket(&self, case: &OutCase) -> Result<Remote, SendError> {
        if !is_email(&case.email) {
            return Err(SendError::Refused { code: 422, text: "email: not an address".to_owned() });
        }
        let uploads = self.upload(&case.attachments).await?;
        let fields = [
            (self.config.category_field, self.common.category(case.category)),
            (self.config.order_field, case.order_id.as_str()),
        ];
        let fields = fields.into_iter().filter_map(|(id, value)| Some(json!({ "id": id?, "value": value })));
        let mut ticket = json!({
            "subject": subject(case),
            "external_id": case.key.as_str(),
            "requester": { "name": case.email, "email": case.email },
            "comment": { "body": body(case), "uploads": uploads },
            "custom_fields": fields.collect::<Vec<Value>>(),
            "metadata": { MESSAGE_FIELD: case.key.as_str() },
        });
        if let (Some(group), Some(ticket)) = (self.config.group, ticket.as_object_mut()) {
            ticket.insert("group_id".to_owned(), json!(group));
        }
        let request = self.http.post(self.url(&["tickets.json"], &[]));
        let request = request.header("Idempotency-Key", case.key.as_str());
        let answer = self.json(request, &json!({ "ticket": ticket })).await.map_err(mismatch)?;
        let created: OneTicket = answer.json().map_err(SendError::unknown)?;
        self.read_back(created.ticket.id, case).await?;
        Ok(self.remote(created.ticket.id))
    }

    /// Whether the new ticket holds what was sent.
    async fn read_back(&self, id: u64, case: &OutCase) -> Result<(), SendError> {
        let lost = |error: ReadError| SendError::unknown(format!("created, not read back: {error}"));
        let read = self.ticket(id).await.map_err(lost)?;
        if read.ticket.external_id.as_deref() != Some(case.key.as_str()) {
            return Err(SendError::unknown("created without our key"));
        }
        let requester = read.users.iter().find(|user| user.id == read.ticket.requester_id);
        let email = requester.and_then(|user| user.email.as_deref());
        if !email.is_some_and(|email| email.eq_ignore_ascii_case(&case.email)) {
            return Err(SendError::unknown("created without the requester"));
        }
        if case.attachments.is_empty() {
            return Ok(());
        }
        let (comments, _) = self.comments(id).await.map_err(lost)?;
        let files: usize = comments.iter().map(|comment| comment.attachments.len()).sum();
        if files < case.attachments.len() {
            return Err(SendError::unknown(format!(
                "created with {files} of {} files",
                case.attachments.len()
            )));
        }
        Ok(())
    }

    /// A customer's comment in the customer's name. It opens a ticket that waits or is solved, as a mail would.
    pub(super) async fn comment(
        &self,
        case: &Remote,
        message: &OutMessage,
    ) -> Result<RemoteMessage, SendError> {
        let id = super::ticket_id(case)?;
        let before = self.ticket(id).await?.ticket;
        let uploads = self.upload(&message.attachments).await?;
        let mut ticket = json!({
            "comment": {
                "body": message.text,
                "author_id": before.requester_id,
                "public": true,
                "uploads": uploads,
            },
            "metadata": { MESSAGE_FIELD: message.key.as_str() },
        });
        if let (true, Some(ticket)) =
            (matches!(before.status.as_str(), "pending" | "solved" | "hold"), ticket.as_object_mut())
        {
            ticket.insert("status".to_owned(), json!("open"));
        }
        let request = self.http.put(self.url(&["tickets", &format!("{id}.json")], &[]));
        self.json(request, &json!({ "ticket": ticket })).await?;
        let lost = |error: ReadError| SendError::unknown(format!("sent, not read back: {error}"));
        let found = self.find_comments(id, &message.key).await.map_err(lost)?;
        let comment = *found.first().ok_or_else(|| SendError::unknown("sent, but not found by key"))?;
        if message.attachments.is_empty() {
            return Ok(RemoteMessage { id: comment.to_string() });
        }
        let (comments, _) = self.comments(id).await.map_err(lost)?;
        let files = comments.iter().find(|one| one.id == comment).map_or(0, |one| one.attachments.len());
        if files < message.attachments.len() {
            return Err(SendError::unknown(format!(
                "sent with {files} of {} files",
                message.attachments.len()
            )));
        }
        Ok(RemoteMessage { id: comment.to_string() })
    }

    /// Sends files ahead. They wait 60 minutes to be named and are gone then, so one too many does no harm.
    async fn upload(&self, files: &[OutFile]) -> Result<Vec<String>, SendError> {
        let mut tokens = Vec::new();
        for file in files {
            let bytes = file.source.bytes().await;
            let bytes =
                bytes.map_err(|error| SendError::NotSent(format!("a file cannot be read: {error}")))?;
            let url = self.url(&["uploads.json"], &[("filename", &file_name(&file.name))]);
            let request = self.authorized(self.http.post(url));
            let request = request.header(http::header::CONTENT_TYPE, &file.media_type).body(bytes);
            let answer = send(request).await.map_err(ahead)?;
            let one: OneUpload = answer.json().map_err(SendError::NotSent)?;
            tokens.push(one.upload.token);
        }
        Ok(tokens)
    }

    pub(super) async fn merge_into(&self, duplicate: u64, keep: u64) -> Result<(), SendError> {
        if duplicate == keep || self.ticket(duplicate).await?.ticket.is_merged() {
            return Ok(());
        }
        let note = "The portal sent this case twice; merged.";
        let body = json!({
            "ids": [duplicate],
            "target_comment": note,
            "source_comment": note,
            "target_comment_is_public": false,
            "source_comment_is_public": false,
        });
        let request = self.http.post(self.url(&["tickets", &keep.to_string(), "merge.json"], &[]));
        self.json(request, &body).await?;
        let lost = |error: ReadError| SendError::unknown(format!("merging, not read back: {error}"));
        if self.ticket(duplicate).await.map_err(lost)?.ticket.is_merged() {
            return Ok(());
        }
        // A job does it, usually within seconds.
        Err(SendError::Unknown { why: "the merge is queued".to_owned(), wait: Some(Duration::from_secs(10)) })
    }

    pub(super) async fn set_status(&self, id: u64, status: &str) -> Result<(), SendError> {
        let state = |name: &str| self.common.status.state(name);
        let before = self.ticket(id).await?.ticket.status;
        let ended = status == "solved" && before == "closed";
        if before == status || ended || (state(&before).is_some() && state(&before) == state(status)) {
            return Ok(());
        }
        let request = self.http.put(self.url(&["tickets", &format!("{id}.json")], &[]));
        let answer = self.json(request, &json!({ "ticket": { "status": status } })).await?;
        let after: OneTicket = answer.json().map_err(SendError::unknown)?;
        if after.ticket.status == status {
            return Ok(());
        }
        Err(SendError::Refused { code: 200, text: format!("the status is still {}", after.ticket.status) })
    }

    /// Deletes a ticket for good: first to the bin, then out of it.
    pub(super) async fn delete(&self, id: u64) -> Result<Erased, SendError> {
        let file = format!("{id}.json");
        for folder in ["tickets", "deleted_tickets"] {
            match send(self.authorized(self.http.delete(self.url(&[folder, &file], &[])))).await {
                // Not there any more is what was wanted.
                Ok(_) | Err(SendError::Refused { code: 404, .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Erased::Gone)
    }

    async fn json(&self, request: RequestBuilder, body: &Value) -> Result<Answer, SendError> {
        let request = request.header(http::header::CONTENT_TYPE, "application/json").body(body.to_string());
        send(self.authorized(request)).await
    }
}

/// An error of what goes ahead of the send: the case itself was not sent yet.
fn ahead(error: SendError) -> SendError {
    match error {
        SendError::Unknown { why, wait: None } => SendError::NotSent(why),
        SendError::Unknown { wait: Some(wait), .. } => SendError::Limited(wait),
        other => other,
    }
}

/// A second try has new upload tokens, so Zendesk finds another body under the key it remembers and says 400. It knows the
/// key: the first may be there, and only a look-up says so.
fn mismatch(error: SendError) -> SendError {
    match error {
        SendError::Refused { code: 400, text } if text.to_lowercase().contains("idempoten") => {
            SendError::unknown("the idempotency key is known with another body")
        }
        other => other,
    }
}
