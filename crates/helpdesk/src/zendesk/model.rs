//! The parts of Zendesk's answers that are read.

use crate::{Author, Key};
use serde::Deserialize;
use serde_json::Value;

/// The tag Zendesk gives a ticket that was merged into another.
const MERGED: &str = "closed_by_merge";

#[derive(Debug, Deserialize)]
pub(super) struct OneTicket {
    pub(super) ticket: Ticket,
    #[serde(default)]
    pub(super) users: Vec<User>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Tickets {
    pub(super) tickets: Vec<Ticket>,
    #[serde(default)]
    pub(super) users: Vec<User>,
    #[serde(default)]
    pub(super) after_cursor: Option<String>,
    #[serde(default)]
    pub(super) end_of_stream: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Ticket {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) external_id: Option<String>,
    #[serde(default)]
    pub(super) status: String,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    #[serde(default)]
    pub(super) requester_id: Option<u64>,
    #[serde(default)]
    pub(super) assignee_id: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct User {
    pub(super) id: Option<u64>,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) role: String,
}

/// A page of a list with cursor pagination.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Meta {
    #[serde(default)]
    pub(super) has_more: bool,
    #[serde(default)]
    pub(super) after_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Comments {
    pub(super) comments: Vec<Comment>,
    #[serde(default)]
    pub(super) users: Vec<User>,
    #[serde(default)]
    pub(super) meta: Meta,
}

#[derive(Debug, Deserialize)]
pub(super) struct Comment {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) author_id: Option<u64>,
    #[serde(default)]
    pub(super) html_body: String,
    /// Whether the customer may see it: nothing but a present `true` says so.
    #[serde(default)]
    pub(super) public: bool,
    #[serde(default)]
    pub(super) created_at: String,
    #[serde(default)]
    pub(super) attachments: Vec<Attachment>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Attachment {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) file_name: String,
    #[serde(default)]
    pub(super) content_type: String,
    #[serde(default)]
    pub(super) content_url: String,
    #[serde(default)]
    pub(super) size: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Audits {
    pub(super) audits: Vec<Audit>,
    #[serde(default)]
    pub(super) meta: Meta,
}

#[derive(Debug, Deserialize)]
pub(super) struct Audit {
    #[serde(default)]
    pub(super) metadata: Value,
    #[serde(default)]
    pub(super) events: Vec<AuditEvent>,
}

#[derive(Debug, Deserialize)]
pub(super) struct AuditEvent {
    pub(super) id: u64,
    #[serde(rename = "type", default)]
    pub(super) kind: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct OneUpload {
    pub(super) upload: Upload,
}

#[derive(Debug, Deserialize)]
pub(super) struct Upload {
    pub(super) token: String,
}

impl Ticket {
    /// Our key, if it has one.
    pub(super) fn key(&self) -> Option<Key> {
        Key::new(self.external_id.clone()?).ok()
    }

    /// Whether it is a case of its own still.
    pub(super) fn is_live(&self) -> bool {
        !self.is_merged() && self.status != "deleted"
    }

    pub(super) fn is_merged(&self) -> bool {
        self.tags.iter().any(|tag| tag == MERGED)
    }

    pub(super) fn assigned(&self, users: &[User]) -> Option<Author> {
        Some(agent(self.assignee_id?, users))
    }
}

impl Audit {
    /// The key of ours that was sent along with it.
    pub(super) fn key(&self, field: &str) -> Option<&str> {
        self.metadata.get("custom")?.get(field)?.as_str()
    }

    /// Ids of its comments.
    pub(super) fn comments(&self) -> impl Iterator<Item = u64> + '_ {
        self.events.iter().filter(|event| event.kind == "Comment").map(|event| event.id)
    }
}

/// An agent by id: never an address for a name.
pub(super) fn agent(id: u64, users: &[User]) -> Author {
    let user = users.iter().find(|user| user.id == Some(id));
    let name = user.map(|user| user.name.as_str()).filter(|name| !name.contains('@')).unwrap_or_default();
    Author::Agent { name: name.to_owned(), id: id.to_string() }
}
