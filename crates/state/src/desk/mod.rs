//! Cases after they were sent: receipts, status, what the device remembers.
//!
//! Not here: writing and sending one (form/), HTTP and storage (an effect asks for them).

mod keep;
mod model;
mod status;

pub use model::{Desk, Kept, KnownCase};
pub(crate) use status::{received, refresh};

use crate::effect::Effect;
use crate::{Failure, State};
use klarna_help_wire::CaseView;

/// What can happen to cases that were sent.
#[derive(Clone, Debug)]
pub enum DeskAction {
    /// Ask for the status of a case, by ID.
    Refresh(String),
    /// The answer to that.
    Loaded(String, Result<CaseView, Failure>),
    /// Remember a case on this device, by ID; or no longer.
    Keep(String, bool),
    /// Whether the device took it.
    Kept(String, bool),
    /// Cases that the device remembers.
    Remembered(Vec<Kept>),
}

/// What cases that were sent ask of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskEffect {
    /// Fetch a case's status.
    Load {
        /// The case ID.
        case_id: String,
        /// Its token.
        token: String,
    },
    /// Read the cases that the device remembers. Only after the customer opened help.
    ReadRemembered,
    /// Remember a case on this device, or no longer. Others that it remembers stay.
    Remember(Kept, bool),
}

/// Nothing of this runs before the rest of the module is there (docs/decisions/0006), so it stays one function.
#[inline(never)]
pub(crate) fn update(state: &mut State, action: DeskAction) -> Vec<Effect> {
    match action {
        DeskAction::Refresh(id) => refresh(state, &id),
        DeskAction::Loaded(id, result) => status::loaded(state, &id, result),
        DeskAction::Keep(id, keep) => keep::keep(state, &id, keep),
        DeskAction::Kept(id, kept) => keep::kept(state, &id, kept),
        DeskAction::Remembered(cases) => keep::remembered(state, cases),
    }
}
