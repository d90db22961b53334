//! Two portals on one PostgreSQL.

use super::thread::{ID, present, said};
use super::{fixed, new_case, postgres, submission, submit};
use klarna_help_portal::store::{NewMessage, Store, Stored};
use std::time::Duration;

/// Long enough to be woken.
const PATIENCE: Duration = Duration::from_secs(2);

async fn two() -> (Store, Store) {
    let address = postgres::database().await;
    (Store::postgres(&address).await.unwrap(), Store::postgres(&address).await.unwrap())
}

#[tokio::test]
async fn what_is_written_through_one_wakes_who_watches_at_the_other() {
    let (one, two) = two().await;
    submit(&one, "a", 1, 1, ID).await;
    let mut watch = two.watch(ID);
    let following = tokio::spawn({
        let two = two.clone();
        async move { two.follow().await }
    });
    // The other may not be listening yet when the first is written.
    for n in 2.. {
        let message = NewMessage { body: said("Hello?"), attachments: vec![] };
        one.reply(ID, message, &submission(n, n), &present()).await.unwrap();
        if tokio::time::timeout(PATIENCE, watch.changed()).await.is_ok() {
            break;
        }
        assert!(n < 20, "nobody was woken");
    }
    assert!(two.events_after(ID, 0).await.unwrap().len() >= 2);
    following.abort();
}

#[tokio::test]
async fn one_key_sent_to_both_at_once_makes_one_case() {
    let (one, two) = two().await;
    for n in 1..20 {
        let (case, key) = (new_case("a"), submission(n, n));
        let (first, second) = (format!("KH-0000-01{n:02}"), format!("KH-0000-02{n:02}"));
        let (a, b) =
            tokio::join!(one.submit(&case, &key, fixed(&first)), two.submit(&case, &key, fixed(&second)));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!(matches!(
            (&a, &b),
            (Stored::New(_), Stored::Replay(_)) | (Stored::Replay(_), Stored::New(_))
        ));
        assert_eq!(super::row(a), super::row(b));
    }
    assert_eq!(one.list(100).await.unwrap().len(), 19);
}

#[tokio::test]
async fn two_that_start_at_once_bring_the_tables_up_to_date_once() {
    let address = postgres::database().await;
    let (one, two) = tokio::join!(Store::postgres(&address), Store::postgres(&address));
    one.unwrap().probe().await.unwrap();
    two.unwrap().probe().await.unwrap();
}
