//! A flow: steps that ask, routes that decide, outcomes that say what happens next.

use crate::bin::{choice, record};
use crate::suggest::Rule;
use crate::{Date, Facts, Inline, Link};
use klarna_help_wire::{Area, Category};

/// What lists show of a flow; in the pack.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowMeta {
    /// Its folder's name under `content/flows/`.
    pub slug: String,
    /// Where it is listed.
    pub area: Area,
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// When home offers it.
    pub rules: Vec<Rule>,
}

/// A guided flow in one locale; among the bodies, so that the first screen does not wait for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Its folder's name under `content/flows/`.
    pub slug: String,
    /// The first step, as an index into `steps`.
    pub start: u16,
    /// Its questions.
    pub steps: Vec<Step>,
    /// Its ends.
    pub outcomes: Vec<Outcome>,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its id, by which answers are kept.
    pub id: String,
    /// The question.
    pub question: String,
    /// A hint below it; empty if there is none.
    pub help: String,
    /// What kind of answer it takes.
    pub ask: Ask,
    /// Where it leads: the first that matches; the last matches always.
    pub next: Vec<Next>,
}

impl Step {
    /// An answer to it in words: a choice as the customer saw it, a date as `date` writes it.
    pub fn words(&self, answer: &Answer, date: impl Fn(Date) -> String) -> String {
        match (answer, &self.ask) {
            (Answer::Choice(id), Ask::Choice(options)) => {
                options.iter().find(|o| o.id == *id).map(|o| o.label.clone()).unwrap_or_default()
            }
            (Answer::Date(day), _) => date(*day),
            (Answer::Text(text) | Answer::Choice(text), _) => text.trim().into(),
        }
    }
}

/// What kind of answer a step takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// One of several.
    Choice(Vec<Choice>),
    /// A date that is not in the future.
    Date,
    /// A line of text, up to [`klarna_help_wire::ANSWER_MAX`] characters.
    Text,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id, kept as the answer.
    pub id: String,
    /// Its words.
    pub label: String,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// When it is taken.
    pub when: When,
    /// Where it leads.
    pub goto: Goto,
}

/// The condition of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// In every other case.
    Always,
    /// This step was answered with this choice.
    Answer(String),
    /// A named rule holds.
    Policy(Policy),
}

/// A place in the flow, as an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goto {
    /// Into `steps`.
    Step(u16),
    /// Into `outcomes`.
    Outcome(u16),
}

/// An end of a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its id.
    pub id: String,
    /// What the customer does now.
    pub kind: OutcomeKind,
    /// Title.
    pub title: String,
    /// What to do, one action each: text and facts.
    pub steps: Vec<Vec<Inline>>,
    /// What happens next and when: text and facts.
    pub next: Vec<Inline>,
    /// A message to copy to the store; may hold `{order}`. Empty unless the kind is `ContactStore`.
    pub message: String,
    /// A link that helps.
    pub link: Option<Link>,
    /// The category if the customer goes on to a person.
    pub category: Category,
    /// What to gather, as keys of the pack's evidence list.
    pub evidence: Vec<String>,
}

/// What an outcome asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// An action the customer can take now.
    DoNow,
    /// Waiting until a date.
    Wait(Wait),
    /// The store has to act first.
    ContactStore,
    /// A case with the evidence listed.
    SendCase,
    /// Only a person can help.
    Talk,
}

/// How long to wait: `fact` days after the answer of the date step `from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Key of a market fact, in days.
    pub fact: String,
    /// Id of a date step.
    pub from: String,
}

/// The answer of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A choice, by id.
    Choice(String),
    /// A date.
    Date(Date),
    /// A line of text.
    Text(String),
}

/// Rules that are code, not content: no expression language. Content names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// More days than the market's `refund-wait` have passed since the date answered in `returned-on`.
    RefundOverdue,
    /// The host page told the order number.
    OrderKnown,
    /// The host page says that the payment was declined.
    PaymentDeclined,
}

impl Policy {
    /// Every policy and the name content uses.
    pub const ALL: &'static [(&'static str, Policy)] = &[
        ("refund-overdue", Policy::RefundOverdue),
        ("order-known", Policy::OrderKnown),
        ("payment-declined", Policy::PaymentDeclined),
    ];

    /// The date step a policy reads, which a flow using it must have.
    pub fn needs_date_step(self) -> Option<&'static str> {
        match self {
            Policy::RefundOverdue => Some("returned-on"),
            Policy::OrderKnown | Policy::PaymentDeclined => None,
        }
    }

    /// The market fact a policy reads, which every market must have.
    pub fn needs_fact(self) -> Option<&'static str> {
        match self {
            Policy::RefundOverdue => Some("refund-wait"),
            Policy::OrderKnown | Policy::PaymentDeclined => None,
        }
    }

    /// Whether the rule holds. An answer or a fact that is missing makes it not hold.
    pub fn holds(self, facts: &Facts<'_>, answer: impl Fn(&str) -> Option<Answer>) -> bool {
        match self {
            Policy::RefundOverdue => {
                let Some(Answer::Date(returned)) = answer("returned-on") else { return false };
                facts
                    .market
                    .days("refund-wait")
                    .is_some_and(|wait| facts.today.days() - returned.days() > wait)
            }
            Policy::OrderKnown => facts.context.order_id.as_deref().is_some_and(|id| !id.trim().is_empty()),
            Policy::PaymentDeclined => facts.context.payment_status.as_deref() == Some("declined"),
        }
    }
}

record!(FlowMeta { slug, area, title, summary, rules });
record!(Flow { slug, start, steps, outcomes });
record!(Step { id, question, help, ask, next });
choice!(Ask { 0 = Choice(options), 1 = Date, 2 = Text });
record!(Choice { id, label });
record!(Next { when, goto });
choice!(When { 0 = Always, 1 = Answer(id), 2 = Policy(policy) });
choice!(Goto { 0 = Step(index), 1 = Outcome(index) });
record!(Outcome { id, kind, title, steps, next, message, link, category, evidence });
choice!(OutcomeKind { 0 = DoNow, 1 = Wait(wait), 2 = ContactStore, 3 = SendCase, 4 = Talk });
record!(Wait { fact, from });
choice!(Policy { 0 = RefundOverdue, 1 = OrderKnown, 2 = PaymentDeclined });
