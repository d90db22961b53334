//! Drafts and waiting cases on this device, in this origin's storage: one draft, and a list of what waits.
//!
//! Written only with consent, which the state looks after (`State::keeps_draft`). What waits stands apart from the draft, so
//! that a second tab's draft takes nothing away. Not here: bytes of files (blobs.rs).

use super::storage::{name, storage};
use crate::json::{self, Json};
use klarna_help_state::Draft;

const DRAFT: &str = "draft";
const WAITING: &str = "waiting";

/// What is kept for this client.
pub(crate) fn read(client: &str) -> Vec<Draft> {
    [DRAFT, WAITING].into_iter().flat_map(|what| list(client, what)).collect()
}

/// Keeps a draft, in place of what was kept under its key. Whether that worked.
pub(crate) fn save(client: &str, draft: &Draft) -> bool {
    let (to, from) = if draft.waiting { (WAITING, DRAFT) } else { (DRAFT, WAITING) };
    without(client, from, &draft.key);
    let mut all = if draft.waiting { list(client, WAITING) } else { Vec::new() };
    all.retain(|other| other.key != draft.key);
    all.push(draft.clone());
    write(client, to, &all)
}

/// Takes away what is kept under a key.
pub(crate) fn remove(client: &str, key: &str) {
    for what in [DRAFT, WAITING] {
        without(client, what, key);
    }
}

/// Takes away everything.
pub(crate) fn forget(client: &str) {
    for what in [DRAFT, WAITING] {
        write(client, what, &[]);
    }
}

fn without(client: &str, what: &str, key: &str) {
    let mut all = list(client, what);
    let before = all.len();
    all.retain(|draft| draft.key != key);
    if all.len() < before {
        write(client, what, &all);
    }
}

/// Read anew each time: another tab may have written.
fn list(client: &str, what: &str) -> Vec<Draft> {
    let text = storage().and_then(|s| s.get_item(&name(what, client)).ok().flatten()).unwrap_or_default();
    let all = Json::parse(&text).map(|json| json.list()).unwrap_or_default();
    all.iter().filter_map(Json::draft).collect()
}

fn write(client: &str, what: &str, all: &[Draft]) -> bool {
    let Some(storage) = storage() else { return false };
    let name = name(what, client);
    if all.is_empty() {
        return storage.remove_item(&name).is_ok();
    }
    storage.set_item(&name, &json::drafts(all)).is_ok()
}
