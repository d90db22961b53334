//! Rows of uploads, from their first byte to their case.

use super::{fixed, new_case, on_both, submission};
use klarna_help_portal::store::{Finished, Store, StoreError, Upload, UploadState};
use klarna_help_wire::{AttachmentRef, FileKind};

async fn begun(store: &Store, id: &str, size: i64) {
    store.create_upload(id, "shop", "kvitto", size, 1000, 2000).await.unwrap();
}

async fn read(store: &Store, id: &str) -> Upload {
    store.upload(id).await.unwrap().unwrap()
}

fn finished(id: &str, state: UploadState) -> Finished {
    Finished {
        id: id.to_owned(),
        state,
        name: "kvitto.png".to_owned(),
        kind: FileKind::Png,
        received: 50,
        size: 40,
        sha256: [7; 32],
        expires_at: 3000,
    }
}

async fn submit_with(store: &Store, key: u8, case_id: &str, upload: &str) -> Result<(), StoreError> {
    let mut case = new_case("shop");
    case.case.request.attachments = vec![AttachmentRef { id: upload.to_owned(), evidence: String::new() }];
    store.submit(&case, &submission(key, 1), fixed(case_id)).await.map(drop)
}

#[tokio::test]
async fn an_upload_moves_finishes_once_and_goes_with_one_case() {
    on_both(async |store| {
        begun(&store, "a", 50).await;
        let row = read(&store, "a").await;
        assert_eq!((row.state, row.kind, row.size, row.position), (UploadState::Open, None, 50, 0));
        store.move_upload("a", 20, 2500).await.unwrap();
        assert_eq!((read(&store, "a").await.position, read(&store, "a").await.expires_at), (20, 2500));
        assert!(matches!(submit_with(&store, 1, "KH-0000-0001", "a").await, Err(StoreError::BadUploads(_))));

        assert!(store.finish_upload(finished("a", UploadState::Done)).await.unwrap());
        assert!(!store.finish_upload(finished("a", UploadState::Done)).await.unwrap(), "once");
        store.move_upload("a", 0, 9000).await.unwrap();
        let row = read(&store, "a").await;
        assert_eq!(
            (row.state, row.kind, row.size, row.position),
            (UploadState::Done, Some(FileKind::Png), 40, 50)
        );
        assert_eq!((row.name.as_str(), row.expires_at), ("kvitto.png", 3000));

        submit_with(&store, 2, "KH-0000-0002", "a").await.unwrap();
        assert_eq!(read(&store, "a").await.case_id.as_deref(), Some("KH-0000-0002"));
        assert!(matches!(submit_with(&store, 3, "KH-0000-0003", "a").await, Err(StoreError::BadUploads(_))));
        assert!(!store.delete_upload("a").await.unwrap(), "it is the case's");
        assert_eq!(store.upload("b").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_no_case_has_is_counted_expires_and_is_taken_away() {
    on_both(async |store| {
        assert_eq!(store.loose_bytes().await.unwrap(), 0);
        for id in ["a", "b", "c"] {
            begun(&store, id, 50).await;
        }
        assert!(store.finish_upload(finished("b", UploadState::Held)).await.unwrap());
        assert_eq!(store.held_uploads(9).await.unwrap(), ["b"]);
        submit_with(&store, 1, "KH-0000-0001", "b").await.unwrap();
        assert_eq!(store.loose_bytes().await.unwrap(), 100, "a case has one of them");
        store.settle_upload("b", UploadState::Done).await.unwrap();
        store.settle_upload("b", UploadState::Refused).await.unwrap();
        assert_eq!(read(&store, "b").await.state, UploadState::Done, "what was settled stays");
        store.settle_upload("c", UploadState::Refused).await.unwrap();
        assert_eq!(store.loose_bytes().await.unwrap(), 50, "a refused one has no bytes");

        assert!(store.expired_uploads(2000, 9).await.unwrap().is_empty());
        assert_eq!(store.expired_uploads(9000, 9).await.unwrap().len(), 2);
        assert_eq!(store.expired_uploads(9000, 1).await.unwrap().len(), 1);
        assert!(store.delete_upload("a").await.unwrap());
        assert!(!store.delete_upload("a").await.unwrap());
    })
    .await;
}
