//! Sending: once, under one key, however often it is tried and from wherever.

use super::edit::{begun, faults, mended};
use super::{FileAction, FileEffect, FormEffect, Phase, WaitsFor, build_request, draft};
use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, Field, Screen, State, desk};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{CaseRequest, Category, EventData, EventFact, ProblemCode, Receipt};

/// Wait before a case that waits is tried again, in milliseconds; each further one waits twice as long.
const BACKOFF_MS: u32 = 1_000;
/// The longest of these waits.
const BACKOFF_MAX_MS: u32 = 60_000;

pub(super) fn send(state: &mut State, fresh_key: String) -> Vec<Effect> {
    state.form.unattended = false;
    match state.form.phase {
        Phase::Sending | Phase::Waiting(WaitsFor::Files) => return Vec::new(),
        Phase::Waiting(WaitsFor::Network) => {
            state.form.missed = 0;
            return again(state).into_iter().collect();
        }
        Phase::Editing | Phase::Failed(_) => {}
    }
    let errors = faults(state);
    if !errors.is_empty() {
        state.form.errors = errors;
        state.form.phase = Phase::Editing;
        return vec![Effect::Focus(Focus::Errors)];
    }
    state.form.errors.clear();
    state.form.begun = true;
    state.form.key.get_or_insert(fresh_key);
    if state.form.files.are_running() {
        state.form.phase = Phase::Waiting(WaitsFor::Files);
        return vec![Effect::Announce(Notice::plain(Key::CaseWaitsFiles))];
    }
    go(state)
}

/// As it is written now, with the files that have arrived.
fn go(state: &mut State) -> Vec<Effect> {
    let request = build_request(state);
    let event = Effect::event("case-submit", EventData::of(EventFact::Category, &request.category));
    state.form.attempts.retain(|sent| *sent != request);
    state.form.attempts.push(request);
    let mut effects = vec![Effect::Announce(Notice::plain(Key::CaseSending)), event];
    effects.extend(again(state));
    effects
}

/// The newest try once more, word for word.
pub(super) fn again(state: &mut State) -> Option<Effect> {
    let request = state.form.attempts.last()?.clone();
    let key = state.form.key.clone()?;
    state.form.phase = Phase::Sending;
    Some(Effect::form(FormEffect::Send(Box::new(request), key, state.identity.clone())))
}

/// Takes a case that waits back, to be changed. It may have arrived: its key and what was sent stay.
pub(super) fn rethink(state: &mut State) -> Vec<Effect> {
    if let Phase::Waiting(_) = state.form.phase {
        state.form.phase = Phase::Editing;
        return vec![Effect::Focus(Focus::Heading)];
    }
    Vec::new()
}

/// Something of the files; a case that waits for them goes when they are there.
pub(super) fn file(state: &mut State, action: FileAction) -> Vec<Effect> {
    let by_hand = matches!(action, FileAction::Choose(..) | FileAction::Cancel(_) | FileAction::Retry(_));
    let waits = state.form.phase == Phase::Waiting(WaitsFor::Files);
    if matches!(action, FileAction::Choose(..)) && state.form.is_locked() {
        return Vec::new();
    }
    let (effects, notice) = state.form.files.update(action);
    let mut effects: Vec<Effect> = effects.into_iter().map(in_order).collect();
    effects.extend(notice.map(Effect::Announce));
    if by_hand {
        effects.extend(begun(state));
        mended(state, Field::Files);
    }
    if waits && state.form.files.any_failed() {
        state.form.phase = Phase::Editing;
        state.form.errors = faults(state);
        effects.push(Effect::Focus(Focus::Errors));
    } else if waits && !state.form.files.are_running() {
        effects.extend(go(state));
    } else if state.form.files.list.iter().any(|f| matches!(f.stage, super::Stage::Paused(_))) {
        effects.push(Effect::form(FormEffect::Watch));
    }
    effects
}

pub(super) fn in_order(effect: FileEffect) -> Effect {
    Effect::form(FormEffect::File(effect))
}

/// The answer to a case that is no longer in the form, for the customer left, is nobody's.
pub(super) fn sent(state: &mut State, key: &str, result: Result<Receipt, Failure>) -> Vec<Effect> {
    if state.form.key.as_deref() != Some(key) {
        return beside(state, key, result);
    }
    match result {
        Ok(receipt) => received(state, receipt),
        Err(failure) => failed(state, failure),
    }
}

