//! A case after it was sent: what the customer sees of it, says to it, and does with it.
//!
//! Here: the view, the events it is made of, messages, actions. Not here: sending the case itself (case.rs), files
//! (upload.rs), which moves a case's states allow (the portal's transition table).

use crate::category::names;
use crate::{Attachment, AttachmentRef, CaseState, Category, MessageBlock, NextStep};
use serde::{Deserialize, Serialize};

names! {
    /// A kind of entry in a case's timeline.
    CaseEventKind {
        /// The case was stored.
        Received = "received",
        /// The case moved to another state.
        StateChanged = "state-changed",
        /// The customer wrote, or added evidence.
        CustomerMessage = "customer-message",
        /// Somebody at the helpdesk wrote.
        AgentMessage = "agent-message",
        /// Somebody at the helpdesk took the case.
        Assigned = "assigned",
        /// The customer asked for an update because it is late.
        UpdateAsked = "update-asked",
        /// The customer is told another date.
        PromiseMoved = "promise-moved",
        /// The customer said how it went.
        Rated = "rated",
    }
}

impl CaseEventKind {
    /// Whether the helpdesk did it, so that the customer may not know of it yet.
    pub fn is_from_us(self) -> bool {
        matches!(
            self,
            CaseEventKind::StateChanged
                | CaseEventKind::AgentMessage
                | CaseEventKind::Assigned
                | CaseEventKind::PromiseMoved
        )
    }
}

names! {
    /// What a customer may do with a case besides writing.
    CaseAction {
        /// Say that the answer is late. Once a working day.
        AskUpdate = "ask-update",
        /// Open an ended case again.
        Reopen = "reopen",
        /// End it: it is solved, or no longer wanted.
        Close = "close",
        /// Say how it went. Once.
        Rate = "rate",
    }
}

/// What somebody wrote, in either direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Its id.
    pub id: String,
    /// What was written. Never markup: see [`MessageBlock`].
    pub body: Vec<MessageBlock>,
    /// Files that came with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

/// One entry of a case's timeline. Append-only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseEvent {
    /// Its place: grows with each event, has gaps. Also the `id` of the event stream.
    pub seq: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What happened.
    pub kind: CaseEventKind,
    /// The state after it.
    pub state: CaseState,
    /// Who did it at the helpdesk: a name or an identifier, empty if not told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agent: String,
    /// What was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// 1 to 5, of a rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// The new date, of a promise that moved: `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected_by: String,
}

/// A case as the customer follows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseView {
    /// The case ID.
    pub case_id: String,
    /// What it is about.
    pub category: Category,
    /// Where it stands.
    pub state: CaseState,
    /// What happens next.
    pub next_step: NextStep,
    /// RFC 3339 in UTC.
    pub received_at: String,
    /// `YYYY-MM-DD` in the market's zone.
    pub expected_by: String,
    /// Whether that date has passed while it is our turn.
    pub late: bool,
    /// Who has it at the helpdesk; empty if nobody yet.
    pub assignee: String,
    /// What the customer wrote, as stored.
    pub description: String,
    /// When it happened, `YYYY-MM-DD`; empty if not told.
    pub happened_on: String,
    /// What the customer had tried; empty if not told.
    pub tried: String,
    /// The order number, empty if none was given.
    pub order_id: String,
    /// Files sent with the case itself.
    pub attachments: Vec<Attachment>,
    /// What the customer may do now.
    pub can: Vec<CaseAction>,
    /// Whether the customer may write.
    pub can_reply: bool,
    /// Oldest first.
    pub timeline: Vec<CaseEvent>,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseListed {
    /// The case ID.
    pub case_id: String,
    /// What it is about.
    pub category: Category,
    /// Where it stands.
    pub state: CaseState,
    /// RFC 3339 in UTC.
    pub received_at: String,
    /// `YYYY-MM-DD` in the market's zone.
    pub expected_by: String,
    /// The last event that the helpdesk made; 0 if there is none. Newer than what the customer saw means unread.
    pub last_from_us: i64,
}

/// The cases of a customer who is known by an identity token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseList {
    /// Newest first, at most [`crate::CASES_LISTED_MAX`].
    pub cases: Vec<CaseListed>,
}

/// A message of the customer's. Text or at least one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageRequest {
    /// What the customer wrote, redacted.
    pub text: String,
    /// Files, by the ids of their finished uploads.
    pub attachments: Vec<AttachmentRef>,
    /// What the customer chose to leave unmasked: see [`crate::CaseRequest::kept`].
    pub kept: Vec<String>,
}

/// Something the customer does with a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionRequest {
    /// [`CaseAction`] by name.
    pub action: String,
    /// 1 to 5, of `rate` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// In the customer's words, redacted; of `rate` alone, may be empty.
    pub comment: String,
}
