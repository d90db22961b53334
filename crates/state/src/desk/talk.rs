//! What a customer says and does after a case was sent: a reply, a request for an update, opening again, ending, rating.
//!
//! Each has a key of its own that is kept until there is an answer, so that trying again never says it twice. What was
//! written stays until it has arrived.

use super::{DeskEffect, KnownCase, status};
use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, Phase, State, Unmasked};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{
    ActionRequest, CaseAction, CaseView, FieldError, MessageRequest, ProblemCode, validate_action,
    validate_message,
};

/// What is being said and done about a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Talk {
    /// The reply, as typed, not redacted.
    pub text: String,
    /// What of it is sent as written, though it would be masked.
    pub unmasked: Unmasked,
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
        self.phase == Phase::Sending || self.acting().is_some()
    }

    /// What is being done.
    pub fn acting(&self) -> Option<CaseAction> {
        self.act.as_ref().filter(|act| act.phase == Phase::Sending).map(|act| act.action)
    }

    /// The reply as it would be sent now: redacted.
    pub fn message(&self) -> MessageRequest {
        let mut request = MessageRequest {
            text: self.text.clone(),
            kept: self.unmasked.0.clone(),
            ..MessageRequest::default()
        };
        request.mask();
        request
    }
}

fn talk<'a>(state: &'a mut State, id: &str) -> Option<&'a mut Talk> {
    state.case_mut(id).map(KnownCase::talk_mut)
}

/// What is on its way cannot be changed any more.
pub(super) fn write(state: &mut State, id: &str, text: String) -> Vec<Effect> {
    if let Some(talk) = talk(state, id).filter(|talk| talk.phase != Phase::Sending) {
        talk.text = text;
        talk.done = None;
        if !talk.errors.is_empty() {
            talk.errors = validate_message(&talk.message()).err().unwrap_or_default();
        }
    }
    Vec::new()
}

/// A hit of the reply is to be sent as written, or to be masked again.
pub(super) fn unmask(state: &mut State, id: &str, tag: String, as_written: bool) -> Vec<Effect> {
    if let Some(talk) = talk(state, id).filter(|talk| talk.phase != Phase::Sending) {
        talk.unmasked.set(tag, as_written);
    }
    Vec::new()
}

pub(super) fn reply(state: &mut State, id: &str, fresh_key: String) -> Vec<Effect> {
    let Some(token) = state.bearer(id) else { return Vec::new() };
    let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) else { return Vec::new() };
    let request = talk.message();
    if let Err(errors) = validate_message(&request) {
        talk.errors = errors;
        talk.phase = Phase::Editing;
        return vec![Effect::Focus(Focus::At("reply"))];
    }
    talk.errors.clear();
    talk.done = None;
    talk.phase = Phase::Sending;
    let key = talk.key.get_or_insert(fresh_key).clone();
    let case_id = id.into();
    vec![
        Effect::Announce(Notice::plain(Key::CaseSending)),
        Effect::Desk(DeskEffect::Reply { case_id, token, request, key }),
    ]
}

pub(super) fn replied(
    state: &mut State,
    id: &str,
    key: &str,
    result: Result<CaseView, Failure>,
) -> Vec<Effect> {
    state.desk.checking = false;
    let known = talk(state, id).filter(|talk| talk.key.as_deref() == Some(key));
    let Some(talk) = known else { return Vec::new() };
    match result {
        Ok(view) => {
            talk.text.clear();
            talk.unmasked = Unmasked::default();
            (talk.key, talk.phase, talk.done) = (None, Phase::Editing, Some(Key::ReplySent));
            let mut effects = status::taken(state, id, view);
            effects.push(Effect::Announce(Notice::plain(Key::ReplySent)));
            effects.push(Effect::Focus(Focus::At("done")));
            effects
        }
        Err(Failure::Refused(ProblemCode::InvalidFields, fields)) if !fields.is_empty() => {
            (talk.key, talk.phase, talk.errors) = (None, Phase::Editing, fields);
            vec![Effect::Focus(Focus::At("reply"))]
        }
        Err(failure) => {
            // A refusal has stored nothing under this key; that it was used before says that other words have arrived.
            if matches!(failure, Failure::Refused(..)) {
                talk.key = None;
            }
            talk.phase = Phase::Failed(failure.clone());
            after_failure(state, id, &failure)
        }
    }
}

