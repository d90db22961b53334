//! What a customer leaves as written though it looks like something to be masked: for every form with a text.

use klarna_help_wire::{Redaction, redact, redact_reference};

/// Tags of hits that stay as written. A card number is masked whatever stands here ([`redact`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unmasked(pub Vec<String>);

impl Unmasked {
    /// Leaves a hit as written, or masks it again.
    pub fn set(&mut self, tag: String, as_written: bool) {
        self.0.retain(|known| *known != tag);
        if as_written {
            self.0.push(tag);
        }
    }

    /// What is sent of a text, what is masked in it, and what stays as written.
    pub fn redact(&self, text: &str) -> Redaction {
        redact(text, &self.0)
    }

    /// The same for a text that is a reference by itself, such as an order number.
    pub fn redact_reference(&self, text: &str) -> Redaction {
        redact_reference(text, &self.0)
    }

    /// The same for the line of a piece of evidence, by key: numbers of parcels and receipts are references.
    pub fn redact_note(&self, key: &str, note: &str) -> Redaction {
        let reference = key.ends_with("number") || key.ends_with("tracking");
        if reference { self.redact_reference(note) } else { self.redact(note) }
    }
}
