//! What comes back: where a case is over there, and what its customer may see of it.
//!
//! Not here: internal notes. No type below has a place for one.

use crate::Key;
use jiff::Timestamp;
use klarna_help_wire::{CaseState, MessageBlock};
use std::fmt;

/// A helpdesk's own id of a case: opaque, at most 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RemoteId(pub String);

/// A helpdesk's own id of a file: opaque.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub String);

impl fmt::Display for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A case in the helpdesk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Its id.
    pub id: RemoteId,
    /// Its page for agents, if it has one.
    pub url: Option<String>,
}

/// A message in the helpdesk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteMessage {
    /// Its id, unique in that helpdesk.
    pub id: String,
}

/// Where reading of changes stands: opaque, stored by the portal between two reads. The empty one begins now: read once
/// before the first case is sent. What happened on a case before comes by [`crate::Helpdesk::fetch`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor(pub String);

/// One read of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// Oldest first. **At least once**: a change may come again in a later read. A reply is the same if its id is; state
    /// and person are the present ones and overwrite.
    pub changes: Vec<PublicChange>,
    /// To go on from, when all `changes` are stored.
    pub cursor: Cursor,
    /// Whether more was there than one read brings.
    pub more: bool,
}

/// Something on a case that its customer may see.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicChange {
    /// The case over there.
    pub remote: RemoteId,
    /// The case here.
    pub key: Key,
    /// What it is.
    pub what: WhatChanged,
}

/// What changed.
#[derive(Clone, Debug, PartialEq)]
pub enum WhatChanged {
    /// Somebody wrote. What the portal itself sent does not come back as this.
    Reply {
        /// The message's id, unique in that helpdesk: the same reply has the same one.
        id: String,
        /// Who wrote.
        author: Author,
        /// When.
        at: Timestamp,
        /// What.
        body: Vec<MessageBlock>,
        /// Its files.
        files: Vec<FileRef>,
    },
    /// The case stands there now.
    Status(CaseState),
    /// This person has it now; `None`, nobody.
    Assigned(Option<Author>),
}

/// Who wrote, or who has a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    /// A person of the company.
    Agent {
        /// As customers may see it.
        name: String,
        /// The agent's id in the helpdesk.
        id: String,
    },
    /// The customer, by another way than the portal, such as mail.
    Customer,
}

/// A file of a reply. Its bytes are fetched by [`crate::Helpdesk::file`], with our credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRef {
    /// Its id.
    pub id: FileId,
    /// Its name: text for people, never a path.
    pub name: String,
    /// As the helpdesk says; not to be trusted.
    pub media_type: String,
    /// In bytes, if the helpdesk says so.
    pub size: Option<u64>,
}

/// A case as it stands over there.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicCase {
    /// Where.
    pub remote: Remote,
    /// The case here; compared with the record's own key.
    pub key: Key,
    /// Where it stands; `None` if the status map has no such status.
    pub state: Option<CaseState>,
    /// Who has it.
    pub assigned: Option<Author>,
    /// Replies and other public changes, oldest first, as in [`Changes`].
    pub changes: Vec<PublicChange>,
}

/// What a delivery from the helpdesk says.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint {
    /// Something happened: read [`crate::Helpdesk::changes`], or the one case, before believing anything.
    Look(Option<RemoteId>),
    /// The changes themselves, from a sender who proved to hold the secret.
    Changes {
        /// The delivery's id: the same one may come again.
        delivery: String,
        /// What it brings.
        changes: Vec<PublicChange>,
    },
}

/// How a case was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erased {
    /// It is gone, or will be by the helpdesk's own promise.
    Gone,
    /// The helpdesk cannot be told to: what an operator has to do there.
    ByHand(String),
}
