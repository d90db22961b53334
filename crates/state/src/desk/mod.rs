//! Cases after they were sent: receipts, status, what the device remembers; what the customer says and does; ways back
//! to a case.
//!
//! Not here: writing and sending one (form/), HTTP and storage (an effect asks for them).

mod calendar;
mod keep;
mod known;
mod link;
mod live;
mod lookup;
mod model;
mod status;
mod talk;

pub use calendar::{Reminder, calendar};
pub(crate) use known::another_token;
pub use link::{Ended, Link, NextTry};
pub(crate) use live::{leave, settle};
pub use lookup::{LookUp, LookUpField};
pub use model::{Desk, Kept, KnownCase};
pub(crate) use status::{add, received, refresh};
pub(crate) use talk::wake;
pub use talk::{Act, Talk};

use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, FileAction, FileEffect, FormEffect, State};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{
    ActionRequest, CaseAccess, CaseAction, CaseEvent, CaseList, CaseView, CodeRequest, LookupAnswer,
    LookupRequest, MessageRequest, Secret,
};
use std::rc::Rc;

/// What can happen to cases that were sent. The first text of most is the case ID.
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
    /// Events of the case that is followed.
    Came(String, Vec<CaseEvent>),
    /// The case that is followed is refused.
    Lost(String),
    /// Some minutes have passed.
    Tick,
    /// The reply changed.
    Write(String, String),
    /// Something masked in the reply, by its tag, is to be sent as written; or is to be masked again.
    Unmask(String, String, bool),
    /// Something of the reply's files.
    File(String, FileAction),
    /// Send the reply; the second text is a fresh idempotency key, used if the reply has none.
    Reply(String, String),
    /// The answer to a reply, with its key.
    Replied(String, String, Result<CaseView, Failure>),
    /// Do something; with a fresh key.
    Act(String, CaseAction, String),
    /// The answer to that, with its key.
    Acted(String, String, Result<CaseView, Failure>),
    /// Ask whether the case is to end; or no longer.
    Confirm(String, bool),
    /// How it went: 1 to 5.
    Rate(String, u8),
    /// The comment of a rating changed.
    Comment(String, String),
    /// A field of the look-up changed.
    LookUp(LookUpField, String),
    /// Ask for a code.
    AskCode,
    /// The answer to that.
    CodeAsked(Result<LookupAnswer, Failure>),
    /// Trade the code.
    TradeCode,
    /// The answer to that.
    CodeTraded(Result<CaseAccess, Failure>),
    /// Back to the look-up's first question.
    LookUpAgain,
    /// Move to a field that a fault was found in.
    Focus(LookUpField),
    /// Ask for the list of the customer's cases.
    List,
    /// The answer to that, and the identity it was asked for with.
    Listed(Secret, Result<CaseList, Failure>),
    /// Put a text into a file of the customer's.
    Save(Rc<TextFile>),
    /// Fetch a file of a case: the case, the file's id, its name.
    Download(String, String, String),
    /// Whether it was handed to the browser.
    Downloaded(bool),
    /// Print what the screen shows.
    Print,
    /// A proof of work is asked for before something is sent, and being done.
    Checking,
}

/// What cases that were sent ask of the world.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskEffect {
    /// Fetch a case's status.
    Load {
        /// The case ID.
        case_id: String,
        /// What opens it.
        token: Secret,
    },
    /// Read the cases that the device remembers. Only after the customer opened help.
    ReadRemembered,
    /// Remember a case on this device, or no longer. Others that it remembers stay.
    Remember(Kept, bool),
    /// If this device remembers the case, remember also what of it was seen.
    Seen(Kept),
    /// Bring the events of a case as they happen, and of no other.
    Follow {
        /// The case ID.
        case_id: String,
        /// What opens it.
        token: Secret,
        /// The newest event known.
        after: i64,
    },
    /// Bring no more events.
    Unfollow,
    /// Tick every few minutes, or no longer.
    Watch(bool),
    /// Send a reply under a key.
    Reply {
        /// The case ID.
        case_id: String,
        /// What opens it.
        token: Secret,
        /// The reply.
        request: MessageRequest,
        /// Its key.
        key: String,
    },
    /// Something that the files of a case's reply need.
    File(String, FileEffect),
    /// Do something under a key.
    Act {
        /// The case ID.
        case_id: String,
        /// What opens it.
        token: Secret,
        /// What.
        request: ActionRequest,
        /// Its key.
        key: String,
    },
    /// Ask for a code.
    AskCode(LookupRequest),
    /// Trade a code.
    TradeCode(CodeRequest),
    /// List the cases of a known customer.
    List(Secret),
    /// Put a text into a file of the customer's.
    Save(Rc<TextFile>),
    /// Fetch a file of a case, and hand it to the customer.
    Download {
        /// The case ID.
        case_id: String,
        /// What opens it.
        token: Secret,
        /// The file's id.
        file: String,
        /// The name it gets.
        name: String,
    },
    /// Print what the screen shows.
    Print,
}

