//! From somebody else's page to a frame: the app there hands over what it knows, the app in the frame goes on with it.
//!
//! Invariant: a public app draws no screen that shows, asks for or remembers anything personal.

use crate::effect::Effect;
use crate::flow;
use crate::navigate::{self, go, shown};
use crate::{CaseSeed, Field, Screen, State, content, form};
use klarna_help_pack::{Answer, Flow, FlowRun, Target, read_answer, write_answer};
use klarna_help_wire::{Destination, FromApp, Handover, StepAnswer};
use std::rc::Rc;

/// What to do instead of showing a screen: nothing, unless it is personal and this page is not ours.
pub(crate) fn instead_of(state: &State, screen: &Screen) -> Option<Vec<Effect>> {
    let to = match screen {
        Screen::CaseForm => Destination::Case,
        Screen::Receipt(_) | Screen::Case(_) | Screen::Cases | Screen::LookUp => Destination::Cases,
        Screen::Flow(slug) => {
            // Before the rest is there no flow is, and nothing is known of it.
            let there = state.rest.ready().is_some();
            let personal = there && state.config.is_public() && flow::asks_personal(state, slug);
            return personal.then(|| self::flow(state, slug));
        }
        Screen::Home | Screen::Article(_) | Screen::Contact => return None,
    };
    state.config.is_public().then(|| emit(Handover::to(to)))
}

/// A flow that goes on with a question about the customer: there, with the answers so far.
#[inline(never)]
pub(crate) fn flow(state: &State, slug: &str) -> Vec<Effect> {
    let answers = given(state, slug);
    emit(Handover { flow: Some(slug.into()), answers, ..Handover::to(Destination::Flow) })
}

/// What the customer answered; the frame hears from the page itself what the page told.
fn given(state: &State, slug: &str) -> Vec<StepAnswer> {
    let currency = state.shelf().map(|shelf| shelf.market.currency.as_str()).unwrap_or_default();
    let given = state.replay(slug).map(|replay| replay.given).unwrap_or_default();
    let own = given.iter().filter(|given| !given.told);
    own.map(|given| StepAnswer { step: given.step.id.clone(), answer: write_answer(&given.answer, currency) })
        .collect()
}

/// What is known when a case is begun in somebody else's page.
#[inline(never)]
pub(crate) fn instead_of_case(state: &State, seed: CaseSeed) -> Vec<Effect> {
    let answers = seed.flow.as_deref().map(|slug| given(state, slug)).unwrap_or_default();
    let searched = *state.screen() == Screen::Home && !state.query.trim().is_empty();
    emit(Handover {
        to: Destination::Case,
        category: seed.category,
        answers,
        flow: seed.flow,
        description: searched.then(|| state.query.clone()),
    })
}

fn emit(handover: Handover) -> Vec<Effect> {
    vec![Effect::Emit(FromApp::Handover { handover })]
}

/// Goes on where the other app had to stop. Waits for the content first; for a flow's, on the screen of the flow, which
/// says so and offers a retry.
#[inline(never)]
pub(crate) fn resume(state: &mut State, handover: Handover) -> Vec<Effect> {
    if state.pack.ready().is_none() {
        state.handover = Some(handover);
        return Vec::new();
    }
    let slug = handover.flow.clone().filter(|slug| content::may_be(state, &Target::Flow(slug.clone())));
    state.stack = vec![Screen::Home];
    if let Some(slug) = &slug {
        state.stack.push(Screen::Flow(slug.clone()));
        // It was begun, and said to be, over there.
        if state.run(slug).is_none() {
            state.runs.push((slug.clone(), FlowRun::default()));
        }
        let Some(flow) = state.shelf().and(state.flow(slug)).map(Rc::clone) else {
            state.handover = Some(handover);
            return shown(state);
        };
        let restored = restore(state, &flow, &handover.answers);
        if let Some((_, run)) = state.runs.iter_mut().find(|(known, _)| known == slug) {
            *run = restored;
        }
    }
    let form = &mut state.form;
    if !form.is_locked()
        && !form.edited(Field::Description)
        && let Some(words) = handover.description
    {
        form.description = words;
        form.decide(Field::Description);
    }
    match handover.to {
        Destination::Case => form::start(state, CaseSeed { category: handover.category, flow: slug }),
        Destination::Flow if slug.is_some() => shown(state),
        Destination::Flow => navigate::home(state),
        Destination::Contact => go(state, Screen::Contact),
        Destination::Cases => navigate::cases(state),
    }
}

/// Goes on with what waited for a flow's content, if the customer still waits there too.
#[inline(never)]
pub(crate) fn go_on(state: &mut State) -> Vec<Effect> {
    match state.handover.take() {
        Some(handover) if waits(state, &handover) => resume(state, handover),
        _ => Vec::new(),
    }
}

/// A flow that there is not was taken off the stack, and nobody left it.
fn waits(state: &State, handover: &Handover) -> bool {
    let gone =
        handover.flow.as_ref().is_some_and(|slug| !content::may_be(state, &Target::Flow(slug.clone())));
    gone || matches!(state.screen(), Screen::Flow(_))
}

/// Only answers that the flow takes now: the two apps may have content of different days.
fn restore(state: &State, flow: &Flow, given: &[StepAnswer]) -> FlowRun {
    let mut run = FlowRun::default();
    let Some(facts) = state.facts() else { return run };
    for StepAnswer { step, answer } in given {
        let Some(asked) = flow.steps.iter().find(|s| s.id == *step) else { continue };
        let answer = match answer.as_str() {
            "" => Ok(Answer::Unsure),
            text => read_answer(asked, text, &facts.market.currency),
        };
        // One that is wrong is asked again.
        let _ = answer.and_then(|answer| run.answer(flow, &facts, step, answer));
    }
    run
}
