use super::*;
use crate::market::tests::market;
use crate::{Date, Fact, Market};
use klarna_help_wire::Context;

/// Every fact a policy counts with, each with another value, so that a mix-up shows.
fn facts() -> Market {
    let facts = [
        ("refund-wait", "14"),
        ("cancel-wait", "10"),
        ("refund-bank-days", "7"),
        ("delivery-wait", "5"),
        ("return-window", "30"),
        ("store-time", "21"),
        ("payment-days", "3"),
        ("hold-days", "4"),
        ("due-soon-days", "6"),
        ("dispute-days", "180"),
        ("dispute-answer-days", "60"),
        ("complaint-final-weeks", "8"),
        ("data-request-days", "31"),
    ];
    let facts =
        facts.map(|(key, value)| Fact { key: key.into(), value: value.into(), source: "sample".into() });
    Market { facts: facts.to_vec(), official_email_hosts: vec!["klarna.com".into()], ..market() }
}

/// Whether a policy holds on a day, with one answer and a context.
fn holds(name: &str, today: &str, given: &[(&str, Answer)], context: &Context) -> bool {
    let (_, policy) = Policy::ALL.iter().find(|(known, _)| *known == name).unwrap();
    let market = facts();
    let facts = Facts { context, market: &market, today: Date::parse(today).unwrap() };
    policy.holds(&facts, |step| given.iter().find(|(id, _)| *id == step).map(|(_, answer)| answer))
}

fn date(text: &str) -> Answer {
    Answer::Date(Date::parse(text).unwrap())
}

#[test]
fn a_policy_of_days_turns_on_the_day_after_its_last_one() {
    // Name, step, the answer, the last day on the near side, and whether it holds there.
    for (name, step, from, last, before) in [
        ("refund-overdue", "returned-on", "2026-11-02", "2026-11-16", false),
        ("cancel-overdue", "cancelled-on", "2026-11-02", "2026-11-12", false),
        ("refund-at-bank-overdue", "refunded-on", "2026-11-02", "2026-11-09", false),
        ("delivery-overdue", "expected-on", "2026-11-02", "2026-11-07", false),
        ("return-in-window", "delivered-on", "2026-11-02", "2026-12-02", true),
        ("store-had-time", "asked-on", "2026-11-02", "2026-11-23", false),
        // Business days: Monday and three; Friday and four, over a weekend.
        ("payment-late-to-show", "paid-on", "2026-11-02", "2026-11-05", false),
        ("payment-late-to-show", "paid-on", "2026-11-06", "2026-11-11", false),
        ("hold-should-drop", "charged-on", "2026-11-06", "2026-11-12", false),
        // Over Christmas and its substitute day.
        ("hold-should-drop", "charged-on", "2026-12-23", "2026-12-31", false),
        ("dispute-in-time", "bought-on", "2026-01-01", "2026-06-30", true),
        ("decision-overdue", "opened-on", "2026-11-02", "2027-01-01", false),
        ("complaint-overdue", "complained-on", "2026-11-02", "2026-12-28", false),
        ("data-overdue", "requested-on", "2026-11-02", "2026-12-03", false),
    ] {
        let given = [(step, date(from))];
        let page = Context::default();
        let next = Date::parse(last).unwrap().plus_days(1).to_string();
        assert_eq!(holds(name, last, &given, &page), before, "{name} on {last}");
        assert_eq!(holds(name, &next, &given, &page), !before, "{name} on {next}");
        assert_eq!(holds(name, from, &given, &page), before, "{name} on the day itself");
        for missing in [&[][..], &[(step, Answer::Unsure)], &[("another", date(from))]] {
            assert!(!holds(name, last, missing, &page), "{name} without its date");
            assert!(!holds(name, &next, missing, &page), "{name} without its date");
        }
    }
}

