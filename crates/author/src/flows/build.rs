//! One flow from its two files, its sub-flows still by name.

use super::outcome::outcome;
use super::raw::{RawFlow, RawNext, RawStep, RawWhen, StepWords, Words};
use crate::refusal::Refusals;
use klarna_help_pack::{Ask, Choice, Goto, Next, Outcome, Policy, Step, Told, When};
use std::path::Path;

/// A flow whose sub-flows do not stand in it yet.
pub(super) struct Draft {
    pub(super) start: u16,
    /// Each step, with the flow that it runs instead of asking.
    pub(super) steps: Vec<(Step, Option<String>)>,
    /// Ids of the ends, in order.
    pub(super) ends: Vec<String>,
    /// What the ends say; empty for a part.
    pub(super) outcomes: Vec<Outcome>,
}

/// Reads what a flow says; `None` if too little of it can be read to go on.
pub(super) fn draft(
    (path, raw): (&Path, &RawFlow),
    (words_path, words): (&Path, &Words),
    refusals: &mut Refusals,
) -> Option<Draft> {
    let mut build = Build { path, words_path, words, raw, refusals };
    build.ids();
    let start = build.step_index(&raw.start)?;
    let steps: Vec<_> = raw.step.iter().filter_map(|step| build.step(step)).collect();
    build.unused_words();
    let ends = raw.outcome.iter().map(|end| end.id.clone()).collect();
    let outcomes: Vec<Outcome> = match raw.part {
        true => Vec::new(),
        false => {
            raw.outcome.iter().filter_map(|end| outcome((path, end), (words_path, words), refusals)).collect()
        }
    };
    let whole = steps.len() == raw.step.len() && (raw.part || outcomes.len() == raw.outcome.len());
    whole.then_some(Draft { start, steps, ends, outcomes })
}

struct Build<'a> {
    path: &'a Path,
    words_path: &'a Path,
    words: &'a Words,
    raw: &'a RawFlow,
    refusals: &'a mut Refusals,
}

