//! One key, one case.

use crate::harness::{Draft, TestPortal, case, key, post};
use crate::process::Process;
use klarna_help_portal::cases::forget_old_keys;
use klarna_help_wire::ProblemCode;
use serde_json::json;
use std::sync::Barrier;

#[tokio::test]
async fn the_same_submission_gets_the_same_receipt_byte_for_byte() {
    let portal = TestPortal::new().await;
    let first = portal.send(post(1, &case())).await;
    portal.days_pass(3);
    let again = portal.send(post(1, &case())).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.body, again.body);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(portal.rows().await, (1, 1, 1));
}

#[tokio::test]
async fn a_submission_is_the_same_by_what_it_says_and_not_by_its_bytes() {
    let portal = TestPortal::new().await;
    let first = portal.send(post(1, &case())).await;
    let mut body = case();
    body["email"] = json!(" ada@example.org ");
    body["environment"] = json!("production");
    body["surprise"] = json!("dropped");
    let mut draft = Draft::new(&key(1), &body);
    draft.body = serde_json::to_vec_pretty(&body).unwrap();
    assert_eq!(portal.send(draft.request()).await.body, first.body);
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let portal = TestPortal::new().await;
    portal.send(post(1, &case())).await;
    for (field, value) in [
        ("description", json!("Something else happened.")),
        ("email", json!("eve@example.org")),
        ("context", json!({"page": "order"})),
        ("answers", json!([])),
    ] {
        let mut body = case();
        body[field] = value;
        let answer = portal.send(post(1, &body)).await;
        assert_eq!(answer.status, 422);
        let problem = answer.problem();
        assert_eq!(problem.code, ProblemCode::IdempotencyKeyReused);
        assert_eq!(problem.fields[0].field, "idempotency-key");
    }
    assert_eq!(portal.rows().await, (1, 1, 1));
}

#[tokio::test]
async fn a_key_belongs_to_one_client() {
    let portal = TestPortal::new().await;
    let mut other = case();
    other["clientId"] = json!("inline");
    let receipts = [portal.send(post(1, &case())).await, portal.send(post(1, &other)).await];
    assert!(receipts.iter().all(|r| r.status == 201));
    assert_ne!(receipts[0].json()["caseId"], receipts[1].json()["caseId"]);
    assert_eq!(portal.rows().await, (2, 2, 2));
}

#[tokio::test]
async fn a_refused_submission_does_not_use_up_its_key() {
    let portal = TestPortal::new().await;
    let mut bad = case();
    bad["email"] = json!("nobody");
    assert_eq!(portal.send(post(1, &bad)).await.status, 422);
    assert_eq!(portal.send(post(1, &case())).await.status, 201);
}

#[tokio::test]
async fn a_key_is_forgotten_after_thirty_days_and_its_case_stays() {
    let portal = TestPortal::new().await;
    portal.send(post(1, &case())).await;
    portal.days_pass(30);
    assert_eq!(forget_old_keys(&portal.portal).await.unwrap(), 0);
    assert_eq!(portal.rows().await, (1, 1, 1));
    portal.days_pass(1);
    assert_eq!(forget_old_keys(&portal.portal).await.unwrap(), 1);
    assert_eq!(portal.rows().await, (1, 1, 0));
}

#[tokio::test]
async fn a_repeated_submission_after_the_secret_was_lost_is_not_given_a_wrong_token() {
    let portal = TestPortal::new().await;
    let first = portal.send(post(1, &case())).await.json();
    let data = portal.dir.path().join("var");
    std::fs::remove_file(data.join("secret.key")).unwrap();
    let config = klarna_help_portal::Config::parse(crate::harness::CONFIG).unwrap();
    let dist = portal.dir.path().join("dist");
    let again = klarna_help_portal::Portal::open(config, &data, &dist).await.unwrap();
    let router = klarna_help_portal::app(std::sync::Arc::new(again));
    let answer = tower::ServiceExt::oneshot(router.clone(), post(1, &case())).await.unwrap();
    assert_eq!(answer.status(), 503);
    // The token already given still opens the case.
    let bearer = format!("Bearer {}", first["token"].as_str().unwrap());
    let path = format!("/api/v1/cases/{}", first["caseId"].as_str().unwrap());
    let read = crate::harness::get(&path, &[("authorization", &bearer)]);
    assert_eq!(tower::ServiceExt::oneshot(router, read).await.unwrap().status(), 200);
}

#[tokio::test]
async fn ten_at_once_over_sockets_make_one_case_and_get_one_receipt() {
    let process = Process::start();
    let barrier = Barrier::new(10);
    let answers: Vec<(u16, Vec<u8>)> = std::thread::scope(|scope| {
        let send = || {
            barrier.wait();
            let answer = process.post_case(&key(7), &case());
            (answer.status, answer.body)
        };
        let threads: Vec<_> = (0..10).map(|_| scope.spawn(send)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers[0].0, 201);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(crate::harness::rows(&process.data()).await, (1, 1, 1));
}
