//! The case form: begun with what is known, written, sent once.
//!
//! Here: every decision between the first letter and the receipt: fields, evidence, masks, files, drafts, waiting for a
//! network. Not here: what follows a receipt (desk/), HTTP and storage (an effect asks for them).

mod draft;
mod edit;
mod files;
mod model;
mod offers;
mod recall;
mod request;
mod send;
mod start;

pub use draft::{DRAFT_DAYS, Draft, DraftFile};
pub(crate) use draft::{over, unkeep};
pub use files::{Chosen, File, FileAction, FileEffect, FileFault, Files, Prepared, Stage};
pub use model::{CaseForm, CaseSeed, Field, Offers, Outbox, Phase, WaitsFor};
pub use request::build_request;
pub(crate) use start::start;

use crate::effect::{Effect, Focus};
use crate::{Failure, State, desk};
use klarna_help_wire::{CaseRequest, Receipt, Secret};
use std::rc::Rc;

/// What can happen to the form once it shows.
#[derive(Clone, Debug)]
pub enum FormAction {
    /// A field changed.
    Edit(Field, String),
    /// The line for a piece of evidence, by key, changed.
    Note(String, String),
    /// Something that is masked, by its tag, is to be sent as written; or is to be masked again.
    Unmask(String, bool),
    /// Something of the files.
    File(FileAction),
    /// A fresh idempotency key for a draft that has begun.
    Key(String),
    /// Whether the customer wants the draft kept on this device.
    Keep(bool),
    /// Whether the device took it.
    Saved(bool),
    /// What the device has kept, and whether there is a network.
    Recalled(Vec<Draft>, bool),
    /// The network is back, or the page is looked at again; and whether there is a network.
    Wake(bool),
    /// The wait after so many tries in a row is over.
    Waited(u8),
    /// Take the draft away and begin again.
    Discard,
    /// Send the case; the text is a fresh idempotency key, used if the draft has none.
    Send(String),
    /// The answer to a send, with its key.
    Sent(String, Result<Receipt, Failure>),
    /// Take a case that waits back into the form.
    Rethink,
    /// Move to a field that a fault was found in.
    FocusField(Field),
}

/// What the form asks of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum FormEffect {
    /// Make a fresh idempotency key.
    MakeKey,
    /// Send a case under a key, as the customer whom the host vouches for, if it does.
    Send(Box<CaseRequest>, String, Option<Secret>),
    /// Something that the files need.
    File(FileEffect),
    /// Keep a draft on this device, in place of what it kept under the same key; with the bytes of files that are not
    /// uploaded yet.
    Save(Box<Draft>),
    /// Take the draft of a key away from this device, with the bytes of its files.
    Drop(String, Vec<u32>),
    /// Read what this device has kept, and from now on tell of [`FormAction::Wake`].
    Recall,
    /// From now on tell of [`FormAction::Wake`].
    Watch,
    /// Wait so many milliseconds, then tell of [`FormAction::Waited`] with this number of tries.
    Wait(u8, u32),
    /// Take away what this device keeps: every draft, everything that waits, and the bytes of their files.
    Forget,
}

/// Nothing of this runs before the rest of the module is there (docs/decisions/0006), so it stays one function.
#[inline(never)]
pub(crate) fn update(state: &mut State, action: Rc<FormAction>) -> Vec<Effect> {
    let mut effects = act(state, Rc::unwrap_or_clone(action));
    effects.extend(draft::save(state));
    effects
}

fn act(state: &mut State, action: FormAction) -> Vec<Effect> {
    match action {
        FormAction::Edit(field, text) => edit::edit(state, field, text),
        FormAction::Note(key, text) => edit::note(state, key, text),
        FormAction::Unmask(tag, as_written) => edit::unmask(state, tag, as_written),
        FormAction::File(action) => send::file(state, action),
        FormAction::Key(key) => {
            // The draft may have been sent or taken away meanwhile: then this begins nothing.
            if state.form.begun {
                state.form.key.get_or_insert(key);
            }
            Vec::new()
        }
        FormAction::Keep(keep) => draft::keep(state, keep),
        FormAction::Saved(worked) => {
            state.form.save_refused = !worked;
            Vec::new()
        }
        FormAction::Recalled(drafts, online) => recall::recalled(state, drafts, online),
        FormAction::Wake(online) => {
            let mut effects = recall::wake(state, online);
            if online {
                effects.extend(desk::wake(state));
            }
            effects
        }
        FormAction::Waited(missed) => recall::waited(state, missed).into_iter().collect(),
        FormAction::Discard => draft::discard(state),
        FormAction::Send(key) => send::send(state, key),
        FormAction::Sent(key, result) => send::sent(state, &key, result),
        FormAction::Rethink => send::rethink(state),
        FormAction::FocusField(field) => vec![Effect::Focus(Focus::Field(field))],
    }
}
