//! Cases that were sent, as values.

use crate::{Load, State};
use klarna_help_wire::{CaseView, Category, Receipt};

/// The cases known here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// Sent from here, or remembered by this device, newest first.
    pub cases: Vec<KnownCase>,
}

/// A case this page knows, with its token.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownCase {
    /// The case ID.
    pub case_id: String,
    /// The token that reads it.
    pub token: String,
    /// By when the customer hears from us.
    pub expected_by: String,
    /// Its receipt, if it was sent from this page.
    pub receipt: Option<Receipt>,
    /// Its category, if known.
    pub category: Option<Category>,
    /// What the portal last said.
    pub view: Load<CaseView>,
    /// Whether the last look at it failed; what was known before still shows.
    pub stale: bool,
    /// Whether the device remembers it.
    pub kept: bool,
    /// Whether the device refused to, when last asked.
    pub keep_refused: bool,
}

/// What a device remembers of a case: nothing of what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The case ID.
    pub case_id: String,
    /// The token that reads it.
    pub token: String,
    /// By when the customer hears from us.
    pub expected_by: String,
}

impl State {
    /// A case by ID.
    pub fn case(&self, id: &str) -> Option<&KnownCase> {
        self.desk.cases.iter().find(|c| c.case_id == id)
    }

    pub(crate) fn case_mut(&mut self, id: &str) -> Option<&mut KnownCase> {
        self.desk.cases.iter_mut().find(|c| c.case_id == id)
    }
}
