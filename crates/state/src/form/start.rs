//! Begins a case with what is known. It may run before the rest of the module is there: a press on home leads here.

use crate::effect::Effect;
use crate::flow::said;
use crate::handover;
use crate::navigate::go;
use crate::{CaseSeed, Field, Screen, State};
use klarna_help_pack::{Answer, Ask, Given, Position};
use klarna_help_wire::{EventData, EventFact};

/// Opens the form with everything that is known filled in. What was typed before stays.
pub(crate) fn start(state: &mut State, seed: CaseSeed) -> Vec<Effect> {
    if state.config.is_public() {
        return handover::instead_of_case(state, seed);
    }
    if state.form.is_locked() {
        return go(state, Screen::CaseForm);
    }
    // The page's order number follows the page, until somebody says better.
    let form = &mut state.form;
    if !form.order_given {
        form.fill(Field::Order, Some(state.context.order_id.as_deref().unwrap_or_default()));
    }
    let searched = *state.screen() == Screen::Home && !state.query.trim().is_empty();
    if searched && state.form.description.trim().is_empty() {
        state.form.description = state.query.clone();
        state.form.decide(Field::Description);
    }
    if let Some(category) = seed.category {
        // Another way here, about something else: what a flow said is of another case.
        if state.form.category != category.as_str() {
            leave_flow(state);
        }
        state.form.category = category.as_str().into();
        state.form.decide(Field::Category);
    }
    if let Some(slug) = seed.flow {
        from_flow(state, slug);
    }
    let mut effects = go(state, Screen::CaseForm);
    effects.push(Effect::event("case-draft", EventData::of(EventFact::Category, &state.form.category)));
    effects
}

#[inline(never)]
fn leave_flow(state: &mut State) {
    let form = &mut state.form;
    form.flow.clear();
    form.answers.clear();
    form.evidence.clear();
}

/// What a flow knows fills the form: nothing is asked twice. What the customer answered there they have decided; what the
/// page told stays theirs to edit. Files are in the form already.
#[inline(never)]
fn from_flow(state: &mut State, slug: String) {
    leave_flow(state);
    let Some(replay) = state.replay(&slug) else { return };
    let answers = said(state, &replay);
    let evidence = match replay.position {
        Some(Position::Ended(outcome)) => outcome.evidence.clone(),
        _ => Vec::new(),
    };
    let known = |key: &str| state.shelf().is_some_and(|shelf| shelf.evidence(key).is_some());
    let (mut date, mut notes, mut own) = (None, Vec::new(), Vec::new());
    for Given { step, answer, told } in replay.given {
        match (&step.ask, answer) {
            // One that is still to come is not when it happened.
            (_, Answer::Date(day)) if day <= state.now.date && !told => date = Some(day.to_string()),
            (Ask::Order, Answer::Text(text)) if !told => own.push((Field::Order, text)),
            (Ask::Email, Answer::Text(text)) => own.push((Field::Email, text)),
            (Ask::Text, Answer::Text(text)) if known(step.name()) => {
                notes.push((step.name().to_owned(), text));
            }
            _ => {}
        }
    }
    let form = &mut state.form;
    form.fill(Field::When, date.as_deref());
    for (field, text) in own {
        if let Some(slot) = form.slot(field) {
            *slot = text;
        }
        form.decide(field);
    }
    for (key, text) in notes {
        if form.note(&key).is_empty() {
            form.notes.retain(|(other, _)| *other != key);
            form.notes.push((key, text));
        }
    }
    form.answers = answers;
    form.evidence = evidence;
    form.flow = slug;
}
