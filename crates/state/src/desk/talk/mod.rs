//! What a customer says and does after a case was sent: a reply (reply.rs) with its files (files.rs), a request for an
//! update, opening again, ending, rating (act.rs).
//!
//! Each has a key of its own that is kept until there is an answer, so that trying again never says it twice. What was
//! written stays until it has arrived.

mod act;
mod files;
mod reply;

pub(super) use act::{act, acted, comment, confirm, rate};
pub(crate) use files::wake;
pub(super) use files::{abort, file};
pub(super) use reply::{replied, reply, unmask, write};

use super::{KnownCase, live, status};
use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, Files, Phase, State, Unmasked};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{CaseAction, FieldError, MessageRequest, ProblemCode};

/// What is being said and done about a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Talk {
    /// The reply, as typed, not redacted.
    pub text: String,
    /// What of it is sent as written, though it would be masked.
    pub unmasked: Unmasked,
    /// Files that go with it.
    pub files: Files,
    /// Faults of the last try.
    pub errors: Vec<FieldError>,
    /// Where sending the reply stands.
    pub phase: Phase,
    /// The key of the reply: made at the first try, kept until an answer.
    key: Option<String>,
    /// What was done last, and whether it is on its way or failed.
    pub act: Option<Act>,
    /// Whether the customer is being asked if the case is to end.
    pub confirming: bool,
    /// 1 to 5; not chosen yet.
    pub rating: Option<u8>,
    /// What goes with the rating, as typed.
    pub comment: String,
    /// What has worked last, in words.
    pub done: Option<Key>,
}

/// Something done that is not answered yet, or was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// What.
    pub action: CaseAction,
    /// Where it stands.
    pub phase: Phase,
    /// Kept until an answer.
    key: Option<String>,
}

impl Talk {
    /// Whether something is on its way.
    pub fn busy(&self) -> bool {
        self.is_locked() || self.acting().is_some()
    }

    /// Whether the reply is on its way, or waits for its files: it takes no changes then.
    pub fn is_locked(&self) -> bool {
        matches!(self.phase, Phase::Sending | Phase::Waiting(_))
    }

    /// What is being done.
    pub fn acting(&self) -> Option<CaseAction> {
        self.act.as_ref().filter(|act| act.phase == Phase::Sending).map(|act| act.action)
    }

    /// The reply as it would be sent now: redacted.
    pub fn message(&self) -> MessageRequest {
        let mut request = MessageRequest {
            text: self.text.clone(),
            attachments: self.files.attached(),
            kept: self.unmasked.0.clone(),
        };
        request.mask();
        request
    }
}

fn talk<'a>(state: &'a mut State, id: &str) -> Option<&'a mut Talk> {
    state.case_mut(id).map(KnownCase::talk_mut)
}

/// What the portal does not take now, it may take no more: the case is looked at again.
fn after_failure(state: &mut State, id: &str, failure: &Failure) -> Vec<Effect> {
    let mut effects =
        vec![Effect::Announce(Notice::plain(Key::ReplyFailTitle)), Effect::Focus(Focus::At("failed"))];
    match failure {
        Failure::Refused(ProblemCode::IdentityInvalid, _) => effects.extend(live::ask_identity(state)),
        Failure::Refused(..) => effects.extend(status::load(state, id)),
        _ => {}
    }
    effects
}
