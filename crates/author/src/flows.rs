//! Flows: `content/flows/<slug>/{flow.toml,<locale>.toml}`. Routing in one, words in the other.

use crate::links::{RawRule, category, link, rules};
use crate::markdown::with_facts;
use crate::refusal::Refusals;
use crate::source::{folders, localised, toml};
use klarna_help_pack::{
    Ask, Choice, Flow, FlowMeta, Goto, Next, Outcome, OutcomeKind, Policy, Step, Wait, When,
};
use klarna_help_wire::{Area, Category};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFlow {
    area: Area,
    start: String,
    #[serde(default)]
    suggest: Vec<RawRule>,
    step: Vec<RawStep>,
    outcome: Vec<RawOutcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    id: String,
    ask: String,
    #[serde(default)]
    options: Vec<String>,
    next: Vec<RawNext>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNext {
    when: Option<RawWhen>,
    goto: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWhen {
    answer: Option<String>,
    policy: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutcome {
    id: String,
    kind: String,
    link: Option<String>,
    category: String,
    #[serde(default)]
    evidence: Vec<String>,
    wait_fact: Option<String>,
    wait_from: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: String,
    summary: String,
    keywords: Vec<String>,
    #[serde(default)]
    asks: Vec<String>,
    step: BTreeMap<String, StepWords>,
    outcome: BTreeMap<String, OutcomeWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepWords {
    question: String,
    #[serde(default)]
    help: String,
    #[serde(default)]
    options: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeWords {
    title: String,
    steps: Vec<String>,
    next: String,
    #[serde(default)]
    message: String,
}

/// A flow as read.
pub(crate) struct ReadFlow {
    pub(crate) meta: FlowMeta,
    pub(crate) flow: Flow,
    pub(crate) keywords: Vec<String>,
}

pub(crate) fn read(content: &Path, locale: &str, refusals: &mut Refusals) -> Vec<ReadFlow> {
    let folders = folders(&content.join("flows"), refusals);
    folders.into_iter().filter_map(|(slug, dir)| one(slug, &dir, locale, refusals)).collect()
}

fn one(slug: String, dir: &Path, locale: &str, refusals: &mut Refusals) -> Option<ReadFlow> {
    let path = dir.join("flow.toml");
    let raw: RawFlow = toml(&path, refusals)?;
    let words_path = localised(dir, locale, "toml", refusals);
    let words: Words = toml(&words_path, refusals)?;
    let mut build = Build { path: &path, words_path: &words_path, words: &words, raw: &raw, refusals };
    let start = build.step_index(&raw.start)?;
    let steps: Vec<Step> = raw.step.iter().filter_map(|s| build.step(s)).collect();
    let outcomes: Vec<Outcome> = raw.outcome.iter().filter_map(|o| build.outcome(o)).collect();
    build.unused_words();
    if steps.len() != raw.step.len() || outcomes.len() != raw.outcome.len() {
        return None;
    }
    let rules = rules(&path, raw.suggest, refusals);
    let flow = Flow { slug: slug.clone(), start, steps, outcomes };
    let meta = FlowMeta { slug, area: raw.area, title: words.title, summary: words.summary, rules };
    let keywords = words.keywords.into_iter().chain(words.asks).collect();
    Some(ReadFlow { meta, flow, keywords })
}

struct Build<'a> {
    path: &'a Path,
    words_path: &'a Path,
    words: &'a Words,
    raw: &'a RawFlow,
    refusals: &'a mut Refusals,
}

impl Build<'_> {
    fn step_index(&mut self, id: &str) -> Option<u16> {
        let found = self.raw.step.iter().position(|s| s.id == id);
        if found.is_none() {
            self.refusals.add(self.path, format!("there is no step `{id}`"), "add it, or go somewhere else");
        }
        found.and_then(|i| u16::try_from(i).ok())
    }

    fn goto(&mut self, text: &str) -> Option<Goto> {
        match text.split_once(':') {
            Some(("step", id)) => self.step_index(id).map(Goto::Step),
            Some(("outcome", id)) => {
                let found = self.raw.outcome.iter().position(|o| o.id == id);
                if found.is_none() {
                    self.refusals.add(
                        self.path,
                        format!("there is no outcome `{id}`"),
                        "add it, or go somewhere else",
                    );
                }
                found.and_then(|i| u16::try_from(i).ok()).map(Goto::Outcome)
            }
            _ => {
                self.refusals.add(
                    self.path,
                    format!("`{text}` leads nowhere"),
                    "use step:<id> or outcome:<id>",
                );
                None
            }
        }
    }

    fn step(&mut self, raw: &RawStep) -> Option<Step> {
        let Some(words) = self.words.step.get(&raw.id) else {
            self.refusals.add(
                self.words_path,
                format!("has no words for the step `{}`", raw.id),
                "write its question",
            );
            return None;
        };
        let ask = match raw.ask.as_str() {
            "choice" => Ask::Choice(self.options(raw, words)),
            "date" => Ask::Date,
            "text" => Ask::Text,
            other => {
                self.refusals.add(
                    self.path,
                    format!("`{other}` is no kind of question"),
                    "use choice, date or text",
                );
                return None;
            }
        };
        let next: Vec<Next> = raw.next.iter().filter_map(|n| self.next(raw, n)).collect();
        if next.last().is_none_or(|n| n.when != When::Always) {
            let what = format!("the step `{}` has answers that lead nowhere", raw.id);
            self.refusals.add(self.path, what, "end its routes with one that has no `when`");
        }
        if raw.next.iter().rev().skip(1).any(|n| n.when.is_none()) {
            let what = format!("the step `{}` has routes that are never taken", raw.id);
            self.refusals.add(self.path, what, "only the last route may have no `when`");
        }
        Some(Step {
            id: raw.id.clone(),
            question: words.question.clone(),
            help: words.help.clone(),
            ask,
            next,
        })
    }

    fn options(&mut self, raw: &RawStep, words: &StepWords) -> Vec<Choice> {
        if !(2..=6).contains(&raw.options.len()) {
            let what = format!("the step `{}` has {} options", raw.id, raw.options.len());
            self.refusals.add(self.path, what, "offer 2 to 6");
        }
        for id in words.options.keys().filter(|id| !raw.options.contains(id)) {
            self.refusals.add(
                self.words_path,
                format!("the option `{}.{id}` is not in flow.toml", raw.id),
                "remove it",
            );
        }
        let mut options = Vec::new();
        for id in &raw.options {
            match words.options.get(id) {
                Some(label) => options.push(Choice { id: id.clone(), label: label.clone() }),
                None => {
                    let what = format!("has no words for the option `{}.{id}`", raw.id);
                    self.refusals.add(self.words_path, what, "write its label");
                }
            }
        }
        options
    }

    fn next(&mut self, step: &RawStep, raw: &RawNext) -> Option<Next> {
        let goto = self.goto(&raw.goto)?;
        let when = match &raw.when {
            None => When::Always,
            Some(RawWhen { answer: Some(id), policy: None }) => {
                if !step.options.contains(id) {
                    let what = format!("the step `{}` has no option `{id}`", step.id);
                    self.refusals.add(self.path, what, "route on one of its options");
                }
                When::Answer(id.clone())
            }
            Some(RawWhen { answer: None, policy: Some(name) }) => When::Policy(self.policy(name)?),
            Some(_) => {
                self.refusals.add(self.path, "a `when` needs one of answer and policy", "give exactly one");
                return None;
            }
        };
        Some(Next { when, goto })
    }

    fn policy(&mut self, name: &str) -> Option<Policy> {
        let Some((_, policy)) = Policy::ALL.iter().find(|(n, _)| *n == name) else {
            let names: Vec<&str> = Policy::ALL.iter().map(|(n, _)| *n).collect();
            self.refusals.add(
                self.path,
                format!("there is no policy `{name}`"),
                format!("use {}", names.join(", ")),
            );
            return None;
        };
        if let Some(id) = policy.needs_date_step()
            && !self.has_date_step(id)
        {
            self.refusals.add(
                self.path,
                format!("`{name}` needs a date step `{id}`"),
                "add it before the route",
            );
        }
        Some(*policy)
    }

    fn has_date_step(&self, id: &str) -> bool {
        self.raw.step.iter().any(|s| s.id == id && s.ask == "date")
    }

    fn outcome(&mut self, raw: &RawOutcome) -> Option<Outcome> {
        let Some(words) = self.words.outcome.get(&raw.id) else {
            self.refusals.add(
                self.words_path,
                format!("has no words for the outcome `{}`", raw.id),
                "write them",
            );
            return None;
        };
        let kind = match (raw.kind.as_str(), &raw.wait_fact, &raw.wait_from) {
            ("do-now", None, None) => OutcomeKind::DoNow,
            ("contact-store", None, None) => OutcomeKind::ContactStore,
            ("send-case", None, None) => OutcomeKind::SendCase,
            ("talk", None, None) => OutcomeKind::Talk,
            ("wait", Some(fact), Some(from)) if self.has_date_step(from) => {
                OutcomeKind::Wait(Wait { fact: fact.clone(), from: from.clone() })
            }
            _ => {
                let remedy = "use do-now, contact-store, send-case, talk, or wait with wait_fact and wait_from (a date step)";
                self.refusals.add(
                    self.path,
                    format!("the outcome `{}` has no kind that fits", raw.id),
                    remedy,
                );
                return None;
            }
        };
        if kind == OutcomeKind::SendCase && raw.evidence.is_empty() {
            self.refusals.add(
                self.path,
                format!("the outcome `{}` asks for no evidence", raw.id),
                "list what to gather",
            );
        }
        if (kind == OutcomeKind::ContactStore) == words.message.trim().is_empty() {
            let what = format!("the outcome `{}` and its message do not fit", raw.id);
            self.refusals.add(self.words_path, what, "contact-store needs a message; nothing else has one");
        }
        if !(1..=5).contains(&words.steps.len()) || words.next.trim().is_empty() {
            let what = format!("the outcome `{}` does not say what to do or what happens next", raw.id);
            self.refusals.add(self.words_path, what, "give 1 to 5 steps and a `next`");
        }
        let category: Category = category(self.path, &raw.category, self.refusals)?;
        Some(Outcome {
            id: raw.id.clone(),
            kind,
            title: words.title.clone(),
            steps: words.steps.iter().map(|step| with_facts(step)).collect(),
            next: with_facts(&words.next),
            message: words.message.clone(),
            link: raw.link.as_ref().and_then(|l| link(self.path, l, self.refusals)),
            category,
            evidence: raw.evidence.clone(),
        })
    }

    fn unused_words(&mut self) {
        for id in self.words.step.keys().filter(|id| !self.raw.step.iter().any(|s| s.id == **id)) {
            self.refusals.add(self.words_path, format!("the step `{id}` is not in flow.toml"), "remove it");
        }
        for id in self.words.outcome.keys().filter(|id| !self.raw.outcome.iter().any(|o| o.id == **id)) {
            self.refusals.add(
                self.words_path,
                format!("the outcome `{id}` is not in flow.toml"),
                "remove it",
            );
        }
    }
}
