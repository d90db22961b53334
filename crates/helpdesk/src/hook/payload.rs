//! What the webhook says, in both directions, as a receiver has to know it.
//!
//! To the receiver, `POST url`: `{"type", "timestamp", "data"}` with type `case.created` ([`CaseData`]), `message.created`
//! ([`MessageData`]), `case.closed`, `case.reopened` or `case.erase` (`{"key"}`). Answer 2xx when it is stored, with `{"key",
//! "url"}` if you like; anything else, and it comes again under the same `Webhook-Id`.
//!
//! Look-ups, if the receiver offers them, signed with `Webhook-Id: lookup.` and the path, its `/` as `.`:
//! `GET lookup_url/cases/KEY` answers [`FoundCases`], `/messages/KEY` [`FoundMessages`] (404 is "not there"), `/files/ID` bytes.
//!
//! To the portal: `{"type": "case.updated", "timestamp", "data": `[`Update`]`}`. Times are RFC 3339 with any offset.

use crate::config::Common;
use crate::time::instant;
use crate::{
    Author, FileId, FileRef, Key, OutCase, OutFile, OutMessage, PublicChange, RemoteId, SendError, StatusMap,
    WhatChanged, render, sanitise, sanitise_text,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use klarna_help_wire::{Answer, Context, EvidenceNote};
use serde::{Deserialize, Serialize};

/// Longest id or name that is taken over from a receiver, in characters.
const NAME_MAX: usize = 200;

/// The envelope.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery<T> {
    /// What happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was sent.
    pub timestamp: String,
    /// What it is about.
    pub data: T,
}

/// A case, sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is explained at `OutCase`")]
pub struct CaseData {
    pub key: String,
    pub client_id: String,
    pub environment: String,
    pub subject: String,
    pub category: String,
    pub locale: String,
    pub market: String,
    pub email: String,
    pub description: String,
    pub order_id: String,
    pub happened_on: String,
    pub tried: String,
    pub evidence: Vec<EvidenceNote>,
    pub answers: Vec<Answer>,
    pub context: Context,
    pub expected_by: String,
    /// All of it in one text, for receivers that only show one.
    pub text: String,
    pub files: Vec<FileData>,
}

/// A customer's message, sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each field is explained at `OutMessage`")]
pub struct MessageData {
    pub key: String,
    pub case_key: String,
    pub email: String,
    pub text: String,
    pub files: Vec<FileData>,
}

/// A file, sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileData {
    /// Its name: no path, no quote, no control.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes, base64.
    pub content: String,
}

/// What a receiver may answer to a delivery.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Said {
    /// Our key again.
    pub key: Option<String>,
    /// The case's page for agents.
    pub url: Option<String>,
}

/// Answer to a look-up of a case.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FoundCases {
    /// Every case of that key.
    pub cases: Vec<FoundCase>,
}

/// A case, looked up.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundCase {
    /// Our key.
    pub key: String,
    /// Its page for agents.
    pub url: Option<String>,
    /// How many files came with it.
    pub file_count: Option<usize>,
    /// How it stands.
    #[serde(flatten)]
    pub news: News,
}

/// Answer to a look-up of a message.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FoundMessages {
    /// Every message of that key.
    pub messages: Vec<FoundMessage>,
}

/// A message, looked up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FoundMessage {
    /// Our key.
    pub key: String,
    /// The key of its case.
    pub case: String,
}

/// A delivery to the portal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Update {
    /// Our key of the case.
    pub key: String,
    /// What is new.
    #[serde(flatten)]
    pub news: News,
}

/// How a case stands, or what of it is new.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct News {
    /// In the receiver's words; the status map makes it ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Who has it; an empty name, nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<Person>,
    /// What was written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Reply>,
}

/// A person of the company.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// As customers may see it.
    #[serde(default)]
    pub name: String,
    /// Their id; empty, nobody.
    #[serde(default)]
    pub id: String,
}

/// What was written on a case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// Its id: the same reply has the same one.
    pub id: String,
    /// Whether the customer may see it. Without it, or with anything but `true`, the reply is dropped.
    #[serde(default)]
    pub public: bool,
    /// Who wrote; without it, the customer did.
    #[serde(default)]
    pub author: Option<Person>,
    /// When.
    pub at: String,
    /// The body as HTML.
    #[serde(default)]
    pub html: Option<String>,
    /// The body as plain text, if there is no HTML.
    #[serde(default)]
    pub text: Option<String>,
    /// Its files.
    #[serde(default)]
    pub files: Vec<ReplyFile>,
}

/// A file of a reply.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplyFile {
    /// Its id, for `GET lookup_url/files/ID`: in the form of a [`Key`].
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its media type.
    #[serde(default)]
    pub media_type: String,
    /// In bytes.
    #[serde(default)]
    pub size: Option<u64>,
}

pub(super) async fn case(case: &OutCase, common: &Common, files_max: u64) -> Result<CaseData, SendError> {
    Ok(CaseData {
        key: case.key.to_string(),
        client_id: case.client_id.clone(),
        environment: case.environment.as_str().to_owned(),
        subject: render::subject(case),
        category: common.category(case.category).to_owned(),
        locale: case.locale.clone(),
        market: case.market.clone(),
        email: case.email.clone(),
        description: case.description.clone(),
        order_id: case.order_id.clone(),
        happened_on: case.happened_on.clone(),
        tried: case.tried.clone(),
        evidence: case.evidence.clone(),
        answers: case.answers.clone(),
        context: case.context.clone(),
        expected_by: case.expected_by.clone(),
        text: render::body(case),
        files: files(&case.attachments, files_max).await?,
    })
}

