//! A guided flow: answers in, the next question or the outcome out.
//!
//! Here: what a press does, what is written in the question shown, what the host hears. Not here: where answers lead
//! (crates/pack, `FlowRun`), what of them fills the case form (form/start.rs).

mod said;

pub(crate) use said::said;

use crate::effect::{Effect, Focus, Notice};
use crate::{Screen, State, handover};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Answer, Ask, Flow, FlowRun, Position, Step, Wrong, read_answer, write_answer};
use klarna_help_wire::{EventData, EventFact, HostAction};
use std::rc::Rc;

/// What can happen to the flow shown. A step is named by its id; what is said of another than the one shown is too late.
#[derive(Clone, Debug)]
pub enum FlowAction {
    /// What is written in the question changed.
    Draft(String),
    /// An option of several was ticked, or no longer.
    Tick(String, bool),
    /// The question is answered.
    Answer {
        /// The step.
        step: String,
        /// Its answer.
        answer: Answer,
    },
    /// The question is answered with what is written.
    Submit {
        /// The step.
        step: String,
        /// What is written.
        text: String,
    },
    /// Ask a step again.
    Change(String),
    /// On with the answer that the question has.
    Forward,
    /// The host page is to do what the outcome says.
    Act(HostAction),
}

/// Nothing of this runs before the rest of the module is there (docs/decisions/0006), so it stays one function.
#[inline(never)]
pub(crate) fn update(state: &mut State, action: Rc<FlowAction>) -> Vec<Effect> {
    let Screen::Flow(slug) = state.screen().clone() else { return Vec::new() };
    match Rc::unwrap_or_clone(action) {
        FlowAction::Draft(text) => state.flow_draft = text,
        FlowAction::Tick(id, ticked) => tick(state, &slug, &id, ticked),
        FlowAction::Answer { step, answer } => return answered(state, &slug, &step, |_| Ok(answer)),
        FlowAction::Submit { step, text } => {
            let currency = state.shelf().map(|shelf| shelf.market.currency.clone()).unwrap_or_default();
            return answered(state, &slug, &step, |step| read_answer(step, &text, &currency));
        }
        FlowAction::Change(step) => {
            with_run(state, &slug, |_, run| run.change(&step));
            return asked(state, &slug);
        }
        FlowAction::Forward => {
            with_run(state, &slug, |(flow, state), run| {
                if let Some(facts) = state.facts() {
                    run.forward(flow, &facts);
                }
            });
            return asked(state, &slug);
        }
        FlowAction::Act(action) => return act(state, &slug, action).into_iter().collect(),
    }
    Vec::new()
}

/// Asks the question before again; `None` if there is none.
#[inline(never)]
pub(crate) fn back(state: &mut State, slug: &str) -> Option<Vec<Effect>> {
    let went =
        with_run(state, slug, |(flow, state), run| state.facts().is_some_and(|facts| run.back(flow, &facts)));
    went.unwrap_or_default().then(|| asked(state, slug))
}

/// Whether a flow asks now for what nobody but us may see: not in somebody else's page.
#[inline(never)]
pub(crate) fn asks_personal(state: &State, slug: &str) -> bool {
    let position = state.replay(slug).and_then(|replay| replay.position);
    matches!(position, Some(Position::Asking(step)) if step.ask.is_personal())
}

