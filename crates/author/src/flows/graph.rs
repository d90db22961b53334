//! The graph of a flow: everything is reached, every path ends, none is too long, and no rule lacks what it reads.

use super::build::Draft;
use crate::refusal::Refusals;
use klarna_help_pack::{Ask, Flow, Goto, OutcomeKind, Step, Wait, WaitFrom, When};
use std::collections::BTreeSet;
use std::path::Path;

/// Most questions that anybody is asked before an outcome.
pub(super) const QUESTIONS_MAX: usize = 8;

/// Checks a flow as written: each of its own steps and ends is reached. `false` if a path comes back, so that it cannot
/// be followed any further.
pub(super) fn written(path: &Path, draft: &Draft, refusals: &mut Refusals) -> bool {
    let (mut steps, mut ends) = (BTreeSet::new(), BTreeSet::new());
    let list: Vec<&Step> = draft.steps.iter().map(|(step, _)| step).collect();
    let mut walk =
        Walk { path, steps: &list, seen: &mut steps, ends: &mut ends, trail: Vec::new(), refusals };
    let ended = walk.from(draft.start);
    for (i, (step, _)) in draft.steps.iter().enumerate() {
        if !steps.contains(&i) {
            refusals.add(
                path,
                format!("the step `{}` is never reached", step.id),
                "route to it, or remove it",
            );
        }
    }
    for (i, id) in draft.ends.iter().enumerate() {
        if !ends.contains(&i) {
            refusals.add(path, format!("the outcome `{id}` is never reached"), "route to it, or remove it");
        }
    }
    ended
}

struct Walk<'a> {
    path: &'a Path,
    steps: &'a [&'a Step],
    seen: &'a mut BTreeSet<usize>,
    ends: &'a mut BTreeSet<usize>,
    trail: Vec<u16>,
    refusals: &'a mut Refusals,
}

impl Walk<'_> {
    fn from(&mut self, at: u16) -> bool {
        let Some(step) = self.steps.get(usize::from(at)) else { return true };
        if self.trail.contains(&at) {
            let what = format!("a path comes back to the step `{}` and never ends", step.id);
            self.refusals.add(self.path, what, "a customer is asked each question once");
            return false;
        }
        // What leads on from here was followed before.
        if !self.seen.insert(usize::from(at)) {
            return true;
        }
        self.trail.push(at);
        let mut ended = true;
        for next in &step.next {
            match next.goto {
                Goto::Step(i) => ended &= self.from(i),
                Goto::Outcome(i) => {
                    self.ends.insert(usize::from(i));
                }
            }
        }
        self.trail.pop();
        ended
    }
}

/// Checks a flow with its sub-flows in it: how long it is, and that each rule and each wait can know what it reads.
pub(super) fn whole(path: &Path, flow: &Flow, refusals: &mut Refusals) {
    let questions = flow.questions_from(Goto::Step(flow.start));
    if questions > QUESTIONS_MAX {
        let what = format!("a path asks {questions} questions");
        refusals.add(path, what, format!("ask at most {QUESTIONS_MAX}, those of sub-flows among them"));
    }
    for (i, step) in flow.steps.iter().enumerate() {
        for next in &step.next {
            let When::Policy(policy) = &next.when else { continue };
            let needs = policy.needs();
            let Some(name) = needs.step else { continue };
            let dated = |step: &Step| step.name() == name && asks_for(step, name);
            let before = flow.steps.iter().enumerate().any(|(j, other)| dated(other) && reaches(flow, j, i));
            if !before && !needs.or_page {
                let named = klarna_help_pack::Policy::ALL.iter().find(|(_, known)| known == policy);
                let what = format!(
                    "`{}` needs a {} step `{name}` before the step `{}`",
                    named.map_or("", |(name, _)| name),
                    kind_of(name),
                    step.id
                );
                refusals.add(path, what, "add it on the way to the route");
            }
        }
    }
    let has = |wanted: fn(&OutcomeKind) -> bool| flow.outcomes.iter().any(|outcome| wanted(&outcome.kind));
    if !has(|kind| matches!(kind, OutcomeKind::SendCase | OutcomeKind::Talk)) {
        refusals.add(path, "nobody comes from it to us", "add an outcome send-case or talk");
    }
    if !has(|kind| !matches!(kind, OutcomeKind::SendCase | OutcomeKind::Talk)) {
        refusals.add(
            path,
            "nobody can do anything themselves",
            "add an outcome do-now, wait or contact-store",
        );
    }
    for outcome in &flow.outcomes {
        if let OutcomeKind::Wait(Wait { from: WaitFrom::Step(id), .. }) = &outcome.kind
            && !flow.steps.iter().any(|step| step.name() == id && matches!(step.ask, Ask::Date(_)))
        {
            let what = format!("the outcome `{}` waits from `{id}`, which is no date step", outcome.id);
            refusals.add(path, what, "name a date step, `today` or `due-date`");
        }
    }
}

/// The kind of step that a rule reads under a name.
fn kind_of(name: &str) -> &'static str {
    match name {
        "amount-seen" => "money",
        "contact-seen" => "text",
        _ => "date",
    }
}

fn asks_for(step: &Step, name: &str) -> bool {
    match kind_of(name) {
        "money" => step.ask == Ask::Money,
        "text" => step.ask == Ask::Text,
        _ => matches!(step.ask, Ask::Date(_)),
    }
}

/// Whether a path leads from one step to another, or they are one.
fn reaches(flow: &Flow, from: usize, to: usize) -> bool {
    let (mut open, mut seen) = (vec![from], BTreeSet::new());
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if !seen.insert(at) {
            continue;
        }
        let next = flow.steps.get(at).map(|step| &step.next[..]).unwrap_or_default();
        open.extend(next.iter().filter_map(|next| match next.goto {
            Goto::Step(i) => Some(usize::from(i)),
            Goto::Outcome(_) => None,
        }));
    }
    false
}
