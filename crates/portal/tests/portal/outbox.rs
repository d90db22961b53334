//! The way to the helpdesk and back, against a receiver that takes a key as often as it is sent and misbehaves as told.

use crate::harness::{CONFIG, Sent, TestPortal, request};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use klarna_help_helpdesk::hook::sign::Keys;
use klarna_help_helpdesk::testing::{Fault, StandIn};
use klarna_help_portal::outbox;
use klarna_help_wire::{CaseEventKind, CaseState, MessageBlock, ProblemCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const SECRET: &str = "whsec_cG9ydGFsLW91dGJveC10ZXN0cy0wMTIzNDU2Nzg5";
/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

struct Relay {
    portal: TestPortal,
    desk: StandIn,
    workers: JoinSet<()>,
}

impl Relay {
    async fn new() -> Self {
        let desk = StandIn::start(SECRET).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let secret = dir.path().join("secret");
        std::fs::write(&secret, SECRET).unwrap();
        let config = format!(
            "{CONFIG}\n[[helpdesk]]\nkind = \"webhook\"\nname = \"care\"\nurl = \"{}\"\nlookup_url = \"{}\"\n\
             secret_file = \"{}\"\ntimeout_seconds = 1\nsettle_seconds = 1\n",
            desk.url(),
            desk.lookup_url(),
            secret.display()
        );
        let portal = TestPortal::with(&config).await.run_clock();
        let workers = outbox::start(&portal.portal).await;
        Self { portal, desk, workers }
    }

    /// Waits until nothing waits for the helpdesk.
    async fn drain(&self) {
        let start = Instant::now();
        while self.portal.portal.store.outbox_depth().await.unwrap().waiting > 0 {
            assert!(start.elapsed() < PATIENCE, "{:?}", self.list(false).await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn list(&self, dead_only: bool) -> Vec<(String, String)> {
        let lines = self.portal.portal.store.outbox_list(dead_only, 100).await.unwrap();
        lines.into_iter().map(|line| (line.kind, line.fault)).collect()
    }

    /// Delivers news of a case as the helpdesk would, signed with a secret.
    async fn deliver(&self, secret: &str, id: &str, data: Value) -> StatusCode {
        let now = jiff::Timestamp::now();
        let body = json!({"type": "case.updated", "timestamp": now.to_string(), "data": data}).to_string();
        let signed = Keys::new(secret).unwrap().sign(id, now.as_second(), body.as_bytes());
        let headers = signed.headers();
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let hook = request(Method::POST, "/api/v1/desks/care/hook", &headers, Body::from(body));
        self.portal.send(hook).await.status
    }

    async fn case(&self, n: u32) -> Sent {
        self.portal.sent(n).await
    }
}

#[tokio::test]
async fn a_case_reaches_the_helpdesk_with_all_it_says_and_knows_where_it_is() {
    let relay = Relay::new().await;
    let case = relay.case(1).await;
    relay.drain().await;
    let there = relay.desk.case(&case.id).unwrap();
    assert_eq!(there.email, "ada@example.org");
    assert!(there.description.contains("declined twice") && there.text.contains("NW-20417"));
    assert_eq!(there.answers[0].answer, "Declined");
    let (record, _) = relay.portal.portal.store.case(&case.id).await.unwrap().unwrap();
    assert_eq!((record.desk.as_str(), record.remote_id.is_empty()), ("care", false));
    assert_eq!(relay.desk.unsigned(), 0);
}

#[tokio::test]
async fn a_case_that_may_have_arrived_is_looked_up_before_it_is_sent_again() {
    let faults = [
        Fault::SilentAfter,
        Fault::ErrorAfter,
        Fault::TruncatedAfter,
        Fault::ResetAfter,
        Fault::UnavailableAfter(1),
        Fault::LateAfter(Duration::from_secs(2)),
    ];
    // Beside each other: each waits for seconds.
    join_all(faults.map(|fault| async move {
        let relay = Relay::new().await;
        // What was written is seen only a while later, as in real helpdesks: settling is what makes the look-up right.
        relay.desk.visible_after(Duration::from_millis(600));
        relay.desk.plan([fault]);
        let case = relay.case(1).await;
        relay.drain().await;
        assert_eq!((relay.desk.count(&case.id), relay.desk.deliveries()), (1, 1), "{fault:?}");
    }))
    .await;
}

#[tokio::test]
async fn a_case_that_did_not_arrive_is_sent_again() {
    join_all([Fault::ErrorBefore, Fault::ResetBefore, Fault::Limited(1)].map(|fault| async move {
        let relay = Relay::new().await;
        relay.desk.plan([fault]);
        let case = relay.case(1).await;
        relay.drain().await;
        assert_eq!((relay.desk.count(&case.id), relay.desk.deliveries()), (1, 2), "{fault:?}");
    }))
    .await;
}

#[tokio::test]
async fn what_is_refused_waits_for_a_person_and_everything_behind_it_too() {
    let relay = Relay::new().await;
    relay.desk.plan([Fault::Refused]);
    let case = relay.case(1).await;
    let reply = case.post("messages", 2, &json!({"text": "Here is more."}));
    assert_eq!(relay.portal.send(reply).await.status, StatusCode::CREATED);
    let start = Instant::now();
    while relay.list(true).await.is_empty() {
        assert!(start.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let dead = relay.list(true).await;
    assert_eq!((dead.len(), dead[0].0.as_str()), (1, "create"));
    assert!(dead[0].1.starts_with("refused"), "{dead:?}");
    assert_eq!(relay.desk.messages_on(&case.id).len(), 0);
    // The customer's case is as it was.
    assert_eq!(case.view(&relay.portal).await.state, CaseState::Received);

    let store = &relay.portal.portal.store;
    let line = store.outbox_list(true, 1).await.unwrap().remove(0);
    assert!(store.outbox_repair(line.id, false, 0).await.unwrap());
    relay.drain().await;
    assert_eq!((relay.desk.count(&case.id), relay.desk.messages_on(&case.id).len()), (1, 1));
}

#[tokio::test]
async fn replies_go_after_their_case_and_in_their_order() {
    let relay = Relay::new().await;
    relay.desk.plan([Fault::ErrorBefore, Fault::None, Fault::ErrorAfter]);
    let case = relay.case(1).await;
    for (n, text) in [(2, "First."), (3, "Second.")] {
        assert_eq!(relay.portal.send(case.post("messages", n, &json!({"text": text}))).await.status, 201);
    }
    relay.drain().await;
    let mut texts: Vec<String> =
        relay.desk.messages_on(&case.id).into_iter().map(|message| message.text).collect();
    texts.sort();
    assert_eq!(texts, ["First.", "Second."]);
    assert_eq!(relay.desk.count(&case.id), 1);
}

#[tokio::test]
async fn what_a_stopped_portal_was_in_the_middle_of_is_looked_up_and_not_sent_twice() {
    let mut relay = Relay::new().await;
    relay.desk.plan([Fault::LateAfter(Duration::from_millis(900))]);
    let case = relay.case(1).await;
    let start = Instant::now();
    while relay.desk.count(&case.id) == 0 {
        assert!(start.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Stored over there, not answered yet.
    relay.workers.shutdown().await;
    relay.workers = outbox::start(&relay.portal.portal).await;
    relay.drain().await;
    assert_eq!(relay.desk.count(&case.id), 1);
}

#[tokio::test]
async fn what_the_customer_does_reaches_the_helpdesk() {
    let relay = Relay::new().await;
    let case = relay.case(1).await;
    for (n, action) in [(2, "close"), (3, "reopen")] {
        let done = relay.portal.send(case.post("actions", n, &json!({"action": action}))).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    }
    relay.drain().await;
    let told: Vec<String> = relay.desk.told().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(told, ["case.closed", "case.reopened"]);
}

#[tokio::test]
async fn a_signed_delivery_brings_reply_person_and_state_once_and_no_markup() {
    let relay = Relay::new().await;
    let case = relay.case(1).await;
    relay.drain().await;
    let news = json!({
        "key": case.id,
        "status": "waiting-for-you",
        "assigned": {"name": "Kim", "id": "a7"},
        "replies": [
            {"id": "r1", "public": true, "author": {"name": "Kim", "id": "a7"}, "at": "2026-11-23T10:00:00Z",
             "html": "<p>Hello <script>alert(1)</script><b>Ada</b></p>", "files": []},
            {"id": "n1", "public": false, "author": {"name": "Kim", "id": "a7"}, "at": "2026-11-23T10:00:00Z",
             "text": "internal: suspicious", "files": []}
        ]
    });
    for id in ["d1", "d1", "d2"] {
        assert_eq!(relay.deliver(SECRET, id, news.clone()).await, StatusCode::ACCEPTED);
    }
    let view = case.view(&relay.portal).await;
    assert_eq!((view.state, view.assignee.as_str()), (CaseState::WaitingForYou, "Kim"));
    let replies: Vec<_> = view.timeline.iter().filter(|e| e.kind == CaseEventKind::AgentMessage).collect();
    assert_eq!((replies.len(), replies[0].agent.as_str()), (1, "Kim"));
    let text: String = replies[0].message.as_ref().unwrap().body.iter().map(MessageBlock::to_text).collect();
    assert!(text.contains("Ada") && !text.contains("alert"), "{text}");
    assert!(!format!("{view:?}").contains("suspicious"));
}

#[tokio::test]
async fn a_file_of_a_reply_comes_along_and_one_of_no_known_kind_stays_there() {
    let relay = Relay::new().await;
    let case = relay.case(1).await;
    relay.drain().await;
    relay.desk.put_file("f1", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n".to_vec());
    relay.desk.put_file("f2", b"MZ\x90\0 a program".to_vec());
    let file = |id: &str, name: &str| json!({"id": id, "name": name, "mediaType": "application/pdf"});
    let news = json!({
        "key": case.id,
        "replies": [{"id": "r1", "public": true, "author": {"name": "Kim", "id": "a7"},
            "at": "2026-11-23T10:00:00Z", "text": "See the letter.",
            "files": [file("f1", "letter.pdf"), file("f2", "setup.pdf")]}]
    });
    for id in ["d1", "d2"] {
        assert_eq!(relay.deliver(SECRET, id, news.clone()).await, StatusCode::ACCEPTED);
    }
    let view = case.view(&relay.portal).await;
    let files: Vec<_> = view.timeline.iter().filter_map(|event| event.message.as_ref()).collect();
    assert_eq!(files.len(), 1);
    let names: Vec<&str> = files[0].attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["letter.pdf"]);
    let got = relay.portal.send(case.get(&format!("/attachments/{}", files[0].attachments[0].id), &[])).await;
    assert!(got.status == 200 && got.body.starts_with(b"%PDF-1.4"), "{}", got.status);
}

#[tokio::test]
async fn a_delivery_that_does_not_prove_its_sender_changes_nothing() {
    let relay = Relay::new().await;
    let case = relay.case(1).await;
    relay.drain().await;
    let other = "whsec_bm90LXRoZS1zZWNyZXQtb2YtdGhpcy1oZWxwZGVzaw==";
    let news = json!({"key": case.id, "status": "closed", "replies": []});
    assert_eq!(relay.deliver(other, "d1", news).await, StatusCode::UNAUTHORIZED);
    let bare = request(Method::POST, "/api/v1/desks/care/hook", &[], Body::from("{}"));
    assert_eq!(relay.portal.send(bare).await.problem().code, ProblemCode::DeliveryRefused);
    let nobody = request(Method::POST, "/api/v1/desks/nobody/hook", &[], Body::from("{}"));
    assert_eq!(relay.portal.send(nobody).await.problem().code, ProblemCode::NotFound);
    assert_eq!(case.view(&relay.portal).await.state, CaseState::Received);
}
