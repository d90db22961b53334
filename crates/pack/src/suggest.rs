//! What home offers: declared rules over facts of the page, each with a reason that is shown.
//!
//! A rule is kept by what it tests, with everything that the test speaks for; and only as much of it as home could show
//! (crates/author decides). That is the smallest form, and this is in the pack.

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

impl Facts<'_> {
    /// The date a payment is due, as the page told it.
    pub fn due_date(&self) -> Option<Date> {
        Date::parse(self.context.due_date.as_deref()?)
    }

    /// The amount the page told, in minor units; `None` if it is in another currency than the market's.
    pub fn amount(&self) -> Option<i64> {
        let known =
            self.context.currency.as_deref().is_none_or(|c| c.eq_ignore_ascii_case(&self.market.currency));
        self.context.amount.filter(|amount| known && *amount >= 0)
    }
}

/// Something that home may offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is.
    pub target: Target,
    /// Its title.
    pub title: String,
    /// It was not translated: the title is that of [`crate::SOURCE_LOCALE`].
    pub foreign: bool,
}

/// If the page passes the test, each of these is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What the page must have said.
    pub test: Test,
    /// What it speaks for.
    pub fits: Vec<Fit>,
}

/// What a test speaks for, why, and how strongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Into [`Pack::offers`].
    pub offer: u16,
    /// Into [`Pack::reasons`].
    pub reason: u16,
    /// 1 to 100, larger first.
    pub weight: u8,
    /// Whether it is trouble, which a quiet badge on the launcher may tell of.
    pub badge: bool,
}

/// A test on a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// The fact at this place of [`Test::TEXT_FACTS`] is exactly this text.
    Is(u8, String),
    /// The due date is at most so many days from today; it may have passed.
    DueWithin(i64),
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
    /// Why, in words.
    pub reason: String,
    /// The weight of the rule that won.
    pub weight: u8,
}

impl Test {
    /// Text facts a rule may name.
    pub const TEXT_FACTS: &'static [&'static str] =
        &["page", "topic", "payment_status", "error_code", "order_state"];

    fn holds(&self, context: &Context, today: Date) -> bool {
        match self {
            Test::Is(fact, value) => {
                let told = Self::TEXT_FACTS.get(usize::from(*fact)).and_then(|fact| context.text(fact));
                told == Some(value.as_str())
            }
            Test::DueWithin(days) => context
                .due_date
                .as_deref()
                .and_then(Date::parse)
                .is_some_and(|due| due.days() - today.days() <= *days),
        }
    }
}

/// What fits the page, best first: one entry a subject, by its strongest rule; in the order of [`Pack::offers`] where the
/// weight is one. A guide and an article of one slug are one subject, and the guide is offered.
pub fn suggest(pack: &Pack, context: &Context, today: Date) -> Vec<Suggestion> {
    let subject = |fit: &Fit| pack.offers.get(usize::from(fit.offer)).map(|offer| offer.target.slug());
    let mut best: Vec<Fit> = Vec::new();
    for rule in pack.rules.iter().filter(|rule| rule.test.holds(context, today)) {
        for fit in &rule.fits {
            match best.iter_mut().find(|known| subject(known) == subject(fit)) {
                Some(known) => {
                    let weight = known.weight.max(fit.weight);
                    // Guides stand before articles.
                    let better = fit.offer == known.offer && fit.weight > known.weight;
                    if better || fit.offer < known.offer {
                        *known = *fit;
                    }
                    known.weight = weight;
                }
                None => best.push(*fit),
            }
        }
    }
    best.sort_by_key(|fit| (core::cmp::Reverse(fit.weight), fit.offer));
    let suggestion = |fit: Fit| {
        let target = pack.offers.get(usize::from(fit.offer))?.target.clone();
        let reason = pack.reasons.get(usize::from(fit.reason)).cloned().unwrap_or_default();
        Some(Suggestion { target, reason, weight: fit.weight })
    };
    best.into_iter().filter_map(suggestion).collect()
}

impl Target {
    /// Its slug. A guide and an article that share one have one subject.
    pub fn slug(&self) -> &str {
        match self {
            Target::Article(slug) | Target::Flow(slug) => slug,
        }
    }
}

record!(Offer { target, title, foreign });
record!(Rule { test, fits });
record!(Fit { offer, reason, weight, badge });
choice!(Test { 0 = Is(fact, value), 1 = DueWithin(days) });
choice!(Target { 0 = Article(slug), 1 = Flow(slug) });

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> Pack {
        let offer = |target| Offer { target, title: String::new(), foreign: false };
        let fit = |offer, weight| Fit { offer, reason: 0, weight, badge: false };
        Pack {
            locale: "en-GB".into(),
            timezone: String::new(),
            ui: vec![],
            reasons: vec!["because".into()],
            offers: vec![offer(Target::Flow("flow".into())), offer(Target::Article("article".into()))],
            rules: vec![
                Rule { test: Test::Is(0, "checkout".into()), fits: vec![fit(0, 50), fit(1, 50)] },
                Rule { test: Test::Is(1, "refund".into()), fits: vec![fit(1, 60)] },
                Rule { test: Test::DueWithin(3), fits: vec![fit(1, 10)] },
            ],
        }
    }

    fn offered(context: &Context) -> Vec<(Target, u8)> {
        let today = Date::parse("2026-11-23").unwrap();
        suggest(&pack(), context, today).into_iter().map(|s| (s.target, s.weight)).collect()
    }

    #[test]
    fn each_target_is_offered_once_by_its_strongest_rule() {
        let (flow, article) = (Target::Flow("flow".into()), Target::Article("article".into()));
        let mut context = Context { page: Some("checkout".into()), ..Context::default() };
        assert_eq!(offered(&context), [(flow.clone(), 50), (article.clone(), 50)]);
        context.topic = Some("refund".into());
        assert_eq!(offered(&context), [(article.clone(), 60), (flow, 50)]);
        let due = |date: &str| Context { due_date: Some(date.into()), ..Context::default() };
        assert_eq!(offered(&due("2026-11-26")), [(article, 10)]);
        assert_eq!(offered(&due("2026-11-27")), []);
        assert_eq!(offered(&Context::default()), []);
    }

    #[test]
    fn of_a_guide_and_an_article_on_one_subject_the_guide_is_offered_as_strongly_as_either() {
        let mut pack = pack();
        pack.offers[1].target = Target::Article("flow".into());
        let check = |page: Option<&str>, topic: Option<&str>, expected: &[(Target, u8)]| {
            let text = |text: Option<&str>| text.map(str::to_owned);
            let context = Context { page: text(page), topic: text(topic), ..Context::default() };
            let today = Date::parse("2026-11-23").unwrap();
            let all = suggest(&pack, &context, today).into_iter().map(|s| (s.target, s.weight));
            assert_eq!(all.collect::<Vec<_>>(), expected);
        };
        let (flow, article) = (Target::Flow("flow".into()), Target::Article("flow".into()));
        check(Some("checkout"), None, &[(flow.clone(), 50)]);
        check(Some("checkout"), Some("refund"), &[(flow, 60)]);
        check(None, Some("refund"), &[(article, 60)]);
    }
}
