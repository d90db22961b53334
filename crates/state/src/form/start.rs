//! Begins a case with what is known. It may run before the rest of the module is there: a press on home leads here.

use crate::effect::Effect;
use crate::flow::answers;
use crate::handover;
use crate::navigate::go;
use crate::{CaseSeed, Field, Screen, State};
use klarna_help_pack::{Answer, Position};
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

/// What a flow knows fills the form: nothing is asked twice. What the customer has edited stays.
#[inline(never)]
fn from_flow(state: &mut State, slug: String) {
    leave_flow(state);
    let Some(replay) = state.replay(&slug) else { return };
    let given = answers(&replay);
    let evidence = match replay.position {
        Some(Position::Ended(outcome)) => outcome.evidence.clone(),
        _ => Vec::new(),
    };
    let known = |key: &str| state.shelf().is_some_and(|shelf| shelf.evidence(key).is_some());
    let (mut date, mut notes) = (None, Vec::new());
    for (step, answer) in replay.answered {
        match answer {
            Answer::Date(day) => date = Some(day.to_string()),
            Answer::Text(text) if known(&step.id) => notes.push((step.id.clone(), text.clone())),
            _ => {}
        }
    }
    let form = &mut state.form;
    form.fill(Field::When, date.as_deref());
    for (key, text) in notes {
        if form.note(&key).is_empty() {
            form.notes.retain(|(other, _)| *other != key);
            form.notes.push((key, text));
        }
    }
    form.answers = given;
    form.evidence = evidence;
    form.flow = slug;
}
