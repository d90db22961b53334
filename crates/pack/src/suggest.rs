//! What home offers: declared rules over facts of the page, each with a reason that is shown.

use crate::bin::{choice, record};
use crate::{Date, Market, Pack};
use klarna_help_wire::Context;

/// Everything a policy may look at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What the host page said.
    pub context: &'a Context,
    /// The market.
    pub market: &'a Market,
    /// Today, in the customer's zone.
    pub today: Date,
}

/// One rule: if a fact passes the test, offer this, for this reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Name of a fact: one of [`Rule::TEXT_FACTS`], or `due_in_days`.
    pub fact: String,
    /// What it must be.
    pub test: Test,
    /// Key of the pack's reasons.
    pub reason: String,
    /// 1 to 100, larger first.
    pub weight: u8,
    /// Whether it is trouble, which a quiet badge on the launcher may tell of.
    pub badge: bool,
}

/// A test on a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The text is exactly this.
    Is(String),
    /// The number is at most this.
    AtMost(i64),
}

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An article, by slug.
    Article(String),
    /// A flow, by slug.
    Flow(String),
}

/// An offer, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is offered.
    pub target: Target,
    /// Key of the pack's reasons.
    pub reason: String,
    /// The weight of the rule that won.
    pub weight: u8,
}

impl Rule {
    /// Text facts a rule may name.
    pub const TEXT_FACTS: &'static [&'static str] =
        &["page", "topic", "payment_status", "error_code", "order_state"];

    fn holds(&self, context: &Context, today: Date) -> bool {
        match &self.test {
            Test::Is(value) => context.text(&self.fact) == Some(value.as_str()),
            Test::AtMost(limit) => context
                .due_date
                .as_deref()
                .and_then(Date::parse)
                .is_some_and(|due| due.days() - today.days() <= *limit),
        }
    }
}

/// What fits the page, best first: one entry a target, by its strongest rule; flows before articles of one weight.
pub fn suggest(pack: &Pack, context: &Context, today: Date) -> Vec<Suggestion> {
    let best = |rules: &[Rule]| {
        rules
            .iter()
            .filter(|rule| rule.holds(context, today))
            .max_by_key(|rule| rule.weight)
            .map(|r| (r.reason.clone(), r.weight))
    };
    let flows = pack.flows.iter().map(|f| (Target::Flow(f.slug.clone()), best(&f.rules)));
    let articles = pack.articles.iter().map(|a| (Target::Article(a.slug.clone()), best(&a.rules)));
    let mut found: Vec<Suggestion> = flows
        .chain(articles)
        .filter_map(|(target, best)| best.map(|(reason, weight)| Suggestion { target, reason, weight }))
        .collect();
    found.sort_by_key(|s| core::cmp::Reverse(s.weight));
    found
}

record!(Rule { fact, test, reason, weight, badge });
choice!(Test { 0 = Is(value), 1 = AtMost(limit) });
