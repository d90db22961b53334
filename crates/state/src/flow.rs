//! A guided flow: answers in, the next question or the outcome out.

use crate::effect::{Effect, Focus};
use crate::{FlowIssue, Now, State};
use klarna_help_pack::{Answer, Ask, Position, Replay, Step};
use klarna_help_wire::{EventData, EventFact};
use std::rc::Rc;

#[inline(never)]
pub(crate) fn answer(
    state: &mut State,
    slug: &str,
    step_id: &str,
    answer: Result<Answer, FlowIssue>,
) -> Vec<Effect> {
    let Some(flow) = state.flow(slug).map(Rc::clone) else { return Vec::new() };
    let Some(step) = flow.steps.iter().find(|s| s.id == step_id) else { return Vec::new() };
    let checked = answer.and_then(|answer| check(step, answer, state.now));
    let Some((_, run)) = state.runs.iter_mut().find(|(s, _)| s == slug) else { return Vec::new() };
    let kept =
        checked.and_then(|answer| if run.answer(step, answer) { Ok(()) } else { Err(FlowIssue::Missing) });
    if let Err(issue) = kept {
        state.flow_issue = Some(issue);
        return vec![Effect::Focus(Focus::Errors)];
    }
    state.flow_issue = None;
    state.flow_draft.clear();
    let event = match state.replay(slug).and_then(|replay| replay.position) {
        Some(Position::Ended(outcome)) => {
            let data = EventData::of(EventFact::Slug, slug).and(EventFact::Outcome, &outcome.id);
            Effect::event("flow-outcome", data)
        }
        _ => Effect::event("flow-step", EventData::of(EventFact::Slug, slug).and(EventFact::Step, step_id)),
    };
    vec![event, Effect::Focus(Focus::Heading)]
}

/// Asks a step again, with what was answered still written in it.
#[inline(never)]
pub(crate) fn change(state: &mut State, slug: &str, step: &str) -> Vec<Effect> {
    state.flow_issue = None;
    state.flow_draft.clear();
    if let Some((_, run)) = state.runs.iter_mut().find(|(s, _)| s == slug) {
        state.flow_draft = match run.get(step) {
            Some(Answer::Date(date)) => date.to_string(),
            Some(Answer::Text(text)) => text.clone(),
            Some(_) | None => String::new(),
        };
        run.forget(step);
    }
    vec![Effect::Focus(Focus::Heading)]
}

/// The step answered last on the way to where a flow stands.
pub(crate) fn last_answered(state: &State, slug: &str) -> Option<String> {
    state.replay(slug)?.answered.last().map(|(step, _)| step.id.clone())
}

/// A date in the future answers no question we ask.
pub(crate) fn check(step: &Step, answer: Answer, now: Now) -> Result<Answer, FlowIssue> {
    match (&step.ask, &answer) {
        (Ask::Date(false), Answer::Date(date)) if *date > now.date => Err(FlowIssue::FutureDate),
        (Ask::Text, Answer::Text(text)) if text.trim().is_empty() => Err(FlowIssue::Missing),
        _ => Ok(answer),
    }
}

/// The answers of a run, in the words the customer saw.
pub(crate) fn answers(replay: &Replay<'_>) -> Vec<klarna_help_wire::Answer> {
    let pair = |(step, answer): &(&Step, &Answer)| klarna_help_wire::Answer {
        question: step.question.clone(),
        answer: step.words(answer, |date| date.to_string()),
    };
    replay.answered.iter().map(pair).collect()
}
