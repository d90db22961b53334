//! `GET /api/v1/cases/{id}/events`: a stream that goes on, or the events there are.

use crate::harness::{Sent, TestPortal, request};
use crate::store::postgres;
use axum::body::Body;
use axum::http::Method;
use http_body_util::BodyExt;
use klarna_help_wire::{CaseEvent, CaseEventKind, CaseState, ProblemCode};
use serde_json::json;
use std::time::Duration;

/// Far longer than an event takes.
const PATIENCE: Duration = Duration::from_secs(20);
const STREAM: (&str, &str) = ("accept", "text/event-stream");

struct Stream(Body);

impl Stream {
    async fn open(portal: &TestPortal, sent: &Sent, more: &[(&str, &str)]) -> Self {
        let (status, headers, body) = portal.begin(sent.get("/events", &[&[STREAM], more].concat())).await;
        assert_eq!(status, 200);
        assert_eq!(headers["content-type"], "text/event-stream");
        assert_eq!(headers["cache-control"], "no-store");
        assert!(!headers.contains_key("content-encoding"));
        Self(body)
    }

    /// The next piece; `None` at the end.
    async fn text(&mut self) -> Option<String> {
        let frame = tokio::time::timeout(PATIENCE, self.0.frame()).await.expect("nothing came")?;
        Some(String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap())
    }

    async fn events(&mut self) -> Vec<CaseEvent> {
        let text = self.text().await.expect("the stream has ended");
        let mut events = Vec::new();
        for block in text.split_terminator("\n\n") {
            let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
            let Some(data) = field("data: ") else { continue };
            let event: CaseEvent = serde_json::from_str(data).unwrap();
            assert_eq!(
                (field("event: "), field("id: ")),
                (Some("case"), Some(event.seq.to_string().as_str()))
            );
            events.push(event);
        }
        events
    }
}

async fn says(portal: &TestPortal, sent: &Sent, n: u32) {
    let answer = portal.send(sent.post("messages", n, &json!({"text": "Hello?"}))).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn a_stream_begins_with_what_there_is_and_goes_on_with_what_comes() {
    let portal = TestPortal::new().await;
    let (sent, other) = (portal.sent(1).await, portal.sent(2).await);
    let mut stream = Stream::open(&portal, &sent, &[]).await;
    let begin = stream.text().await.unwrap();
    assert!(begin.starts_with("retry: 3000\nid: "), "{begin}");
    says(&portal, &other, 3).await;
    says(&portal, &sent, 4).await;
    let events = stream.events().await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].kind, CaseEventKind::CustomerMessage);
    assert!(events[0].message.is_some());
}

#[tokio::test]
async fn a_stream_goes_on_after_the_last_event_that_was_seen() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    says(&portal, &sent, 2).await;
    says(&portal, &sent, 3).await;
    let timeline = sent.view(&portal).await.timeline;
    let (second, third) = (timeline[1].seq.to_string(), timeline[2].seq.to_string());
    let mut stream = Stream::open(&portal, &sent, &[("last-event-id", &second)]).await;
    assert_eq!(stream.events().await, timeline[2..]);
    let mut stream = Stream::open(&portal, &sent, &[("last-event-id", &third)]).await;
    assert_eq!(stream.text().await.unwrap(), "retry: 3000\n\n", "the head goes out at once");
    says(&portal, &sent, 4).await;
    assert_eq!(stream.events().await.len(), 1);
}

#[tokio::test]
async fn who_does_not_ask_for_a_stream_gets_the_events_there_are() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    says(&portal, &sent, 2).await;
    let timeline = sent.view(&portal).await.timeline;
    let check = async |query: &str, accept: &str, expected: &[CaseEvent]| {
        let answer = portal.send(sent.get(&format!("/events{query}"), &[("accept", accept)])).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json(), json!({"events": expected}), "{query} {accept}");
    };
    check("", "application/json", &timeline).await;
    check("", "*/*", &timeline).await;
    check(&format!("?after={}", timeline[0].seq), "application/json", &timeline[1..]).await;
    check("?after=9000000000000000000", "application/json", &[]).await;
    let wrong = portal.send(sent.get("/events?after=x", &[])).await.problem();
    assert_eq!((wrong.code, wrong.fields[0].field.as_str()), (ProblemCode::InvalidFields, "after"));
}

