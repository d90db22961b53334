//! Policies: rules that are code, not content. Content names them; there is no expression language.
//!
//! A date or an amount that is missing or "I don't know" makes each of them not hold, so that the route below, which
//! must make sense without it, is taken.

use crate::bin::choice;
use crate::contact::{Verdict, judge};
use crate::{Answer, Facts};

/// A named rule that a route may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// More than `refund-wait` days have passed since `returned-on`.
    RefundOverdue,
    /// More than `cancel-wait` days have passed since `cancelled-on`.
    CancelOverdue,
    /// More than `refund-bank-days` days have passed since `refunded-on`.
    RefundAtBankOverdue,
    /// More than `delivery-wait` days have passed since `expected-on`.
    DeliveryOverdue,
    /// At most `return-window` days have passed since `delivered-on`.
    ReturnInWindow,
    /// More than `store-time` days have passed since `asked-on`.
    StoreHadTime,
    /// More than `payment-days` business days have passed since `paid-on`.
    PaymentLateToShow,
    /// More than `hold-days` business days have passed since `charged-on`.
    HoldShouldDrop,
    /// The due date (`due-on`, or the page's) is today, or at most `due-soon-days` days ahead.
    DueSoon,
    /// The due date (`due-on`, or the page's) is in the past.
    Overdue,
    /// At most `dispute-days` days have passed since `bought-on`.
    DisputeInTime,
    /// More than `dispute-answer-days` days have passed since `opened-on`.
    DecisionOverdue,
    /// More than `complaint-final-weeks` weeks have passed since `complained-on`.
    ComplaintOverdue,
    /// More than `data-request-days` days have passed since `requested-on`.
    DataOverdue,
    /// `amount-seen` is more than the order's amount (`order-amount`, or the page's).
    AmountAboveOrder,
    /// Every link, e-mail address and phone number in `contact-seen` is on the market's official list; there is one.
    ContactOfficial,
    /// One of them looks like an official one, and is not.
    ContactLookalike,
    /// The host page told the order number.
    OrderKnown,
    /// The host page says that the payment was declined.
    PaymentDeclined,
    /// The host page says that the order was delivered.
    OrderDelivered,
}

/// What a policy cannot hold without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Name of a step that the path must be able to have passed.
    pub step: Option<&'static str>,
    /// Whether the page may tell the same, so that the step may be absent.
    pub or_page: bool,
    /// Key of a market fact, a whole number, that every market must have.
    pub fact: Option<&'static str>,
}

