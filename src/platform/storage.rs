//! Cases that the customer asked this device to remember: ID, token and date, nothing of what they wrote.
//!
//! Read only after help was opened, written only when asked (ePrivacy Directive 2002/58/EC, Article 5(3)). Storage may
//! be blocked, full or partitioned; then nothing is remembered and the widget says so.

use crate::json::{self, Json, Writer};
use klarna_help_state::Kept;
use web_sys::Storage;

const CASES: &str = "cases";
/// Of recent.rs.
pub(super) const RECENT: &str = "recent";

/// What was remembered for this client; nothing if it cannot be read.
pub(crate) fn read_cases(client: &str) -> Vec<Kept> {
    let text = storage().and_then(|s| s.get_item(&name(CASES, client)).ok().flatten()).unwrap_or_default();
    let kept = Json::parse(&text).map(|json| json.list()).unwrap_or_default();
    let case = |kept: Json| {
        Some(Kept {
            case_id: kept.text("id").filter(|id| klarna_help_wire::is_case_id(id))?,
            token: kept.text("token")?,
            expected_by: kept.text("by")?,
            seen: kept.number("seen").unwrap_or_default() as i64,
        })
    };
    kept.into_iter().filter_map(case).collect()
}

/// Whether this case is remembered now, or no longer. The list is read anew: another tab may have written to it.
pub(crate) fn remember(client: &str, case: &Kept, keep: bool) -> bool {
    let Some(storage) = storage() else { return false };
    let mut cases = read_cases(client);
    cases.retain(|other| other.case_id != case.case_id);
    if keep {
        cases.insert(0, case.clone());
    }
    if cases.is_empty() {
        return storage.remove_item(&name(CASES, client)).is_ok();
    }
    write(&storage, client, &cases)
}

/// What of a case was seen, if it is remembered.
pub(crate) fn seen(client: &str, case: &Kept) {
    let mut cases = read_cases(client);
    let known = cases.iter_mut().find(|known| known.case_id == case.case_id);
    if let (Some(known), Some(storage)) = (known, storage()) {
        known.seen = case.seen;
        write(&storage, client, &cases);
    }
}

fn write(storage: &Storage, client: &str, cases: &[Kept]) -> bool {
    let kept = cases.iter().map(|case| {
        let entry = Writer::default().text("id", &case.case_id).text("token", &case.token);
        entry.text("by", &case.expected_by).number("seen", Some(case.seen as f64)).value()
    });
    storage.set_item(&name(CASES, client), &json::write(&json::list(kept))).is_ok()
}

/// Takes away all that was remembered for this client.
pub(crate) fn forget(client: &str) {
    let Some(storage) = storage() else { return };
    // The drafts of drafts.rs go too: whoever leaves takes all of it along.
    for what in [CASES, RECENT, "draft", "waiting"] {
        let _ = storage.remove_item(&name(what, client));
    }
}

/// Throws where storage is blocked, so it is asked for each time.
pub(super) fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

pub(super) fn name(what: &str, client: &str) -> String {
    ["klarna-help:", what, ":", client].concat()
}
