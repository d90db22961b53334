//! What can happen to the widget.

use crate::{Failure, FlowIssue, Kept, Now, Screen};
use klarna_help_pack::{Answer, Bodies, Pack};
use klarna_help_search::Index;
use klarna_help_wire::{CaseView, Category, Receipt, ToApp};
use std::rc::Rc;

/// Something that happened.
// Cloned for each press it is bound to: what is heavy is counted, not copied.
#[derive(Clone, Debug)]
pub enum Action {
    /// The app was mounted.
    Mounted,
    /// A message from the loader, and when. Bound to no press, so this is its only holder.
    Host(Rc<ToApp>, Now),
    /// The content of an address came, or did not.
    PackLoaded(String, Result<(Rc<Pack>, Rc<Index>), Failure>, Now),
    /// The article bodies of an address came, or did not.
    BodiesLoaded(String, Result<Rc<Bodies>, Failure>),
    /// Try again what the current screen waits for.
    Retry,
    /// Show a screen.
    Go(Screen),
    /// Show what a search found.
    Pick(Screen),
    /// Back to the screen before.
    Back,
    /// Back to home, with an empty search.
    Home,
    /// The customer wants the panel closed.
    CloseAsked,
    /// The search field changed.
    Type(String),
    /// The search field is to be emptied.
    ClearSearch,
    /// The field of a flow's question changed.
    Draft(String),
    /// A step of a flow was answered.
    Answer {
        /// The flow.
        flow: String,
        /// The step.
        step: String,
        /// The answer, or why there is none.
        answer: Result<Answer, FlowIssue>,
    },
    /// An answer is taken back.
    Change {
        /// The flow.
        flow: String,
        /// The step.
        step: String,
    },
    /// Go to the case form.
    StartCase(CaseSeed),
    /// A field of the case form changed.
    Edit(Field, String),
    /// Send the case; the text is a fresh idempotency key, used if the draft has none.
    Send(String),
    /// The answer to a send, with its key.
    Sent(String, Result<Receipt, Failure>),
    /// Ask for the status of a case, by ID.
    Refresh(String),
    /// The answer to that.
    CaseLoaded(String, Result<CaseView, Failure>),
    /// Remember a case on this device, by ID; or no longer.
    Keep(String, bool),
    /// Whether the device took it.
    Kept(String, bool),
    /// Cases that the device remembers.
    Remembered(Vec<Kept>),
    /// A way to a person was used that leads out of here: `phone` or `web`.
    Contacted(&'static str),
    /// Put a text on the clipboard.
    Copy(String),
    /// Whether that worked.
    Copied(bool),
    /// Move to a field that a fault was found in.
    FocusField(Field),
}

/// What a case form starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseSeed {
    /// A category that fits where the customer comes from.
    pub category: Option<Category>,
    /// The flow they come from, by slug: its answers and its outcome's evidence are carried over.
    pub flow: Option<String>,
}

/// A field of the case form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Wire name of the category.
    Category,
    /// What happened.
    Description,
    /// E-mail.
    Email,
    /// Order number.
    Order,
}

impl Field {
    /// Its name on the wire, as errors carry it.
    pub fn wire(self) -> &'static str {
        match self {
            Field::Category => "category",
            Field::Description => "description",
            Field::Email => "email",
            Field::Order => "orderId",
        }
    }
}
