//! A portal of its own for each test, and requests to its router.

use crate::dist;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use klarna_help_portal::calendar::Clock;
use klarna_help_portal::{Config, Portal, Shared, app};
use klarna_help_wire::{CaseView, Problem};
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

/// `shop` embeds the frame; `inline` also runs the app in its own pages, `blog` its public screens. All offer en-GB only.
pub const CONFIG: &str = r#"
    [portal]
    public_origin = "http://127.0.0.1:8080"
    [limits]
    case_burst = 100000
    cases_per_minute = 100000
    [[client]]
    id = "shop"
    name = "Shop"
    origins = ["https://shop.example", "https://www.shop.example"]
    locales = ["en-GB"]
    [[client]]
    id = "inline"
    name = "Inline"
    origins = ["https://inline.example"]
    inline = true
    locales = ["en-GB"]
    [[client]]
    id = "blog"
    name = "Blog"
    origins = ["https://blog.example"]
    inline = "public"
    locales = ["en-GB"]
"#;

pub struct TestPortal {
    pub dir: TempDir,
    pub portal: Shared,
    router: Router,
    seconds: Arc<AtomicI64>,
}

/// A Monday morning in London.
const START: &str = "2026-11-23T09:00:00Z";

impl TestPortal {
    pub async fn new() -> Self {
        Self::with(CONFIG).await
    }

    pub async fn with(config: &str) -> Self {
        Self::open(config, None, None).await
    }

    /// Another portal on the same PostgreSQL, with the same secret.
    pub async fn on(database: &str, beside: Option<&TestPortal>) -> Self {
        Self::open(CONFIG, Some(database), beside).await
    }

    async fn open(config: &str, database: Option<&str>, beside: Option<&TestPortal>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        if let Some(other) = beside {
            let secret = other.dir.path().join("var/secret.key");
            std::fs::create_dir(dir.path().join("var")).unwrap();
            std::fs::copy(secret, dir.path().join("var/secret.key")).unwrap();
        }
        dist::write(&dir.path().join("dist"));
        let seconds = Arc::new(AtomicI64::new(START.parse::<jiff::Timestamp>().unwrap().as_second()));
        let now = seconds.clone();
        let clock =
            Clock::from_fn(move || jiff::Timestamp::from_second(now.load(Ordering::Relaxed)).unwrap());
        let (config, dist) = (Config::parse(config).unwrap(), dir.path().join("dist"));
        let portal = Portal::open_with(config, &dir.path().join("var"), &dist, database).await.unwrap();
        let portal = Arc::new(portal.with_clock(clock));
        Self { router: app(portal.clone()), dir, portal, seconds }
    }

    pub fn at(&self, moment: &str) {
        self.seconds.store(moment.parse::<jiff::Timestamp>().unwrap().as_second(), Ordering::Relaxed);
    }

    pub fn days_pass(&self, days: i64) {
        self.seconds.fetch_add(days * 86_400, Ordering::Relaxed);
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    /// The answer's head, and its body as it comes.
    pub async fn begin(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Body) {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        (parts.status, parts.headers, body)
    }

    /// A case that was sent just now.
    pub async fn sent(&self, n: u32) -> Sent {
        let receipt = self.send(post(n, &case())).await.json();
        let text = |field: &str| receipt[field].as_str().unwrap().to_owned();
        Sent { id: text("caseId"), bearer: format!("Bearer {}", text("token")) }
    }

    /// Lets the clock run from now on: what waits for a moment is waited for in earnest.
    pub fn run_clock(self) -> Self {
        drop(self.router);
        let portal = Arc::into_inner(self.portal).expect("nobody else has the portal");
        let portal = Arc::new(portal.with_clock(Clock::system()));
        Self { router: app(portal.clone()), portal, dir: self.dir, seconds: self.seconds }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(get(path, &[])).await
    }

    /// Cases, events and keys in the database.
    pub async fn rows(&self) -> (i64, i64, i64) {
        rows(&self.dir.path().join("var")).await
    }
}

/// A case, and what opens it.
pub struct Sent {
    pub id: String,
    pub bearer: String,
}

impl Sent {
    pub fn get(&self, below: &str, more: &[(&str, &str)]) -> Request<Body> {
        let headers = [&[("authorization", self.bearer.as_str())], more].concat();
        get(&format!("/api/v1/cases/{}{below}", self.id), &headers)
    }

    /// What is sent to `messages` or `actions`.
    pub fn post(&self, below: &str, n: u32, body: &Value) -> Request<Body> {
        let key = key(n);
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", &key),
        ];
        let path = format!("/api/v1/cases/{}/{below}", self.id);
        request(Method::POST, &path, &headers, Body::from(serde_json::to_vec(body).unwrap()))
    }

    pub async fn view(&self, portal: &TestPortal) -> CaseView {
        serde_json::from_slice(&portal.send(self.get("", &[])).await.body).unwrap()
    }
}

pub async fn rows(data: &Path) -> (i64, i64, i64) {
    let address = format!("sqlite://{}", data.join("portal.sqlite").display());
    let mut connection = SqliteConnection::connect(&address).await.unwrap();
    let counts = "SELECT (SELECT count(*) FROM cases), (SELECT count(*) FROM case_events), \
        (SELECT count(*) FROM idempotency_keys)";
    let row = sqlx::query(counts).fetch_one(&mut connection).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The problem document, whose form is checked in passing.
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.kind, format!("urn:klarna-help:problem:{}", problem.code.as_str()));
        assert_eq!(problem.request_id, self.header("x-request-id"));
        assert!(!problem.request_id.is_empty());
        problem
    }
}

pub fn get(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    request(Method::GET, path, headers, Body::empty())
}

pub fn request(method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

/// A complete case of `shop`.
pub fn case() -> Value {
    json!({
        "clientId": "shop",
        "locale": "en-GB",
        "market": "GB",
        "category": "payment-declined",
        "description": "My payment was declined twice.",
        "email": "ada@example.org",
        "orderId": "NW-20417",
        "answers": [{"question": "What did you see?", "answer": "Declined"}],
        "context": {"page": "checkout", "amount": 4200}
    })
}

/// A submission before it is sent. Tests spoil one part.
pub struct Draft {
    pub content_type: Option<&'static str>,
    pub origin: Option<&'static str>,
    pub key: Option<String>,
    pub body: Vec<u8>,
}

impl Draft {
    pub fn new(key: &str, body: &Value) -> Self {
        Self {
            content_type: Some("application/json"),
            origin: None,
            key: Some(key.to_owned()),
            body: serde_json::to_vec(body).unwrap(),
        }
    }

    pub fn request(self) -> Request<Body> {
        let mut request = Request::post("/api/v1/cases");
        for (name, value) in [
            (header::CONTENT_TYPE.as_str(), self.content_type),
            (header::ORIGIN.as_str(), self.origin),
            ("idempotency-key", self.key.as_deref()),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request.body(Body::from(self.body)).unwrap()
    }
}

/// A key of the right form.
pub fn key(n: u32) -> String {
    format!("test-key-{n:012}")
}

pub fn post(n: u32, body: &Value) -> Request<Body> {
    Draft::new(&key(n), body).request()
}
