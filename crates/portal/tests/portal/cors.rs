//! Which pages may call, from which origin.

use crate::dist::KEPT;
use crate::harness::{Answer, Draft, TestPortal, case, get, key, request};
use axum::body::Body;
use axum::http::Method;
use klarna_help_wire::ProblemCode;
use serde_json::json;

async fn preflight(portal: &TestPortal, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,idempotency-key"),
    ];
    portal.send(request(Method::OPTIONS, "/api/v1/cases", &headers, Body::empty())).await
}

#[tokio::test]
async fn a_case_comes_from_the_frame_an_inline_page_or_no_page_at_all() {
    let portal = TestPortal::new().await;
    let mut n = 0;
    let mut check = async |client: &str, origin: Option<&'static str>, status: u16, allowed: &str| {
        n += 1;
        let mut body = case();
        body["clientId"] = json!(client);
        let mut draft = Draft::new(&key(n), &body);
        draft.origin = origin;
        let answer = portal.send(draft.request()).await;
        assert_eq!(answer.status.as_u16(), status, "{client} {origin:?}");
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{client} {origin:?}");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        assert_eq!(answer.header("vary"), "Origin");
    };
    check("shop", None, 201, "").await;
    check("shop", Some("http://127.0.0.1:8080"), 201, "").await;
    check("inline", Some("http://127.0.0.1:8080"), 201, "").await;
    check("inline", Some("https://inline.example"), 201, "https://inline.example").await;
    // Registered, but for the frame only.
    check("shop", Some("https://shop.example"), 403, "").await;
    // Another client's page. It may read that it is refused.
    check("shop", Some("https://inline.example"), 403, "https://inline.example").await;
    // Its public screens may be in the page, a case may not.
    check("blog", Some("https://blog.example"), 403, "").await;
    check("blog", Some("http://127.0.0.1:8080"), 201, "").await;
    check("inline", Some("https://inline.example.evil.example"), 403, "").await;
    check("inline", Some("http://inline.example"), 403, "").await;
    check("inline", Some("http://localhost:8080"), 403, "").await;
    check("inline", Some("null"), 403, "").await;
    assert_eq!(portal.rows().await.0, 5);
}

#[tokio::test]
async fn an_inline_page_may_read_why_it_was_refused() {
    let portal = TestPortal::new().await;
    let mut draft = Draft::new(&key(1), &case());
    draft.origin = Some("https://inline.example");
    draft.content_type = None;
    let answer = portal.send(draft.request()).await;
    assert_eq!(answer.problem().code, ProblemCode::UnsupportedMediaType);
    assert_eq!(answer.header("access-control-allow-origin"), "https://inline.example");
    assert!(answer.header("access-control-expose-headers").contains("retry-after"));
}

#[tokio::test]
async fn a_preflight_is_answered_to_inline_pages_only() {
    let portal = TestPortal::new().await;
    let answer = preflight(&portal, "https://inline.example").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), "https://inline.example");
    let allowed: Vec<&str> = answer.header("access-control-allow-headers").split(", ").collect();
    for header in
        ["content-type", "idempotency-key", "authorization", "last-event-id", "altcha", "upload-offset"]
    {
        assert!(allowed.contains(&header), "{header}");
    }
    assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD, POST, PATCH, DELETE");
    assert_eq!(answer.header("vary"), "Origin");
    for origin in ["https://shop.example", "https://blog.example", "https://evil.example", "null"] {
        let answer = preflight(&portal, origin).await;
        assert_eq!(answer.problem().code, ProblemCode::OriginNotRegistered, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
    }
}

#[tokio::test]
async fn a_page_of_an_unknown_origin_may_not_ask_for_a_case() {
    let portal = TestPortal::new().await;
    let check = async |origin: &str, code: ProblemCode| {
        let answer = portal.send(get("/api/v1/cases/KH-0000-0000", &[("origin", origin)])).await;
        assert_eq!(answer.problem().code, code, "{origin}");
    };
    check("https://evil.example", ProblemCode::OriginNotRegistered).await;
    check("https://shop.example", ProblemCode::OriginNotRegistered).await;
    check("https://blog.example", ProblemCode::OriginNotRegistered).await;
    check("https://inline.example", ProblemCode::CaseNotFound).await;
    check("http://127.0.0.1:8080", ProblemCode::CaseNotFound).await;
}

#[tokio::test]
async fn an_inline_start_goes_to_pages_of_inline_clients_only() {
    let portal = TestPortal::new().await;
    let ask = async |path: &str, origin: &str| {
        let headers: &[(&str, &str)] = if origin.is_empty() { &[] } else { &[("origin", origin)] };
        portal.send(get(path, headers)).await
    };
    let answer = ask("/v1/inline/inline/en-GB.json", "https://inline.example").await;
    assert_eq!(
        answer.json(),
        json!({"mount": "inline", "locale": "en-GB", "dir": "ltr",
               "pack": "/packs/en-GB-1.khp", "content": "/packs/en-GB-1", "locales": ["en-GB"], "api": "/api/v1"})
    );
    assert_eq!(answer.header("access-control-allow-origin"), "https://inline.example");
    assert_eq!(answer.header("vary"), "Origin");
    let answer = ask("/v1/inline/blog/en-GB.json", "https://blog.example").await;
    assert_eq!(answer.json()["mount"], "public");
    for (version, pack) in [(KEPT, "/packs/en-GB-0.khp"), ("0.1.0-ffffffffffff", "/packs/en-GB-1.khp")] {
        let path = format!("/v1/inline/blog/en-GB.json?version={version}");
        assert_eq!(ask(&path, "https://blog.example").await.json()["pack"], pack, "{version}");
    }
    for (path, origin, code) in [
        ("/v1/inline/blog/en-GB.json", "https://inline.example", ProblemCode::OriginNotRegistered),
        ("/v1/inline/inline/en-GB.json", "", ProblemCode::OriginNotRegistered),
        ("/v1/inline/inline/en-GB.json", "https://shop.example", ProblemCode::OriginNotRegistered),
        ("/v1/inline/shop/en-GB.json", "https://shop.example", ProblemCode::OriginNotRegistered),
        ("/v1/inline/nobody/en-GB.json", "https://inline.example", ProblemCode::UnknownClient),
        ("/v1/inline/inline/en-GB", "https://inline.example", ProblemCode::NotFound),
    ] {
        assert_eq!(ask(path, origin).await.problem().code, code, "{path} {origin}");
    }
}
