//! Who waits for which case, in this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, watch};

type Watched = HashMap<String, watch::Sender<u64>>;

/// Wakes watchers. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Wake {
    cases: Arc<Mutex<Watched>>,
    outbox: Arc<Notify>,
}

/// Tells when something happens to a case.
pub struct Watch {
    case_id: String,
    changes: Option<watch::Receiver<u64>>,
    cases: Arc<Mutex<Watched>>,
}

impl Watch {
    /// Waits until something has happened since the last call, or since the watch began. May also return without a reason.
    pub async fn changed(&mut self) {
        match &mut self.changes {
            // An error means that the sender is gone, which holds as long as a watch does.
            Some(changes) => drop(changes.changed().await),
            None => std::future::pending().await,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Before the count is taken: the last one takes the entry along.
        self.changes = None;
        let mut cases = self.cases.lock().unwrap_or_else(PoisonError::into_inner);
        if cases.get(&self.case_id).is_some_and(|sender| sender.receiver_count() == 0) {
            cases.remove(&self.case_id);
        }
    }
}

impl Wake {
    pub(super) fn watch(&self, case_id: &str) -> Watch {
        let mut cases = self.cases.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = cases.entry(case_id.to_owned()).or_insert_with(|| watch::channel(0).0);
        let changes = Some(sender.subscribe());
        Watch { case_id: case_id.to_owned(), changes, cases: self.cases.clone() }
    }

    pub(super) fn touch(&self, case_id: &str) {
        let cases = self.cases.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = cases.get(case_id) {
            sender.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    pub(super) fn outbox_grown(&self) {
        self.outbox.notify_one();
    }

    pub(super) async fn outbox(&self) {
        self.outbox.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_watch_hears_of_its_own_case_and_leaves_nothing_behind() {
        let wake = Wake::default();
        let (mut one, two) = (wake.watch("KH-0000-0001"), wake.watch("KH-0000-0002"));
        wake.touch("KH-0000-0001");
        one.changed().await;
        wake.touch("KH-0000-0002");
        let quiet = tokio::time::timeout(std::time::Duration::ZERO, one.changed()).await;
        assert!(quiet.is_err());
        drop((one, two));
        assert!(wake.cases.lock().unwrap().is_empty());
    }
}
