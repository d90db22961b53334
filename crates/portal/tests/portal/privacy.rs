//! What must never be on disk or in the log.

use crate::harness::{case, key};
use crate::process::Process;
use serde_json::json;

fn bytes_of(process: &Process) -> Vec<u8> {
    let mut all = Vec::new();
    for file in ["portal.sqlite", "portal.sqlite-wal", "portal.sqlite-shm"] {
        all.extend(std::fs::read(process.data().join(file)).unwrap_or_default());
    }
    all
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_card_number_is_masked_before_the_first_write() {
    let process = Process::start();
    let mut body = case();
    body["description"] = json!("I paid with 4111 1111 1111 1111 and with 5555-5555-5555-4444.");
    body["orderId"] = json!("4111111111111111");
    body["flow"] = json!("4111111111111111");
    body["answers"] = json!([{"question": "Card 378282246310005?", "answer": "4012 8888 8888 1881"}]);
    body["context"] = json!({
        "page": "4111111111111111", "topic": "4111111111111111", "orderId": "4111111111111111",
        "merchantReference": "4111111111111111", "currency": "4111111111111111", "paymentStatus": "4111111111111111",
        "errorCode": "4111111111111111", "orderState": "4111111111111111", "dueDate": "4111111111111111",
        "amount": 4111111111111111_i64
    });
    let receipt = process.post_case(&key(1), &body);
    assert_eq!(receipt.status, 201);
    let disk = bytes_of(&process);
    assert!(holds(&disk, "•••• 1111 and with •••• 4444".as_bytes()), "the case is on disk, masked");
    for number in [
        "4111111111111111",
        "4111 1111 1111 1111",
        "5555-5555-5555-4444",
        "378282246310005",
        "4012 8888 8888 1881",
    ] {
        assert!(!holds(&disk, number.as_bytes()), "{number}");
        assert!(!process.log().contains(number), "{number}");
    }
    assert_eq!(process.post_case(&key(1), &body).body, receipt.body, "masking does not break the key");
}

#[test]
fn neither_token_nor_key_nor_secret_is_in_the_database() {
    let process = Process::start();
    let receipt = process.post_case("a-key-that-nobody-guesses", &case()).json();
    let disk = bytes_of(&process);
    assert!(holds(&disk, receipt["caseId"].as_str().unwrap().as_bytes()));
    assert!(!holds(&disk, receipt["token"].as_str().unwrap().as_bytes()));
    assert!(!holds(&disk, b"a-key-that-nobody-guesses"));
    assert!(!holds(&disk, &std::fs::read(process.data().join("secret.key")).unwrap()));
    for file in std::fs::read_dir(process.data()).unwrap() {
        let file = file.unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{} is for the portal's user only", file.path().display());
    }
}

#[test]
fn the_log_names_requests_and_never_persons() {
    let mut process = Process::start();
    let receipt = process.post_case("a-key-that-nobody-guesses", &case()).json();
    let (id, token) = (receipt["caseId"].as_str().unwrap(), receipt["token"].as_str().unwrap());
    let bearer = format!("Bearer {token}");
    process.send(
        "GET",
        &format!("/api/v1/cases/{id}?email=query@example.org"),
        &[("authorization", &bearer)],
        b"",
    );
    process.send("GET", "/nothing/path@example.org", &[("user-agent", "agent@example.org")], b"");
    let json = [("content-type", "application/json"), ("origin", "https://origin-in-log.example")];
    // Parsers quote the value that they stumble over.
    process.send("POST", "/api/v1/cases", &json, br#"{"answers":"malformed@example.org"}"#);
    let refused = process.send("POST", "/api/v1/cases", &json, &serde_json::to_vec(&case()).unwrap());
    process.terminate();
    process.ended();

    let log = process.log();
    let request_id = refused.json()["request_id"].as_str().unwrap().to_owned();
    for present in [
        "route=\"/api/v1/cases/{id}\"",
        "method=POST",
        "status=201",
        "millis=",
        "code=\"malformed-body\"",
        "Data at line 1 column",
        &format!("id=\"{request_id}\""),
        "going down",
    ] {
        assert!(log.contains(present), "no {present} in {log}");
    }
    for absent in [
        "@example.org",
        "email=",
        "declined twice",
        "NW-20417",
        "127.0.0.1",
        "a-key-that-nobody-guesses",
        "origin-in-log",
        id,
        token,
    ] {
        assert!(!log.contains(absent), "{absent} in {log}");
    }
}