/// The answer to what another tab had left waiting: its receipt joins the cases, and nobody's screen changes. What did
/// not arrive waits on the device for the next time.
fn beside(state: &mut State, key: &str, result: Result<Receipt, Failure>) -> Vec<Effect> {
    let Some(at) = state.outbox.beside.iter().position(|(known, _)| known == key) else { return Vec::new() };
    let (key, files) = state.outbox.beside.remove(at);
    let Ok(receipt) = result else { return Vec::new() };
    let id = receipt.case_id.clone();
    desk::add(state, receipt, None);
    vec![
        Effect::form(FormEffect::Drop(key, files)),
        Effect::Announce(Notice { key: Key::CaseSentLater, args: vec![("id", id)] }),
        Effect::event("case-receipt", EventData::default()),
    ]
}

fn received(state: &mut State, receipt: Receipt) -> Vec<Effect> {
    let category = Category::parse(&state.form.category);
    let mut effects = draft::dropped(state);
    // The address is kept for a second case; the rest of the form is done.
    let mut done = std::mem::take(&mut state.form);
    let files = done.files.ids();
    if !files.is_empty() {
        effects.push(in_order(FileEffect::Release(files)));
    }
    state.form.email = std::mem::take(&mut done.email);
    if done.edited(Field::Email) {
        state.form.decide(Field::Email);
    }
    if done.unattended && *state.screen() != Screen::CaseForm {
        let id = receipt.case_id.clone();
        desk::add(state, receipt, category);
        effects.push(Effect::Announce(Notice { key: Key::CaseSentLater, args: vec![("id", id)] }));
    } else {
        effects.extend(desk::received(state, receipt, category));
    }
    effects.push(Effect::event(
        "case-receipt",
        EventData::of(EventFact::Category, category.map_or("", Category::as_str)),
    ));
    effects
}

fn failed(state: &mut State, failure: Failure) -> Vec<Effect> {
    let event = Effect::event("case-error", EventData::of(EventFact::Code, failure.name()));
    let waits = match &failure {
        Failure::Offline => true,
        // Most browsers do not know that a network leads nowhere. What the device keeps waits for the portal likewise.
        Failure::Down | Failure::Slow => state.form.unattended || state.keeps_draft(),
        // Nobody waits at the form: it goes at the next occasion.
        Failure::Garbled => state.form.unattended,
        Failure::Refused(..) => false,
    };
    if waits {
        return unheard(state, event);
    }
    if let Failure::Refused(code, fields) = &failure {
        // A refusal says that this body was not stored; one that was sent before it may be.
        let refused = state.form.attempts.pop();
        if *code == ProblemCode::IdempotencyKeyReused {
            // One of them is, and was changed since: its own words get its receipt. Each is asked for once.
            if let Some(earlier) = again(state) {
                return vec![event, earlier];
            }
            state.form.key = None;
        }
        if !fields.is_empty() && *code == ProblemCode::InvalidFields {
            let gone = gone(refused.as_ref(), fields);
            if gone.len() == fields.len() {
                return anew(state, event, &gone);
            }
            state.form.errors = fields.clone();
            state.form.phase = Phase::Editing;
            return vec![event, Effect::Focus(Focus::Errors)];
        }
    }
    state.form.phase = Phase::Failed(failure);
    vec![event, Effect::Announce(Notice::plain(Key::CaseFailTitle)), Effect::Focus(Focus::Errors)]
}

/// It waits, for the network and for the next try. Said once: every further try is silent.
fn unheard(state: &mut State, event: Effect) -> Vec<Effect> {
    state.form.phase = Phase::Waiting(WaitsFor::Network);
    let first = state.form.missed == 0;
    let mut effects = vec![later(state)];
    if first {
        effects.extend([event, Effect::form(FormEffect::Watch)]);
    }
    if first && !state.form.unattended {
        effects.push(Effect::Announce(Notice::plain(Key::CaseWaitsNetwork)));
    }
    effects
}

/// The wait before the next try.
pub(super) fn later(state: &mut State) -> Effect {
    let wait = (BACKOFF_MS << state.form.missed.min(6)).min(BACKOFF_MAX_MS);
    state.form.missed = state.form.missed.saturating_add(1);
    Effect::form(FormEffect::Wait(state.form.missed, wait))
}

/// Places of attachments that the portal no longer has.
fn gone(refused: Option<&CaseRequest>, fields: &[klarna_help_wire::FieldError]) -> Vec<usize> {
    let count = refused.map_or(0, |request| request.attachments.len());
    let place = |field: &str| field.strip_prefix("attachments.")?.parse::<usize>().ok();
    fields.iter().filter_map(|fault| place(&fault.field)).filter(|place| *place < count).collect()
}

/// A draft that rested longer than the portal keeps uploads: its files go again, and then the case.
fn anew(state: &mut State, event: Effect, gone: &[usize]) -> Vec<Effect> {
    state.form.phase = Phase::Waiting(WaitsFor::Files);
    let mut effects = vec![event, Effect::Announce(Notice::plain(Key::CaseWaitsFiles))];
    effects.extend(state.form.files.anew(gone).into_iter().map(in_order));
    effects
}
