//! The signed webhook against a receiver that counts and misbehaves.
#![allow(missing_docs)]
// clippy.toml allows these inside test functions only; here the helpers stop at the first surprise too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../conformance/mod.rs"]
mod conformance;
mod side;

use conformance::{case, conforms, file, message};
use klarna_help_helpdesk::testing::{Fault, StandIn};
use klarna_help_helpdesk::{
    Helpdesk, HintError, Key, OutCase, OutFile, ReadError, Remote, RemoteId, SendError,
};
use side::{HookSide, SECRET, desk, desk_at};
use std::time::Duration;

#[tokio::test]
async fn the_connector_keeps_its_word_where_the_receiver_answers_look_ups() {
    let standin = StandIn::start(SECRET).await.unwrap();
    standin.keep_doubles_away(true);
    conforms(&desk(&standin, true), &HookSide::new(&standin)).await;
    assert_eq!(standin.unsigned(), 0);
}

#[tokio::test]
async fn the_connector_keeps_its_word_where_the_receiver_promises_to_keep_doubles_away() {
    let standin = StandIn::start(SECRET).await.unwrap();
    standin.keep_doubles_away(true);
    // Without look-ups there are no files either: the part about files needs the address of one.
    let (desk, case) = (desk(&standin, false), case());
    assert!(desk.check().await.is_ready());
    let first = desk.create(&case).await.unwrap();
    let second = desk.create(&case).await.unwrap();
    assert_eq!(first, second);
    assert_eq!((standin.count(case.key.as_str()), standin.deliveries()), (1, 2));
    assert_eq!(desk.find(&case.key).await, Ok(Vec::new()));
    let reply = message(&case, "mer");
    desk.reply(&first, &reply).await.unwrap();
    desk.reply(&first, &reply).await.unwrap();
    assert_eq!(standin.count_messages(reply.key.as_str()), 1);
}

/// How a delivery ends, by what the receiver does, and whether the case is there then.
#[tokio::test]
async fn each_ending_has_its_class() {
    let standin = StandIn::start(SECRET).await.unwrap();
    let desk = desk(&standin, false);
    let unknown = |outcome: &Result<Remote, SendError>, wait: Option<u64>| {
        let expected = wait.map(Duration::from_secs);
        matches!(outcome, Err(SendError::Unknown { wait, .. }) if *wait == expected)
    };
    for (fault, stored) in [
        (Fault::None, 1),
        (Fault::LateAfter(Duration::from_millis(50)), 1),
        (Fault::SilentAfter, 1),
        (Fault::ErrorAfter, 1),
        (Fault::TruncatedAfter, 1),
        (Fault::ResetAfter, 1),
        (Fault::UnavailableAfter(7), 1),
        (Fault::ErrorBefore, 0),
        (Fault::ResetBefore, 0),
        (Fault::Limited(12), 0),
        (Fault::Refused, 0),
    ] {
        let case = case();
        standin.plan([fault]);
        let outcome = desk.create(&case).await;
        let right = match fault {
            Fault::None | Fault::LateAfter(_) => outcome.is_ok(),
            Fault::UnavailableAfter(seconds) => unknown(&outcome, Some(seconds)),
            Fault::Limited(seconds) => outcome == Err(SendError::Limited(Duration::from_secs(seconds))),
            Fault::Refused => matches!(&outcome, Err(SendError::Refused { code: 422, .. })),
            _ => unknown(&outcome, None),
        };
        assert!(right, "{fault:?}: {outcome:?}");
        assert_eq!(standin.count(case.key.as_str()), stored, "{fault:?}");
    }
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for url in [format!("http://127.0.0.1:{port}/"), "https://no-such-host.invalid/".to_owned()] {
        let outcome = desk_at(&url, None).create(&case()).await;
        assert!(matches!(outcome, Err(SendError::NotSent(_))), "{url}: {outcome:?}");
    }
    // TLS that fails is a request that never went out.
    let standin = StandIn::start(SECRET).await.unwrap();
    let outcome = desk_at(&standin.url().replace("http:", "https:"), None).create(&case()).await;
    assert!(matches!(outcome, Err(SendError::NotSent(_))), "{outcome:?}");
}

#[tokio::test]
async fn trap_11_a_look_up_right_after_a_time_out_may_miss_what_landed() {
    let standin = StandIn::start(SECRET).await.unwrap();
    let (desk, case) = (desk(&standin, true), case());
    standin.plan([Fault::SilentAfter]);
    standin.visible_after(Duration::from_secs(3600));
    assert!(matches!(desk.create(&case).await, Err(SendError::Unknown { .. })));
    assert_eq!(desk.find(&case.key).await, Ok(Vec::new()), "too early");
    standin.visible_after(Duration::ZERO);
    assert_eq!(desk.find(&case.key).await.unwrap().len(), 1, "settled");
    // Whence the settle time: at least a minute, and twice the time-out.
    let settle = side::config(&standin.url(), None).common.settle;
    assert!(settle >= Duration::from_secs(60), "{settle:?}");
}

