//! Begins a case with what is known. It may run before the rest of the module is there: a press on home leads here.

use crate::effect::Effect;
use crate::flow::answers;
use crate::handover;
use crate::navigate::go;
use crate::{CaseSeed, Field, Phase, Screen, State};
use klarna_help_pack::Position;
use klarna_help_wire::{EventData, EventFact};

/// Opens the form with everything that is known filled in. What was typed before stays.
pub(crate) fn start(state: &mut State, seed: CaseSeed) -> Vec<Effect> {
    if state.config.is_public() {
        return handover::instead_of_case(state, seed);
    }
    if state.form.phase == Phase::Sending {
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
        state.form.category = category.as_str().into();
        state.form.decide(Field::Category);
    }
    state.form.flow = String::new();
    state.form.answers.clear();
    state.form.evidence.clear();
    if let Some(slug) = seed.flow
        && let Some(replay) = state.replay(&slug)
    {
        let given = answers(&replay);
        let evidence = match replay.position {
            Some(Position::Ended(outcome)) => outcome.evidence.clone(),
            _ => Vec::new(),
        };
        state.form.answers = given;
        state.form.evidence = evidence;
        state.form.flow = slug;
    }
    let mut effects = go(state, Screen::CaseForm);
    effects.push(Effect::event("case-draft", EventData::of(EventFact::Category, &state.form.category)));
    effects
}
