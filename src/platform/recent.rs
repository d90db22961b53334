//! Searches of before, in this origin's storage: masked texts, newest first. The state decides whether and which
//! (crates/state/src/search/recent.rs).

use super::storage::{RECENT, name, storage};
use crate::json::{self, Json, Writer};

/// What is kept for this client; nothing if it cannot be read.
pub(crate) fn read(client: &str) -> Vec<String> {
    let text = storage().and_then(|s| s.get_item(&name(RECENT, client)).ok().flatten()).unwrap_or_default();
    let all = Json::parse(&text).map(|json| json.list()).unwrap_or_default();
    all.iter().filter_map(|one| one.text("text")).collect()
}

/// Keeps these in place of those of before.
pub(crate) fn keep(client: &str, texts: &[String]) {
    let Some(storage) = storage() else { return };
    let name = name(RECENT, client);
    let list = json::list(texts.iter().map(|text| Writer::default().text("text", text).value()));
    let _ = if texts.is_empty() {
        storage.remove_item(&name)
    } else {
        storage.set_item(&name, &json::write(&list))
    };
}
