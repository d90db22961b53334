//! Which texts of a request are masked.

use super::{RedactKind, Redaction, redact, redact_reference};
use crate::{ActionRequest, CaseRequest, MessageRequest};

impl CaseRequest {
    /// Masks every text but the address. The widget does so before sending, the portal before the first write, for every
    /// other sender. What [`CaseRequest::kept`] names stays, unless it is a card; tags of nothing are taken out, so that
    /// `kept` never says more than the texts do. Idempotent.
    pub fn mask(&mut self) {
        let mut masks = Masks::new(&mut self.kept);
        // An order number has no label beside it: its field is the label. So it is with what a page says of itself.
        masks.apply(&mut self.order_id, redact_reference);
        self.context.texts_mut().into_iter().flatten().for_each(|text| masks.apply(text, redact_reference));
        let texts = [&mut self.description, &mut self.flow, &mut self.happened_on, &mut self.tried];
        texts.into_iter().for_each(|text| masks.apply(text, redact));
        for answer in &mut self.answers {
            masks.apply(&mut answer.question, redact);
            masks.apply(&mut answer.answer, redact);
        }
        for note in &mut self.evidence {
            masks.apply(&mut note.key, redact);
            let reference = note.key.ends_with("number") || note.key.ends_with("tracking");
            masks.apply(&mut note.note, if reference { redact_reference } else { redact });
        }
        self.kept = masks.used;
        // Nobody pays 41 thousand million pounds: a card number in the wrong field.
        let amount = &mut self.context.amount;
        let card = |amount: i64| {
            let hits = redact_reference(&amount.unsigned_abs().to_string(), &[]).hits;
            hits.iter().any(|hit| hit.kind == RedactKind::Card)
        };
        if amount.is_some_and(card) {
            *amount = None;
        }
    }
}

impl MessageRequest {
    /// As [`CaseRequest::mask`].
    pub fn mask(&mut self) {
        let mut masks = Masks::new(&mut self.kept);
        masks.apply(&mut self.text, redact);
        self.kept = masks.used;
    }
}

impl ActionRequest {
    /// As [`CaseRequest::mask`]; nothing can be kept in a comment on a rating.
    pub fn mask(&mut self) {
        Masks::new(&mut Vec::new()).apply(&mut self.comment, redact);
    }
}

struct Masks {
    wanted: Vec<String>,
    used: Vec<String>,
}

impl Masks {
    fn new(kept: &mut Vec<String>) -> Self {
        Self { wanted: std::mem::take(kept), used: Vec::new() }
    }

    fn apply(&mut self, text: &mut String, redact: fn(&str, &[String]) -> Redaction) {
        let redaction = redact(text, &self.wanted);
        if !redaction.hits.is_empty() {
            *text = redaction.text;
        }
        for kept in redaction.kept {
            if !self.used.contains(&kept.tag) {
                self.used.push(kept.tag);
            }
        }
    }
}
