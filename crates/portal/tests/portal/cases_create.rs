//! `POST /api/v1/cases`: what is stored, what is refused, and that a refusal leaves nothing behind.

use crate::harness::{CONFIG, Draft, TestPortal, case, key, post, request};
use axum::body::Body;
use axum::http::Method;
use klarna_help_wire::{BODY_MAX_BYTES, FieldCode, ProblemCode, Receipt, is_case_id};
use serde_json::{Value, json};

#[tokio::test]
async fn a_good_case_is_stored_and_gets_a_receipt() {
    let portal = TestPortal::new().await;
    let answer = portal.send(post(1, &case())).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let receipt: Receipt = serde_json::from_slice(&answer.body).unwrap();
    assert!(is_case_id(&receipt.case_id));
    assert_eq!(receipt.token.len(), 43);
    assert_eq!(receipt.received_at, "2026-11-23T09:00:00Z");
    assert_eq!(receipt.expected_by, "2026-11-25");
    assert_eq!(answer.header("location"), format!("/api/v1/cases/{}", receipt.case_id));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(!answer.header("x-request-id").is_empty());
    assert_eq!(portal.rows().await, (1, 1, 1));
}

#[tokio::test]
async fn each_fault_is_a_problem_with_its_field_and_nothing_is_written() {
    let portal = TestPortal::new().await;
    let check = async |name: &str,
                       spoil: &dyn Fn(&mut Draft),
                       status: u16,
                       code: ProblemCode,
                       fields: &[(&str, FieldCode)]| {
        let mut draft = Draft::new(&key(1), &case());
        spoil(&mut draft);
        let answer = portal.send(draft.request()).await;
        assert_eq!(answer.status.as_u16(), status, "{name}: {}", answer.text());
        let problem = answer.problem();
        assert_eq!(problem.code, code, "{name}");
        let found: Vec<(&str, FieldCode)> =
            problem.fields.iter().map(|f| (f.field.as_str(), f.code)).collect();
        assert_eq!(found, fields, "{name}");
        assert_eq!(answer.header("cache-control"), "no-store", "{name}");
        assert_eq!(portal.rows().await, (0, 0, 0), "{name}");
    };
    let body = |change: fn(&mut Value)| {
        move |draft: &mut Draft| {
            let mut body = case();
            change(&mut body);
            draft.body = serde_json::to_vec(&body).unwrap();
        }
    };
    use FieldCode::*;
    use ProblemCode::*;

    let media = [("content-type", Invalid)];
    check("no content type", &|d| d.content_type = None, 415, UnsupportedMediaType, &media).await;
    check("form", &|d| d.content_type = Some("text/plain"), 415, UnsupportedMediaType, &media).await;
    let large = |d: &mut Draft| d.body = vec![b' '; BODY_MAX_BYTES + 1];
    check("too large", &large, 413, BodyTooLarge, &[("body", TooLong)]).await;
    let malformed = [("body", Invalid)];
    for text in ["", "{", "nonsense", "[]", "null", "{\"email\":1}", "{\"email\":\"a\",\"email\":\"b\"}"] {
        check(text, &|d| d.body = text.into(), 400, MalformedBody, &malformed).await;
    }
    check("not UTF-8", &|d| d.body = b"{\"email\":\"\xff\"}".into(), 400, MalformedBody, &malformed).await;

    let client = [("clientId", Unknown)];
    check("unknown client", &body(|b| b["clientId"] = json!("nobody")), 404, UnknownClient, &client).await;
    check("no client", &|d| d.body = b"{}".into(), 404, UnknownClient, &client).await;
    let origin = [("origin", Unknown)];
    for other in ["https://evil.example", "null", "https://shop.example", "https://inline.example"] {
        check(other, &|d| d.origin = Some(other), 403, OriginNotRegistered, &origin).await;
    }

    let check_field = async |change: fn(&mut Value), field: &'static str, fault: FieldCode| {
        check(field, &body(change), 422, InvalidFields, &[(field, fault)]).await;
    };
    check_field(|b| b["category"] = json!("parking-fine"), "category", Unknown).await;
    check_field(|b| b["category"] = json!(""), "category", Required).await;
    check_field(|b| b["description"] = json!(""), "description", Required).await;
    check_field(|b| b["description"] = json!("x".repeat(100_000)), "description", TooLong).await;
    check_field(|b| b["email"] = json!("ada@example"), "email", Invalid).await;
    check_field(|b| b["email"] = json!(""), "email", Required).await;
    check_field(|b| b["orderId"] = json!("9".repeat(65)), "orderId", TooLong).await;
    check_field(|b| b["environment"] = json!("staging"), "environment", Unknown).await;
    check_field(|b| b["locale"] = json!("de-DE"), "locale", Unknown).await;
    check_field(|b| b["locale"] = json!("sv-SE"), "locale", Unknown).await;
    check_field(|b| b["locale"] = json!(""), "locale", Required).await;
    check_field(|b| b["market"] = json!("SE"), "market", Unknown).await;
    check_field(|b| b["market"] = json!(""), "market", Required).await;

    let check_key = async |key: Option<String>, fault: FieldCode| {
        let spoil = |d: &mut Draft| d.key = key.clone();
        check("key", &spoil, 400, IdempotencyKeyInvalid, &[("idempotency-key", fault)]).await;
    };
    check_key(None, Required).await;
    check_key(Some("short".into()), TooShort).await;
    check_key(Some("k".repeat(256)), TooLong).await;
    check_key(Some("sixteen or more, but spaces".into()), Invalid).await;
}

