//! Storing cases, moving them, and reading them back.

use super::{fixed, minted, new_case, on_both, row, submission, submit};
use klarna_help_portal::store::{Mint, MoveError, Store, StoreError, Stored};
use klarna_help_wire::CaseState;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test]
async fn a_submission_is_stored_once_for_each_client_and_key() {
    on_both(async |store| {
        let first = submit(&store, "a", 1, 1, "KH-0000-0001").await;
        assert!(matches!(first, Stored::New(_)));
        let again = submit(&store, "a", 1, 1, "KH-0000-0002").await;
        assert!(matches!(again, Stored::Replay(_)));
        assert_eq!(row(first), row(again));
        assert!(matches!(submit(&store, "a", 1, 9, "KH-0000-0003").await, Stored::KeyReused));
        assert!(matches!(submit(&store, "b", 1, 1, "KH-0000-0004").await, Stored::New(_)));
        assert_eq!(store.list(10).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_is_taken_is_drawn_again_and_given_up_in_the_end() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, "KH-0000-0001").await;
        let draws = AtomicUsize::new(0);
        let mint: Mint = Arc::new(move || {
            let n = draws.fetch_add(1, Ordering::Relaxed);
            Ok(minted(if n < 2 { "KH-0000-0001" } else { "KH-0000-0002" }))
        });
        let second = store.submit(&new_case("a"), &submission(2, 2), mint).await.unwrap();
        assert_eq!(row(second).case_id, "KH-0000-0002");
        let never = store.submit(&new_case("a"), &submission(3, 3), fixed("KH-0000-0001")).await;
        assert!(matches!(never, Err(StoreError::NoFreeId)));
        // What failed left nothing: the key is free.
        assert!(matches!(submit(&store, "a", 3, 3, "KH-0000-0003").await, Stored::New(_)));
        assert_eq!(store.list(10).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_failure_on_the_way_leaves_neither_case_nor_event_nor_key() {
    on_both(async |store| {
        let failed = store
            .submit(&new_case("a"), &submission(1, 1), Arc::new(|| Err(StoreError::Unreadable("test"))))
            .await;
        assert!(failed.is_err());
        assert!(store.list(10).await.unwrap().is_empty());
        assert!(matches!(submit(&store, "a", 1, 1, "KH-0000-0001").await, Stored::New(_)));
    })
    .await;
}

#[tokio::test]
async fn a_case_reads_back_with_its_timeline() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, "KH-0000-0001").await;
        let (case, timeline) = store.case("KH-0000-0001").await.unwrap().unwrap();
        assert_eq!((case.email.as_str(), case.state), ("ada@example.org", CaseState::Received));
        assert_eq!((timeline.len(), timeline[0].at.as_str()), (1, "2026-11-23T09:00:00Z"));
        assert!(store.case("KH-0000-0002").await.unwrap().is_none());
        assert_eq!(store.token_hash("KH-0000-0001", 0).await.unwrap(), Some(vec![2; 32]));
        assert_eq!(store.token_hash("", 0).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn moves_follow_the_table_and_each_leaves_an_event() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, "KH-0000-0001").await;
        let at = |second| jiff::Timestamp::from_second(second).unwrap();
        let go = async |to: CaseState| store.move_case("KH-0000-0001", to, at(5000)).await;
        assert_eq!(go(CaseState::InReview).await.unwrap(), CaseState::Received);
        assert!(matches!(
            go(CaseState::Reopened).await,
            Err(MoveError::NotAllowed { from: CaseState::InReview, to: CaseState::Reopened })
        ));
        go(CaseState::Closed).await.unwrap();
        assert_eq!(store.token_hash("KH-0000-0001", 5000).await.unwrap(), None, "closed too long ago");
        assert!(store.token_hash("KH-0000-0001", 4999).await.unwrap().is_some());
        go(CaseState::Reopened).await.unwrap();
        assert!(store.token_hash("KH-0000-0001", 5000).await.unwrap().is_some());
        let (case, timeline) = store.case("KH-0000-0001").await.unwrap().unwrap();
        let states: Vec<CaseState> = timeline.iter().map(|event| event.state).collect();
        use CaseState::*;
        assert_eq!((case.state, states), (Reopened, vec![Received, InReview, Closed, Reopened]));
        assert!(matches!(store.move_case("KH-0000-0009", Closed, at(1)).await, Err(MoveError::NoSuchCase)));
    })
    .await;
}

#[tokio::test]
async fn the_list_begins_with_what_is_open_and_due() {
    on_both(async |store| {
        for (n, due) in [(1, "2026-11-27"), (2, "2026-11-24"), (3, "2026-11-23")] {
            let mut new = new_case("a");
            new.expected_by = due.into();
            let id = format!("KH-0000-000{n}");
            store.submit(&new, &submission(n, n), fixed(&id)).await.unwrap();
        }
        let now = jiff::Timestamp::from_second(1).unwrap();
        store.move_case("KH-0000-0003", CaseState::Resolved, now).await.unwrap();
        let ids: Vec<String> = store.list(10).await.unwrap().into_iter().map(|case| case.case_id).collect();
        assert_eq!(ids, ["KH-0000-0002", "KH-0000-0001", "KH-0000-0003"]);
        assert_eq!(store.list(1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn old_keys_are_forgotten_and_the_probe_leaves_nothing() {
    on_both(async |store| {
        submit(&store, "a", 1, 1, "KH-0000-0001").await;
        store.probe().await.unwrap();
        assert_eq!(store.forget_keys(1000).await.unwrap(), 0);
        assert_eq!(store.forget_keys(1001).await.unwrap(), 1);
        assert!(matches!(submit(&store, "a", 1, 1, "KH-0000-0002").await, Stored::New(_)));
    })
    .await;
}

#[tokio::test]
async fn a_store_opens_again_with_what_it_had() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Store::open_existing(dir.path()).await, Err(StoreError::NoDatabase(_))));
    let store = Store::open(dir.path()).await.unwrap();
    submit(&store, "a", 1, 1, "KH-0000-0001").await;
    store.close().await.unwrap();
    assert!(store.probe().await.is_err(), "a closed store stores nothing");
    let store = Store::open_existing(dir.path()).await.unwrap();
    assert!(matches!(submit(&store, "a", 1, 1, "KH-0000-0002").await, Stored::Replay(_)));
}