#[test]
fn a_payment_is_due_soon_until_its_day_and_overdue_from_the_next() {
    let check = |today: &str, soon: bool, over: bool| {
        let by_answer = (&[("due-on", date("2026-11-30"))][..], Context::default());
        let by_page = (&[][..], Context { due_date: Some("2026-11-30".into()), ..Context::default() });
        // Who does not know is helped by the page that does.
        let by_both = (&[("due-on", Answer::Unsure)][..], by_page.1.clone());
        for (given, page) in [by_answer, by_page, by_both] {
            assert_eq!(holds("due-soon", today, given, &page), soon, "{today} {given:?}");
            assert_eq!(holds("overdue", today, given, &page), over, "{today} {given:?}");
        }
    };
    check("2026-11-23", false, false);
    check("2026-11-24", true, false);
    check("2026-11-30", true, false);
    check("2026-12-01", false, true);
    for name in ["due-soon", "overdue"] {
        assert!(!holds(name, "2026-12-01", &[], &Context::default()));
        let nonsense = Context { due_date: Some("soon".into()), ..Context::default() };
        assert!(!holds(name, "2026-12-01", &[], &nonsense));
    }
}

#[test]
fn an_amount_is_above_the_orders_only_if_both_are_known_in_one_currency() {
    let page = |amount, currency: &str| Context {
        amount: Some(amount),
        currency: Some(currency.into()),
        ..Context::default()
    };
    let check = |given: &[(&str, Answer)], page: &Context, expected: bool| {
        assert_eq!(holds("amount-above-order", "2026-11-23", given, page), expected, "{given:?} {page:?}");
    };
    let seen = |minor| ("amount-seen", Answer::Money(minor));
    check(&[seen(1_000)], &page(999, "GBP"), true);
    check(&[seen(1_000)], &page(1_000, "gbp"), false);
    check(&[seen(1_000)], &page(999, "SEK"), false);
    check(&[seen(1_000)], &Context::default(), false);
    check(&[], &page(999, "GBP"), false);
    check(&[("amount-seen", Answer::Unsure)], &page(999, "GBP"), false);
    // What the customer says of the order goes before what the page says.
    check(&[seen(1_000), ("order-amount", Answer::Money(900))], &page(2_000, "GBP"), true);
    check(&[seen(1_000), ("order-amount", Answer::Unsure)], &page(2_000, "GBP"), false);
}

#[test]
fn contacts_are_official_together_and_lookalikes_each() {
    let check = |text: &str, official: bool, lookalike: bool| {
        let given = [("contact-seen", Answer::Text(text.into()))];
        for (name, expected) in [("contact-official", official), ("contact-lookalike", lookalike)] {
            assert_eq!(holds(name, "2026-11-23", &given, &Context::default()), expected, "{name} {text}");
        }
    };
    check("https://www.klarna.com/uk/", true, false);
    check("https://www.klarna.com/uk/ and help@klarna.com", true, false);
    check("https://www.klarna.com/uk/ and https://example.org", false, false);
    check("https://www.klarna.com/uk/ and https://klarna-pay.net", false, true);
    check("somebody called me", false, false);
    assert!(!holds(
        "contact-official",
        "2026-11-23",
        &[("contact-seen", Answer::Unsure)],
        &Context::default()
    ));
}

#[test]
fn what_the_page_says_is_taken_at_its_word() {
    let check = |name: &str, page: Context, expected: bool| {
        assert_eq!(holds(name, "2026-11-23", &[], &page), expected, "{name} {page:?}");
    };
    let order = |id: &str| Context { order_id: Some(id.into()), ..Context::default() };
    let status = |s: &str| Context { payment_status: Some(s.into()), ..Context::default() };
    let state = |s: &str| Context { order_state: Some(s.into()), ..Context::default() };
    check("order-known", order("NW-1"), true);
    check("order-known", order("  "), false);
    check("payment-declined", status("declined"), true);
    check("payment-declined", status("paid"), false);
    check("order-delivered", state("delivered"), true);
    check("order-delivered", state("shipped"), false);
    for name in ["order-known", "payment-declined", "order-delivered"] {
        check(name, Context::default(), false);
    }
}

#[test]
fn a_market_without_the_fact_makes_no_policy_hold() {
    let market = Market { facts: vec![], ..facts() };
    let context = Context::default();
    let facts = Facts { context: &context, market: &market, today: Date::parse("2030-01-01").unwrap() };
    let answer = date("2026-11-02");
    for (name, policy) in Policy::ALL.iter().filter(|(_, policy)| policy.needs().fact.is_some()) {
        assert!(!policy.holds(&facts, |_| Some(&answer)), "{name}");
    }
}
