//! What the customer writes.

use super::{FormEffect, build_request, offers};
use crate::effect::Effect;
use crate::{Field, State};
use klarna_help_pack::Date;
use klarna_help_wire::{FieldCode, FieldError, NOTE_MAX, validate};

pub(crate) fn edit(state: &mut State, field: Field, text: String) -> Vec<Effect> {
    // What is on its way cannot be changed any more: taking the text would lose it with the receipt.
    if state.form.is_locked() {
        return Vec::new();
    }
    let form = &mut state.form;
    form.decide(field);
    if let Some(slot) = form.slot(field) {
        *slot = text;
    }
    mended(state, field);
    let mut effects = begun(state);
    if field == Field::Description {
        effects.extend(offers::look(state));
    }
    effects
}

/// A line for a piece of evidence. The field takes no more than its limit; what a script puts there is cut.
pub(crate) fn note(state: &mut State, key: String, text: String) -> Vec<Effect> {
    if state.form.is_locked() {
        return Vec::new();
    }
    let text = match text.char_indices().nth(NOTE_MAX) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text,
    };
    let notes = &mut state.form.notes;
    match notes.iter_mut().find(|(known, _)| *known == key) {
        Some((_, note)) => *note = text,
        None => notes.push((key, text)),
    }
    begun(state)
}

pub(crate) fn unmask(state: &mut State, tag: String, as_written: bool) -> Vec<Effect> {
    if !state.form.is_locked() {
        state.form.unmasked.set(tag, as_written);
    }
    Vec::new()
}

/// A draft has begun: from here on it has a key, so that it arrives once however it is sent.
pub(super) fn begun(state: &mut State) -> Vec<Effect> {
    state.form.begun = true;
    if state.form.key.is_none() { vec![Effect::form(FormEffect::MakeKey)] } else { Vec::new() }
}

/// A fault is taken away as soon as it is mended, and never added while somebody is still typing.
pub(super) fn mended(state: &mut State, field: Field) {
    if state.form.errors.iter().any(|e| e.field == field.wire()) {
        let still = faults(state);
        state.form.errors.retain(|e| e.field != field.wire() || still.iter().any(|s| s.field == e.field));
    }
}

/// Every fault there is now, in the order of the form.
pub(super) fn faults(state: &State) -> Vec<FieldError> {
    let mut faults = validate(&build_request(state)).err().unwrap_or_default();
    // The portal knows no date but its own; a date to come is told here.
    let future = Date::parse(&state.form.happened_on).is_some_and(|date| date > state.now.date);
    if future {
        faults.push(FieldError::new(Field::When.wire(), FieldCode::Invalid));
    }
    if state.form.files.any_failed() {
        faults.push(FieldError::new(Field::Files.wire(), FieldCode::Invalid));
    }
    faults
}
