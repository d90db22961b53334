//! Checks across files: links, facts, keys, and the graph of each flow.
//!
//! Every outcome and every screen gets its human route from the widget itself (the footer of each screen), so there is
//! no way to author one without; `tests/browser` checks that it is drawn.

use crate::evidence;
use crate::refusal::Refusals;
use klarna_help_pack::{
    Block, Bodies, Flow, Goto, Inline, Link, Outcome, OutcomeKind, Pack, Rule, Wait, When,
};
use std::collections::BTreeSet;
use std::path::Path;

pub(crate) fn check(content: &Path, pack: &Pack, bodies: &Bodies, refusals: &mut Refusals) {
    let mut check = Check { pack, bodies, refusals };
    for article in &pack.articles {
        let dir = content.join("articles").join(&article.slug);
        check.rules(&dir, &article.rules);
        let Some(body) = bodies.get(&article.slug) else { continue };
        for target in &body.related {
            check.link(&dir, target);
        }
        for block in &body.blocks {
            check.block(&dir, block);
        }
    }
    for flow in &pack.flows {
        let dir = content.join("flows").join(&flow.slug);
        check.rules(&dir, &flow.rules);
    }
    for flow in &bodies.flows {
        let dir = content.join("flows").join(&flow.slug);
        check.graph(&dir, flow);
        for outcome in &flow.outcomes {
            check.outcome(&dir, outcome);
        }
    }
}

struct Check<'a> {
    pack: &'a Pack,
    bodies: &'a Bodies,
    refusals: &'a mut Refusals,
}

impl Check<'_> {
    fn link(&mut self, path: &Path, target: &Link) {
        let dead = match target {
            Link::Article(slug) => self.pack.article(slug).is_none(),
            Link::Flow(slug) => self.pack.flow(slug).is_none(),
            Link::Contact | Link::Case(_) => false,
            Link::Web(address) => {
                let host =
                    address.trim_start_matches("https://").split(['/', '?', '#']).next().unwrap_or_default();
                !self.bodies.market.official.iter().any(|official| official == host)
            }
        };
        if dead {
            let remedy = "link to an article or flow that exists, or a host in the market's `official`";
            self.refusals.add(path, format!("{target:?} leads nowhere"), remedy);
        }
    }

    fn fact(&mut self, path: &Path, key: &str) {
        if self.bodies.market.fact(key).is_none() {
            let what = format!("the market {} has no fact `{key}`", self.bodies.market.code);
            self.refusals.add(path, what, "add it to the market file, with its source");
        }
    }

    fn inlines(&mut self, path: &Path, list: &[Inline]) {
        for inline in list {
            match inline {
                Inline::Link(target, _) => self.link(path, target),
                Inline::Fact(key) => self.fact(path, key),
                Inline::Text(_) | Inline::Strong(_) | Inline::Em(_) => {}
            }
        }
    }

    fn rules(&mut self, path: &Path, rules: &[Rule]) {
        for rule in rules {
            if Pack::named(&self.pack.reasons, &rule.reason).is_none() {
                let what = format!("the reason `{}` has no words", rule.reason);
                self.refusals.add(path, what, "add it below [reason] in content/ui");
            }
        }
    }

    fn block(&mut self, path: &Path, block: &Block) {
        match block {
            Block::Heading(list) | Block::Paragraph(list) => self.inlines(path, list),
            Block::Steps(items) | Block::Bullets(items) | Block::Callout(_, items) => {
                items.iter().for_each(|list| self.inlines(path, list));
            }
        }
    }

    fn outcome(&mut self, path: &Path, outcome: &Outcome) {
        if let Some(target) = &outcome.link {
            self.link(path, target);
        }
        for list in outcome.steps.iter().chain([&outcome.next]) {
            self.inlines(path, list);
        }
        evidence::check(path, &outcome.id, &outcome.evidence, &self.bodies.evidence, self.refusals);
        if let OutcomeKind::Wait(Wait { fact, .. }) = &outcome.kind
            && self.bodies.market.days(fact).is_none()
        {
            let what = format!("`{fact}` is no number of days in the market {}", self.bodies.market.code);
            self.refusals.add(path, what, "give the fact a whole number");
        }
    }

    /// Every step and outcome can be reached, and every path ends.
    fn graph(&mut self, path: &Path, flow: &Flow) {
        let mut steps = BTreeSet::new();
        let mut outcomes = BTreeSet::new();
        self.walk(path, flow, flow.start, &mut Vec::new(), &mut steps, &mut outcomes);
        for (i, step) in flow.steps.iter().enumerate() {
            if !steps.contains(&i) {
                self.refusals.add(
                    path,
                    format!("the step `{}` is never reached", step.id),
                    "route to it, or remove it",
                );
            }
            for next in &step.next {
                if let When::Policy(policy) = &next.when
                    && let Some(fact) = policy.needs_fact()
                {
                    self.fact(path, fact);
                }
            }
        }
        for (i, outcome) in flow.outcomes.iter().enumerate() {
            if !outcomes.contains(&i) {
                let what = format!("the outcome `{}` is never reached", outcome.id);
                self.refusals.add(path, what, "route to it, or remove it");
            }
        }
    }

    fn walk(
        &mut self,
        path: &Path,
        flow: &Flow,
        at: u16,
        trail: &mut Vec<u16>,
        steps: &mut BTreeSet<usize>,
        outcomes: &mut BTreeSet<usize>,
    ) {
        let Some(step) = flow.steps.get(usize::from(at)) else { return };
        if trail.contains(&at) {
            let what = format!("a path comes back to the step `{}` and never ends", step.id);
            self.refusals.add(path, what, "a customer is asked each question once");
            return;
        }
        steps.insert(usize::from(at));
        trail.push(at);
        for next in &step.next {
            match next.goto {
                Goto::Step(i) => self.walk(path, flow, i, trail, steps, outcomes),
                Goto::Outcome(i) => {
                    outcomes.insert(usize::from(i));
                }
            }
        }
        trail.pop();
    }
}
