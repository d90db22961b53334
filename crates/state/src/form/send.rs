//! Sending: once, under one key, however often it is tried.

use super::{FormEffect, build_request};
use crate::effect::{Effect, Focus, Notice};
use crate::{Failure, Field, Phase, State, desk};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{Category, EventData, EventFact, ProblemCode, Receipt, validate};

pub(crate) fn send(state: &mut State, fresh_key: String) -> Vec<Effect> {
    if state.form.phase == Phase::Sending {
        return Vec::new();
    }
    let request = build_request(state);
    if let Err(errors) = validate(&request) {
        state.form.errors = errors;
        state.form.phase = Phase::Editing;
        return vec![Effect::Focus(Focus::Errors)];
    }
    state.form.errors.clear();
    state.form.phase = Phase::Sending;
    let key = state.form.key.get_or_insert(fresh_key).clone();
    state.form.attempts.retain(|sent| *sent != request);
    state.form.attempts.push(request.clone());
    vec![
        Effect::Announce(Notice::plain(Key::CaseSending)),
        Effect::event("case-submit", EventData::of(EventFact::Category, &request.category)),
        Effect::Form(FormEffect::Send(Box::new(request), key, state.identity.clone())),
    ]
}

/// The answer to a case that is no longer in the form, for the customer left, is nobody's.
pub(crate) fn sent(state: &mut State, key: &str, result: Result<Receipt, Failure>) -> Vec<Effect> {
    if state.form.key.as_deref() != Some(key) {
        return Vec::new();
    }
    match result {
        Ok(receipt) => received(state, receipt),
        Err(failure) => failed(state, failure),
    }
}

fn received(state: &mut State, receipt: Receipt) -> Vec<Effect> {
    let category = Category::parse(&state.form.category);
    // The address is kept for a second case; the rest of the form is done.
    let mut done = std::mem::take(&mut state.form);
    state.form.email = std::mem::take(&mut done.email);
    if done.edited(Field::Email) {
        state.form.decide(Field::Email);
    }
    let mut effects = desk::received(state, receipt, category);
    effects.push(Effect::event(
        "case-receipt",
        EventData::of(EventFact::Category, category.map_or("", Category::as_str)),
    ));
    effects
}

fn failed(state: &mut State, failure: Failure) -> Vec<Effect> {
    let event = Effect::event("case-error", EventData::of(EventFact::Code, failure.name()));
    if let Failure::Refused(code, fields) = &failure {
        // A refusal says that this body was not stored; one that was sent before it may be.
        state.form.attempts.pop();
        if *code == ProblemCode::IdempotencyKeyReused {
            // One of them is, and was changed since: its own words get its receipt. Each is asked for once.
            if let (Some(earlier), Some(key)) = (state.form.attempts.last().cloned(), state.form.key.clone())
            {
                return vec![
                    event,
                    Effect::Form(FormEffect::Send(Box::new(earlier), key, state.identity.clone())),
                ];
            }
            state.form.key = None;
        }
        if !fields.is_empty() && *code == ProblemCode::InvalidFields {
            state.form.errors = fields.clone();
            state.form.phase = Phase::Editing;
            return vec![event, Effect::Focus(Focus::Errors)];
        }
    }
    state.form.phase = Phase::Failed(failure);
    vec![event, Effect::Announce(Notice::plain(Key::CaseFailTitle)), Effect::Focus(Focus::Errors)]
}
