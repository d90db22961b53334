//! What a customer says of an article or a flow, on its way out.

use super::{Writer, write};
use klarna_help_wire::Vote;
use wasm_bindgen::JsValue;

/// A vote, as the portal reads it.
pub fn vote(vote: &Vote) -> String {
    let vote = Writer::default()
        .text("clientId", &vote.client_id)
        .text("market", &vote.market)
        .text("locale", &vote.locale)
        .text("about", &vote.about)
        .nest("helped", &JsValue::from_bool(vote.helped))
        .text("reason", &vote.reason)
        .text("page", &vote.page)
        .text("way", &vote.way);
    write(&vote.value())
}