impl Policy {
    /// Every policy and the name content uses.
    pub const ALL: &'static [(&'static str, Policy)] = &[
        ("refund-overdue", Policy::RefundOverdue),
        ("cancel-overdue", Policy::CancelOverdue),
        ("refund-at-bank-overdue", Policy::RefundAtBankOverdue),
        ("delivery-overdue", Policy::DeliveryOverdue),
        ("return-in-window", Policy::ReturnInWindow),
        ("store-had-time", Policy::StoreHadTime),
        ("payment-late-to-show", Policy::PaymentLateToShow),
        ("hold-should-drop", Policy::HoldShouldDrop),
        ("due-soon", Policy::DueSoon),
        ("overdue", Policy::Overdue),
        ("dispute-in-time", Policy::DisputeInTime),
        ("decision-overdue", Policy::DecisionOverdue),
        ("complaint-overdue", Policy::ComplaintOverdue),
        ("data-overdue", Policy::DataOverdue),
        ("amount-above-order", Policy::AmountAboveOrder),
        ("contact-official", Policy::ContactOfficial),
        ("contact-lookalike", Policy::ContactLookalike),
        ("order-known", Policy::OrderKnown),
        ("payment-declined", Policy::PaymentDeclined),
        ("order-delivered", Policy::OrderDelivered),
    ];

    /// What it reads.
    pub fn needs(self) -> Needs {
        let step = |step, fact| Needs { step: Some(step), or_page: false, fact };
        match self {
            Policy::RefundOverdue => step("returned-on", Some("refund-wait")),
            Policy::CancelOverdue => step("cancelled-on", Some("cancel-wait")),
            Policy::RefundAtBankOverdue => step("refunded-on", Some("refund-bank-days")),
            Policy::DeliveryOverdue => step("expected-on", Some("delivery-wait")),
            Policy::ReturnInWindow => step("delivered-on", Some("return-window")),
            Policy::StoreHadTime => step("asked-on", Some("store-time")),
            Policy::PaymentLateToShow => step("paid-on", Some("payment-days")),
            Policy::HoldShouldDrop => step("charged-on", Some("hold-days")),
            Policy::DueSoon => Needs { or_page: true, ..step("due-on", Some("due-soon-days")) },
            Policy::Overdue => Needs { or_page: true, ..step("due-on", None) },
            Policy::DisputeInTime => step("bought-on", Some("dispute-days")),
            Policy::DecisionOverdue => step("opened-on", Some("dispute-answer-days")),
            Policy::ComplaintOverdue => step("complained-on", Some("complaint-final-weeks")),
            Policy::DataOverdue => step("requested-on", Some("data-request-days")),
            Policy::AmountAboveOrder => step("amount-seen", None),
            Policy::ContactOfficial | Policy::ContactLookalike => step("contact-seen", None),
            Policy::OrderKnown | Policy::PaymentDeclined | Policy::OrderDelivered => {
                Needs { step: None, or_page: true, fact: None }
            }
        }
    }

    /// Whether the rule holds. `answer` finds an answer on the path by the step's name. What is missing makes it not
    /// hold.
    pub fn holds<'a>(self, facts: &Facts<'_>, answer: impl Fn(&str) -> Option<&'a Answer>) -> bool {
        self.decide(facts, &answer).unwrap_or(false)
    }

    /// The same; `None` where something is missing.
    fn decide<'a>(self, facts: &Facts<'_>, answer: &dyn Fn(&str) -> Option<&'a Answer>) -> Option<bool> {
        let Facts { context, market, today } = *facts;
        let needs = self.needs();
        let date = || match answer(needs.step?) {
            Some(Answer::Date(date)) => Some(*date),
            _ if needs.or_page => facts.due_date(),
            _ => None,
        };
        let passed = || Some(today.days() - date()?.days());
        let limit = || market.days(needs.fact?);
        Some(match self {
            Policy::RefundOverdue
            | Policy::CancelOverdue
            | Policy::RefundAtBankOverdue
            | Policy::DeliveryOverdue
            | Policy::StoreHadTime
            | Policy::DecisionOverdue
            | Policy::DataOverdue => passed()? > limit()?,
            Policy::ReturnInWindow | Policy::DisputeInTime => passed()? <= limit()?,
            Policy::PaymentLateToShow | Policy::HoldShouldDrop => {
                today > market.business_days_after(date()?, u16::try_from(limit()?).ok()?)
            }
            Policy::ComplaintOverdue => passed()? > limit()?.checked_mul(7)?,
            Policy::DueSoon => (0..=limit()?).contains(&(date()?.days() - today.days())),
            Policy::Overdue => date()? < today,
            Policy::AmountAboveOrder => {
                let Some(Answer::Money(seen)) = answer("amount-seen") else { return None };
                let order = match answer("order-amount") {
                    Some(Answer::Money(amount)) => *amount,
                    _ => facts.amount()?,
                };
                *seen > order
            }
            Policy::ContactOfficial => {
                let found = seen(facts, answer)?;
                !found.is_empty() && found.iter().all(|one| *one == Verdict::Official)
            }
            Policy::ContactLookalike => seen(facts, answer)?.contains(&Verdict::Lookalike),
            Policy::OrderKnown => !context.order_id.as_deref()?.trim().is_empty(),
            Policy::PaymentDeclined => context.payment_status.as_deref()? == "declined",
            Policy::OrderDelivered => context.order_state.as_deref()? == "delivered",
        })
    }
}

/// What the contacts that the customer was sent are.
fn seen<'a>(facts: &Facts<'_>, answer: &dyn Fn(&str) -> Option<&'a Answer>) -> Option<Vec<Verdict>> {
    match answer("contact-seen") {
        Some(Answer::Text(text)) => Some(judge(text, facts.market)),
        _ => None,
    }
}

choice!(Policy {
    0 = RefundOverdue,
    1 = CancelOverdue,
    2 = RefundAtBankOverdue,
    3 = DeliveryOverdue,
    4 = ReturnInWindow,
    5 = StoreHadTime,
    6 = PaymentLateToShow,
    7 = HoldShouldDrop,
    8 = DueSoon,
    9 = Overdue,
    10 = DisputeInTime,
    11 = DecisionOverdue,
    12 = ComplaintOverdue,
    13 = DataOverdue,
    14 = AmountAboveOrder,
    15 = ContactOfficial,
    16 = ContactLookalike,
    17 = OrderKnown,
    18 = PaymentDeclined,
    19 = OrderDelivered,
});

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
