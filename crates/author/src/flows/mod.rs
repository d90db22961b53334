//! Flows: `content/flows/<slug>/{flow.toml,<locale>.toml}`. Routing in one, words in the other.
//!
//! Here: reading them (`raw`), one flow with its words (`build`, `outcome`), sub-flows put into it (`embed`), its graph
//! (`graph`). Not here: what depends on the market, and links (check.rs).

mod build;
mod embed;
mod graph;
mod outcome;
mod raw;

use crate::links::{SourceRule, rules};
use crate::refusal::Refusals;
use crate::source::{folders, localised, toml};
use klarna_help_pack::{Flow, FlowMeta};
use raw::{RawFlow, Words};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A flow as read.
pub(crate) struct ReadFlow {
    pub(crate) meta: FlowMeta,
    pub(crate) rules: Vec<SourceRule>,
    pub(crate) flow: Flow,
    pub(crate) keywords: Vec<String>,
    /// Sentences as customers write them.
    pub(crate) asks: Vec<String>,
}

/// Every flow that is listed, with its sub-flows in it.
pub(crate) fn read(content: &Path, locale: &str, refusals: &mut Refusals) -> Vec<ReadFlow> {
    let mut files: Vec<(String, PathBuf, RawFlow, (Words, bool))> = Vec::new();
    let mut drafts = BTreeMap::new();
    for (slug, dir) in folders(&content.join("flows"), refusals) {
        let path = dir.join("flow.toml");
        let (words_path, foreign) = localised(&dir, locale, "toml", refusals);
        let Some(raw) = toml::<RawFlow>(&path, refusals) else { continue };
        let Some(words) = toml::<Words>(&words_path, refusals) else { continue };
        if let Some(draft) = build::draft((&path, &raw), (&words_path, &words), refusals)
            && graph::written(&path, &draft, refusals)
        {
            drafts.insert(slug.clone(), draft);
            files.push((slug, path, raw, (words, foreign)));
        }
    }
    let mut flows = Vec::new();
    for (slug, path, raw, (words, foreign)) in files {
        let Some((steps, start)) = embed::embed(&path, &slug, &drafts, refusals) else { continue };
        let outcomes = drafts.get(&slug).map(|draft| draft.outcomes.clone()).unwrap_or_default();
        let flow = Flow { slug: slug.clone(), start, steps, outcomes };
        let rules = rules(&path, raw.suggest, refusals);
        if raw.part {
            if !rules.is_empty() {
                refusals.add(&path, "is only a part of others, and is suggested", "remove `suggest`");
            }
            continue;
        }
        // A part is checked where it runs.
        graph::whole(&path, &flow, refusals);
        let meta = FlowMeta { slug, area: raw.area, title: words.title, summary: words.summary, foreign };
        flows.push(ReadFlow { meta, rules, flow, keywords: words.keywords, asks: words.asks });
    }
    flows
}
