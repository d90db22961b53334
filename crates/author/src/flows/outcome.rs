//! An end of a flow from its two files.

use super::raw::{OutcomeWords, RawOutcome, Words};
use crate::links::{category, link};
use crate::markdown::with_facts;
use crate::refusal::Refusals;
use klarna_help_pack::{Outcome, OutcomeKind, Wait, WaitFrom, WaitUnit};
use klarna_help_wire::{Category, HostAction};
use std::path::Path;

/// What an end says and does; `None` if it cannot be read.
pub(super) fn outcome(
    (path, raw): (&Path, &RawOutcome),
    (words_path, words): (&Path, &Words),
    refusals: &mut Refusals,
) -> Option<Outcome> {
    let Some(words) = words.outcome.get(&raw.id) else {
        refusals.add(words_path, format!("has no words for the outcome `{}`", raw.id), "write them");
        return None;
    };
    let kind = kind(path, raw, refusals)?;
    if kind == OutcomeKind::SendCase && raw.evidence.is_empty() {
        refusals.add(path, format!("the outcome `{}` asks for no evidence", raw.id), "list what to gather");
    }
    said(words_path, &raw.id, words, &kind, refusals);
    let Some(name) = &raw.category else {
        let remedy = "say what a case from here would be about";
        refusals.add(path, format!("the outcome `{}` has no category", raw.id), remedy);
        return None;
    };
    let category: Category = category(path, name, refusals)?;
    let action = raw.action.as_ref().and_then(|name| action(path, raw, name, refusals));
    Some(Outcome {
        id: raw.id.clone(),
        kind,
        title: words.title.clone(),
        steps: words.steps.iter().map(|step| with_facts(step)).collect(),
        next: with_facts(&words.next),
        message: words.message.clone(),
        link: raw.link.as_ref().and_then(|l| link(path, l, refusals)),
        action,
        category,
        evidence: raw.evidence.clone(),
    })
}

/// Each end says what to do and what happens next; only a store gets a message.
fn said(path: &Path, id: &str, words: &OutcomeWords, kind: &OutcomeKind, refusals: &mut Refusals) {
    if (*kind == OutcomeKind::ContactStore) == words.message.trim().is_empty() {
        let what = format!("the outcome `{id}` and its message do not fit");
        refusals.add(path, what, "contact-store needs a message; nothing else has one");
    }
    if *kind == OutcomeKind::ContactStore && !words.message.contains("{order}") {
        let what = format!("the message of the outcome `{id}` does not name the order");
        refusals.add(path, what, "write {order} where its number goes");
    }
    if !(1..=5).contains(&words.steps.len()) || words.next.trim().is_empty() {
        let what = format!("the outcome `{id}` does not say what to do or what happens next");
        refusals.add(path, what, "give 1 to 5 steps and a `next`");
    }
}

fn kind(path: &Path, raw: &RawOutcome, refusals: &mut Refusals) -> Option<OutcomeKind> {
    let kind = match (raw.kind.as_deref(), &raw.wait_fact, &raw.wait_unit, &raw.wait_from) {
        (Some("do-now"), None, None, None) => Some(OutcomeKind::DoNow),
        (Some("contact-store"), None, None, None) => Some(OutcomeKind::ContactStore),
        (Some("send-case"), None, None, None) => Some(OutcomeKind::SendCase),
        (Some("talk"), None, None, None) => Some(OutcomeKind::Talk),
        (Some("wait"), Some(fact), unit, Some(from)) => {
            wait(fact, unit.as_deref(), from).map(OutcomeKind::Wait)
        }
        _ => None,
    };
    if kind.is_none() {
        let remedy = "use do-now, contact-store, send-case, talk, or wait with wait_fact, wait_from (a date step, today, \
                      due-date) and, if it is not days, wait_unit (business-days, weeks)";
        refusals.add(path, format!("the outcome `{}` has no kind that fits", raw.id), remedy);
    }
    kind
}

fn wait(fact: &str, unit: Option<&str>, from: &str) -> Option<Wait> {
    let unit = match unit {
        None | Some("days") => WaitUnit::Days,
        Some("business-days") => WaitUnit::BusinessDays,
        Some("weeks") => WaitUnit::Weeks,
        Some(_) => return None,
    };
    let from = match from {
        "today" => WaitFrom::Today,
        "due-date" => WaitFrom::DueDate,
        step => WaitFrom::Step(step.into()),
    };
    Some(Wait { fact: fact.into(), unit, from })
}

fn action(path: &Path, raw: &RawOutcome, name: &str, refusals: &mut Refusals) -> Option<HostAction> {
    let found = HostAction::parse(name);
    if found.is_none() {
        let names: Vec<&str> = HostAction::ALL.iter().map(|one| one.as_str()).collect();
        refusals.add(path, format!("no host page does `{name}`"), format!("use {}", names.join(", ")));
    }
    if raw.kind.as_deref() != Some("do-now") {
        let what = format!("the outcome `{}` has an action, and nothing to do now", raw.id);
        refusals.add(path, what, "only do-now has an action");
    }
    found
}
