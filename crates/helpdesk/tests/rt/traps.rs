//! The traps that only the real system showed, each by the number of the helpdesk study.

use crate::conformance::{OtherSide, case, file, message, news};
use crate::server::Server;
use crate::side::RtSide;
use klarna_help_helpdesk::config::{Credential, Secret};
use klarna_help_helpdesk::{
    Author, Cursor, FileId, Helpdesk, ReadError, Remote, RemoteId, SendError, WhatChanged,
};
use klarna_help_wire::message_to_text;
use serde_json::json;

pub async fn all(server: &Server, side: &RtSide) {
    macro_rules! run {
        ($($name:ident),+ $(,)?) => { $(
            let began = std::time::Instant::now();
            $name(server, side).await;
            println!("{} ({:.1} s)", stringify!($name), began.elapsed().as_secs_f32());
        )+ };
    }
    run!(
        trap_01_file_names_stay_whole_in_replies_too,
        trap_02_the_same_case_id_twice_is_found_and_merged,
        trap_03_the_same_mail_twice_is_two_replies_and_both_are_found,
        trap_04_a_missing_key_field_is_found_before_the_first_case,
        trap_05_a_bad_address_is_refused_before_a_ticket_without_requestor_is_made,
        trap_06_a_status_that_rt_does_not_take_is_no_success,
        trap_07_replies_behind_hidden_comments_are_read,
        trap_08_html_of_agents_comes_as_blocks,
        trap_09_a_reply_by_mail_is_the_customers_and_a_reply_by_rest_says_whose_it_is,
        a_customers_own_mail_is_a_reply_of_the_customer,
        a_first_read_begins_now_and_a_young_change_comes_again,
        a_file_of_an_internal_comment_is_not_there,
        a_wrong_token_opens_the_breaker,
        a_ticket_that_is_not_there_is_not_there,
    );
}

async fn trap_01_file_names_stay_whole_in_replies_too(server: &Server, side: &RtSide) {
    let case = case();
    for config in [false, true] {
        let desk = server.desk(|c| c.mail = config.then(|| server.mail()));
        let remote = match desk.find(&case.key).await.unwrap().pop() {
            Some(remote) => remote,
            None => desk.create(&case).await.unwrap(),
        };
        let mut reply = message(&case, "mer");
        reply.attachments = vec![file("€ å 😀.png", 100)];
        desk.reply(&remote, &reply).await.unwrap();
        assert_eq!(side.file_names(&remote).await.pop().unwrap(), "€ å 😀.png");
    }
}

async fn trap_02_the_same_case_id_twice_is_found_and_merged(server: &Server, side: &RtSide) {
    let (desk, case) = (server.desk(|_| {}), case());
    let since = desk.changes(&Cursor::default()).await.unwrap().cursor;
    let first = desk.create(&case).await.unwrap();
    let second = desk.create(&case).await.unwrap();
    side.answer(&second, "<p>on the double</p>", &file("a.png", 10)).await;
    assert_eq!(desk.find(&case.key).await.unwrap(), [first.clone(), second.clone()]);
    desk.merge(&second, &first).await.unwrap();
    assert_eq!(desk.find(&case.key).await.unwrap(), std::slice::from_ref(&first));
    // What was said on the double is said on the one that is left.
    let fetched = desk.fetch(&second).await.unwrap();
    assert_eq!((&fetched.remote, &fetched.key), (&first, &case.key));
    let changes = news(&desk, side, &case.key, &since).await;
    assert!(!changes.is_empty() && changes.iter().all(|change| change.remote == first.id), "{changes:?}");
}

async fn trap_03_the_same_mail_twice_is_two_replies_and_both_are_found(server: &Server, _: &RtSide) {
    for mail in [false, true] {
        let desk = server.desk(|c| c.mail = mail.then(|| server.mail()));
        let case = case();
        let remote = desk.create(&case).await.unwrap();
        let reply = message(&case, "once");
        desk.reply(&remote, &reply).await.unwrap();
        desk.reply(&remote, &reply).await.unwrap();
        assert_eq!(desk.find_reply(&remote, &reply.key).await.unwrap().len(), 2, "mail: {mail}");
    }
}

