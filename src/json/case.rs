//! A case on its way out, and what comes back for it: the receipt, or a problem.

use super::{Json, Writer, list, write};
use klarna_help_wire::{
    AttachmentRef, CaseRequest, CaseState, FieldCode, FieldError, NextStep, Problem, ProblemCode, Receipt,
};
use wasm_bindgen::JsValue;

impl Json {
    /// A receipt.
    pub fn receipt(&self) -> Option<Receipt> {
        Some(Receipt {
            case_id: self.text("caseId")?,
            token: self.text("token")?,
            state: CaseState::parse(&self.text("state")?)?,
            next_step: NextStep::parse(&self.text("nextStep")?)?,
            received_at: self.text("receivedAt")?,
            expected_by: self.text("expectedBy")?,
        })
    }

    /// A problem document.
    pub fn problem(&self) -> Option<Problem> {
        let field = |f: Self| {
            Some(FieldError {
                field: f.text("field")?,
                code: FieldCode::parse(&f.text("code")?)?,
                limit: f.number("limit").map(|n| n as u32),
            })
        };
        Some(Problem {
            kind: self.text_or_empty("type"),
            title: self.text_or_empty("title"),
            status: self.number("status")? as u16,
            code: ProblemCode::parse(&self.text("code")?)?,
            fields: self.get("fields").list().into_iter().filter_map(field).collect(),
            request_id: self.text_or_empty("request_id"),
        })
    }
}

/// A case, as the portal reads it.
pub fn case_request(case: &CaseRequest) -> String {
    let answers = case
        .answers
        .iter()
        .map(|a| Writer::default().text("question", &a.question).text("answer", &a.answer).value());
    let c = &case.context;
    let context = Writer::default()
        .some("page", &c.page)
        .some("topic", &c.topic)
        .some("orderId", &c.order_id)
        .some("merchantReference", &c.merchant_reference)
        .number("amount", c.amount.map(|n| n as f64))
        .some("currency", &c.currency)
        .some("paymentStatus", &c.payment_status)
        .some("errorCode", &c.error_code)
        .some("orderState", &c.order_state)
        .some("dueDate", &c.due_date);
    let evidence =
        case.evidence.iter().map(|e| Writer::default().text("key", &e.key).text("note", &e.note).value());
    let request = Writer::default()
        .text("clientId", &case.client_id)
        .text("locale", &case.locale)
        .text("market", &case.market)
        .text("environment", &case.environment)
        .text("category", &case.category)
        .text("description", &case.description)
        .text("email", &case.email)
        .text("orderId", &case.order_id)
        .text("flow", &case.flow)
        .nest("answers", &list(answers))
        .text("happenedOn", &case.happened_on)
        .text("tried", &case.tried)
        .nest("evidence", &list(evidence))
        .nest("attachments", &attachments(&case.attachments))
        .nest("kept", &texts(&case.kept))
        .nest("context", &context.value());
    write(&request.value())
}

/// Files that go along.
pub(super) fn attachments(files: &[AttachmentRef]) -> JsValue {
    list(files.iter().map(|f| Writer::default().text("id", &f.id).text("evidence", &f.evidence).value()))
}

/// A list of texts.
pub(super) fn texts(texts: &[String]) -> JsValue {
    list(texts.iter().map(|text| JsValue::from_str(text)))
}
