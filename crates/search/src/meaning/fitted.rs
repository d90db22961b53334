//! The documents that an encoder was fitted to: the teacher's vector of each, by a hash of all that it says.
//!
//! A document that says anything else than then has none: what the teacher made of the old text would draw it there. Not
//! here: making them (tools/encoder/fit.py).

use crate::build::{Doc, fnv};

/// Vectors by hash.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fitted(pub(super) Vec<(u32, Vec<i8>)>);

impl Fitted {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The vector of a document that still says the same.
    pub(super) fn of(&self, doc: &Doc<'_>) -> Option<&[i8]> {
        if self.is_empty() {
            return None;
        }
        let hash = document_hash(doc);
        self.0.iter().find(|(of, _)| *of == hash).map(|(_, vector)| vector.as_slice())
    }
}

/// A hash of a document's title and of its other lines in any order: `klarna-help-search` and the content compiler part the
/// same lines differently. `document_hash` of tools/encoder/khe.py is the same.
pub(super) fn document_hash(doc: &Doc<'_>) -> u32 {
    let lists = doc.asks.iter().chain(doc.keywords).map(String::as_str);
    let lines = lists.chain([doc.summary, doc.body]).flat_map(str::lines).map(str::trim);
    let said = lines.filter(|line| !line.is_empty()).map(|line| fnv(line.bytes()));
    said.fold(fnv(doc.title.trim().bytes()).rotate_left(1), u32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::document_hash;
    use crate::Doc;

    /// The number stands in tools/encoder/khe.py too, which checks it when it is run.
    #[test]
    fn python_makes_the_same_hash() {
        let asks = ["i paid twice".to_owned(), "återbetalning?".to_owned()];
        let doc = Doc {
            title: "Paid twice",
            asks: &asks,
            body: "We look.\n\n  Then we pay back. \n",
            ..Doc::default()
        };
        assert_eq!(document_hash(&doc), 0xa305_f87b);
        let body = "Then we pay back.\ni paid twice\nWe look.\nåterbetalning?";
        assert_eq!(document_hash(&Doc { title: "Paid twice", body, ..Doc::default() }), 0xa305_f87b);
    }

    #[test]
    fn any_other_word_or_line_is_another_document() {
        let of = |title, body| document_hash(&Doc { title, body, ..Doc::default() });
        let same = of("Refund", "One line.\nTwo lines.");
        for (title, body) in [
            ("Refunds", "One line.\nTwo lines."),
            ("Refund", "One line.\nTwo line."),
            ("Refund", "One line."),
            ("Refund", "One line.\nTwo lines.\nTwo lines."),
            ("One line.", "Refund\nTwo lines."),
        ] {
            assert_ne!(of(title, body), same, "{title}: {body}");
        }
    }
}
