//! What is answered on the way, and what a page tells: of each kind of question, what makes a difference further on.
//!
//! Dates keep days away from where a rule turns, so that a run that crosses midnight or a time zone takes the same way.
//! Where a rule turns to the day is tested beside the rules (crates/pack).

use klarna_help_pack::{Answer, Ask, Date, Flow, Market, Policy, Step, Told, When};
use klarna_help_wire::Context;
use std::collections::BTreeSet;

/// Days between a date that is answered and the day on which a rule turns.
const MARGIN: i64 = 4;
/// What an order costs, in minor units.
const AMOUNT: i64 = 5_000;
/// An order number.
const ORDER: &str = "NW-1042";

/// A page, and how much it tells.
pub(super) struct Page {
    pub(super) told: usize,
    pub(super) context: Context,
}

/// Pages that make a difference to a flow: the one that tells nothing first, then those that tell more and more.
pub(super) fn contexts(flow: &Flow, market: &Market, today: Date) -> Vec<Page> {
    let mut pages = vec![Page { told: 0, context: Context::default() }];
    for tells in tellings(flow, market, today) {
        let more: Vec<Page> = pages
            .iter()
            .flat_map(|page| {
                tells.iter().map(|tell| {
                    let mut context = page.context.clone();
                    tell(&mut context);
                    Page { told: page.told + 1, context }
                })
            })
            .collect();
        pages.extend(more);
    }
    pages.sort_by_key(|page| page.told);
    pages
}

type Tell = Box<dyn Fn(&mut Context)>;

/// Of each fact that the flow looks at, the values that it tells apart.
fn tellings(flow: &Flow, market: &Market, today: Date) -> Vec<Vec<Tell>> {
    let reads = |policies: &[Policy]| read_by(flow).any(|policy| policies.contains(&policy));
    let takes = |told: Told| flow.steps.iter().filter(move |step| step.from == Some(told));
    // A choice that the page may have made: each of its options, and what a rule asks for.
    let texts = |told: Told, policy: Option<(Policy, &str)>| -> BTreeSet<String> {
        let asked = policy.filter(|(policy, _)| reads(&[*policy])).map(|(_, value)| value.to_owned());
        let options = takes(told).flat_map(|step| step.ask.options()).map(|option| option.id.clone());
        options.filter(|id| id != "unsure").chain(asked).collect()
    };
    let mut tellings: Vec<Vec<Tell>> = Vec::new();
    if takes(Told::OrderId).next().is_some() || reads(&[Policy::OrderKnown]) {
        tellings.push(vec![Box::new(|context| context.order_id = Some(ORDER.into()))]);
    }
    if takes(Told::Amount).next().is_some() || reads(&[Policy::AmountAboveOrder]) {
        let currency = market.currency.clone();
        tellings.push(vec![Box::new(move |context| {
            context.amount = Some(AMOUNT);
            context.currency = Some(currency.clone());
        })]);
    }
    if takes(Told::DueDate).next().is_some() || reads(&[Policy::DueSoon, Policy::Overdue]) {
        let day = |days: i64| -> Tell {
            let date = today.plus_days(days).to_string();
            Box::new(move |context| context.due_date = Some(date.clone()))
        };
        tellings.push(due_days(market).into_iter().map(day).collect());
    }
    let text = |values: BTreeSet<String>, field: fn(&mut Context) -> &mut Option<String>| -> Vec<Tell> {
        let tell = |value: String| -> Tell { Box::new(move |context| *field(context) = Some(value.clone())) };
        values.into_iter().map(tell).collect()
    };
    let status = texts(Told::PaymentStatus, Some((Policy::PaymentDeclined, "declined")));
    let state = texts(Told::OrderState, Some((Policy::OrderDelivered, "delivered")));
    tellings.push(text(status, |context| &mut context.payment_status));
    tellings.push(text(state, |context| &mut context.order_state));
    tellings.push(text(texts(Told::Page, None), |context| &mut context.page));
    tellings.push(text(texts(Told::ErrorCode, None), |context| &mut context.error_code));
    tellings.retain(|tells| !tells.is_empty());
    tellings
}

