//! A draft, as this device keeps it. Nobody else reads it, so what is missing reads as empty.

use super::{Json, Writer, case_request, list, texts, write};
use klarna_help_state::{Draft, DraftFile};
use klarna_help_wire::{Answer, AttachmentRef, CaseRequest, EvidenceNote, FileKind, is_upload_id};
use wasm_bindgen::JsValue;

impl Json {
    /// A draft; `None` if it is none.
    pub fn draft(&self) -> Option<Draft> {
        let file = |f: Self| {
            Some(DraftFile {
                id: f.number("id")? as u32,
                name: f.text("name")?,
                size: f.number("size")? as i64,
                kind: f.text("kind").as_deref().and_then(FileKind::parse),
                evidence: f.text_or_empty("evidence"),
                upload: f.text("upload").filter(|id| is_upload_id(id)),
                done: f.get("done").0.is_truthy(),
            })
        };
        let attempt = |text: Self| Self::parse(&text.0.as_string()?)?.case_request();
        Some(Draft {
            key: self.text("key")?,
            saved_on: self.number("savedOn")? as i64,
            waiting: self.get("waiting").0.is_truthy(),
            fields: self.pairs("fields"),
            notes: self.pairs("notes"),
            unmasked: self.strings("unmasked"),
            flow: self.text_or_empty("flow"),
            answers: self.answers(),
            evidence: self.strings("evidence"),
            files: self.get("files").list().into_iter().filter_map(file).collect(),
            attempts: self.get("attempts").list().into_iter().filter_map(attempt).collect(),
        })
    }

    /// A case that was sent, as [`case_request`] wrote it.
    fn case_request(&self) -> Option<CaseRequest> {
        let attachment = |f: Self| Some(AttachmentRef { id: f.text("id")?, evidence: f.text("evidence")? });
        let evidence = |(key, note)| EvidenceNote { key, note };
        Some(CaseRequest {
            client_id: self.text("clientId")?,
            locale: self.text("locale")?,
            market: self.text("market")?,
            environment: self.text_or_empty("environment"),
            category: self.text("category")?,
            description: self.text("description")?,
            email: self.text("email")?,
            order_id: self.text_or_empty("orderId"),
            flow: self.text_or_empty("flow"),
            answers: self.answers(),
            happened_on: self.text_or_empty("happenedOn"),
            tried: self.text_or_empty("tried"),
            evidence: self.two("evidence", "key", "note").into_iter().map(evidence).collect(),
            attachments: self.get("attachments").list().into_iter().filter_map(attachment).collect(),
            kept: self.strings("kept"),
            context: self.get("context").context(),
        })
    }

    fn answers(&self) -> Vec<Answer> {
        let answer = |(question, answer)| Answer { question, answer };
        self.two("answers", "question", "answer").into_iter().map(answer).collect()
    }

    fn pairs(&self, key: &str) -> Vec<(String, String)> {
        self.two(key, "key", "text")
    }

    /// A list of objects of two texts each.
    fn two(&self, key: &str, first: &str, second: &str) -> Vec<(String, String)> {
        let pair = |one: Self| Some((one.text(first)?, one.text(second)?));
        self.get(key).list().into_iter().filter_map(pair).collect()
    }

    fn strings(&self, key: &str) -> Vec<String> {
        self.get(key).list().into_iter().filter_map(|text| text.0.as_string()).collect()
    }
}

/// A draft, to be kept.
pub fn draft(draft: &Draft) -> JsValue {
    let answers = draft
        .answers
        .iter()
        .map(|a| Writer::default().text("question", &a.question).text("answer", &a.answer));
    let file = |f: &DraftFile| {
        let known = Writer::default()
            .number("id", Some(f64::from(f.id)))
            .text("name", &f.name)
            .number("size", Some(f.size as f64))
            .text("evidence", &f.evidence)
            .some("upload", &f.upload)
            .nest("done", &JsValue::from_bool(f.done));
        match f.kind {
            Some(kind) => known.text("kind", kind.as_str()).value(),
            None => known.value(),
        }
    };
    let attempts: Vec<String> = draft.attempts.iter().map(case_request).collect();
    Writer::default()
        .text("key", &draft.key)
        .number("savedOn", Some(draft.saved_on as f64))
        .nest("waiting", &JsValue::from_bool(draft.waiting))
        .nest("fields", &pairs(&draft.fields))
        .nest("notes", &pairs(&draft.notes))
        .nest("unmasked", &texts(&draft.unmasked))
        .text("flow", &draft.flow)
        .nest("answers", &list(answers.map(Writer::value)))
        .nest("evidence", &texts(&draft.evidence))
        .nest("files", &list(draft.files.iter().map(file)))
        .nest("attempts", &texts(&attempts))
        .value()
}

/// Drafts as a text.
pub fn drafts(all: &[Draft]) -> String {
    write(&list(all.iter().map(draft)))
}

fn pairs(pairs: &[(String, String)]) -> JsValue {
    list(pairs.iter().map(|(key, text)| Writer::default().text("key", key).text("text", text).value()))
}
