//! What changes a ticket: create, correspond, merge, status. Each is read back; a 2xx alone is not believed.

use super::Rt;
use super::model::Ticket;
use crate::http::{Answer, send};
use crate::render::{body, file_name, marked, subject};
use crate::{OutCase, OutFile, OutMessage, ReadError, Remote, RemoteMessage, SendError};
use klarna_help_wire::is_email;
use reqwest::multipart::{Form, Part};
use serde_json::{Map, Value, json};

impl Rt {
    pub(super) async fn create_ticket(&self, case: &OutCase) -> Result<Remote, SendError> {
        // RT takes a bad address with a 201 and makes a ticket without a requestor (trap 5).
        if !is_email(&case.email) {
            return Err(SendError::Refused { code: 422, text: "email: not an address".to_owned() });
        }
        let config = &self.config;
        let mut fields = Map::new();
        fields.insert(config.case_field.clone(), json!(case.key.as_str()));
        for (field, value) in [
            (&config.category_field, self.common.category(case.category)),
            (&config.order_field, case.order_id.as_str()),
            (&config.locale_field, case.locale.as_str()),
        ] {
            if let (Some(field), false) = (field, value.is_empty()) {
                fields.insert(field.clone(), json!(value));
            }
        }
        let ticket = json!({
            "Queue": config.queue,
            "Subject": subject(case),
            "Requestor": case.email,
            "Content": body(case),
            "ContentType": "text/plain",
            "CustomFields": Value::Object(fields),
        });
        let form = form(ticket, &case.attachments).await?;
        let answer =
            send(self.authorized(self.http.post(self.url(&["ticket"], &[]))).multipart(form)).await?;
        let id = created_id(&answer)
            .ok_or_else(|| SendError::unknown(format!("answered {} without an id", answer.status)))?;
        self.read_back(id, case).await?;
        Ok(self.remote(id))
    }

    /// Whether the new ticket holds what was sent (traps 4 and 5).
    async fn read_back(&self, id: u64, case: &OutCase) -> Result<(), SendError> {
        let lost = |error: ReadError| SendError::unknown(format!("created, not read back: {error}"));
        let ticket = self.ticket(&id.to_string()).await.map_err(lost)?;
        if !ticket.fields.iter().any(|field| field.holds(&self.config.case_field, &case.key)) {
            return Err(SendError::unknown("created without our key: does the queue have the key field?"));
        }
        if !ticket.requestor.iter().any(|user| user.id.eq_ignore_ascii_case(&case.email)) {
            return Err(SendError::unknown("created without the requestor"));
        }
        if case.attachments.is_empty() {
            return Ok(());
        }
        let files = self.attachments(&["ticket", &id.to_string(), "attachments"]).await.map_err(lost)?;
        let files = files.iter().filter(|file| file.file_name().is_some()).count();
        if files < case.attachments.len() {
            return Err(SendError::unknown(format!(
                "created with {files} of {} files",
                case.attachments.len()
            )));
        }
        Ok(())
    }

    /// A customer's message under the relay's name, which the text says.
    pub(super) async fn correspond(
        &self,
        case: &Remote,
        message: &OutMessage,
    ) -> Result<RemoteMessage, SendError> {
        let content = json!({
            "Content": marked(message),
            "ContentType": "text/plain",
            "TxnCustomFields": { &self.config.message_field: message.key.as_str() },
        });
        let form = form(content, &message.attachments).await?;
        let url = self.url(&["ticket", &case.id.0, "correspond"], &[]);
        send(self.authorized(self.http.post(url)).multipart(form)).await?;
        self.reply_read_back(case, message).await
    }

    /// The reply as RT has it: by our key, with its files.
    pub(super) async fn reply_read_back(
        &self,
        case: &Remote,
        message: &OutMessage,
    ) -> Result<RemoteMessage, SendError> {
        let lost = |error: ReadError| SendError::unknown(format!("sent, not read back: {error}"));
        let found = self.find_transactions(case, &message.key).await.map_err(lost)?;
        let reply =
            found.into_iter().next().ok_or_else(|| SendError::unknown("sent, but not found by key"))?;
        if message.attachments.is_empty() {
            return Ok(reply);
        }
        let files = self.attachments(&["transaction", &reply.id, "attachments"]).await.map_err(lost)?;
        let files = files.iter().filter(|file| file.file_name().is_some()).count();
        if files < message.attachments.len() {
            return Err(SendError::unknown(format!(
                "sent with {files} of {} files",
                message.attachments.len()
            )));
        }
        Ok(reply)
    }