/// The answers of a step that lead to different places, here or further on, in the order they are offered.
pub(super) fn of(step: &Step, flow: &Flow, market: &Market, today: Date) -> Vec<Answer> {
    let text = |text: &str| Answer::Text(text.into());
    let mut answers = match &step.ask {
        Ask::Choice(options) => options.iter().map(|option| Answer::Choice(option.id.clone())).collect(),
        Ask::Choices(options, none) => {
            let ids = || options.iter().map(|option| option.id.clone());
            let together: Vec<String> = ids().filter(|id| Some(id) != none.as_ref()).collect();
            let alone = ids().map(|id| vec![id]).chain((together.len() > 1).then_some(together));
            alone.map(Answer::Choices).collect()
        }
        Ask::Date(future) => {
            dates(step.name(), *future, flow, market, today).into_iter().map(Answer::Date).collect()
        }
        Ask::Money if step.name() == "amount-seen" => {
            vec![Answer::Money(AMOUNT * 2), Answer::Money(AMOUNT / 2)]
        }
        Ask::Money => vec![Answer::Money(AMOUNT)],
        Ask::Order => vec![text(ORDER)],
        Ask::Email => vec![text("ada@example.org")],
        Ask::Text if step.name() == "contact-seen" => {
            contacts(market).iter().map(|seen| text(seen)).collect()
        }
        Ask::Text => vec![text("The box was open when it came.")],
        Ask::File(_) => vec![Answer::Files],
        Ask::Confirm => vec![Answer::Yes],
        Ask::Pass => vec![],
    };
    if !step.required && step.ask != Ask::Pass {
        answers.push(Answer::Unsure);
    }
    answers
}

fn read_by(flow: &Flow) -> impl Iterator<Item = Policy> {
    flow.steps.iter().flat_map(|step| &step.next).filter_map(|next| match next.when {
        When::Policy(policy) => Some(policy),
        _ => None,
    })
}

/// A day ago, and for each rule that reads the step a day on its other side.
fn dates(name: &str, future: bool, flow: &Flow, market: &Market, today: Date) -> BTreeSet<Date> {
    let mut days = BTreeSet::from([-1]);
    for policy in read_by(flow).filter(|policy| policy.needs().step == Some(name)) {
        match policy {
            Policy::DueSoon | Policy::Overdue => days.extend(due_days(market)),
            _ => {
                let limit = policy.needs().fact.and_then(|fact| market.days(fact)).unwrap_or_default();
                // No five working days are more than ten days apart but at the end of a year; the margin is for that.
                let longest = match policy {
                    Policy::ComplaintOverdue => limit * 7,
                    Policy::PaymentLateToShow | Policy::HoldShouldDrop => limit * 2 + MARGIN,
                    _ => limit,
                };
                days.insert(-(longest + MARGIN));
            }
        }
    }
    days.into_iter().filter(|days| future || *days < 0).map(|days| today.plus_days(days)).collect()
}

/// Days to a due date: over, near, far.
fn due_days(market: &Market) -> [i64; 3] {
    let soon = market.days("due-soon-days").unwrap_or_default();
    [-MARGIN * 2, 1.min(soon), soon + MARGIN * 2]
}

/// What a message may hold: an official address, one made to look like it, an unknown one, none.
fn contacts(market: &Market) -> [String; 4] {
    let official = market.official.first().map_or("example.org", String::as_str);
    // `www.klarna.com` and `klarna.com` are both of `klarna`.
    let brand = official.trim_start_matches("www.").split('.').next().unwrap_or_default();
    [
        format!("https://{official}/pay"),
        format!("https://{brand}-secure.com/pay"),
        "https://example.org/parcel".into(),
        "It says that my parcel is waiting".into(),
    ]
}