pub(super) fn confirm(state: &mut State, id: &str, confirming: bool) -> Vec<Effect> {
    let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) else { return Vec::new() };
    talk.confirming = confirming;
    vec![Effect::Focus(Focus::At(if confirming { "confirm" } else { "close-case" }))]
}

pub(super) fn rate(state: &mut State, id: &str, rating: u8) -> Vec<Effect> {
    if let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) {
        talk.rating = Some(rating);
        talk.errors.clear();
    }
    Vec::new()
}

pub(super) fn comment(state: &mut State, id: &str, text: String) -> Vec<Effect> {
    if let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) {
        talk.comment = text;
        talk.errors.retain(|error| error.field != "comment");
    }
    Vec::new()
}

pub(super) fn act(state: &mut State, id: &str, action: CaseAction, fresh_key: String) -> Vec<Effect> {
    let Some(token) = state.bearer(id) else { return Vec::new() };
    let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) else { return Vec::new() };
    let rates = action == CaseAction::Rate;
    let mut request = ActionRequest {
        action: action.as_str().into(),
        rating: talk.rating.filter(|_| rates),
        comment: if rates { talk.comment.trim().into() } else { String::new() },
    };
    request.mask();
    if let Err(errors) = validate_action(&request) {
        talk.errors = errors;
        return vec![Effect::Focus(Focus::At("rating"))];
    }
    talk.errors.clear();
    talk.done = None;
    let before = talk.act.take().filter(|act| act.action == action);
    let key = before.and_then(|act| act.key).unwrap_or(fresh_key);
    talk.act = Some(Act { action, phase: Phase::Sending, key: Some(key.clone()) });
    let case_id = id.into();
    vec![
        Effect::Announce(Notice::plain(Key::CaseSending)),
        Effect::Desk(DeskEffect::Act { case_id, token, request, key }),
    ]
}

pub(super) fn acted(
    state: &mut State,
    id: &str,
    key: &str,
    result: Result<CaseView, Failure>,
) -> Vec<Effect> {
    state.desk.checking = false;
    let Some(talk) = talk(state, id) else { return Vec::new() };
    let Some(act) = talk.act.take_if(|act| act.key.as_deref() == Some(key)) else { return Vec::new() };
    match result {
        Ok(view) => {
            let done = match act.action {
                CaseAction::AskUpdate => Key::DoneUpdateAsked,
                CaseAction::Reopen => Key::DoneReopened,
                CaseAction::Close => Key::DoneClosed,
                CaseAction::Rate => Key::DoneRated,
            };
            (talk.confirming, talk.done) = (false, Some(done));
            let mut effects = status::taken(state, id, view);
            effects.push(Effect::Announce(Notice::plain(done)));
            effects.push(Effect::Focus(Focus::At("done")));
            effects
        }
        Err(Failure::Refused(ProblemCode::InvalidFields, fields)) if !fields.is_empty() => {
            talk.errors = fields;
            vec![Effect::Focus(Focus::At("rating"))]
        }
        Err(failure) => {
            // After a refusal another try is another thing to do.
            let refused = matches!(failure, Failure::Refused(..));
            talk.confirming &= !refused;
            let key = act.key.filter(|_| !refused);
            talk.act = Some(Act { action: act.action, phase: Phase::Failed(failure.clone()), key });
            after_failure(state, id, &failure)
        }
    }
}

/// What the portal does not take now, it may take no more: the case is looked at again.
fn after_failure(state: &mut State, id: &str, failure: &Failure) -> Vec<Effect> {
    let mut effects =
        vec![Effect::Announce(Notice::plain(Key::ReplyFailTitle)), Effect::Focus(Focus::At("failed"))];
    match failure {
        Failure::Refused(ProblemCode::IdentityInvalid, _) => effects.extend(super::live::ask_identity(state)),
        Failure::Refused(..) => effects.extend(status::load(state, id)),
        _ => {}
    }
    effects
}