async fn trap_04_a_missing_key_field_is_found_before_the_first_case(server: &Server, side: &RtSide) {
    let wrong = server.desk(|config| config.case_field = "PortalCaseIdd".to_owned());
    let check = wrong.check().await;
    assert!(!check.is_ready());
    assert!(check.findings[0].what.contains("PortalCaseIdd"), "{check:?}");
    // And should it go missing later: RT answers 201 and drops the key; that is no success.
    let case = case();
    let outcome = wrong.create(&case).await;
    assert!(matches!(outcome, Err(SendError::Unknown { .. })), "{outcome:?}");
    assert_eq!(side.count(&case.key).await, 0);
    let check = server.desk(|config| config.message_field = "Nope".to_owned()).check().await;
    assert!(!check.is_ready());
}

async fn trap_05_a_bad_address_is_refused_before_a_ticket_without_requestor_is_made(
    server: &Server,
    side: &RtSide,
) {
    let mut case = case();
    case.email = "not an address".to_owned();
    let outcome = server.desk(|_| {}).create(&case).await;
    assert!(matches!(outcome, Err(SendError::Refused { .. })), "{outcome:?}");
    assert_eq!(side.count(&case.key).await, 0);
}

async fn trap_06_a_status_that_rt_does_not_take_is_no_success(server: &Server, side: &RtSide) {
    let (desk, case) = (server.desk(|_| {}), case());
    let remote = desk.create(&case).await.unwrap();
    // GUARD: RT's own answer to a nonsense status is a success.
    side.send("PUT", &format!("ticket/{}", remote.id), json!({ "Status": "nonsense" })).await;
    let outcome = server.desk(|config| config.closed_status = "nonsense".to_owned()).close(&remote).await;
    assert!(matches!(outcome, Err(SendError::Refused { code: 200, .. })), "{outcome:?}");
    desk.close(&remote).await.unwrap();
    let state = desk.fetch(&remote).await.unwrap().state;
    assert_eq!(state, Some(klarna_help_wire::CaseState::Resolved));
}

async fn trap_07_replies_behind_hidden_comments_are_read(server: &Server, side: &RtSide) {
    let (desk, case) = (server.desk(|_| {}), case());
    let remote = desk.create(&case).await.unwrap();
    for i in 0..25 {
        side.note(&remote, &format!("INTERNAL {i}")).await;
    }
    side.answer(&remote, "<p>after them</p>", &file("a.png", 10)).await;
    let fetched = desk.fetch(&remote).await.unwrap();
    assert_eq!(fetched.changes.len(), 1);
    assert!(!format!("{fetched:?}").contains("INTERNAL"));
}

async fn trap_08_html_of_agents_comes_as_blocks(server: &Server, side: &RtSide) {
    let (desk, case) = (server.desk(|_| {}), case());
    let remote = desk.create(&case).await.unwrap();
    let html = "<p>Se <a href=\"javascript:x()\">här</a> <img src=x onerror=x()></p><script>x()</script>\
                <div style=\"display:none\">hidden</div>";
    side.answer(&remote, html, &file("a.png", 10)).await;
    let changes = desk.fetch(&remote).await.unwrap().changes;
    let WhatChanged::Reply { body, .. } = &changes[0].what else { panic!("{changes:?}") };
    assert_eq!(message_to_text(body), "Se här");
}

async fn trap_09_a_reply_by_mail_is_the_customers_and_a_reply_by_rest_says_whose_it_is(
    server: &Server,
    side: &RtSide,
) {
    let case = case();
    let by_rest = server.desk(|_| {});
    let by_mail = server.desk(|config| config.mail = Some(server.mail()));
    let remote = by_rest.create(&case).await.unwrap();
    let marked = by_rest.reply(&remote, &message(&case, "by rest")).await.unwrap();
    let own = by_mail.reply(&remote, &message(&case, "by mail")).await.unwrap();
    let creator = |found: &serde_json::Value| found["Creator"]["id"].as_str().unwrap().to_owned();
    assert_eq!(creator(&side.get(&format!("transaction/{}", marked.id), &[]).await), "portal-relay");
    assert_eq!(creator(&side.get(&format!("transaction/{}", own.id), &[]).await), case.email);
    let parts = side
        .get(&format!("transaction/{}/attachments", marked.id), &[("fields", "Content")])
        .await
        .to_string();
    assert!(parts.contains("Written by the customer"), "{parts}");
    // Neither is news to the portal.
    let replies = by_mail.fetch(&remote).await.unwrap().changes;
    assert!(!replies.iter().any(|change| matches!(change.what, WhatChanged::Reply { .. })), "{replies:?}");
}

