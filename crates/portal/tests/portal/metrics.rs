//! What the portal counts and logs of a whole errand: all of it by name, and nobody in it.

use crate::harness::{CONFIG, case, key};
use crate::process::{Process, folder, read_reply};
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn start() -> Process {
    let dir = folder();
    let mail = "[mail]\nfrom = \"Help <help@shop.example>\"\nfolder = \"mail\"\n";
    std::fs::write(dir.path().join("portal.toml"), CONFIG.replace("[limits]", &format!("{mail}[limits]")))
        .unwrap();
    Process::start_in(dir, &["--metrics", "127.0.0.1:0", "--log", "json"])
}

fn lines(process: &Process) -> Vec<Value> {
    process
        .log()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect()
}

/// Asks the listener for metrics, whose address is in the log.
fn metrics(process: &Process, path: &str) -> (u16, String) {
    let log = lines(process);
    let line = log.iter().find(|line| line["message"] == "metrics").expect("a line that says where");
    let mut stream = TcpStream::connect(line["address"].as_str().unwrap()).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: metrics\r\nconnection: close\r\n\r\n").unwrap();
    let reply = read_reply(&mut stream);
    (reply.status, String::from_utf8(reply.body).unwrap())
}

/// The first file that comes into a folder and what `wanted` says of its text.
fn mail(process: &Process, wanted: &str) -> String {
    let start = Instant::now();
    loop {
        let files = std::fs::read_dir(process.folder().join("mail")).unwrap();
        let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        if let Some(text) = texts.into_iter().find(|text| text.contains(wanted) && text.ends_with('\n')) {
            return text;
        }
        assert!(start.elapsed() < Duration::from_secs(15), "no mail with {wanted}");
        std::thread::yield_now();
    }
}

#[test]
fn a_whole_errand_is_counted_and_logged_without_anyone_in_it() {
    let mut process = start();
    let receipt = process.post_case(&key(1), &case()).json();
    let (id, token) = (receipt["caseId"].as_str().unwrap(), receipt["token"].as_str().unwrap());
    let json_headers = [("content-type", "application/json")];
    let post = |path: &str, body: &Value, headers: &[(&str, &str)]| {
        process.send("POST", path, headers, &serde_json::to_vec(body).unwrap())
    };
    assert_eq!(post("/api/v1/cases", &json!({"clientId": "nobody-here"}), &json_headers).status, 404);
    let ask = json!({"clientId": "shop", "locale": "en-GB", "caseId": id, "email": "ada@example.org"});
    assert_eq!(post("/api/v1/lookup", &ask, &json_headers).status, 202);
    let code_mail = mail(&process, "is your code for");
    mail(&process, "We have received");
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
    let code = code_mail.lines().map(str::trim).find(is_code).unwrap();
    let body = json!({"caseId": id, "email": "ada@example.org", "code": code});
    assert_eq!(post("/api/v1/lookup/code", &body, &json_headers).status, 200);
    let bearer = format!("Bearer {token}");
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", "a-key-that-nobody-guesses"),
        ("authorization", bearer.as_str()),
    ];
    let message = json!({"text": "I am still waiting, says Ada."});
    assert_eq!(post(&format!("/api/v1/cases/{id}/messages"), &message, &headers).status, 201);
    process.send("GET", "/not/a/route/path@example.org", &[], b"");

    let (status, text) = metrics(&process, "/metrics");
    assert_eq!(status, 200);
    for line in [
        "cases_accepted_total 1\n",
        "case_refused_total{code=\"unknown-client\"} 1\n",
        "messages_total 1\n",
        "lookups_total{result=\"asked\"} 1\n",
        "lookups_total{result=\"opened\"} 1\n",
        "mails_total{kind=\"code\",result=\"sent\"} 1\n",
        "outbox_depth 2\n",
        "outbox_oldest_seconds ",
        "commit_seconds_count ",
        "commit_batch_jobs_count ",
        "event_streams_open 0\n",
        "http_requests_total{route=\"/api/v1/cases\",status=\"2xx\"} 1\n",
        "http_requests_total{route=\"-\",status=\"4xx\"} 1\n",
        "http_seconds_count{route=\"/api/v1/lookup\"} 1\n",
    ] {
        assert!(text.contains(line), "no {line} in\n{text}");
    }
    assert_eq!(metrics(&process, "/api/v1/cases").0, 404);
    assert_eq!(process.send("GET", "/metrics", &[], b"").status, 404, "customers' listener has none");
    process.terminate();
    process.ended();

    let log = process.log();
    let request = lines(&process).into_iter().find(|line| line["route"] == "/api/v1/lookup").unwrap();
    assert_eq!(
        (&request["status"], &request["method"], &request["level"]),
        (&json!(202), &json!("POST"), &json!("INFO"))
    );
    assert_eq!(request["span"]["id"].as_str().unwrap().len(), 16);
    for absent in [
        "@example.org",
        "Ada",
        "declined twice",
        "NW-20417",
        "a-key-that-nobody-guesses",
        code,
        id,
        token,
        "nobody-here",
    ] {
        assert!(!log.contains(absent), "{absent} in {log}");
        assert!(!text.contains(absent), "{absent} in {text}");
    }
}