impl Build<'_> {
    fn refuse(&mut self, what: impl Into<String>, remedy: impl Into<String>) {
        self.refusals.add(self.path, what, remedy);
    }

    /// Each id stands once: answers are kept by it.
    fn ids(&mut self) {
        let steps: Vec<&String> = self.raw.step.iter().map(|s| &s.id).collect();
        let ends: Vec<&String> = self.raw.outcome.iter().map(|o| &o.id).collect();
        for ids in [steps, ends] {
            for (i, id) in ids.iter().enumerate() {
                if ids.iter().take(i).any(|other| other == id) {
                    self.refuse(format!("`{id}` stands twice"), "give each its own id");
                }
                if !crate::source::is_slug(id) {
                    self.refuse(
                        format!("`{id}` is not an id"),
                        "use lower-case letters, digits and single hyphens",
                    );
                }
            }
        }
    }

    fn step_index(&mut self, id: &str) -> Option<u16> {
        let found = self.raw.step.iter().position(|s| s.id == id);
        if found.is_none() {
            self.refuse(format!("there is no step `{id}`"), "add it, or go somewhere else");
        }
        found.and_then(|i| u16::try_from(i).ok())
    }

    fn goto(&mut self, text: &str) -> Option<Goto> {
        match text.split_once(':') {
            Some(("step", id)) => self.step_index(id).map(Goto::Step),
            Some(("outcome", id)) => {
                let found = self.raw.outcome.iter().position(|o| o.id == id);
                if found.is_none() {
                    self.refuse(format!("there is no outcome `{id}`"), "add it, or go somewhere else");
                }
                found.and_then(|i| u16::try_from(i).ok()).map(Goto::Outcome)
            }
            _ => {
                self.refuse(format!("`{text}` leads nowhere"), "use step:<id> or outcome:<id>");
                None
            }
        }
    }

    fn step(&mut self, raw: &RawStep) -> Option<(Step, Option<String>)> {
        // A sub-flow asks its own questions.
        let words = if raw.ask == "flow" { None } else { self.words.step.get(&raw.id) };
        if words.is_none() && raw.ask != "flow" {
            let what = format!("has no words for the step `{}`", raw.id);
            self.refusals.add(self.words_path, what, "write its question");
            return None;
        }
        let ask = self.ask(raw, words)?;
        self.strays(raw);
        let next: Vec<Next> = raw.next.iter().filter_map(|n| self.next(raw, n)).collect();
        if next.last().is_none_or(|n| n.when != When::Always) {
            let what = format!("the step `{}` has answers that lead nowhere", raw.id);
            self.refuse(what, "end its routes with one that has no `when`");
        }
        if raw.next.iter().rev().skip(1).any(|n| n.when.is_none()) {
            let what = format!("the step `{}` has routes that are never taken", raw.id);
            self.refuse(what, "only the last route may have no `when`");
        }
        let asked_always = matches!(ask, Ask::Choice(_) | Ask::Choices(..) | Ask::Pass);
        if asked_always && raw.required {
            let what = format!("the step `{}` is required, which a {} is anyway", raw.id, raw.ask);
            self.refuse(what, "remove `required`; offer an `unsure` option where a person may not know");
        }
        let step = Step {
            id: raw.id.clone(),
            question: words.map(|w| w.question.clone()).unwrap_or_default(),
            help: words.map(|w| w.help.clone()).unwrap_or_default(),
            required: raw.required || asked_always,
            from: self.from(raw, &ask),
            ask,
            next,
        };
        Some((step, raw.flow.clone()))
    }

    fn ask(&mut self, raw: &RawStep, words: Option<&StepWords>) -> Option<Ask> {
        Some(match raw.ask.as_str() {
            "choice" => Ask::Choice(self.options(raw, words, 6)),
            "choices" => {
                if let Some(none) = raw.none.as_ref().filter(|none| !raw.options.contains(none)) {
                    self.refuse(
                        format!("the step `{}` has no option `{none}`", raw.id),
                        "name one of its options",
                    );
                }
                Ask::Choices(self.options(raw, words, 8), raw.none.clone())
            }
            "date" => Ask::Date(raw.future),
            "money" => Ask::Money,
            "order" => Ask::Order,
            "email" => Ask::Email,
            "text" => Ask::Text,
            "file" => match &raw.evidence {
                Some(key) => Ask::File(key.clone()),
                None => {
                    let what = format!("the step `{}` does not say what its files are", raw.id);
                    self.refuse(what, "add `evidence`, a key of content/evidence.toml");
                    return None;
                }
            },
            "confirm" => Ask::Confirm,
            "flow" if raw.flow.is_some() => Ask::Pass,
            "flow" => {
                self.refuse(format!("the step `{}` runs no flow", raw.id), "add `flow`, the slug of one");
                return None;
            }
            other => {
                let remedy = "use choice, choices, date, money, order, email, text, file, confirm or flow";
                self.refuse(format!("`{other}` is no kind of question"), remedy);
                return None;
            }
        })
    }

    /// What is written on a step that does not take it would be lost without a word.
    fn strays(&mut self, raw: &RawStep) {
        let ask = raw.ask.as_str();
        let strays = [
            ("options", !raw.options.is_empty() && !["choice", "choices"].contains(&ask)),
            ("none", raw.none.is_some() && ask != "choices"),
            ("future", raw.future && ask != "date"),
            ("evidence", raw.evidence.is_some() && ask != "file"),
            ("flow", raw.flow.is_some() && ask != "flow"),
        ];
        for (name, _) in strays.iter().filter(|(_, stray)| *stray) {
            self.refuse(format!("the step `{}` asks for a {ask} and has `{name}`", raw.id), "remove it");
        }
    }

    fn from(&mut self, raw: &RawStep, ask: &Ask) -> Option<Told> {
        let Some(name) = &raw.from else { return (*ask == Ask::Order).then_some(Told::OrderId) };
        let told = Told::ALL.iter().find(|(known, _)| known == name).map(|(_, told)| *told);
        let fits = match (ask, told) {
            (Ask::Order, Some(Told::OrderId)) | (Ask::Money, Some(Told::Amount)) => true,
            (Ask::Date(_), Some(Told::DueDate)) => true,
            (Ask::Choice(_), Some(told)) => {
                matches!(told, Told::OrderState | Told::PaymentStatus | Told::Page | Told::ErrorCode)
            }
            _ => false,
        };
        if !fits {
            let remedy = "use order_id with order, amount with money, due_date with date; order_state, payment_status, page and error_code with choice";
            self.refuse(format!("the step `{}` cannot take `{name}` from the page", raw.id), remedy);
        }
        if told == Some(Told::DueDate) && !raw.future {
            let what = format!("the step `{}` takes the due date from the page, and no date to come", raw.id);
            self.refuse(what, "add `future = true`");
        }
        told.filter(|_| fits)
    }

    fn options(&mut self, raw: &RawStep, words: Option<&StepWords>, most: usize) -> Vec<Choice> {
        if !(2..=most).contains(&raw.options.len()) {
            let what = format!("the step `{}` has {} options", raw.id, raw.options.len());
            self.refuse(what, format!("offer 2 to {most}"));
        }
        let Some(words) = words else { return Vec::new() };
        for id in words.options.keys().filter(|id| !raw.options.contains(id)) {
            let what = format!("the option `{}.{id}` is not in flow.toml", raw.id);
            self.refusals.add(self.words_path, what, "remove it");
        }
        let mut options: Vec<Choice> = Vec::new();
        for id in &raw.options {
            if options.iter().any(|known| known.id == *id) {
                self.refuse(format!("the option `{}.{id}` stands twice", raw.id), "offer it once");
            }
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
                let known = match step.ask.as_str() {
                    "choice" | "choices" => step.options.contains(id),
                    // Which ends the sub-flow has is known when it is put in.
                    "flow" => true,
                    "confirm" => id == "yes" || (id == "unsure" && !step.required),
                    _ => id == "unsure" && !step.required,
                };
                if !known {
                    let what = format!("the step `{}` has no option `{id}`", step.id);
                    self.refuse(
                        what,
                        "route on one of its options, `unsure` if it is not required, or `yes` of a confirm",
                    );
                }
                When::Answer(id.clone())
            }
            Some(RawWhen { answer: None, policy: Some(name) }) => When::Policy(self.policy(name)?),
            Some(_) => {
                self.refuse("a `when` needs one of answer and policy", "give exactly one");
                return None;
            }
        };
        Some(Next { when, goto })
    }

    fn policy(&mut self, name: &str) -> Option<Policy> {
        let found = Policy::ALL.iter().find(|(n, _)| *n == name);
        if found.is_none() {
            let names: Vec<&str> = Policy::ALL.iter().map(|(n, _)| *n).collect();
            self.refuse(format!("there is no policy `{name}`"), format!("use {}", names.join(", ")));
        }
        found.map(|(_, policy)| *policy)
    }

    fn unused_words(&mut self) {
        for id in self.words.step.keys() {
            if !self.raw.step.iter().any(|s| s.id == *id && s.ask != "flow") {
                let what = format!("the step `{id}` is not in flow.toml, or asks nothing itself");
                self.refusals.add(self.words_path, what, "remove it");
            }
        }
        for id in self.words.outcome.keys() {
            if self.raw.part || !self.raw.outcome.iter().any(|o| o.id == *id) {
                let what = format!("the outcome `{id}` is not in flow.toml, or is shown to nobody");
                self.refusals.add(self.words_path, what, "remove it");
            }
        }
        if self.raw.part {
            return;
        }
        if self.words.summary.trim().is_empty() || !(3..=10).contains(&self.words.keywords.len()) {
            self.refusals.add(self.words_path, "is hard to find", "write a summary and 3 to 10 keywords");
        }
        let asks = self.words.asks.len();
        if asks != 0 && !(10..=15).contains(&asks) {
            let what = format!("has {asks} sentences below `asks`");
            self.refusals.add(self.words_path, what, "write 10 to 15, as customers do");
        }
    }
}