fn answered(
    state: &mut State,
    slug: &str,
    step_id: &str,
    read: impl FnOnce(&Step) -> Result<Answer, Wrong>,
) -> Vec<Effect> {
    let answer = match state.replay(slug).and_then(|replay| replay.position) {
        Some(Position::Asking(step)) if step.id == step_id => read(step).and_then(|answer| match &step.ask {
            // What was added may have been taken out again.
            Ask::File(key) if answer == Answer::Files && !has_file(state, key) => Err(Wrong::Missing),
            _ => Ok(answer),
        }),
        _ => return Vec::new(),
    };
    let kept = answer.and_then(|answer| {
        let kept = with_run(state, slug, |(flow, state), run| {
            state.facts().map_or(Err(Wrong::Missing), |facts| run.answer(flow, &facts, step_id, answer))
        });
        kept.unwrap_or(Err(Wrong::Missing))
    });
    if let Err(wrong) = kept {
        state.flow_issue = Some(wrong);
        return vec![Effect::Focus(Focus::Errors)];
    }
    let of = EventData::of(EventFact::Slug, slug);
    let event = match state.replay(slug).and_then(|replay| replay.position) {
        Some(Position::Ended(end)) => Effect::event("flow-outcome", of.and(EventFact::Outcome, &end.id)),
        _ => Effect::event("flow-step", of.and(EventFact::Step, step_id)),
    };
    let mut effects = vec![event];
    effects.extend(asked(state, slug));
    effects
}

/// What follows when a flow stands somewhere else than before: what is written there, and where the focus goes.
fn asked(state: &mut State, slug: &str) -> Vec<Effect> {
    state.flow_issue = None;
    write_kept(state, slug);
    let mut effects = vec![Effect::Focus(Focus::Heading)];
    if state.config.is_public() && asks_personal(state, slug) {
        effects.extend(handover::flow(state, slug));
        return effects;
    }
    if let Some(replay) = state.replay(slug)
        && let Some(Position::Asking(_)) = replay.position
    {
        let args = vec![("number", replay.number.to_string()), ("most", replay.most.to_string())];
        effects.push(Effect::Announce(Notice { key: Key::FlowQuestion, args }));
    }
    effects
}

/// Writes the answer that the question shown has.
#[inline(never)]
pub(crate) fn write_kept(state: &mut State, slug: &str) {
    let currency = state.shelf().map(|shelf| shelf.market.currency.as_str()).unwrap_or_default();
    let kept = state.replay(slug).and_then(|replay| replay.kept);
    state.flow_draft = kept.map(|answer| write_answer(&answer, currency)).unwrap_or_default();
}

/// The ticks are what is written: ids with commas between them. The option that excludes the others does so.
fn tick(state: &mut State, slug: &str, id: &str, ticked: bool) {
    let none = match state.replay(slug).and_then(|replay| replay.position) {
        Some(Position::Asking(Step { ask: Ask::Choices(_, none), .. })) => none.clone().unwrap_or_default(),
        _ => return,
    };
    let keep =
        |other: &&str| !other.is_empty() && *other != id && (!ticked || (*other != none && id != none));
    let mut ids: Vec<&str> = state.flow_draft.split(',').filter(keep).collect();
    if ticked {
        ids.push(id);
    }
    state.flow_draft = ids.join(",");
    state.flow_issue = None;
}

/// Tells the host page what the customer wants it to do, if the outcome shown offers it and the page said that it can.
fn act(state: &State, slug: &str, action: HostAction) -> Option<Effect> {
    let Some(Position::Ended(end)) = state.replay(slug)?.position else { return None };
    (end.action == Some(action) && state.config.offers(action)).then(|| {
        let data = EventData::of(EventFact::Slug, slug).and(EventFact::Outcome, &end.id);
        Effect::event("flow-outcome", data.and(EventFact::Action, action.as_str()))
    })
}

fn has_file(state: &State, key: &str) -> bool {
    state.form.files.list.iter().any(|file| file.evidence == key)
}

/// Changes the run of a flow; `None` if the flow was not begun, or its content is not there.
fn with_run<T>(
    state: &mut State,
    slug: &str,
    change: impl FnOnce((&Flow, &State), &mut FlowRun) -> T,
) -> Option<T> {
    let flow = Rc::clone(state.flow(slug)?);
    let mut run = state.run(slug)?.clone();
    let said = change((&flow, state), &mut run);
    if let Some((_, kept)) = state.runs.iter_mut().find(|(known, _)| known == slug) {
        *kept = run;
    }
    Some(said)
}
