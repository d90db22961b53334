//! Many at once: nothing is lost, nothing doubled, and what fails takes nothing along.

use super::{minted, new_case, on_both, submission};
use klarna_help_portal::store::{Mint, Store, StoreError, Stored, Submission};
use std::sync::Arc;

/// As many as share a way to the disk, and some more.
const MANY: u32 = 200;

fn nth(n: u32) -> Submission {
    let mut key_sha256 = [0; 32];
    key_sha256[..4].copy_from_slice(&n.to_be_bytes());
    Submission { key_sha256, fingerprint: [0; 32], at: 1000 }
}

fn id(n: u32) -> String {
    format!("KH-0000-{n:04}")
}

#[tokio::test]
async fn two_hundred_at_once_are_all_stored_and_a_failing_one_takes_nothing_along() {
    on_both(async |store| {
        let tasks: Vec<_> = (0..MANY).map(|n| tokio::spawn(send(store.clone(), n))).collect();
        let mut failed = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(stored) => assert!(matches!(stored, Stored::New(_))),
                Err(StoreError::Unreadable("test")) => failed += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(failed, 4);
        let stored = store.list(1000).await.unwrap();
        assert_eq!(stored.len(), 196);
        for case in stored {
            assert_eq!(store.events_after(&case.case_id, 0).await.unwrap().len(), 1, "{}", case.case_id);
        }
        // What failed left its key free.
        assert!(matches!(retry(&store, 50).await, Stored::New(_)));
    })
    .await;
}

async fn send(store: Store, n: u32) -> Result<Stored, StoreError> {
    let mint: Mint =
        Arc::new(
            move || {
                if n.is_multiple_of(50) { Err(StoreError::Unreadable("test")) } else { Ok(minted(&id(n))) }
            },
        );
    store.submit(&new_case("a"), &nth(n), mint).await
}

async fn retry(store: &Store, n: u32) -> Stored {
    store.submit(&new_case("a"), &nth(n), Arc::new(move || Ok(minted(&id(n))))).await.unwrap()
}

#[tokio::test]
async fn one_key_sent_by_many_at_once_makes_one_case() {
    on_both(async |store| {
        let draws = Arc::new(std::sync::atomic::AtomicU32::new(0));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (store, draws) = (store.clone(), draws.clone());
                let mint: Mint = Arc::new(move || {
                    Ok(minted(&id(draws.fetch_add(1, std::sync::atomic::Ordering::Relaxed))))
                });
                tokio::spawn(async move { store.submit(&new_case("a"), &submission(1, 1), mint).await })
            })
            .collect();
        let mut new = 0;
        for task in tasks {
            match task.await.unwrap().unwrap() {
                Stored::New(_) => new += 1,
                Stored::Replay(_) => {}
                Stored::KeyReused => panic!("the key is the same"),
            }
        }
        assert_eq!((new, store.list(10).await.unwrap().len()), (1, 1));
    })
    .await;
}
