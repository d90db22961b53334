//! The case form: begun with what is known, written, sent once.
//!
//! Not here: what follows a receipt (desk/), HTTP (an effect asks for it).

mod edit;
mod model;
mod request;
mod send;
mod start;

pub use model::{CaseForm, CaseSeed, Field, Phase};
pub use request::build_request;
pub(crate) use start::start;

use crate::effect::{Effect, Focus};
use crate::{Failure, State};
use klarna_help_wire::{CaseRequest, Receipt, Secret};

/// What can happen to the form once it shows.
#[derive(Clone, Debug)]
pub enum FormAction {
    /// A field changed.
    Edit(Field, String),
    /// Send the case; the text is a fresh idempotency key, used if the draft has none.
    Send(String),
    /// The answer to a send, with its key.
    Sent(String, Result<Receipt, Failure>),
    /// Move to a field that a fault was found in.
    FocusField(Field),
}

/// What the form asks of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum FormEffect {
    /// Send a case under a key, as the customer whom the host vouches for, if it does.
    Send(Box<CaseRequest>, String, Option<Secret>),
}

/// Nothing of this runs before the rest of the module is there (docs/decisions/0006), so it stays one function.
#[inline(never)]
pub(crate) fn update(state: &mut State, action: FormAction) -> Vec<Effect> {
    match action {
        FormAction::Edit(field, text) => edit::edit(state, field, text),
        FormAction::Send(key) => send::send(state, key),
        FormAction::Sent(key, result) => send::sent(state, &key, result),
        FormAction::FocusField(field) => vec![Effect::Focus(Focus::Field(field))],
    }
}