#[tokio::test]
async fn trap_12_a_500_after_it_was_stored_is_unknown_and_the_look_up_finds_it() {
    let standin = StandIn::start(SECRET).await.unwrap();
    let (desk, case) = (desk(&standin, true), case());
    standin.plan([Fault::ErrorAfter]);
    assert!(matches!(desk.create(&case).await, Err(SendError::Unknown { .. })));
    assert_eq!(desk.find(&case.key).await.unwrap().len(), 1);
    // Sent again without looking, it would be two: the counter of the fault bench sees that.
    desk.create(&case).await.unwrap();
    assert_eq!((standin.count(case.key.as_str()), standin.duplicates()), (2, 1));
    assert_eq!(desk.find(&case.key).await.unwrap().len(), 2);
}

#[tokio::test]
async fn trap_15_a_delivery_without_our_signature_is_no_news() {
    let standin = StandIn::start(SECRET).await.unwrap();
    let desk = desk(&standin, true);
    let now = jiff::Timestamp::now();
    let none = desk.webhook(&http::HeaderMap::new(), b"{}", now);
    assert_eq!(none, Err(HintError::Header("webhook-id")));
    let side = HookSide::new(&standin);
    side.tell(
        &Remote { id: RemoteId("KH-1".to_owned()), url: None },
        serde_json::json!({ "status": "closed" }),
    );
    let (headers, body) = side.take_deliveries().remove(0);
    assert!(desk.webhook(&headers, &body, now).is_ok());
    assert_eq!(desk.webhook(&headers, b"{}", now), Err(HintError::Signature));
    let later = now + jiff::SignedDuration::from_secs(301);
    assert!(matches!(desk.webhook(&headers, &body, later), Err(HintError::Stale(_))));
}

#[tokio::test]
async fn trap_17_each_step_has_a_key_of_its_own() {
    let standin = StandIn::start(SECRET).await.unwrap();
    let (desk, case) = (desk(&standin, true), case());
    let remote = desk.create(&case).await.unwrap();
    let (one, other) = (message(&case, "one"), message(&case, "other"));
    standin.plan([Fault::ResetAfter]);
    assert!(matches!(desk.reply(&remote, &one).await, Err(SendError::Unknown { .. })));
    desk.reply(&remote, &other).await.unwrap();
    assert_eq!(desk.find_reply(&remote, &one.key).await.unwrap().len(), 1);
    assert_eq!(desk.find_reply(&remote, &other.key).await.unwrap().len(), 1);
    assert_eq!(standin.count(case.key.as_str()), 1);
}

#[tokio::test]
async fn trap_19_a_limit_is_kept_to_the_second() {
    let standin = StandIn::start(SECRET).await.unwrap();
    standin.plan([Fault::Limited(12)]);
    let outcome = desk(&standin, false).create(&case()).await;
    assert_eq!(outcome, Err(SendError::Limited(Duration::from_secs(12))));
}

#[tokio::test]
async fn a_success_that_does_not_read_back_is_unknown() {
    let standin = StandIn::start(SECRET).await.unwrap();
    standin.visible_after(Duration::from_secs(3600));
    let outcome = desk(&standin, true).create(&case()).await;
    assert!(matches!(outcome, Err(SendError::Unknown { .. })), "{outcome:?}");
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_before_anything_is_sent() {
    let standin = StandIn::start(SECRET).await.unwrap();
    let desk = desk(&standin, true);
    let with = |file: OutFile| OutCase { attachments: vec![file], ..case() };
    let mut big = file("a.png", 10);
    big.size = 1024 * 1024 * 1024;
    assert!(matches!(desk.create(&with(big)).await, Err(SendError::Refused { code: 413, .. })));
    let mut gone = file("a.png", 10);
    gone.source = std::sync::Arc::new(side::Gone);
    assert!(matches!(desk.create(&with(gone)).await, Err(SendError::NotSent(_))));
    assert_eq!(standin.deliveries(), 0);
}

#[tokio::test]
async fn a_receiver_with_another_secret_is_found_before_the_first_case() {
    let standin = StandIn::start("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await.unwrap();
    let desk = desk(&standin, true);
    assert!(!desk.check().await.is_ready());
    assert_eq!(desk.create(&case()).await, Err(SendError::Auth { code: 401 }));
    let nobody = Key::new("KH-0").unwrap();
    assert_eq!(desk.find(&nobody).await, Err(ReadError::Auth { code: 401 }));
}

#[tokio::test]
async fn what_the_customer_ends_is_told() {
    let standin = StandIn::start(SECRET).await.unwrap();
    let (desk, case) = (desk(&standin, true), case());
    let remote = desk.create(&case).await.unwrap();
    desk.close(&remote).await.unwrap();
    desk.reopen(&remote).await.unwrap();
    desk.erase(&remote).await.unwrap();
    let kinds: Vec<String> = standin.told().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["case.closed", "case.reopened", "case.erase"]);
}