    pub(super) async fn merge_into(&self, duplicate: &Remote, keep: &Remote) -> Result<(), SendError> {
        let keep_id = self.ticket(&keep.id.0).await?.id;
        // A merged ticket answers with the one it is part of now.
        let before = self.ticket(&duplicate.id.0).await?;
        if before.id == keep_id {
            return Ok(());
        }
        let after = self.put(&before, &json!({ "MergeInto": keep_id })).await?;
        if after.id == keep_id {
            return Ok(());
        }
        Err(SendError::Refused { code: 200, text: "not merged".to_owned() })
    }

    pub(super) async fn set_status(&self, case: &Remote, status: &str) -> Result<(), SendError> {
        let before = self.ticket(&case.id.0).await?;
        let state = |name: &str| self.common.status.state(name);
        if before.status == status || (state(status).is_some() && state(&before.status) == state(status)) {
            return Ok(());
        }
        let after = self.put(&before, &json!({ "Status": status })).await?;
        // RT answers 200 to a status that it does not have (trap 6).
        if after.status == status {
            return Ok(());
        }
        Err(SendError::Refused { code: 200, text: format!("the status is still {}", after.status) })
    }

    /// Changes a ticket and reads it again.
    async fn put(&self, ticket: &Ticket, change: &Value) -> Result<Ticket, SendError> {
        let id = ticket.id.to_string();
        let request = self.http.put(self.url(&["ticket", &id], &[]));
        let request = request.header(http::header::CONTENT_TYPE, "application/json").body(change.to_string());
        send(self.authorized(request)).await?;
        let lost = |error: ReadError| SendError::unknown(format!("changed, not read back: {error}"));
        self.ticket(&id).await.map_err(lost)
    }
}

/// The id of what was created: in the body, or else the end of `Location`, which is relative (trap 10).
fn created_id(answer: &Answer) -> Option<u64> {
    let body: Option<Value> = answer.json().ok();
    let of_body = body.as_ref().and_then(|body| body.get("id")).and_then(|id| match id {
        Value::String(text) => text.parse().ok(),
        id => id.as_u64(),
    });
    let location = || answer.headers.get(http::header::LOCATION)?.to_str().ok();
    of_body.or_else(|| location()?.rsplit('/').next()?.parse().ok())
}

/// The multipart form that keeps file names whole (trap 1).
async fn form(json: Value, files: &[OutFile]) -> Result<Form, SendError> {
    let bad = |_| SendError::NotSent("a file has a media type that is none".to_owned());
    let json = Part::text(json.to_string()).mime_str("application/json").map_err(bad)?;
    let mut form = Form::new().percent_encode_noop().part("JSON", json);
    for file in files {
        let bytes = file.source.bytes().await;
        let bytes = bytes.map_err(|error| SendError::NotSent(format!("a file cannot be read: {error}")))?;
        let part = Part::stream(bytes).file_name(file_name(&file.name));
        form = form.part("Attachments", part.mime_str(&file.media_type).map_err(bad)?);
    }
    Ok(form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, StatusCode};

    #[test]
    fn trap_10_the_new_id_is_read_from_the_body_or_from_a_relative_location() {
        let check = |body: &str, location: Option<&'static str>, expected: Option<u64>| {
            let mut headers = HeaderMap::new();
            if let Some(location) = location {
                headers.insert("location", HeaderValue::from_static(location));
            }
            headers.insert("last-modified", HeaderValue::from_static("2026-11-23T06:58:27Z"));
            let answer = Answer { status: StatusCode::CREATED, headers, body: body.to_owned().into() };
            assert_eq!(created_id(&answer), expected, "{body}");
        };
        check(r#"{"id":"7","type":"ticket"}"#, None, Some(7));
        check(r#"{"id":7}"#, None, Some(7));
        check("", Some("/REST/2.0/ticket/7"), Some(7));
        check("[\"Correspondence added\"]", Some("http://rt.example/REST/2.0/ticket/7"), Some(7));
        check("[]", None, None);
    }
}
