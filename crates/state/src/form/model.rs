//! The form as a value.

use crate::Failure;
use klarna_help_wire::{Answer, CaseRequest, Category, FieldError};

/// What a case form starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseSeed {
    /// A category that fits where the customer comes from.
    pub category: Option<Category>,
    /// The flow they come from, by slug: its answers and its outcome's evidence are carried over.
    pub flow: Option<String>,
}

/// A field of the case form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Wire name of the category.
    Category,
    /// What happened.
    Description,
    /// E-mail.
    Email,
    /// Order number.
    Order,
}

impl Field {
    /// Its name on the wire, as errors carry it.
    pub fn wire(self) -> &'static str {
        match self {
            Field::Category => "category",
            Field::Description => "description",
            Field::Email => "email",
            Field::Order => "orderId",
        }
    }
}

/// The case being written. Nothing of it is stored; it lives as long as the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseForm {
    /// Wire name of a category, or empty.
    pub category: String,
    /// As typed, not redacted.
    pub description: String,
    /// As typed.
    pub email: String,
    /// As typed, or from the page.
    pub order_id: String,
    /// Keys of evidence that help, from the flow that led here.
    pub evidence: Vec<String>,
    /// The flow that led here, or empty.
    pub flow: String,
    /// The answers given in it.
    pub answers: Vec<Answer>,
    /// Faults of the last try.
    pub errors: Vec<FieldError>,
    /// Where sending stands.
    pub phase: Phase,
    /// The idempotency key: made at the first try, kept until a receipt.
    pub key: Option<String>,
    /// What was sent under that key and may have arrived, newest last.
    pub attempts: Vec<CaseRequest>,
    /// Fields that the customer, or the way they came, has decided: a bit each. The others follow the host.
    pub(crate) decided: u8,
    /// Whether the host gave an order number for the case, besides the page's.
    pub(crate) order_given: bool,
}

impl CaseForm {
    pub(crate) fn edited(&self, field: Field) -> bool {
        self.decided & (1 << field as u8) != 0
    }

    /// Fills in what is known, but nothing that is decided.
    pub(crate) fn fill(&mut self, field: Field, value: Option<&str>) {
        if let Some(value) = value
            && !self.edited(field)
        {
            *self.slot(field) = value.into();
        }
    }

    /// The text of a field.
    pub(crate) fn slot(&mut self, field: Field) -> &mut String {
        match field {
            Field::Category => &mut self.category,
            Field::Description => &mut self.description,
            Field::Email => &mut self.email,
            Field::Order => &mut self.order_id,
        }
    }

    pub(crate) fn decide(&mut self, field: Field) {
        self.decided |= 1 << field as u8;
    }
}

/// Where sending stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// Being written.
    #[default]
    Editing,
    /// On its way.
    Sending,
    /// It did not arrive, or nobody knows.
    Failed(Failure),
}
