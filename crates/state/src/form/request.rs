//! The form as the portal will read it.

use crate::State;
use klarna_help_wire::{CaseRequest, Context};

/// The case as it would be sent now: redacted.
pub fn build_request(state: &State) -> CaseRequest {
    let form = &state.form;
    let market = state.bodies.ready().map(|bodies| bodies.market.code.clone()).unwrap_or_default();
    let mut request = CaseRequest {
        client_id: state.config.client_id.clone(),
        locale: state.pack.ready().map_or_else(|| state.config.locale.clone(), |pack| pack.locale.clone()),
        market,
        environment: state.config.environment.clone(),
        category: form.category.clone(),
        description: form.description.clone(),
        email: form.email.trim().into(),
        order_id: form.order_id.trim().into(),
        flow: form.flow.clone(),
        answers: form.answers.clone(),
        // The order number is a field of the form, so that the customer can take it out.
        context: Context { order_id: None, ..state.context.clone() },
        ..CaseRequest::default()
    };
    request.mask();
    request
}
