//! The form as a value.

use super::{Draft, Files};
use crate::{Failure, State, Unmasked};
use klarna_help_pack::{Date, Evidence, Shelf, Target};
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
    /// When it happened, `YYYY-MM-DD`.
    When,
    /// What the customer has tried.
    Tried,
    /// The files. Not a text: see [`Files`].
    Files,
}

impl Field {
    /// Its name on the wire, as errors carry it.
    pub fn wire(self) -> &'static str {
        match self {
            Field::Category => "category",
            Field::Description => "description",
            Field::Email => "email",
            Field::Order => "orderId",
            Field::When => "happenedOn",
            Field::Tried => "tried",
            Field::Files => "attachments",
        }
    }
}

/// The case being written. It lives as long as the page, and on the device only where [`State::keeps_draft`].
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
    /// `YYYY-MM-DD`, or empty.
    pub happened_on: String,
    /// As typed, not redacted.
    pub tried: String,
    /// Lines written for evidence, by key. Those of another category's list rest until it is chosen again.
    pub notes: Vec<(String, String)>,
    /// What is sent as written, though it would be masked.
    pub unmasked: Unmasked,
    /// The files that go along.
    pub files: Files,
    /// Keys of evidence that help, from the flow that led here; empty if the category says what helps.
    pub evidence: Vec<String>,
    /// The flow that led here, or empty.
    pub flow: String,
    /// The answers given in it.
    pub answers: Vec<Answer>,
    /// What may answer it, as far as it is written.
    pub offers: Offers,
    /// Faults of the last try.
    pub errors: Vec<FieldError>,
    /// Where sending stands.
    pub phase: Phase,
    /// The idempotency key: made when the draft begins, kept until a receipt.
    pub key: Option<String>,
    /// What was sent under that key and may have arrived, newest last.
    pub attempts: Vec<CaseRequest>,
    /// When the draft that the device had kept was written, if this is one.
    pub restored: Option<Date>,
    /// Whether the device refused to keep the draft.
    pub save_refused: bool,
    /// Whether anything was written by hand.
    pub(crate) begun: bool,
    /// What the customer chose about keeping the draft; else the host's consent decides.
    pub(crate) keep: Option<bool>,
    /// What the device has of it.
    pub(crate) saved: Option<Box<Draft>>,
    /// How often in a row it did not get through while it waits.
    pub(crate) missed: u8,
    /// Whether it goes out by itself, with nobody waiting at the form.
    pub(crate) unattended: bool,
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
        let known = !self.edited(field);
        if let Some(value) = value.filter(|_| known)
            && let Some(slot) = self.slot(field)
        {
            *slot = value.into();
        }
    }

    /// The text of a field.
    pub(crate) fn slot(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::Category => &mut self.category,
            Field::Description => &mut self.description,
            Field::Email => &mut self.email,
            Field::Order => &mut self.order_id,
            Field::When => &mut self.happened_on,
            Field::Tried => &mut self.tried,
            Field::Files => return None,
        })
    }

    /// The text of a field, as it stands.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Category => &self.category,
            Field::Description => &self.description,
            Field::Email => &self.email,
            Field::Order => &self.order_id,
            Field::When => &self.happened_on,
            Field::Tried => &self.tried,
            Field::Files => "",
        }
    }

    pub(crate) fn decide(&mut self, field: Field) {
        self.decided |= 1 << field as u8;
    }

    /// What is asked for: by the flow that led here, else by the category.
    pub fn checklist<'a>(&'a self, shelf: &'a Shelf) -> impl Iterator<Item = &'a Evidence> {
        let own = self.evidence.is_empty().then(|| shelf.checklist(&self.category));
        own.unwrap_or(&self.evidence).iter().filter_map(|key| shelf.evidence(key))
    }

    /// The line written for a piece of evidence.
    pub fn note(&self, key: &str) -> &str {
        self.notes.iter().find(|(known, _)| known == key).map_or("", |(_, text)| text)
    }

    /// Whether the form takes no changes now: what is on its way, or waits to be, stays as it is.
    pub fn is_locked(&self) -> bool {
        matches!(self.phase, Phase::Sending | Phase::Waiting(_))
    }
}

/// Articles and flows that may answer what is being written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offers {
    /// Best first, few.
    pub list: Vec<Target>,
    /// Whether it was said that there is something: once for a case.
    pub(crate) said: bool,
    /// The whole words looked at: a letter more changes nothing.
    pub(crate) looked: String,
}

/// What this device has of cases that are not in the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    /// Keys, and ids of files, of cases on their way beside the form: another tab left them waiting.
    pub(crate) beside: Vec<(String, Vec<u32>)>,
    /// Whether the device was asked for drafts.
    pub(crate) recalled: bool,
    /// Whether what it has is to be taken away, for the host said that the customer is done.
    pub(crate) over: bool,
}

/// Where sending stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// Being written.
    #[default]
    Editing,
    /// The customer has sent it; something has to come first.
    Waiting(WaitsFor),
    /// On its way.
    Sending,
    /// It did not arrive, or nobody knows.
    Failed(Failure),
}

/// What a case waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// Its files.
    Files,
    /// A network.
    Network,
}

impl State {
    /// Whether the draft of the case is kept on this device: by the customer's choice, else by the consent that the host
    /// passed on.
    pub fn keeps_draft(&self) -> bool {
        self.may_remember() && self.form.keep.unwrap_or(self.consent.storage == Some(true))
    }
}
