//! Checks across files: links, facts, keys. The graph of a flow is checked where it is read (flows/graph.rs).
//!
//! Every outcome and every screen gets its human route from the widget itself (the footer of each screen), so there is
//! no way to author one without; `tests/browser` checks that it is drawn.

use crate::Read;
use crate::evidence;
use crate::flows::ReadFlow;
use crate::refusal::Refusals;
use klarna_help_pack::{Ask, Block, Flow, Inline, Link, Outcome, OutcomeKind, Shelf, Wait, When};
use std::path::Path;

pub(crate) fn check(content: &Path, read: &Read, refusals: &mut Refusals) {
    let mut check = Check { shelf: &read.shelf, refusals };
    for article in &read.articles {
        let dir = content.join("articles").join(&article.meta.slug);
        for target in &article.related {
            check.link(&dir, target);
        }
        for block in &article.blocks {
            check.block(&dir, block);
        }
    }
    for ReadFlow { flow, .. } in &read.flows {
        let dir = content.join("flows").join(&flow.slug);
        check.steps(&dir, flow);
        for outcome in &flow.outcomes {
            check.outcome(&dir, outcome);
        }
    }
}

struct Check<'a> {
    shelf: &'a Shelf,
    refusals: &'a mut Refusals,
}

impl Check<'_> {
    fn link(&mut self, path: &Path, target: &Link) {
        let dead = match target {
            Link::Article(slug) => self.shelf.article(slug).is_none(),
            Link::Flow(slug) => self.shelf.flow(slug).is_none(),
            Link::Contact | Link::Case(_) => false,
            Link::Web(address) => {
                let host =
                    address.trim_start_matches("https://").split(['/', '?', '#']).next().unwrap_or_default();
                !self.shelf.market.official.iter().any(|official| official == host)
            }
        };
        if dead {
            let remedy = "link to an article or flow that exists, or a host in the market's `official`";
            self.refusals.add(path, format!("{target:?} leads nowhere"), remedy);
        }
    }

    fn fact(&mut self, path: &Path, key: &str) {
        if self.shelf.market.fact(key).is_none() {
            let what = format!("the market {} has no fact `{key}`", self.shelf.market.code);
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
        evidence::check(path, &outcome.id, &outcome.evidence, &self.shelf.evidence, self.refusals);
        if let OutcomeKind::Wait(Wait { fact, .. }) = &outcome.kind {
            self.number(path, fact);
        }
    }

    /// What the steps of a flow name: facts of the market, pieces of evidence.
    fn steps(&mut self, path: &Path, flow: &Flow) {
        for step in &flow.steps {
            if let Ask::File(key) = &step.ask
                && !self.shelf.evidence(key).is_some_and(|evidence| evidence.gives.file())
            {
                let what = format!("the step `{}` asks for `{key}`, which is not given as a file", step.id);
                self.refusals.add(
                    path,
                    what,
                    "name a piece of content/evidence.toml given as file or either",
                );
            }
            for next in &step.next {
                if let When::Policy(policy) = &next.when
                    && let Some(fact) = policy.needs().fact
                {
                    self.number(path, fact);
                }
            }
        }
    }

    /// A fact that is counted with.
    fn number(&mut self, path: &Path, key: &str) {
        if self.shelf.market.days(key).is_none() {
            let what = format!("`{key}` is no whole number in the market {}", self.shelf.market.code);
            self.refusals.add(path, what, "add it to the market file, with its source");
        }
    }
}
