//! Every way through a flow, with answers that take it: what the tests walk and the errands drive.
//!
//! Here: the ways ([`routes`]), the routes of a flow as [`Edge`]s, and few ways that take each of them ([`cover`]). What
//! is answered and what a page may tell is in `answers`. Not here: where an answer leads; that is the engine's
//! (`klarna_help_pack::FlowRun`), which is asked and not copied. [`trace`] alone walks by itself, so that it can be
//! held against it.

mod answers;
mod cover;

pub use cover::{answers_of, cover};

use klarna_help_pack::{Answer, Ask, Date, Facts, Flow, FlowRun, Goto, Market, Position, Replay, Step, When};
use klarna_help_wire::Context;

/// Most ways that are followed in one flow. A flow with more is too large to be looked at, by a program or a person.
pub const ROUTES_MAX: usize = 20_000;

/// A route of a step: `flow.steps[step].next[next]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Index of the step.
    pub step: u16,
    /// Index among its routes.
    pub next: u16,
}

impl Edge {
    /// What it is called where it is written down: it stays the same as long as the flow's steps do.
    pub fn name(self, flow: &Flow) -> String {
        let step = flow.steps.get(usize::from(self.step)).map(|step| step.id.as_str()).unwrap_or_default();
        format!("{}.{} {step}", self.step, self.next)
    }
}

/// One way from the first question to an end.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// What the page tells.
    pub context: Context,
    /// The questions asked, by step id, in order, with what is answered.
    pub asked: Vec<(String, Answer)>,
    /// The routes taken, those of steps that ask nothing among them.
    pub edges: Vec<Edge>,
    /// Id of the end.
    pub outcome: String,
}

/// Every route there is.
pub fn edges(flow: &Flow) -> Vec<Edge> {
    let index = |i: usize| u16::try_from(i).unwrap_or(u16::MAX);
    let of = |(i, step): (usize, &Step)| -> Vec<Edge> {
        (0..step.next.len()).map(|n| Edge { step: index(i), next: index(n) }).collect()
    };
    flow.steps.iter().enumerate().flat_map(of).collect()
}

/// Every way through a flow: each answer that makes a difference, for a page that tells nothing and for pages that tell
/// one thing; for pages that tell more only while a route was not taken yet. At most [`ROUTES_MAX`].
pub fn routes(flow: &Flow, market: &Market, today: Date) -> Vec<Route> {
    let mut walk = Walk { flow, market, today, found: Vec::new() };
    for context in answers::contexts(flow, market, today) {
        if context.told > 1 && walk.took_all() {
            break;
        }
        walk.from(&context.context, &FlowRun::default(), &mut Vec::new());
    }
    walk.found
}

struct Walk<'a> {
    flow: &'a Flow,
    market: &'a Market,
    today: Date,
    found: Vec<Route>,
}

impl Walk<'_> {
    fn took_all(&self) -> bool {
        edges(self.flow).iter().all(|edge| self.found.iter().any(|route| route.edges.contains(edge)))
    }

    fn from(&mut self, context: &Context, run: &FlowRun, asked: &mut Vec<(String, Answer)>) {
        if self.found.len() >= ROUTES_MAX {
            return;
        }
        let facts = Facts { context, market: self.market, today: self.today };
        let replay = run.replay(self.flow, &facts);
        match &replay.position {
            Some(Position::Ended(outcome)) => self.found.push(Route {
                context: context.clone(),
                asked: asked.clone(),
                edges: trace(self.flow, &facts, &replay).0,
                outcome: outcome.id.clone(),
            }),
            Some(Position::Asking(step)) => {
                for answer in answers::of(step, self.flow, self.market, self.today) {
                    let mut run = run.clone();
                    if run.answer(self.flow, &facts, &step.id, answer.clone()).is_ok() {
                        asked.push((step.id.clone(), answer));
                        self.from(context, &run, asked);
                        asked.pop();
                    }
                }
            }
            None => {}
        }
    }
}

/// The routes that the answers of a run take, and where they end; found by walking, not by the engine.
pub fn trace(flow: &Flow, facts: &Facts<'_>, replay: &Replay<'_>) -> (Vec<Edge>, Goto) {
    let mut taken: Vec<Edge> = Vec::new();
    let mut passed: Vec<(&Step, &Answer)> = Vec::new();
    let mut at = Goto::Step(flow.start);
    // A flow that compiled has no loop; the bound is for one that did not.
    while let (Goto::Step(i), true) = (at, taken.len() <= flow.steps.len()) {
        let Some(step) = flow.steps.get(usize::from(i)) else { break };
        let answer = match step.ask {
            Ask::Pass => &Answer::Unsure,
            _ => match replay.given.iter().find(|given| given.step.id == step.id) {
                Some(given) => &given.answer,
                None => break,
            },
        };
        if step.ask != Ask::Pass {
            passed.push((step, answer));
        }
        let known =
            |name: &str| passed.iter().rev().find(|(step, _)| step.name() == name).map(|(_, answer)| *answer);
        let next = step.next.iter().position(|next| match &next.when {
            When::Always => true,
            When::Answer(id) => answer.is(id),
            When::Policy(policy) => policy.holds(facts, known),
        });
        let Some((n, next)) = next.and_then(|n| Some((n, step.next.get(n)?))) else { break };
        taken.push(Edge { step: i, next: u16::try_from(n).unwrap_or(u16::MAX) });
        at = next.goto;
    }
    (taken, at)
}
