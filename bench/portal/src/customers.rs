//! Customers who send until they hold a receipt, and what they were told.

use crate::body;
use crate::client::Client;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;

/// What all of them were told.
#[derive(Default)]
pub struct Told {
    /// By number: the case ID that was acknowledged.
    pub receipts: Mutex<HashMap<u64, String>>,
    /// How often the same case was acknowledged under another ID.
    pub differed: AtomicU64,
}

impl Told {
    /// Sends case `n` of a run until it was acknowledged `times` times, as the widget does: always with the same key.
    pub async fn send(&self, client: &mut Client, run: u64, n: u64, times: u64, pause: Duration) {
        let mut left = times;
        while left > 0 {
            match client.post_case(&body::key(run, n), &body::case(n)).await {
                Ok(answer) if answer.status == 201 => {
                    left -= 1;
                    let id = case_id(&answer.body);
                    let before = self.receipts.lock().await.insert(n, id.clone());
                    if before.is_some_and(|before| before != id) {
                        self.differed.fetch_add(1, Ordering::Relaxed);
                    }
                }
                _ => tokio::time::sleep(pause).await,
            }
        }
    }
}

/// The case ID of a receipt.
fn case_id(receipt: &[u8]) -> String {
    let value: serde_json::Value = serde_json::from_slice(receipt).unwrap_or_default();
    value.get("caseId").and_then(|id| id.as_str()).unwrap_or_default().to_owned()
}
