//! `POST /api/v1/cases/{id}/messages`, and what a case shows of it.

use crate::harness::{CONFIG, Sent, TestPortal, get, key, request};
use axum::body::Body;
use axum::http::Method;
use klarna_help_wire::{CaseEventKind, CaseState, CaseView, FieldCode, ProblemCode, message_to_text};
use serde_json::{Value, json};

fn view(body: &[u8]) -> CaseView {
    serde_json::from_slice(body).unwrap()
}

#[tokio::test]
async fn a_message_stands_in_the_thread_with_its_cards_masked() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let text = "My card is 4111 1111 1111 1111.\r\nStill nothing.\n\nRegards\u{0}";
    let answer = portal.send(sent.post("messages", 2, &json!({"text": text}))).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("cache-control"), "no-store");
    let view = view(&answer.body);
    let event = view.timeline.last().unwrap();
    assert_eq!((event.kind, event.agent.as_str()), (CaseEventKind::CustomerMessage, ""));
    let body = &event.message.as_ref().unwrap().body;
    assert_eq!(message_to_text(body), "My card is •••• 1111.\nStill nothing.\n\nRegards");
    assert_eq!(body.len(), 2);
}

#[tokio::test]
async fn the_same_key_sends_once_and_another_body_is_refused() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let send = async |n, text: &str| portal.send(sent.post("messages", n, &json!({"text": text}))).await;
    assert_eq!(send(2, "Hello?").await.status, 201);
    let again = send(2, "  Hello? ").await;
    assert_eq!((again.status.as_u16(), view(&again.body).timeline.len()), (201, 2));
    assert_eq!(send(2, "Another").await.problem().code, ProblemCode::IdempotencyKeyReused);
    // Keys belong to one case.
    let other = portal.sent(3).await;
    assert_eq!(portal.send(other.post("messages", 2, &json!({"text": "Another"}))).await.status, 201);
}

#[tokio::test]
async fn an_answer_that_was_waited_for_brings_the_case_into_review_and_moves_the_promise() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    portal
        .portal
        .store
        .move_case(&sent.id, CaseState::WaitingForYou, portal.portal.clock.now())
        .await
        .unwrap();
    portal.at("2026-11-27T12:00:00Z");
    let before = sent.view(&portal).await;
    assert_eq!(
        (before.expected_by.as_str(), before.late),
        ("2026-11-25", false),
        "it is the customer's turn"
    );
    let answer = portal.send(sent.post("messages", 2, &json!({"text": "Here it is."}))).await;
    let view = view(&answer.body);
    assert_eq!((view.state, view.expected_by.as_str()), (CaseState::InReview, "2026-12-01"));
    let kinds: Vec<CaseEventKind> = view.timeline.iter().skip(2).map(|event| event.kind).collect();
    use CaseEventKind::*;
    assert_eq!(kinds, [CustomerMessage, StateChanged, PromiseMoved]);
}

#[tokio::test]
async fn a_message_to_a_case_that_had_ended_opens_it_again() {
    let portal = TestPortal::new().await;
    for (n, end) in [(1, CaseState::Resolved), (2, CaseState::Closed)] {
        let sent = portal.sent(n).await;
        portal.portal.store.move_case(&sent.id, end, portal.portal.clock.now()).await.unwrap();
        let answer = portal.send(sent.post("messages", 10, &json!({"text": "It is not solved."}))).await;
        assert_eq!(view(&answer.body).state, CaseState::Reopened);
    }
}

#[tokio::test]
async fn every_fault_has_its_code() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let path = format!("/api/v1/cases/{}/messages", sent.id);
    let key = key(2);
    let check = async |spoil: (&str, &str), body: &str, code: ProblemCode| {
        let headers: Vec<(&str, &str)> = [
            ("authorization", sent.bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key.as_str()),
        ]
        .into_iter()
        .filter(|(name, _)| *name != spoil.0)
        .chain((!spoil.1.is_empty()).then_some(spoil))
        .collect();
        let answer = portal.send(request(Method::POST, &path, &headers, Body::from(body.to_owned()))).await;
        assert_eq!(answer.problem().code, code, "{spoil:?} {body}");
    };
    let good = "{\"text\":\"Hello?\"}";
    check(("content-type", "text/plain"), good, ProblemCode::UnsupportedMediaType).await;
    check(("", ""), "[]", ProblemCode::MalformedBody).await;
    check(("", ""), "{\"text\":17}", ProblemCode::MalformedBody).await;
    check(("", ""), &" ".repeat(300_000), ProblemCode::BodyTooLarge).await;
    check(("", ""), "{}", ProblemCode::InvalidFields).await;
    check(("idempotency-key", ""), good, ProblemCode::IdempotencyKeyInvalid).await;
    check(("authorization", ""), good, ProblemCode::CaseNotFound).await;
    check(("authorization", "Bearer x"), good, ProblemCode::CaseNotFound).await;
    check(("origin", "https://evil.example"), good, ProblemCode::OriginNotRegistered).await;
    check(("", ""), &format!("{{\"text\":\"{}\"}}", "x".repeat(5001)), ProblemCode::InvalidFields).await;
    assert_eq!(sent.view(&portal).await.timeline.len(), 1);
}

#[tokio::test]
async fn a_file_that_was_not_uploaded_is_named() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let body = json!({"attachments": [{"id": "0".repeat(32), "evidence": "rece\u{0}ipt"}]});
    let problem = portal.send(sent.post("messages", 2, &body)).await.problem();
    assert_eq!(
        (problem.fields[0].field.as_str(), problem.fields[0].code),
        ("attachments.0", FieldCode::Unknown)
    );
    assert_eq!(sent.view(&portal).await.timeline.len(), 1);
}

