//! `GET /api/v1/cases/{id}`: the token opens its case, and nothing else tells whether a case exists.

use crate::harness::{Answer, TestPortal, case, get, post};
use klarna_help_wire::{CaseState, CaseView, ProblemCode};
use serde_json::Value;

async fn sent(portal: &TestPortal, n: u32) -> (String, String) {
    let receipt = portal.send(post(n, &case())).await.json();
    let text = |field: &str| receipt[field].as_str().unwrap().to_owned();
    (text("caseId"), text("token"))
}

async fn read(portal: &TestPortal, id: &str, authorization: Option<&str>) -> Answer {
    let headers: Vec<(&str, &str)> = authorization.map(|a| ("authorization", a)).into_iter().collect();
    portal.send(get(&format!("/api/v1/cases/{id}"), &headers)).await
}

#[tokio::test]
async fn the_token_opens_its_case() {
    let portal = TestPortal::new().await;
    let (id, token) = sent(&portal, 1).await;
    let answer = read(&portal, &id, Some(&format!("Bearer {token}"))).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let view: CaseView = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(view.case_id, id);
    assert_eq!(view.description, "My payment was declined twice.");
    assert_eq!(view.timeline.len(), 1);
    assert!(!answer.text().contains("ada@example.org"), "the address is not needed to follow a case");
    assert!(!answer.text().contains(&token));
}

#[tokio::test]
async fn every_other_answer_is_the_same_whether_the_case_exists_or_not() {
    let portal = TestPortal::new().await;
    let (id, token) = sent(&portal, 1).await;
    let (other, other_token) = sent(&portal, 2).await;
    assert_ne!(token, other_token);
    let good = format!("Bearer {token}");
    let mut answers = Vec::new();
    for (id, authorization) in [
        (id.as_str(), None),
        (&id, Some("")),
        (&id, Some("Bearer")),
        (&id, Some("Bearer ")),
        (&id, Some("Basic YTpi")),
        (&id, Some("Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        (&id, Some(&format!("Bearer {other_token}"))),
        (&id, Some(&format!("Bearer {token}x"))),
        (&id, Some(&format!("Bearer {}", token.get(..42).unwrap()))),
        (&id.to_lowercase(), Some(&good)),
        (&other, Some(&good)),
        ("KH-0000-0000", Some(&good)),
        ("KH-0000-0000", None),
        ("nonsense", Some(&good)),
        ("%27%20OR%201=1", Some(&good)),
    ] {
        let answer = read(&portal, id, authorization).await;
        let problem = answer.problem();
        assert_eq!(problem.code, ProblemCode::CaseNotFound, "{id} {authorization:?}");
        assert_eq!(problem.fields.first().map(|f| f.field.as_str()), Some("authorization"));
        answers.push(without_request_id(&answer));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
}

fn without_request_id(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != "x-request-id");
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let mut body = answer.json();
    assert!(body.as_object_mut().unwrap().remove("request_id").is_some());
    (answer.status.as_u16(), headers.collect(), body)
}

#[tokio::test]
async fn a_move_shows_in_state_next_step_and_timeline() {
    let portal = TestPortal::new().await;
    let (id, token) = sent(&portal, 1).await;
    portal.at("2026-11-24T10:00:00Z");
    let now = portal.portal.clock.now();
    portal.portal.store.move_case(&id, CaseState::WaitingForYou, now).await.unwrap();
    let view = read(&portal, &id, Some(&format!("bearer {token}"))).await.json();
    assert_eq!(view["state"], "waiting-for-you");
    assert_eq!(view["nextStep"], "you-answer");
    assert_eq!(view["timeline"][1]["at"], "2026-11-24T10:00:00Z");
    assert_eq!(view["timeline"][1]["kind"], "state-changed");
}

#[tokio::test]
async fn a_token_is_stale_ninety_days_after_its_case_was_closed() {
    let portal = TestPortal::new().await;
    let (id, token) = sent(&portal, 1).await;
    let bearer = format!("Bearer {token}");
    portal.days_pass(200);
    assert_eq!(read(&portal, &id, Some(&bearer)).await.status, 200, "an open case stays open");
    portal.portal.store.move_case(&id, CaseState::Closed, portal.portal.clock.now()).await.unwrap();
    portal.days_pass(89);
    assert_eq!(read(&portal, &id, Some(&bearer)).await.status, 200);
    portal.days_pass(2);
    assert_eq!(read(&portal, &id, Some(&bearer)).await.problem().code, ProblemCode::CaseNotFound);
    portal.portal.store.move_case(&id, CaseState::Reopened, portal.portal.clock.now()).await.unwrap();
    assert_eq!(read(&portal, &id, Some(&bearer)).await.status, 200);
}
