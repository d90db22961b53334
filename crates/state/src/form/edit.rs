//! What the customer writes.

use super::build_request;
use crate::effect::Effect;
use crate::{Field, Phase, State};
use klarna_help_wire::validate;

pub(crate) fn edit(state: &mut State, field: Field, text: String) -> Vec<Effect> {
    // What is on its way cannot be changed any more: taking the text would lose it with the receipt.
    if state.form.phase == Phase::Sending {
        return Vec::new();
    }
    let form = &mut state.form;
    form.decide(field);
    *form.slot(field) = text;
    // A fault is taken away as soon as it is mended, and never added while somebody is still typing.
    if form.errors.iter().any(|e| e.field == field.wire()) {
        let still = validate(&build_request(state)).err().unwrap_or_default();
        state.form.errors.retain(|e| e.field != field.wire() || still.iter().any(|s| s.field == e.field));
    }
    Vec::new()
}
