//! A flow: steps that ask, routes that decide, outcomes that say what happens next.
//!
//! The steps of a sub-flow stand among those of the flow that runs it (crates/author puts them there), so that whoever
//! reads a flow needs no other. Their ids are `sub-flow/step`; what the sub-flow ended with is decided by a [`Ask::Pass`].

use crate::bin::{choice, record};
use crate::policy::Policy;
use crate::ui::Key;
use crate::{Date, Inline, Link};
use klarna_help_wire::{Area, Category, HostAction};

/// What lists show of a flow; on the shelf.
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
    /// It was not translated: its words are those of [`crate::SOURCE_LOCALE`].
    pub foreign: bool,
}

/// A guided flow in one locale, in a file of its own.
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
    /// Its id, by which answers are kept: `step`, or `sub-flow/step`.
    pub id: String,
    /// The question.
    pub question: String,
    /// A hint below it; empty if there is none.
    pub help: String,
    /// What kind of answer it takes.
    pub ask: Ask,
    /// Whether it has to be answered: without it, [`Answer::Unsure`] is an answer too.
    pub required: bool,
    /// What the host page may have answered already.
    pub from: Option<Told>,
    /// Where it leads: the first that matches; the last matches always.
    pub next: Vec<Next>,
}

impl Step {
    /// An answer to it in words: a choice as the customer saw it, everything else as `say` writes it.
    pub fn words(&self, answer: &Answer, say: &Say<'_>) -> String {
        let label = |id: &String| self.ask.options().iter().find(|o| o.id == *id).map(|o| o.label.clone());
        match answer {
            Answer::Choice(id) => label(id).unwrap_or_default(),
            Answer::Choices(ids) => ids.iter().filter_map(label).collect::<Vec<_>>().join("; "),
            Answer::Date(day) => (say.date)(*day),
            Answer::Money(minor) => (say.money)(*minor),
            Answer::Text(text) => text.trim().into(),
            Answer::Files => (say.text)(Key::FlowFilesGiven),
            Answer::Yes => (say.text)(Key::FlowYes),
            Answer::Unsure => (say.text)(self.unsure()),
        }
    }

    /// The words of "I don't know", as they fit the question.
    pub fn unsure(&self) -> Key {
        match self.ask {
            Ask::File(_) => Key::FlowNoFile,
            Ask::Confirm => Key::FlowNotYet,
            _ => Key::FlowUnsure,
        }
    }

    /// Its id without the sub-flow it is of: what policies and waits go by.
    pub fn name(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }
}

/// How answers are put into words.
pub struct Say<'a> {
    /// A date.
    pub date: &'a dyn Fn(Date) -> String,
    /// An amount in minor units of the market's currency.
    pub money: &'a dyn Fn(i64) -> String,
    /// An interface text.
    pub text: &'a dyn Fn(Key) -> String,
}

/// What kind of answer a step takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// One of several.
    Choice(Vec<Choice>),
    /// Some of several, and the option that excludes the others.
    Choices(Vec<Choice>, Option<String>),
    /// A date; whether it may be in the future.
    Date(bool),
    /// An amount in the market's currency.
    Money,
    /// The store's order number.
    Order,
    /// An e-mail address.
    Email,
    /// A line of text, up to [`klarna_help_wire::ANSWER_MAX`] characters.
    Text,
    /// Files for the case, as a piece of evidence.
    File(String),
    /// Something to do or to check: yes, or not yet.
    Confirm,
    /// Asks nothing, and only routes: where a sub-flow returns.
    Pass,
}

impl Ask {
    /// Whether the answer says who the customer is or what they have, so that no page but ours may ask.
    pub fn is_personal(&self) -> bool {
        matches!(self, Ask::Order | Ask::Email | Ask::Text | Ask::File(_))
    }

    /// The options of a choice, of one or of some.
    pub fn options(&self) -> &[Choice] {
        match self {
            Ask::Choice(options) | Ask::Choices(options, _) => options,
            _ => &[],
        }
    }
}

