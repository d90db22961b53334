//! Votes: taken from a client's page, counted, and nothing else kept.

use crate::harness::{Answer, TestPortal, request};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use klarna_help_portal::votes;
use klarna_help_wire::{FieldCode, ProblemCode};
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};

async fn send(test: &TestPortal, vote: &Value) -> Answer {
    let body = Body::from(serde_json::to_vec(vote).unwrap());
    test.send(request(Method::POST, "/api/v1/votes", &[("content-type", "application/json")], body)).await
}

fn vote() -> Value {
    json!({
        "clientId": "shop", "market": "GB", "locale": "en-GB", "about": "article:late-refund",
        "helped": false, "reason": "unclear", "page": "order", "way": "search",
    })
}

#[tokio::test]
async fn votes_are_added_up_and_hold_nothing_of_who_sent_them() {
    let test = TestPortal::new().await;
    for _ in 0..3 {
        assert_eq!(send(&test, &vote()).await.status, StatusCode::NO_CONTENT);
    }
    let mut good = vote();
    good["helped"] = json!(true);
    good["reason"] = json!("");
    assert_eq!(send(&test, &good).await.status, StatusCode::NO_CONTENT);
    let counts = test.portal.store.votes_since("2026-11-23").await.unwrap();
    let told: Vec<(bool, &str, i64)> =
        counts.iter().map(|c| (c.helped, c.reason.as_str(), c.count)).collect();
    assert_eq!(told, [(false, "unclear", 3), (true, "", 1)]);
    assert!(test.portal.store.votes_since("2026-11-24").await.unwrap().is_empty());
    assert!(votes::report(&counts).contains("1 helped       3 not  article:late-refund  unclear 3"));

    let path = test.dir.path().join("var/portal.sqlite");
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let rows = sqlx::query("SELECT * FROM votes").fetch_all(&mut database).await.unwrap();
    assert_eq!(rows.len(), 2, "a row a kind of vote, none a customer");
    for row in rows {
        assert_eq!(row.get::<String, _>("day"), "2026-11-23");
    }
}

#[tokio::test]
async fn a_vote_that_is_wrong_names_its_field_and_is_not_counted() {
    let test = TestPortal::new().await;
    for (field, value, code) in [
        ("about", json!("article:no-such-article"), FieldCode::Unknown),
        ("about", json!(""), FieldCode::Required),
        ("locale", json!("xx-XX"), FieldCode::Unknown),
        ("market", json!("SE"), FieldCode::Unknown),
        ("reason", json!("it is rubbish, call me on 070"), FieldCode::Unknown),
    ] {
        let mut wrong = vote();
        wrong[field] = value;
        let answer = send(&test, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let fields = answer.problem().fields;
        assert_eq!((fields[0].field.as_str(), fields[0].code), (field, code));
    }
    let mut other = vote();
    other["clientId"] = json!("nobody");
    assert_eq!(send(&test, &other).await.problem().code, ProblemCode::UnknownClient);
    assert!(test.portal.store.votes_since("2000-01-01").await.unwrap().is_empty());
}
