//! What a host page hands to the app besides its context: fields filled in, a token, consent, a place to go on at.
//!
//! Not here: the messages that carry them (port.rs), what the app does with them (crates/state).

use crate::category::names;
use crate::limits::*;
use crate::{Category, Context};
use serde::{Deserialize, Serialize};

/// Fields of the case form that the host page knows. They fill what the customer has not edited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Prefill {
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Where the answer goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The store's order number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// What happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// What the host page's own consent dialog was told; `None` where nobody was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Whether cases may be remembered on the device. `None`: only when the customer asks for it, here.
    pub storage: Option<bool>,
    /// Whether use may be counted.
    pub analytics: Option<bool>,
}

impl Consent {
    /// Whether cases may be remembered on the device, should the customer ask for it.
    pub fn may_store(self) -> bool {
        self.storage != Some(false)
    }
}

/// A text that no log may show.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret(pub String);

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret")
    }
}

names! {
    /// A screen that may show personal data, by its public name.
    Destination {
        /// The case form.
        Case = "case",
        /// The ways to reach a person.
        Contact = "contact",
        /// The cases known here.
        Cases = "cases",
        /// A flow that goes on with a question about the customer.
        Flow = "flow",
    }
}

names! {
    /// Something that the host page can do for the customer, and said so.
    HostAction {
        /// Begin the payment again.
        RetryPayment = "retry-payment",
        /// Show the ways to pay.
        ChooseMethod = "choose-method",
        /// Show the order.
        OpenOrder = "open-order",
        /// Show the customer's account.
        OpenAccount = "open-account",
    }
}

/// An answer of a flow, by the step's id: the id of a choice or several with commas between them, a date (`YYYY-MM-DD`),
/// an amount (`12.50`), a line of text, `yes`, or nothing for "I don't know".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepAnswer {
    /// The step.
    pub step: String,
    /// What was answered.
    pub answer: String,
}

/// What an app in somebody else's page knows when a screen with personal data is asked for: enough for the app in a
/// frame to go on there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// The screen asked for.
    pub to: Destination,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// The flow the customer comes from, by slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow: Option<String>,
    /// The answers given in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<StepAnswer>,
    /// What was typed in the search field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Handover {
    /// Where to, with nothing known.
    pub fn to(to: Destination) -> Self {
        Self { to, category: None, flow: None, answers: Vec::new(), description: None }
    }

    pub(crate) fn in_limits(&self) -> bool {
        fits(&self.flow, CONTEXT_MAX)
            && fits(&self.description, DESCRIPTION_MAX)
            && self.answers.len() <= ANSWERS_MAX
            && self.answers.iter().all(|a| within(&a.step, CONTEXT_MAX) && within(&a.answer, ANSWER_MAX))
    }
}

impl Prefill {
    pub(crate) fn in_limits(&self) -> bool {
        fits(&self.email, EMAIL_MAX)
            && fits(&self.order_id, ORDER_MAX)
            && fits(&self.description, DESCRIPTION_MAX)
    }
}

impl Context {
    /// Takes out every text over its limit: the customer could neither see why a case with it is refused nor mend it.
    pub fn drop_overlong(&mut self) {
        for text in self.texts_mut() {
            if !fits(text, CONTEXT_MAX) {
                *text = None;
            }
        }
    }
}

pub(crate) fn within(text: &str, max: usize) -> bool {
    text.chars().count() <= max
}

fn fits(text: &Option<String>, max: usize) -> bool {
    text.as_ref().is_none_or(|text| within(text, max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_in_what_a_log_would_show() {
        assert_eq!(format!("{:?}", Secret("eyJhbGciOi".into())), "Secret");
    }

    #[test]
    fn a_fact_of_the_page_that_is_too_long_is_dropped_and_the_others_stay() {
        let (page, topic) = (Some("checkout".into()), Some("t".repeat(CONTEXT_MAX + 1)));
        let mut context = Context { page, topic, ..Context::default() };
        context.drop_overlong();
        assert_eq!(context, Context { page: Some("checkout".into()), ..Context::default() });
    }

    #[test]
    fn storing_may_be_offered_until_somebody_said_no() {
        for (storage, may) in [(None, true), (Some(true), true), (Some(false), false)] {
            assert_eq!(Consent { storage, analytics: None }.may_store(), may);
        }
    }
}
