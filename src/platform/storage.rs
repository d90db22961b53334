//! Cases that the customer asked this device to remember: ID, token and date, nothing of what they wrote.
//!
//! Read only after help was opened, written only when asked (ePrivacy Directive 2002/58/EC, Article 5(3)). Storage may
//! be blocked, full or partitioned; then nothing is remembered and the widget says so.

use klarna_help_state::{KnownCase, Load};
use serde::{Deserialize, Serialize};
use web_sys::Storage;

#[derive(Serialize, Deserialize)]
struct Kept {
    id: String,
    token: String,
    by: String,
}

/// What was remembered for this client; nothing if it cannot be read.
pub(crate) fn read_cases(client: &str) -> Vec<KnownCase> {
    let text = storage().and_then(|s| s.get_item(&name(client)).ok().flatten()).unwrap_or_default();
    let kept: Vec<Kept> = serde_json::from_str(&text).unwrap_or_default();
    let case = |k: Kept| KnownCase {
        case_id: k.id,
        token: k.token,
        expected_by: k.by,
        receipt: None,
        category: None,
        view: Load::Idle,
        kept: true,
    };
    kept.into_iter().filter(|k| klarna_help_wire::is_case_id(&k.id)).map(case).collect()
}

/// Whether exactly these cases are remembered now.
pub(crate) fn write_cases(client: &str, cases: &[KnownCase]) -> bool {
    let Some(storage) = storage() else { return false };
    if cases.is_empty() {
        return storage.remove_item(&name(client)).is_ok();
    }
    let kept =
        |c: &KnownCase| Kept { id: c.case_id.clone(), token: c.token.clone(), by: c.expected_by.clone() };
    let list: Vec<Kept> = cases.iter().map(kept).collect();
    serde_json::to_string(&list).is_ok_and(|json| storage.set_item(&name(client), &json).is_ok())
}

/// Throws where storage is blocked, so it is asked for each time.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn name(client: &str) -> String {
    ["klarna-help:cases:", client].concat()
}