async fn a_customers_own_mail_is_a_reply_of_the_customer(server: &Server, side: &RtSide) {
    let desk = server.desk(|config| config.mail = Some(server.mail()));
    let case = case();
    let since = desk.changes(&Cursor::default()).await.unwrap().cursor;
    let remote = desk.create(&case).await.unwrap();
    let raw = format!(
        "From: {}\nTo: care@helpdesk.invalid\nSubject: Re: [care.test #{}] x\nMessage-ID: <1@kund.example>\n\nby mail\n",
        case.email, remote.id
    );
    let form = reqwest::multipart::Form::new()
        .text("queue", "Customer-Care")
        .text("action", "correspond")
        .text("message", raw);
    let url = format!("{}/REST/1.0/NoAuth/mail-gateway", server.value("RT_MAILGATE"));
    let answer = reqwest::Client::new().post(url).multipart(form).send().await.unwrap();
    assert!(answer.text().await.unwrap().trim_start().starts_with("ok"));
    let changes = news(&desk, side, &case.key, &since).await;
    let mut replies = changes.iter().filter_map(|change| match &change.what {
        WhatChanged::Reply { author, body, .. } => Some((author, message_to_text(body))),
        _ => None,
    });
    assert_eq!(replies.next(), Some((&Author::Customer, "by mail".to_owned())));
}

async fn a_first_read_begins_now_and_a_young_change_comes_again(server: &Server, side: &RtSide) {
    let (desk, case) = (server.desk(|_| {}), case());
    let remote = desk.create(&case).await.unwrap();
    side.answer(&remote, "<p>before</p>", &file("a.png", 10)).await;
    let begin = desk.changes(&Cursor::default()).await.unwrap();
    assert_eq!(begin.changes, []);
    assert_eq!(news(&desk, side, &case.key, &begin.cursor).await, []);
    side.take_and_wait(&remote).await;
    let first = desk.changes(&begin.cursor).await.unwrap();
    let again = desk.changes(&first.cursor).await.unwrap();
    assert!(!first.changes.is_empty());
    assert_eq!(first.changes, again.changes, "at least once: a lower id may still be on its way");
}

async fn a_file_of_an_internal_comment_is_not_there(server: &Server, side: &RtSide) {
    let (desk, case) = (server.desk(|_| {}), case());
    let remote = desk.create(&case).await.unwrap();
    side.note(&remote, "INTERNAL").await;
    let found = side
        .get(&format!("ticket/{}/attachments", remote.id), &[("fields", "Content"), ("per_page", "100")])
        .await;
    let items = found["items"].as_array().unwrap();
    let note = items.iter().find(|item| item["Content"] == "INTERNAL").unwrap();
    let outcome = desk.file(&remote, &FileId(note["id"].as_str().unwrap().to_owned())).await;
    assert!(outcome.is_err(), "{outcome:?}");
    // Nor is a file of another case.
    let mut other = crate::conformance::case();
    other.attachments = vec![file("a.png", 10)];
    let elsewhere = desk.create(&other).await.unwrap();
    let parts = side
        .get(&format!("ticket/{}/attachments", elsewhere.id), &[("fields", "Filename"), ("per_page", "100")])
        .await;
    let items = parts["items"].as_array().unwrap();
    let id = FileId(
        items.iter().find(|item| item["Filename"] == "a.png").unwrap()["id"].as_str().unwrap().to_owned(),
    );
    assert!(desk.file(&elsewhere, &id).await.is_ok());
    assert_eq!(desk.file(&remote, &id).await, Err(ReadError::NotThere { code: 404 }));
}

async fn a_wrong_token_opens_the_breaker(server: &Server, _: &RtSide) {
    let desk = server.desk(|config| config.token = Credential::Given(Secret::new("1-1-wrong")));
    assert_eq!(desk.create(&case()).await, Err(SendError::Auth { code: 401 }));
    assert_eq!(desk.find(&case().key).await, Err(ReadError::Auth { code: 401 }));
    assert!(!desk.check().await.is_ready());
}

async fn a_ticket_that_is_not_there_is_not_there(server: &Server, _: &RtSide) {
    let desk = server.desk(|_| {});
    let nowhere = Remote { id: RemoteId("999999".to_owned()), url: None };
    assert_eq!(desk.fetch(&nowhere).await, Err(ReadError::NotThere { code: 404 }));
    let case = case();
    let outcome = desk.reply(&nowhere, &message(&case, "x")).await;
    assert!(matches!(outcome, Err(SendError::Refused { .. })), "{outcome:?}");
}