#[tokio::test]
async fn a_stream_is_for_whoever_may_read_the_case() {
    let portal = TestPortal::new().await;
    let (sent, other) = (portal.sent(1).await, portal.sent(2).await);
    let stranger = Sent { id: sent.id.clone(), bearer: other.bearer.clone() };
    assert_eq!(
        portal.send(stranger.get("/events", &[STREAM])).await.problem().code,
        ProblemCode::CaseNotFound
    );
    let nowhere = Sent { id: "%ff".into(), bearer: other.bearer };
    assert_eq!(
        portal.send(nowhere.get("/events", &[STREAM])).await.problem().code,
        ProblemCode::CaseNotFound
    );
    let evil = [STREAM, ("origin", "https://evil.example")];
    let answer = portal.send(sent.get("/events", &evil)).await;
    assert_eq!(answer.problem().code, ProblemCode::OriginNotRegistered);
    let inline = [STREAM, ("origin", "https://inline.example")];
    let (_, headers, _) = portal.begin(sent.get("/events", &inline)).await;
    assert_eq!(headers["access-control-allow-origin"], "https://inline.example");
}

#[tokio::test]
async fn a_comment_comes_while_nothing_happens() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let mut stream = Stream::open(&portal, &sent, &[]).await;
    stream.events().await;
    // Longer than a handler may take: the limit on handlers is not one on bodies.
    tokio::time::pause();
    for _ in 0..3 {
        assert_eq!(stream.text().await.unwrap(), ":\n\n");
    }
}

#[tokio::test]
async fn a_stream_ends_some_time_after_its_token_did() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let mut stream = Stream::open(&portal, &sent, &[]).await;
    stream.events().await;
    portal.portal.store.move_case(&sent.id, CaseState::Closed, portal.portal.clock.now()).await.unwrap();
    assert_eq!(stream.events().await.len(), 1);
    portal.days_pass(91);
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(600)).await;
    tokio::time::resume();
    assert_eq!(stream.text().await, None);
}

#[tokio::test]
async fn streams_end_when_the_portal_goes_down_and_none_begins() {
    let portal = TestPortal::new().await;
    let sent = portal.sent(1).await;
    let mut stream = Stream::open(&portal, &sent, &[]).await;
    stream.events().await;
    portal.portal.drain();
    assert_eq!(stream.text().await, None);
    assert_eq!(portal.send(sent.get("/events", &[STREAM])).await.problem().code, ProblemCode::Unavailable);
}

#[tokio::test]
async fn a_message_through_one_portal_wakes_a_stream_of_another_on_the_same_database() {
    let database = postgres::database().await;
    let one = TestPortal::on(&database, None).await;
    let two = TestPortal::on(&database, Some(&one)).await;
    let following = tokio::spawn({
        let portal = two.portal.clone();
        async move { portal.store.follow().await }
    });
    let sent = one.sent(1).await;
    let mut stream = Stream::open(&two, &sent, &[]).await;
    assert_eq!(stream.events().await.len(), 1);
    for n in 2..5 {
        says(&one, &sent, n).await;
        let events = stream.events().await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].kind, CaseEventKind::CustomerMessage);
    }
    following.abort();
}

#[tokio::test]
async fn a_stream_of_an_identity_ends_after_some_minutes_and_is_begun_again_with_a_fresh_token() {
    let portal = TestPortal::with(&crate::identity::config()).await;
    let now = portal.portal.clock.now().as_second();
    let bearer = format!("Bearer {}", crate::identity::token("ada", now));
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", "0123456789abcdef"),
        ("authorization", bearer.as_str()),
    ];
    let body = Body::from(crate::harness::case().to_string());
    let receipt = portal.send(request(Method::POST, "/api/v1/cases", &headers, body)).await.json();
    let sent = Sent { id: receipt["caseId"].as_str().unwrap().to_owned(), bearer };
    let mut stream = Stream::open(&portal, &sent, &[]).await;
    assert_eq!(stream.events().await.len(), 1);
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(600)).await;
    tokio::time::resume();
    assert_eq!(stream.text().await, None);
    Stream::open(&portal, &sent, &[]).await;
}