/// A text for a file of the customer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub text: String,
}

/// Nothing of this runs before the rest of the module is there (docs/decisions/0006), so it stays one function.
#[inline(never)]
pub(crate) fn update(state: &mut State, action: Rc<DeskAction>) -> Vec<Effect> {
    match Rc::unwrap_or_clone(action) {
        DeskAction::Refresh(id) => refresh(state, &id),
        DeskAction::Loaded(id, result) => status::loaded(state, &id, result),
        DeskAction::Keep(id, keep) => keep::keep(state, &id, keep),
        DeskAction::Kept(id, kept) => keep::kept(state, &id, kept),
        DeskAction::Remembered(cases) => {
            let mut effects = keep::remembered(state, cases);
            // The same moment and the same consent bring back what was being written.
            effects.push(Effect::form(FormEffect::Recall));
            effects
        }
        DeskAction::Came(id, events) => live::came(state, &id, events),
        DeskAction::Lost(id) => live::lost(state, &id),
        DeskAction::Tick => live::look(state),
        DeskAction::Write(id, text) => talk::write(state, &id, text),
        DeskAction::Unmask(id, tag, as_written) => talk::unmask(state, &id, tag, as_written),
        DeskAction::File(id, action) => talk::file(state, &id, action),
        DeskAction::Reply(id, key) => talk::reply(state, &id, key),
        DeskAction::Replied(id, key, result) => talk::replied(state, &id, &key, result),
        DeskAction::Act(id, action, key) => talk::act(state, &id, action, key),
        DeskAction::Acted(id, key, result) => talk::acted(state, &id, &key, result),
        DeskAction::Confirm(id, confirming) => talk::confirm(state, &id, confirming),
        DeskAction::Rate(id, rating) => talk::rate(state, &id, rating),
        DeskAction::Comment(id, text) => talk::comment(state, &id, text),
        DeskAction::LookUp(field, text) => lookup::edit(state, field, text),
        DeskAction::AskCode => lookup::ask(state),
        DeskAction::CodeAsked(result) => lookup::asked(state, result),
        DeskAction::TradeCode => lookup::open(state),
        DeskAction::CodeTraded(result) => lookup::opened(state, result),
        DeskAction::LookUpAgain => lookup::again(state),
        DeskAction::Focus(field) => vec![Effect::Focus(Focus::At(field.wire()))],
        DeskAction::List => known::list(state).into_iter().collect(),
        DeskAction::Listed(identity, result) => known::listed(state, &identity, result),
        DeskAction::Save(file) => vec![Effect::desk(DeskEffect::Save(file))],
        DeskAction::Download(case_id, file, name) => {
            let token = state.bearer(&case_id);
            let download = token.map(|token| DeskEffect::Download { case_id, token, file, name });
            download.map(Effect::desk).into_iter().collect()
        }
        DeskAction::Downloaded(worked) => {
            let key = if worked { Key::FileSaved } else { Key::FileFailed };
            vec![Effect::Announce(Notice::plain(key))]
        }
        DeskAction::Print => vec![Effect::desk(DeskEffect::Print)],
        DeskAction::Checking => {
            state.desk.checking = true;
            vec![Effect::Announce(Notice::plain(Key::WorkChecking))]
        }
    }
}
