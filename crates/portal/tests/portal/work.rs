//! Proof of work: what holds, and when it is asked for.

use crate::harness::{Answer, CONFIG, TestPortal, request};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use klarna_help_wire::ProblemCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

async fn portal(work: &str, limits: &str) -> (TestPortal, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mail =
        format!("[mail]\nfrom = \"Help <help@shop.example>\"\nfolder = \"{}\"\n", folder.path().display());
    let config = CONFIG.replace("[limits]", &format!("{mail}{work}\n[limits]\n{limits}"));
    (TestPortal::with(&config).await, folder)
}

/// A look-up, the simplest request that work is asked of.
async fn ask(portal: &TestPortal, solution: Option<&str>) -> Answer {
    let body = json!({"clientId": "shop", "caseId": "KH-0000-0000", "email": "ada@example.org"});
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(solution.map(|solution| ("altcha", solution)));
    let body = Body::from(serde_json::to_vec(&body).unwrap());
    portal.send(request(Method::POST, "/api/v1/lookup", &headers, body)).await
}

fn hash(salt: &str, number: u64) -> String {
    let hash = Sha256::digest(format!("{salt}{number}"));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Gets a challenge and solves it, as the published scheme has it.
async fn solve(portal: &TestPortal) -> Value {
    let mut solution = portal.get("/api/v1/challenge").await.json();
    let (salt, challenge) =
        (solution["salt"].as_str().unwrap().to_owned(), solution["challenge"].as_str().unwrap().to_owned());
    let max = solution["maxnumber"].as_u64().unwrap();
    let number = (0..=max).find(|number| hash(&salt, *number) == challenge).expect("a number");
    solution.as_object_mut().unwrap().remove("maxnumber");
    solution["number"] = json!(number);
    solution
}

fn header(solution: &Value) -> String {
    STANDARD.encode(solution.to_string())
}

const MANY: &str = "lookup_burst = 1000\nlookups_per_minute = 1000";
const FEW: &str = "lookup_burst = 4\nlookups_per_minute = 1";
const ALWAYS: &str = "[work]\nask = \"always\"\nnumber_max = 2000";

#[tokio::test]
async fn a_challenge_is_of_the_published_scheme() {
    let (portal, _folder) = portal("[work]\nnumber_max = 100", MANY).await;
    let answer = portal.get("/api/v1/challenge").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let challenge = answer.json();
    assert_eq!((&challenge["algorithm"], &challenge["maxnumber"]), (&json!("SHA-256"), &json!(100)));
    let salt = challenge["salt"].as_str().unwrap();
    let (random, expires) = salt.split_once("?expires=").unwrap();
    assert_eq!(random.len(), 24);
    assert_eq!(expires, "1795425000&", "ten minutes on; the & ends it");
    for name in ["challenge", "signature"] {
        assert_eq!(challenge[name].as_str().unwrap().len(), 64);
    }
    assert!(solve(&portal).await["number"].as_u64().unwrap() <= 100);
}

#[tokio::test]
async fn a_solution_is_taken_once() {
    let (portal, _folder) = portal(ALWAYS, MANY).await;
    let refused = ask(&portal, None).await;
    let problem = refused.problem();
    assert_eq!((problem.code, problem.status), (ProblemCode::ChallengeRequired, 428));
    assert_eq!(problem.fields[0].field, "altcha");
    let solution = header(&solve(&portal).await);
    assert_eq!(ask(&portal, Some(&solution)).await.status, StatusCode::ACCEPTED);
    assert_eq!(ask(&portal, Some(&solution)).await.problem().code, ProblemCode::ChallengeRequired);
    // Without padding, and with what ALTCHA's widgets add.
    let mut more = solve(&portal).await;
    more["took"] = json!(17);
    let unpadded = STANDARD_NO_PAD.encode(more.to_string());
    assert_eq!(ask(&portal, Some(&unpadded)).await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_solution_that_does_not_hold_is_refused() {
    let (portal, _folder) = portal(ALWAYS, MANY).await;
    let good = solve(&portal).await;
    let with = |name: &str, to: Value| {
        let mut spoilt = good.clone();
        spoilt[name] = to;
        spoilt
    };
    let number = good["number"].as_u64().unwrap();
    let salt = good["salt"].as_str().unwrap();
    // A digit of the number moved into the expiry: the same hash, and a longer life if it were believed.
    let spliced = {
        let mut spliced = with("salt", json!(format!("{salt}{}", number / 10)));
        spliced["number"] = json!(number % 10);
        spliced
    };
    // One's own challenge, signed by nobody.
    let own = {
        let salt = "000000000000000000000000?expires=1795425000&";
        json!({"algorithm": "SHA-256", "challenge": hash(salt, 1), "number": 1, "salt": salt,
            "signature": good["signature"]})
    };
    for spoilt in [
        with("number", json!(number + 1)),
        with("number", json!(number.to_string())),
        with("algorithm", json!("SHA-512")),
        with("signature", json!("0".repeat(64))),
        with("challenge", json!("0".repeat(64))),
        with("salt", json!(salt.replace('&', "0&"))),
        with("salt", json!(salt.trim_end_matches('&'))),
        spliced,
        own,
        json!([]),
        json!({}),
    ] {
        assert_eq!(
            ask(&portal, Some(&header(&spoilt))).await.status,
            StatusCode::PRECONDITION_REQUIRED,
            "{spoilt}"
        );
    }
    for text in ["", "?", &"A".repeat(2_000)] {
        assert_eq!(ask(&portal, Some(text)).await.status, StatusCode::PRECONDITION_REQUIRED, "{text}");
    }
    portal.at("2026-11-23T09:10:00Z");
    assert_eq!(ask(&portal, Some(&header(&good))).await.status, StatusCode::PRECONDITION_REQUIRED, "too old");
    portal.at("2026-11-23T09:09:59Z");
    assert_eq!(ask(&portal, Some(&header(&good))).await.status, StatusCode::ACCEPTED, "unspoilt");
}

#[tokio::test]
async fn work_is_asked_for_when_a_bucket_runs_low_and_not_before() {
    let (portal, _folder) = portal("[work]\nnumber_max = 2000", FEW).await;
    for left in ["four", "three", "two"] {
        assert_eq!(ask(&portal, None).await.status, StatusCode::ACCEPTED, "{left} of four");
    }
    assert_eq!(ask(&portal, None).await.problem().code, ProblemCode::ChallengeRequired);
}

#[tokio::test]
async fn a_busy_portal_asks_everybody_for_work() {
    // No more than two a minute from everybody together; each prefix has plenty.
    let folder = tempfile::tempdir().unwrap();
    let mail =
        format!("[mail]\nfrom = \"Help <help@shop.example>\"\nfolder = \"{}\"\n", folder.path().display());
    let config = CONFIG
        .replace("cases_per_minute = 100000", "cases_per_minute = 2\nlookup_burst = 1000")
        .replace("[limits]", &format!("{mail}[work]\nbusy_prefixes = 1\n[limits]"));
    let portal = TestPortal::with(&config).await;
    for _ in 0..2 {
        assert_eq!(ask(&portal, None).await.status, StatusCode::ACCEPTED);
    }
    assert_eq!(ask(&portal, None).await.problem().code, ProblemCode::ChallengeRequired);
}
