//! Sub-flows put into the flows that run them.
//!
//! Each end of a sub-flow becomes an [`Ask::Pass`]: a step that asks nothing and has those routes of the running step
//! that this end can take. So whoever reads the result knows nothing of sub-flows.

use super::build::Draft;
use crate::refusal::Refusals;
use klarna_help_pack::{Goto, Step, When};
use std::collections::BTreeMap;
use std::path::Path;

/// The steps of a flow with those of its sub-flows, and where it begins; `None` if a sub-flow is missing or runs itself.
pub(super) fn embed(
    path: &Path,
    slug: &str,
    drafts: &BTreeMap<String, Draft>,
    refusals: &mut Refusals,
) -> Option<(Vec<Step>, u16)> {
    let draft = drafts.get(slug)?;
    let exits: Vec<Goto> =
        (0..draft.ends.len()).filter_map(|i| u16::try_from(i).ok()).map(Goto::Outcome).collect();
    let mut embed = Embed { path, drafts, refusals, steps: Vec::new(), trail: vec![slug.to_owned()] };
    match embed.flow(draft, "", &exits)? {
        Goto::Step(start) => Some((embed.steps, start)),
        Goto::Outcome(_) => None,
    }
}

struct Embed<'a> {
    path: &'a Path,
    drafts: &'a BTreeMap<String, Draft>,
    refusals: &'a mut Refusals,
    /// Everything put in so far.
    steps: Vec<Step>,
    /// The flows that are being put in, outermost first.
    trail: Vec<String>,
}

impl Embed<'_> {
    /// Puts a flow in, its ends leading to `exits`; where it begins.
    fn flow(&mut self, draft: &Draft, prefix: &str, exits: &[Goto]) -> Option<Goto> {
        let (mut entries, mut own) = (Vec::new(), Vec::new());
        for (step, sub) in &draft.steps {
            match sub {
                None => {
                    let at = self.push(Step { id: format!("{prefix}{}", step.id), ..step.clone() })?;
                    own.push(at);
                    entries.push(Goto::Step(at));
                }
                Some(slug) => entries.push(self.sub(step, slug, prefix, &mut own)?),
            }
        }
        for at in own {
            let Some(step) = self.steps.get_mut(usize::from(at)) else { continue };
            for next in &mut step.next {
                let (places, i) = match next.goto {
                    Goto::Step(i) => (&entries[..], i),
                    Goto::Outcome(i) => (exits, i),
                };
                next.goto = *places.get(usize::from(i))?;
            }
        }
        entries.get(usize::from(draft.start)).copied()
    }

    /// Puts in the flow that a step runs, with a step for each of its ends.
    fn sub(&mut self, step: &Step, slug: &str, prefix: &str, own: &mut Vec<u16>) -> Option<Goto> {
        let Some(draft) = self.drafts.get(slug) else {
            self.refuse(
                format!("the step `{}` runs `{slug}`, which is no flow", step.id),
                "run one that exists",
            );
            return None;
        };
        if self.trail.iter().any(|outer| outer == slug) {
            self.refuse(format!("the flow `{slug}` runs itself"), "a flow has to end");
            return None;
        }
        for next in &step.next {
            if let When::Answer(id) = &next.when
                && !draft.ends.contains(id)
            {
                let what = format!("the step `{}` routes on `{id}`, which is no end of `{slug}`", step.id);
                self.refuse(what, format!("use one of {}", draft.ends.join(", ")));
            }
        }
        let mut exits = Vec::new();
        for end in &draft.ends {
            let mut pass = Step { id: format!("{prefix}{}", step.id), ..step.clone() };
            pass.next.retain(|next| !matches!(&next.when, When::Answer(id) if id != end));
            for next in &mut pass.next {
                if matches!(next.when, When::Answer(_)) {
                    next.when = When::Always;
                }
            }
            // What stands below the route of this end is never taken from it.
            let first = pass.next.iter().position(|next| next.when == When::Always);
            pass.next.truncate(first.map_or(pass.next.len(), |at| at + 1));
            let at = self.push(pass)?;
            own.push(at);
            exits.push(Goto::Step(at));
        }
        self.trail.push(slug.to_owned());
        let start = self.flow(draft, &format!("{slug}/"), &exits);
        self.trail.pop();
        start
    }

    fn push(&mut self, step: Step) -> Option<u16> {
        let at = u16::try_from(self.steps.len()).ok()?;
        self.steps.push(step);
        Some(at)
    }

    fn refuse(&mut self, what: String, remedy: impl Into<String>) {
        self.refusals.add(self.path, what, remedy);
    }
}
