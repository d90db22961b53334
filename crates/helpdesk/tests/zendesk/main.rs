//! The Zendesk connector against answers written by hand after Zendesk's documents. **Not against Zendesk.**
#![allow(missing_docs)]
// clippy.toml allows these inside test functions only; here the helpers stop at the first surprise too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../conformance/mod.rs"]
mod conformance;
mod fixtures;

use conformance::{OtherSide, case, conforms, file, message, news};
use fixtures::{Rules, ZendeskFixtures};
use klarna_help_helpdesk::{Cursor, Helpdesk, ReadError, SendError, WhatChanged};
use std::time::Duration;

#[tokio::test]
async fn the_connector_keeps_its_word_against_hand_written_answers() {
    let zendesk = ZendeskFixtures::start().await;
    conforms(&zendesk.desk(), &zendesk).await;
    assert_eq!(zendesk.credentials_sent_elsewhere(), 0, "our token stays with Zendesk");
}

#[tokio::test]
async fn by_fixtures_a_create_that_is_repeated_soon_is_answered_with_the_first() {
    let zendesk = ZendeskFixtures::start().await;
    let (desk, case) = (zendesk.desk(), case());
    let first = desk.create(&case).await.unwrap();
    assert_eq!(desk.create(&case).await.unwrap(), first);
    assert_eq!(zendesk.count(&case.key).await, 1);
}

#[tokio::test]
async fn by_fixtures_a_repeated_create_with_files_is_unknown_not_refused() {
    let zendesk = ZendeskFixtures::start().await;
    let (desk, mut case) = (zendesk.desk(), case());
    case.attachments = vec![file("a.png", 10)];
    let first = desk.create(&case).await.unwrap();
    // New upload tokens make it another body under the same key: a plain 400 would be taken for a refusal of the case.
    let again = desk.create(&case).await;
    assert!(matches!(again, Err(SendError::Unknown { .. })), "{again:?}");
    assert_eq!(desk.find(&case.key).await.unwrap(), [first]);
}

#[tokio::test]
async fn by_fixtures_a_double_is_merged_and_found_once() {
    let zendesk = ZendeskFixtures::start().await;
    let (desk, case) = (zendesk.desk(), case());
    let first = desk.create(&case).await.unwrap();
    // Two hours later Zendesk has forgotten the idempotency key.
    zendesk.forget_idempotency_keys();
    let second = desk.create(&case).await.unwrap();
    assert_eq!(desk.find(&case.key).await.unwrap(), [first.clone(), second.clone()]);
    for _ in 0..2 {
        desk.merge(&second, &first).await.unwrap();
    }
    assert_eq!(desk.find(&case.key).await.unwrap(), [first]);
}

#[tokio::test]
async fn by_fixtures_trap_13_a_search_that_ignores_the_key_finds_nothing_of_others() {
    let zendesk = ZendeskFixtures::start().await;
    let (desk, case, other) = (zendesk.desk(), case(), case());
    desk.create(&case).await.unwrap();
    desk.create(&other).await.unwrap();
    zendesk.set(Rules { search_ignores_key: true, ..Rules::default() });
    assert_eq!(desk.find(&case.key).await.unwrap().len(), 1);
    assert_eq!(desk.find(&conformance::fresh_key("KH-")).await.unwrap(), []);
}

#[tokio::test]
async fn by_fixtures_trap_14_a_comment_that_was_taken_back_is_not_shown() {
    let zendesk = ZendeskFixtures::start().await;
    let (desk, case) = (zendesk.desk(), case());
    let remote = desk.create(&case).await.unwrap();
    zendesk.answer(&remote, "<p>to the wrong customer</p>", &file("a.png", 10)).await;
    let shown = |changes: &[klarna_help_helpdesk::PublicChange]| {
        changes.iter().filter(|change| matches!(change.what, WhatChanged::Reply { .. })).count()
    };
    assert_eq!(shown(&news(&desk, &zendesk, &case.key, &Cursor::default()).await), 1);
    let files = desk.fetch(&remote).await.unwrap().changes;
    let WhatChanged::Reply { files, .. } = &files[0].what else { panic!("{files:?}") };
    zendesk.make_private(&remote);
    assert_eq!(shown(&news(&desk, &zendesk, &case.key, &Cursor::default()).await), 0);
    assert_eq!(desk.file(&remote, &files[0].id).await, Err(ReadError::NotThere { code: 404 }));
}

#[tokio::test]
async fn by_fixtures_each_answer_has_its_class() {
    let zendesk = ZendeskFixtures::start().await;
    let (desk, fault) =
        (zendesk.desk(), |status, wait| Rules { create: Some((status, wait)), ..Rules::default() });
    for (rules, expected) in [
        (fault(429, Some(12)), SendError::Limited(Duration::from_secs(12))),
        (fault(401, None), SendError::Auth { code: 401 }),
        (fault(403, None), SendError::Auth { code: 403 }),
        (fault(422, None), SendError::Refused { code: 422, text: "fault".to_owned() }),
        (fault(500, None), SendError::Unknown { why: "answered 500".to_owned(), wait: None }),
        (fault(409, None), SendError::Unknown { why: "answered 409".to_owned(), wait: None }),
        (
            fault(503, Some(7)),
            SendError::Unknown { why: "answered 503".to_owned(), wait: Some(Duration::from_secs(7)) },
        ),
        (fault(302, None), SendError::Unknown { why: "answered 302".to_owned(), wait: None }),
    ] {
        zendesk.set(rules);
        assert_eq!(desk.create(&case()).await, Err(expected));
    }
}

#[tokio::test]
async fn by_fixtures_a_file_that_could_not_be_sent_ahead_means_that_nothing_was_sent() {
    let zendesk = ZendeskFixtures::start().await;
    let (desk, mut case) = (zendesk.desk(), case());
    case.attachments = vec![file("a.png", 10)];
    zendesk.set(Rules { upload: Some(500), ..Rules::default() });
    assert!(matches!(desk.create(&case).await, Err(SendError::NotSent(_))));
    assert_eq!(zendesk.count(&case.key).await, 0);
    zendesk.set(Rules::default());
    desk.create(&case).await.unwrap();
}

#[tokio::test]
async fn by_fixtures_a_reply_to_a_closed_ticket_is_refused() {
    let zendesk = ZendeskFixtures::start().await;
    let (desk, case) = (zendesk.desk(), case());
    let remote = desk.create(&case).await.unwrap();
    zendesk.close_for_good(&remote);
    let outcome = desk.reply(&remote, &message(&case, "one more")).await;
    assert!(matches!(outcome, Err(SendError::Refused { code: 422, .. })), "{outcome:?}");
    assert!(matches!(desk.reopen(&remote).await, Err(SendError::Refused { code: 422, .. })));
    assert_eq!(desk.close(&remote).await, Ok(()), "it is");
}

#[tokio::test]
async fn by_fixtures_a_user_who_is_no_agent_is_found_before_the_first_case() {
    let zendesk = ZendeskFixtures::start().await;
    zendesk.set(Rules { anonymous: true, ..Rules::default() });
    let check = zendesk.desk().check().await;
    assert!(!check.is_ready(), "{check:?}");
}
