//! The reply: written, masked, sent once with its files.

use super::files::of_file;
use super::{after_failure, talk};
use crate::desk::{DeskEffect, status};
use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, FileEffect, Phase, State, Unmasked, WaitsFor};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{CaseView, ProblemCode, validate_message};

/// What is on its way cannot be changed any more.
pub(in crate::desk) fn write(state: &mut State, id: &str, text: String) -> Vec<Effect> {
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
pub(in crate::desk) fn unmask(state: &mut State, id: &str, tag: String, as_written: bool) -> Vec<Effect> {
    if let Some(talk) = talk(state, id).filter(|talk| !talk.is_locked()) {
        talk.unmasked.set(tag, as_written);
    }
    Vec::new()
}

pub(in crate::desk) fn reply(state: &mut State, id: &str, fresh_key: String) -> Vec<Effect> {
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
pub(super) fn go(state: &mut State, id: &str) -> Vec<Effect> {
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
        Effect::desk(DeskEffect::Reply { case_id, token, request, key }),
    ]
}

pub(in crate::desk) fn replied(
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