#[tokio::test]
async fn messages_count_for_the_rate_limit_too() {
    let config = CONFIG.replace("case_burst = 100000", "case_burst = 2");
    let portal = TestPortal::with(&config.replace("cases_per_minute = 100000", "cases_per_minute = 1")).await;
    let sent = portal.sent(1).await;
    assert_eq!(portal.send(sent.post("messages", 2, &json!({"text": "Hello?"}))).await.status, 201);
    let answer = portal.send(sent.post("messages", 3, &json!({"text": "Hello?"}))).await;
    assert_eq!(answer.problem().code, ProblemCode::TooManyRequests);
}

#[tokio::test]
async fn a_list_needs_to_know_who_asks() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    for authorization in ["", sent.bearer.as_str()] {
        let answer = portal.send(get("/api/v1/cases", &[("authorization", authorization)])).await;
        assert_eq!(answer.problem().code, ProblemCode::IdentityInvalid);
    }
}

#[tokio::test]
async fn what_reaches_the_helpdesk_is_written_with_what_it_tells_of() {
    let database = crate::store::postgres::database().await;
    let portal = TestPortal::on(&database, None).await;
    let sent = portal.sent(1).await;
    portal.send(sent.post("messages", 2, &json!({"text": "Hello?"}))).await;
    portal.send(sent.post("actions", 3, &json!({"action": "close"}))).await;
    portal.send(sent.post("messages", 4, &json!({"text": "Not yet."}))).await;
    let view = sent.view(&portal).await;
    let seq = |n: usize| view.timeline[n].seq;
    let message = |n: usize| view.timeline[n].message.as_ref().unwrap().id.clone();
    let mut expected = vec![
        ("create".to_owned(), sent.id.clone()),
        ("reply".into(), message(1)),
        ("action".into(), format!("{}/close/{}", sent.id, seq(2))),
        ("reply".into(), message(3)),
        ("action".into(), format!("{}/reopen/{}", sent.id, seq(4))),
    ];
    assert_eq!(outbox(&database).await, expected);
    // A repeated request adds nothing.
    portal.send(sent.post("messages", 4, &json!({"text": "Not yet."}))).await;
    assert_eq!(outbox(&database).await, std::mem::take(&mut expected));
}

async fn outbox(database: &str) -> Vec<(String, String)> {
    use sqlx::{Connection, Row};
    let mut connection = sqlx::PgConnection::connect(database).await.unwrap();
    let rows =
        sqlx::query("SELECT kind, key FROM outbox ORDER BY id").fetch_all(&mut connection).await.unwrap();
    rows.iter().map(|row| (row.get("kind"), row.get("key"))).collect()
}

#[tokio::test]
async fn text_that_a_database_would_refuse_is_stored_all_the_same() {
    let database = crate::store::postgres::database().await;
    let portal = TestPortal::on(&database, None).await;
    let mut body: Value = crate::harness::case();
    for field in ["description", "orderId", "flow", "tried"] {
        body[field] = json!("nul \u{0} and \u{10ffff} \u{feff} \u{202e}");
    }
    body["answers"] = json!([{"question": "\u{0}", "answer": "\u{0}"}]);
    body["evidence"] = json!([{"key": "\u{0}k", "note": "\u{0}"}]);
    body["context"] = json!({"page": "\u{0}"});
    let answer = portal.send(crate::harness::post(1, &body)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn an_identity_token_opens_its_customers_cases_and_no_others() {
    let portal = TestPortal::with(&crate::identity::config()).await;
    let now = portal.portal.clock.now().as_second();
    let bearer = |subject: &str| format!("Bearer {}", crate::identity::token(subject, now));
    let (ada, bob) = (bearer("ada"), bearer("bob"));
    let send = async |n, authorization: &str| {
        let key = key(n);
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", key.as_str()),
            ("authorization", authorization),
        ];
        let body = Body::from(crate::harness::case().to_string());
        let receipt = portal.send(request(Method::POST, "/api/v1/cases", &headers, body)).await.json();
        Sent { id: receipt["caseId"].as_str().unwrap().to_owned(), bearer: authorization.to_owned() }
    };
    let (first, second) = (send(1, &ada).await, send(2, &ada).await);
    let bobs = send(3, &bob).await;
    let guests = portal.sent(4).await;
    let list = portal.send(get("/api/v1/cases", &[("authorization", &ada)])).await.json();
    let mut ids: Vec<&str> =
        list["cases"].as_array().unwrap().iter().map(|c| c["caseId"].as_str().unwrap()).collect();
    ids.sort_unstable();
    let mut expected = [first.id.as_str(), &second.id];
    expected.sort_unstable();
    assert_eq!(ids, expected);

    assert_eq!(first.view(&portal).await.case_id, first.id);
    assert_eq!(portal.send(first.post("messages", 5, &json!({"text": "Hello?"}))).await.status, 201);
    assert_eq!(portal.send(first.get("/events", &[])).await.status, 200);
    for id in [&bobs.id, &guests.id] {
        let strange = Sent { id: id.clone(), bearer: ada.clone() };
        assert_eq!(portal.send(strange.get("", &[])).await.problem().code, ProblemCode::CaseNotFound);
        let answer = portal.send(strange.post("actions", 6, &json!({"action": "close"}))).await;
        assert_eq!(answer.problem().code, ProblemCode::CaseNotFound);
    }
    portal.days_pass(1);
    assert_eq!(portal.send(first.get("", &[])).await.problem().code, ProblemCode::IdentityInvalid);
}