pub(super) async fn message(message: &OutMessage, files_max: u64) -> Result<MessageData, SendError> {
    Ok(MessageData {
        key: message.key.to_string(),
        case_key: message.case.to_string(),
        email: message.email.clone(),
        text: message.text.clone(),
        files: files(&message.attachments, files_max).await?,
    })
}

async fn files(files: &[OutFile], max: u64) -> Result<Vec<FileData>, SendError> {
    if files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.size)) > max {
        return Err(SendError::Refused {
            code: 413,
            text: "more bytes of files than this receiver takes".to_owned(),
        });
    }
    let mut out = Vec::new();
    for file in files {
        let bytes = file.source.bytes().await;
        let bytes = bytes.map_err(|error| SendError::NotSent(format!("a file cannot be read: {error}")))?;
        out.push(FileData {
            name: render::file_name(&file.name),
            media_type: file.media_type.clone(),
            content: STANDARD.encode(bytes),
        });
    }
    Ok(out)
}

/// Reads a delivery to the portal.
pub(super) fn read(body: &[u8]) -> Result<Update, String> {
    let delivery: Delivery<Update> = serde_json::from_slice(body)
        .map_err(|e| format!("no such JSON at line {}, column {}", e.line(), e.column()))?;
    Ok(delivery.data)
}

impl Update {
    pub(super) fn changes(self, map: &StatusMap) -> Result<Vec<PublicChange>, String> {
        let key = Key::new(self.key).map_err(|bad| format!("data.key: {bad}"))?;
        self.news.changes(&key, map)
    }
}

impl News {
    pub(super) fn changes(self, key: &Key, map: &StatusMap) -> Result<Vec<PublicChange>, String> {
        let mut what = Vec::new();
        for reply in self.replies.into_iter().filter(|reply| reply.public) {
            what.push(reply.change()?);
        }
        what.extend(self.assigned.map(|person| WhatChanged::Assigned(person.author())));
        what.extend(self.status.and_then(|status| map.state(&status)).map(WhatChanged::Status));
        let remote = RemoteId(key.to_string());
        let change = |what| PublicChange { remote: remote.clone(), key: key.clone(), what };
        Ok(what.into_iter().map(change).collect())
    }
}

impl Person {
    pub(super) fn author(&self) -> Option<Author> {
        let somebody = !self.id.is_empty() || !self.name.is_empty();
        somebody.then(|| Author::Agent { name: short(&self.name), id: short(&self.id) })
    }
}

impl Reply {
    fn change(self) -> Result<WhatChanged, String> {
        if self.id.is_empty() || self.id.len() > NAME_MAX {
            return Err("data.replies.id: empty or too long".to_owned());
        }
        let at = instant(&self.at).ok_or("data.replies.at: not a time of RFC 3339")?;
        let body = match (&self.html, &self.text) {
            (Some(html), _) => sanitise(html),
            (None, Some(text)) => sanitise_text(text),
            (None, None) => Vec::new(),
        };
        let file = |file: ReplyFile| FileRef {
            id: FileId(file.id),
            name: render::file_name(&file.name),
            media_type: short(&file.media_type),
            size: file.size,
        };
        let author = self.author.as_ref().and_then(Person::author).unwrap_or(Author::Customer);
        let files = self.files.into_iter().take(50).map(file).collect();
        Ok(WhatChanged::Reply { id: self.id, author, at, body, files })
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trap_14_a_reply_is_shown_only_if_it_says_that_it_is_public() {
        let check = |public: &str, shown: usize| {
            let body = format!(
                r#"{{"type":"case.updated","timestamp":"2026-11-23T07:00:00Z","data":{{"key":"KH-1","replies":
                [{{"id":"1",{public}"at":"2026-11-23T01:00:00-06:00","text":"hej","title":"never shown"}}]}}}}"#
            );
            let changes = read(body.as_bytes()).and_then(|update| update.changes(&StatusMap::own()));
            assert_eq!(changes.map(|changes| changes.len()).unwrap_or_default(), shown, "{public}");
        };
        check(r#""public":true,"#, 1);
        check(r#""public":false,"#, 0);
        check("", 0);
        check(r#""public":"true","#, 0);
    }

    #[test]
    fn a_delivery_that_was_not_agreed_on_names_what_is_wrong() {
        let check = |data: &str, expected: &str| {
            let body = format!(r#"{{"type":"case.updated","timestamp":"x","data":{data}}}"#);
            let fault =
                read(body.as_bytes()).and_then(|update| update.changes(&StatusMap::own())).unwrap_err();
            assert!(fault.contains(expected), "{fault}");
        };
        check(r#"{"key":"a b"}"#, "data.key");
        check(
            r#"{"key":"k","replies":[{"id":"","public":true,"at":"2026-11-23T07:00:00Z"}]}"#,
            "data.replies.id",
        );
        check(r#"{"key":"k","replies":[{"id":"1","public":true,"at":"today"}]}"#, "data.replies.at");
        check(r#"{"replies":[]}"#, "no such JSON");
    }
}