/// What the host page tells, that a step would ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The order number.
    OrderId,
    /// The amount.
    Amount,
    /// The date a payment is due.
    DueDate,
    /// The state of the order.
    OrderState,
    /// The state of the payment.
    PaymentStatus,
    /// The kind of page.
    Page,
    /// The error code of the checkout.
    ErrorCode,
}

impl Told {
    /// Every fact a step may take from the page, by the name content uses.
    pub const ALL: &'static [(&'static str, Told)] = &[
        ("order_id", Told::OrderId),
        ("amount", Told::Amount),
        ("due_date", Told::DueDate),
        ("order_state", Told::OrderState),
        ("payment_status", Told::PaymentStatus),
        ("page", Told::Page),
        ("error_code", Told::ErrorCode),
    ];
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
    /// This step was answered so: the id of an option (chosen, or among those chosen), `yes`, or `unsure`.
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
    /// Something the host page can do; shown only where it says so.
    pub action: Option<HostAction>,
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

/// How long to wait: the market's `fact`, counted in `unit`, after `from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Key of a market fact, a whole number.
    pub fact: String,
    /// What it counts.
    pub unit: WaitUnit,
    /// The day it is counted from.
    pub from: WaitFrom,
}

/// What a wait counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitUnit {
    /// Calendar days.
    Days,
    /// Days on which people of the market work.
    BusinessDays,
    /// Weeks.
    Weeks,
}

/// The day a wait begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitFrom {
    /// The answer of a date step, by id.
    Step(String),
    /// Today.
    Today,
    /// The date a payment is due, as the page told it.
    DueDate,
}

/// The answer of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A choice, by id.
    Choice(String),
    /// Choices, by id, in the order of the options.
    Choices(Vec<String>),
    /// A date.
    Date(Date),
    /// An amount in minor units of the market's currency.
    Money(i64),
    /// A line of text: also an order number, or an e-mail address.
    Text(String),
    /// Files were added to the case.
    Files,
    /// Done, or checked.
    Yes,
    /// "I don't know", "I have none", "Not yet".
    Unsure,
}

impl Answer {
    /// Whether a route on `id` is meant.
    pub fn is(&self, id: &str) -> bool {
        match self {
            Answer::Choice(given) => given == id,
            Answer::Choices(given) => given.iter().any(|one| one == id),
            Answer::Yes => id == "yes",
            Answer::Unsure => id == "unsure",
            Answer::Date(_) | Answer::Money(_) | Answer::Text(_) | Answer::Files => false,
        }
    }
}

record!(FlowMeta { slug, area, title, summary, foreign });
record!(Flow { slug, start, steps, outcomes });
record!(Step { id, question, help, ask, required, from, next });
choice!(Ask {
    0 = Choice(options),
    1 = Choices(options, none),
    2 = Date(future),
    3 = Money,
    4 = Order,
    5 = Email,
    6 = Text,
    7 = File(evidence),
    8 = Confirm,
    9 = Pass,
});
choice!(Told {
    0 = OrderId,
    1 = Amount,
    2 = DueDate,
    3 = OrderState,
    4 = PaymentStatus,
    5 = Page,
    6 = ErrorCode,
});
record!(Choice { id, label });
record!(Next { when, goto });
choice!(When { 0 = Always, 1 = Answer(id), 2 = Policy(policy) });
choice!(Goto { 0 = Step(index), 1 = Outcome(index) });
record!(Outcome { id, kind, title, steps, next, message, link, action, category, evidence });
choice!(OutcomeKind { 0 = DoNow, 1 = Wait(wait), 2 = ContactStore, 3 = SendCase, 4 = Talk });
record!(Wait { fact, unit, from });
choice!(WaitUnit { 0 = Days, 1 = BusinessDays, 2 = Weeks });
choice!(WaitFrom { 0 = Step(id), 1 = Today, 2 = DueDate });
