//! The OpenAPI document says what there is, and nothing that there is not.

use crate::harness::{TestPortal, request};
use axum::body::Body;
use axum::http::Method;
use klarna_help_wire::ProblemCode;
use serde_json::Value;
use std::path::Path;

async fn document(portal: &TestPortal) -> Value {
    let answer = portal.get("/api/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    answer.json()
}

#[tokio::test]
async fn every_route_is_listed() {
    let portal = TestPortal::new().await;
    let document = document(&portal).await;
    let mut paths: Vec<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "/api/openapi.json",
            "/api/v1/cases",
            "/api/v1/cases/{id}",
            "/api/v1/cases/{id}/actions",
            "/api/v1/cases/{id}/attachments/{upload}",
            "/api/v1/cases/{id}/events",
            "/api/v1/cases/{id}/messages",
            "/api/v1/challenge",
            "/api/v1/desks/{name}/hook",
            "/api/v1/lookup",
            "/api/v1/lookup/code",
            "/api/v1/search",
            "/api/v1/uploads",
            "/api/v1/uploads/{id}",
            "/api/v1/votes",
            "/assets/{path}",
            "/frame/{version}/{client}/{locale}",
            "/healthz",
            "/help.css",
            "/help/{client}/{locale}",
            "/help/{client}/{locale}/look/for",
            "/help/{client}/{locale}/{slug}",
            "/manifest.json",
            "/packs/{path}",
            "/readyz",
            "/v1/inline/{client}/{file}",
            "/v1/klarna-help.js",
            "/v1/probe/{client}",
            "/{version}/{file}",
        ]
    );
    // `routes!` puts a handler into the router and into the document at once; `.route(` would skip the document.
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(!text.contains(".route("), "{} adds a route that the document does not list", file.display());
    }
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn every_operation_is_there_with_an_id_of_its_own() {
    let portal = TestPortal::new().await;
    let document = document(&portal).await;
    let mut ids = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let address = path.replace(['{', '}'], "");
            let has_body = method != Method::HEAD;
            let answer = portal.send(request(method, &address, &[], Body::empty())).await;
            assert_ne!(answer.status, 405, "{path}");
            if has_body && answer.header("content-type") == "application/problem+json" {
                assert_ne!(answer.problem().code, ProblemCode::MethodNotAllowed, "{path}");
            }
            ids.push(operation["operationId"].as_str().unwrap().to_owned());
        }
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[tokio::test]
async fn sending_a_case_is_described_with_its_key_its_errors_and_how_long_a_key_is_kept() {
    let portal = TestPortal::new().await;
    let document = document(&portal).await;
    let operation = &document["paths"]["/api/v1/cases"]["post"];
    assert!(operation["description"].as_str().unwrap().contains("30 days"));
    let key = &operation["parameters"][0];
    assert_eq!((key["name"].as_str(), key["in"].as_str()), (Some("Idempotency-Key"), Some("header")));
    assert_eq!(key["required"], true);
    let mut answers: Vec<&str> =
        operation["responses"].as_object().unwrap().keys().map(String::as_str).collect();
    answers.sort_unstable();
    assert_eq!(answers, ["201", "400", "401", "403", "404", "413", "415", "422", "428", "429", "503"]);
    assert!(operation["responses"]["429"]["headers"]["retry-after"].is_object());
    let schemas = &document["components"]["schemas"];
    for name in
        ["CaseRequest", "Context", "Answer", "Receipt", "CaseView", "CaseEvent", "Problem", "FieldError"]
    {
        assert!(schemas[name].is_object(), "{name}");
    }
    assert_eq!(schemas["CaseRequest"]["properties"]["clientId"]["type"], "string");
    assert!(schemas["ProblemCode"]["enum"].as_array().unwrap().contains(&"case-not-found".into()));
    let request = &schemas["CaseRequest"];
    assert_eq!(request["properties"]["description"]["maxLength"], 5000);
    assert!(request["properties"]["category"]["enum"].as_array().unwrap().contains(&"refund-missing".into()));
    let required = ["clientId", "locale", "market", "category", "description", "email"];
    assert_eq!(request["required"], serde_json::json!(required));
    assert_eq!(document["info"]["title"], "Klarna Help portal");
    assert_eq!(document["components"]["securitySchemes"]["caseToken"]["scheme"], "bearer");
}

#[tokio::test]
async fn what_follows_a_case_is_described_with_its_limits() {
    let portal = TestPortal::new().await;
    let document = document(&portal).await;
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["MessageRequest"]["properties"]["text"]["maxLength"], 5000);
    let action = &schemas["ActionRequest"];
    assert_eq!(action["required"], serde_json::json!(["action"]));
    let actions = serde_json::json!(["ask-update", "reopen", "close", "rate"]);
    assert_eq!(action["properties"]["action"]["enum"], actions);
    let rating = &action["properties"]["rating"];
    assert_eq!((&rating["minimum"], &rating["maximum"]), (&1.into(), &5.into()));
    let follow = &document["paths"]["/api/v1/cases/{id}/events"]["get"];
    let content = follow["responses"]["200"]["content"].as_object().unwrap();
    assert!(content.contains_key("text/event-stream") && content.contains_key("application/json"));
    for (path, method) in [("messages", "post"), ("actions", "post"), ("events", "get")] {
        let operation = &document["paths"][format!("/api/v1/cases/{{id}}/{path}")][method];
        for status in ["401", "403", "404", "422", "503"] {
            assert!(operation["responses"][status].is_object(), "{path} {status}");
        }
    }
}
