//! What a customer says and does after a case was sent: a reply, a request for an update, opening again, ending, rating.
//!
//! Each has a key of its own that is kept until there is an answer, so that trying again never says it twice. What was
//! written stays until it has arrived.

use super::{DeskEffect, KnownCase, status};
use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, FileAction, FileEffect, Files, FormEffect, Phase, Stage, State, Unmasked, WaitsFor};
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

/// What is on its way cannot be changed any more.
pub(super) fn write(state: &mut State, id: &str, text: String) -> Vec<Effect> {
    if let Some(talk) = talk(state, id).filter(|talk| !talk.is_locked()) {
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
    if let Some(talk) = talk(state, id).filter(|talk| !talk.is_locked()) {
        talk.unmasked.set(tag, as_written);
    }
    Vec::new()
}

pub(super) fn reply(state: &mut State, id: &str, fresh_key: String) -> Vec<Effect> {
    let Some(talk) = talk(state, id).filter(|talk| !talk.busy()) else { return Vec::new() };
    talk.done = None;
    if talk.files.any_failed() {
        return vec![Effect::Focus(Focus::At("attachments"))];
    }
    if !talk.files.are_running() {
        talk.key.get_or_insert(fresh_key);
        return go(state, id);
    }
    // Files may speak for themselves, so there is nothing else to check yet.
    talk.key.get_or_insert(fresh_key);
    talk.phase = Phase::Waiting(WaitsFor::Files);
    vec![Effect::Announce(Notice::plain(Key::CaseWaitsFiles))]
}

/// Sends the reply as it is written now, with the files that have arrived.
fn go(state: &mut State, id: &str) -> Vec<Effect> {
    let Some(token) = state.bearer(id) else { return Vec::new() };
    let Some(talk) = talk(state, id) else { return Vec::new() };
    let request = talk.message();
    if let Err(errors) = validate_message(&request) {
        talk.errors = errors;
        talk.phase = Phase::Editing;
        return vec![Effect::Focus(Focus::At("reply"))];
    }
    let Some(key) = talk.key.clone() else { return Vec::new() };
    talk.errors.clear();
    talk.phase = Phase::Sending;
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
            let files = std::mem::take(&mut talk.files).ids();
            (talk.key, talk.phase, talk.done) = (None, Phase::Editing, Some(Key::ReplySent));
            let mut effects = status::taken(state, id, view);
            if !files.is_empty() {
                effects.push(of_file(id, FileEffect::Release(files)));
            }
            effects.push(Effect::Announce(Notice::plain(Key::ReplySent)));
            effects.push(Effect::Focus(Focus::At("done")));
            effects
        }
        Err(Failure::Refused(ProblemCode::InvalidFields, fields)) if !fields.is_empty() => {
            talk.key = None;
            let place = |field: &str| field.strip_prefix("attachments.")?.parse().ok();
            let gone: Vec<usize> = fields.iter().filter_map(|fault| place(&fault.field)).collect();
            if gone.len() == fields.len() {
                // The portal keeps uploads for a day: they are sent anew, and the reply after them.
                let again = talk.files.anew(&gone);
                talk.phase = Phase::Editing;
                let mut effects: Vec<Effect> = again.into_iter().map(|effect| of_file(id, effect)).collect();
                effects.extend(reply(state, id, key.into()));
                return effects;
            }
            (talk.phase, talk.errors) = (Phase::Editing, fields);
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

fn of_file(id: &str, effect: FileEffect) -> Effect {
    Effect::Desk(DeskEffect::File(id.into(), effect))
}

/// Something of the reply's files; a reply that waits for them goes when they are there.
pub(super) fn file(state: &mut State, id: &str, action: FileAction) -> Vec<Effect> {
    let Some(talk) = talk(state, id) else { return Vec::new() };
    if talk.is_locked() && matches!(action, FileAction::Choose(..)) {
        return Vec::new();
    }
    let (effects, notice) = talk.files.update(action);
    let mut effects: Vec<Effect> = effects.into_iter().map(|effect| of_file(id, effect)).collect();
    effects.extend(notice.map(Effect::Announce));
    if talk.files.list.iter().any(|file| matches!(file.stage, Stage::Paused(_))) {
        effects.push(Effect::Form(FormEffect::Watch));
    }
    if talk.phase == Phase::Waiting(WaitsFor::Files) {
        if talk.files.any_failed() {
            talk.phase = Phase::Editing;
            effects.push(Effect::Focus(Focus::At("attachments")));
        } else if !talk.files.are_running() {
            effects.extend(go(state, id));
        }
    }
    effects
}

/// The network is back: files that waited for it go on.
pub(crate) fn wake(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    for case in &mut state.desk.cases {
        let Some(talk) = &mut case.talk else { continue };
        effects.extend(talk.files.wake().into_iter().map(|effect| of_file(&case.case_id, effect)));
    }
    effects
}

/// The customer left: what was to go with their replies goes nowhere.
pub(super) fn abort(state: &State) -> Vec<Effect> {
    let mut effects = Vec::new();
    for case in &state.desk.cases {
        let files = case.talk.iter().flat_map(|talk| &talk.files.list);
        let abort = |file: &crate::File| FileEffect::Abort { id: file.id, upload: file.upload.clone() };
        effects.extend(files.map(|file| of_file(&case.case_id, abort(file))));
    }
    effects
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
