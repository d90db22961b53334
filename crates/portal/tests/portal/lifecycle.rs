//! The binary's life: it survives being killed, and goes down in order.

use crate::harness::{case, key, rows};
use crate::process::{Process, read_reply};
use klarna_help_wire::BODY_MAX_BYTES;
use std::io::{Read, Write};
use std::net::TcpStream;

#[tokio::test]
async fn a_case_that_got_its_receipt_is_there_after_kill_9() {
    let process = Process::start();
    let receipt = process.post_case(&key(1), &case());
    let folder = process.kill();
    assert_eq!(receipt.status, 201);

    let process = Process::start_in(folder, &[]);
    let receipt_again = process.post_case(&key(1), &case());
    assert_eq!(receipt.body, receipt_again.body, "the same secret, the same row");
    let (id, token) = (&receipt.json()["caseId"], &receipt.json()["token"]);
    let bearer = format!("Bearer {}", token.as_str().unwrap());
    let path = format!("/api/v1/cases/{}", id.as_str().unwrap());
    let view = process.send("GET", &path, &[("authorization", &bearer)], b"");
    assert_eq!(view.status, 200);
    assert_eq!(view.json()["description"], case()["description"]);
    assert_eq!(rows(&process.data()).await, (1, 1, 1));
}

#[tokio::test]
async fn going_down_ends_what_is_in_flight_and_brings_the_database_to_rest() {
    let mut process = Process::start();
    let body = serde_json::to_vec(&case()).unwrap();
    let mut stream = process.connect();
    let head = format!(
        "POST /api/v1/cases HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\n\
         content-type: application/json\r\nidempotency-key: {}\r\ncontent-length: {}\r\n\r\n",
        key(1),
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The interim answer says that the handler has begun to read.
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");

    process.terminate();
    while TcpStream::connect(process.address).is_ok() {
        std::thread::yield_now();
    }
    stream.write_all(&body).unwrap();
    assert_eq!(read_reply(&mut stream).status, 201);
    assert!(process.ended().success());
    let wal = process.data().join("portal.sqlite-wal");
    assert!(!wal.exists() || wal.metadata().unwrap().len() == 0, "the log is in the main file");
    assert_eq!(rows(&process.data()).await, (1, 1, 1));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_answered_and_not_cut_off() {
    let process = Process::start();
    let headers = [("content-type", "application/json"), ("idempotency-key", "0123456789abcdef")];
    let answer = process.send("POST", "/api/v1/cases", &headers, &vec![b' '; 4 * BODY_MAX_BYTES]);
    assert_eq!(answer.status, 413);
    assert_eq!(answer.json()["fields"][0]["field"], "body");
    assert_eq!(rows(&process.data()).await, (0, 0, 0));
}

#[test]
fn an_open_stream_ends_when_the_portal_goes_down() {
    let mut process = Process::start();
    let receipt = process.post_case(&key(1), &case()).json();
    let (id, token) = (receipt["caseId"].as_str().unwrap(), receipt["token"].as_str().unwrap());
    let mut stream = process.follow(id, token);
    stream.event();
    process.terminate();
    stream.end();
    assert!(process.ended().success());
    assert!(!process.log().contains("did not end in time"), "{}", process.log());
}