#[tokio::test]
async fn all_wrong_fields_are_told_at_once() {
    let portal = TestPortal::new().await;
    let mut body = case();
    body["email"] = json!("nobody");
    body["description"] = json!("");
    body["market"] = json!("FR");
    let problem = portal.send(post(1, &body)).await.problem();
    let fields: Vec<&str> = problem.fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(fields, ["description", "email", "market"]);
}

#[tokio::test]
async fn the_promise_counts_business_days_from_today_in_the_market() {
    let portal = TestPortal::new().await;
    let mut n = 0;
    let mut check = async |at: &str, category: &str, expected: &str| {
        n += 1;
        portal.at(at);
        let mut body = case();
        body["category"] = json!(category);
        let receipt = portal.send(post(n, &body)).await.json();
        assert_eq!(receipt["expectedBy"], expected, "{at}");
    };
    check("2026-11-23T09:00:00Z", "payment-declined", "2026-11-25").await; // Monday, two days
    check("2026-11-27T12:00:00Z", "payment-declined", "2026-12-01").await; // Friday
    check("2026-12-24T12:00:00Z", "payment-declined", "2026-12-30").await; // Christmas and its substitute day
    check("2026-11-23T09:00:00Z", "other", "2026-11-30").await; // the default of five
    check("2026-06-30T23:30:00Z", "payment-declined", "2026-07-03").await; // July has begun in London
    check("2026-11-23T06:00:00Z", "payment-declined", "2026-11-25").await; // before opening
    check("2026-11-23T17:59:00Z", "payment-declined", "2026-11-25").await; // a minute before closing
    check("2026-11-23T18:00:00Z", "payment-declined", "2026-11-26").await; // arrives on Tuesday
    check("2026-11-28T12:00:00Z", "payment-declined", "2026-12-02").await; // Saturday: arrives on Monday
    check("2026-12-25T12:00:00Z", "payment-declined", "2026-12-31").await; // Christmas: arrives on the 29th
}

#[tokio::test]
async fn white_space_and_a_media_type_parameter_do_not_matter() {
    let portal = TestPortal::new().await;
    let mut body = case();
    body["email"] = json!("  ada@example.org ");
    let mut draft = Draft::new(&key(1), &body);
    draft.content_type = Some("Application/JSON; charset=utf-8");
    assert_eq!(portal.send(draft.request()).await.status, 201);
}

#[tokio::test]
async fn too_many_cases_from_one_place_are_told_when_to_come_back() {
    let config = CONFIG.replace("case_burst = 100000", "case_burst = 2");
    let portal = TestPortal::with(&config.replace("cases_per_minute = 100000", "cases_per_minute = 1")).await;
    for n in 0..2 {
        assert_eq!(portal.send(post(n, &case())).await.status, 201);
    }
    let answer = portal.send(post(3, &case())).await;
    assert_eq!(answer.problem().code, ProblemCode::TooManyRequests);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(portal.rows().await.0, 2);
}

#[tokio::test]
async fn too_many_cases_of_one_client_leave_the_others_room() {
    let limits = "[limits]\n    client_burst = 2\n    client_cases_per_minute = 1";
    let portal = TestPortal::with(&CONFIG.replace("[limits]", limits)).await;
    let mut other = case();
    other["clientId"] = json!("inline");
    for n in 0..2 {
        assert_eq!(portal.send(post(n, &case())).await.status, 201);
    }
    let answer = portal.send(post(3, &case())).await;
    assert_eq!(answer.problem().code, ProblemCode::TooManyRequests);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(portal.send(post(4, &other)).await.status, 201);
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_a_problem_that_asks_to_come_back() {
    let portal = TestPortal::new().await;
    portal.portal.store.close().await.unwrap();
    let answer = portal.send(post(1, &case())).await;
    assert_eq!(answer.problem().code, ProblemCode::Unavailable);
    assert_eq!(answer.header("retry-after"), "5");
    assert!(!answer.text().contains("pool"), "detail belongs to the log: {}", answer.text());
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_are_problems_too() {
    let portal = TestPortal::new().await;
    let check = async |method: Method, path: &str, code: ProblemCode| {
        let answer = portal.send(request(method.clone(), path, &[], Body::empty())).await;
        assert_eq!(answer.problem().code, code, "{method} {path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.header("allow").is_empty(),
            code != ProblemCode::MethodNotAllowed,
            "{method} {path}"
        );
    };
    check(Method::GET, "/", ProblemCode::NotFound).await;
    check(Method::GET, "/api/v1/nothing", ProblemCode::NotFound).await;
    check(Method::POST, "/nothing", ProblemCode::NotFound).await;
    check(Method::PUT, "/api/v1/cases", ProblemCode::MethodNotAllowed).await;
    check(Method::DELETE, "/api/v1/cases/KH-0000-0000", ProblemCode::MethodNotAllowed).await;
    check(Method::POST, "/assets/app-1.js", ProblemCode::MethodNotAllowed).await;
    check(Method::PUT, "/frame/b/shop/en-GB", ProblemCode::MethodNotAllowed).await;
    check(Method::OPTIONS, "/api/v1/cases", ProblemCode::MethodNotAllowed).await;
}
