//! `POST /api/v1/cases/{id}/actions`: only what the case says it can.

use crate::harness::{Answer, Sent, TestPortal};
use klarna_help_wire::{CaseAction, CaseEventKind, CaseState, ProblemCode, message_to_text};
use serde_json::{Value, json};

async fn act(portal: &TestPortal, sent: &Sent, n: u32, body: Value) -> Answer {
    portal.send(sent.post("actions", n, &body)).await
}

#[tokio::test]
async fn a_case_is_closed_rated_and_opened_again() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    assert_eq!(sent.view(&portal).await.can, [CaseAction::Close]);
    assert_eq!(act(&portal, &sent, 2, json!({"action": "close"})).await.status, 200);
    let view = sent.view(&portal).await;
    assert_eq!(
        (view.state, view.can.as_slice()),
        (CaseState::Closed, &[CaseAction::Reopen, CaseAction::Rate][..])
    );

    let rate = json!({"action": "rate", "rating": 2, "comment": "Slow.\n4111 1111 1111 1111"});
    assert_eq!(act(&portal, &sent, 3, rate.clone()).await.status, 200);
    assert_eq!(act(&portal, &sent, 3, rate.clone()).await.status, 200, "a repeated request");
    assert_eq!(act(&portal, &sent, 4, rate).await.problem().code, ProblemCode::NotPossibleNow, "once");
    let view = sent.view(&portal).await;
    let event = view.timeline.last().unwrap();
    assert_eq!((event.kind, event.rating), (CaseEventKind::Rated, Some(2)));
    assert_eq!(message_to_text(&event.message.as_ref().unwrap().body), "Slow.\n•••• 1111");

    portal.at("2026-12-01T12:00:00Z");
    let answer = act(&portal, &sent, 5, json!({"action": "reopen"})).await;
    assert_eq!(answer.json()["state"], "reopened");
    assert_eq!(answer.json()["expectedBy"], "2026-12-03", "promised anew");
}

#[tokio::test]
async fn an_update_is_asked_for_when_it_is_late_and_once_a_working_day() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let mut n = 1;
    let mut check = async |at: &str, possible: bool| {
        n += 1;
        portal.at(at);
        let offered = sent.view(&portal).await.can.contains(&CaseAction::AskUpdate);
        let answer = act(&portal, &sent, n, json!({"action": "ask-update"})).await;
        assert_eq!(offered, possible, "{at}");
        assert_eq!(answer.status == 200, possible, "{at}");
        if !possible {
            assert_eq!(answer.problem().code, ProblemCode::NotPossibleNow);
        }
    };
    // Promised for Wednesday the 25th.
    check("2026-11-25T17:00:00Z", false).await;
    check("2026-11-26T08:00:00Z", true).await;
    check("2026-11-26T23:00:00Z", false).await;
    check("2026-11-27T00:30:00Z", true).await;
    // The weekend belongs to Friday.
    check("2026-11-28T12:00:00Z", false).await;
    check("2026-11-29T12:00:00Z", false).await;
    check("2026-11-30T00:00:00Z", true).await;
    let view = sent.view(&portal).await;
    assert!(view.late);
    let asked = view.timeline.iter().filter(|event| event.kind == CaseEventKind::UpdateAsked);
    assert_eq!(asked.count(), 3);
}

#[tokio::test]
async fn what_a_case_does_not_offer_is_refused_and_changes_nothing() {
    let portal = TestPortal::new().await;
    for (n, state) in [(1, None), (2, Some(CaseState::Resolved)), (3, Some(CaseState::WaitingForYou))] {
        let sent = portal.sent(n).await;
        if let Some(state) = state {
            portal.portal.store.move_case(&sent.id, state, portal.portal.clock.now()).await.unwrap();
        }
        let before = sent.view(&portal).await;
        for action in CaseAction::ALL.iter().filter(|action| !before.can.contains(action)) {
            let mut body = json!({"action": action.as_str()});
            if *action == CaseAction::Rate {
                body["rating"] = json!(5);
            }
            let answer = act(&portal, &sent, 10, body).await;
            assert_eq!(answer.problem().code, ProblemCode::NotPossibleNow, "{}", action.as_str());
        }
        assert_eq!(sent.view(&portal).await, before);
    }
}

#[tokio::test]
async fn a_wrong_action_names_its_field() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let check = async |body: Value, field: &str| {
        let problem = act(&portal, &sent, 2, body).await.problem();
        assert_eq!(problem.fields.first().map(|f| f.field.as_str()), Some(field));
    };
    check(json!({}), "action").await;
    check(json!({"action": "burn"}), "action").await;
    check(json!({"action": "rate"}), "rating").await;
    check(json!({"action": "rate", "rating": 6}), "rating").await;
    check(json!({"action": "rate", "rating": 5, "comment": "x".repeat(1001)}), "comment").await;
    check(json!({"action": "rate", "rating": -1}), "body").await;
}
