//! What the host page may say about itself: a typed allow-list. It chooses help, fills the case, and is shown to
//! the customer as what will be sent. Nothing outside this list ever crosses.

use serde::{Deserialize, Serialize};

/// Facts about the host page. Every field may be absent; unknown fields are dropped by the loader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Context {
    /// Kind of page: `checkout`, `order`, `account`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// A topic the merchant names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The store's order number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// The merchant's own reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_reference: Option<String>,
    /// Amount in minor units (pence, cents, öre).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// ISO 4217 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// `declined`, `pending`, `paid`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_status: Option<String>,
    /// The error code the checkout was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// `shipped`, `delivered`, `returned`, `refund_pending`, `cancelled`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_state: Option<String>,
    /// The date a payment is due, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
}

impl Context {
    /// The text facts, by the name content rules use (`payment_status`, …), in a fixed order.
    pub fn texts(&self) -> [(&'static str, Option<&str>); 9] {
        [
            ("page", self.page.as_deref()),
            ("topic", self.topic.as_deref()),
            ("order_id", self.order_id.as_deref()),
            ("merchant_reference", self.merchant_reference.as_deref()),
            ("currency", self.currency.as_deref()),
            ("payment_status", self.payment_status.as_deref()),
            ("error_code", self.error_code.as_deref()),
            ("order_state", self.order_state.as_deref()),
            ("due_date", self.due_date.as_deref()),
        ]
    }

    /// Every text, to be changed. Taken apart, so that a new one cannot be forgotten.
    pub(crate) fn texts_mut(&mut self) -> [&mut Option<String>; 9] {
        let Self {
            page,
            topic,
            order_id,
            merchant_reference,
            amount: _,
            currency,
            payment_status,
            error_code,
            order_state,
            due_date,
        } = self;
        [
            page,
            topic,
            order_id,
            merchant_reference,
            currency,
            payment_status,
            error_code,
            order_state,
            due_date,
        ]
    }

    /// One text fact by its rule name; `None` when it is absent or no such fact exists.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts().into_iter().find(|(key, _)| *key == name).and_then(|(_, value)| value)
    }
}
