//! The form as the portal will read it.

use crate::State;
use klarna_help_wire::{CaseRequest, Context, EvidenceNote};

/// The case as it would be sent now: redacted.
pub fn build_request(state: &State) -> CaseRequest {
    let form = &state.form;
    let shelf = state.shelf();
    let mut request = CaseRequest {
        client_id: state.config.client_id.clone(),
        locale: state.pack.ready().map_or_else(|| state.config.locale.clone(), |pack| pack.locale.clone()),
        market: shelf.map(|shelf| shelf.market.code.clone()).unwrap_or_default(),
        environment: state.config.environment.clone(),
        category: form.category.clone(),
        description: form.description.clone(),
        email: form.email.trim().into(),
        order_id: form.order_id.trim().into(),
        flow: form.flow.clone(),
        answers: form.answers.clone(),
        happened_on: form.happened_on.clone(),
        tried: form.tried.clone(),
        attachments: form.files.attached(),
        kept: form.unmasked.0.clone(),
        // The order number is a field of the form, so that the customer can take it out.
        context: Context { order_id: None, ..state.context.clone() },
        ..CaseRequest::default()
    };
    // What rests for another category is not sent: the customer does not see it now.
    for evidence in shelf.into_iter().flat_map(|shelf| form.checklist(shelf)) {
        let note = form.note(&evidence.key).trim();
        if evidence.gives.note() && !note.is_empty() {
            request.evidence.push(EvidenceNote { key: evidence.key.clone(), note: note.into() });
        }
    }
    request.mask();
    request
}
