//! The way to a case by its ID, its address, and a code by mail.

use crate::harness::{Answer, CONFIG, TestPortal, case, get, post, request};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use klarna_help_portal::{lookup, mail};
use klarna_help_wire::{FieldCode, ProblemCode};
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;
use tempfile::TempDir;

/// A portal whose mail goes into a folder.
pub struct Post {
    pub test: TestPortal,
    folder: TempDir,
}

impl Post {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let way = format!("folder = \"{}\"", folder.path().join("mail").display());
        Self { test: TestPortal::with(&config(&way, "")).await, folder }
    }

    /// Takes every mail out of the folder, in the order of its name.
    fn mails(&self) -> Vec<String> {
        let mut files: Vec<_> = std::fs::read_dir(self.folder.path().join("mail"))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        files.into_iter().map(|file| take(&file)).collect()
    }

    async fn send_case(&self, n: u32) -> String {
        self.test.send(post(n, &case())).await.json()["caseId"].as_str().unwrap().to_owned()
    }

    async fn ask(&self, id: &str, email: &str) -> Answer {
        let body = json!({"clientId": "shop", "locale": "en-GB", "caseId": id, "email": email});
        self.test.send(json_post("/api/v1/lookup", &body)).await
    }

    /// Asks, and answers the code from the mail.
    async fn code(&self, id: &str) -> String {
        assert_eq!(self.ask(id, "ada@example.org").await.status, StatusCode::ACCEPTED);
        self.work().await;
        let mails = self.mails();
        assert_eq!(mails.len(), 1, "{mails:?}");
        code_in(&mails[0])
    }

    async fn work(&self) {
        lookup::settle(&self.test.portal).await;
        mail::deliver(&self.test.portal).await.unwrap();
    }

    async fn trade(&self, id: &str, email: &str, code: &str) -> Answer {
        let body = json!({"caseId": id, "email": email, "code": code});
        self.test.send(json_post("/api/v1/lookup/code", &body)).await
    }

    async fn opens(&self, id: &str, code: &str) -> bool {
        self.trade(id, "ada@example.org", code).await.status == StatusCode::OK
    }

    async fn database(&self) -> SqliteConnection {
        let path = self.test.dir.path().join("var/portal.sqlite");
        SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap()
    }
}

fn config(way: &str, more: &str) -> String {
    CONFIG.replace(
        "[limits]",
        &format!(
            "[mail]\nfrom = \"Shop Help <help@shop.example>\"\n{way}\n{more}\n[limits]\nlookup_burst = 100000\n\
             lookups_per_minute = 100000"
        ),
    )
}

fn json_post(path: &str, body: &Value) -> axum::http::Request<Body> {
    let body = Body::from(serde_json::to_vec(body).unwrap());
    request(Method::POST, path, &[("content-type", "application/json")], body)
}

fn take(file: &std::path::Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    std::fs::remove_file(file).unwrap();
    text
}

/// The line of six digits.
fn code_in(mail: &str) -> String {
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
    mail.lines().map(str::trim).find(is_code).unwrap_or_else(|| panic!("no code in {mail}")).to_owned()
}

/// A code that this one is not.
fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn a_code_by_mail_opens_its_case_and_no_other() {
    let post = Post::new().await;
    let (id, other) = (post.send_case(1).await, post.send_case(2).await);
    let answer = post.ask(&id.to_lowercase(), " Ada@Example.org").await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(answer.json()["minutes"], 15);
    let folder = answer.json()["mailFolder"].as_str().unwrap().to_owned();
    assert!(folder.ends_with("/mail"), "a demonstration says where its mail is");
    assert!(post.mails().is_empty(), "the answer came before the mail");
    post.work().await;

    let mails = post.mails();
    assert_eq!(mails.len(), 1);
    for part in [
        "From: \"Shop Help\" <help@shop.example>",
        "To: ada@example.org",
        "Auto-Submitted: auto-generated",
        &id,
    ] {
        assert!(mails[0].contains(part), "no {part} in {}", mails[0]);
    }
    let code = code_in(&mails[0]);
    assert!(!post.opens(&other, &code).await);
    let opened = post.trade(&id, "ada@example.org", &format!(" {} {}", &code[..3], &code[3..])).await;
    assert_eq!(opened.status, StatusCode::OK);
    let access = opened.json();
    assert_eq!((&access["caseId"], &access["expectedBy"]), (&json!(id), &json!("2026-11-25")));
    let bearer = format!("Bearer {}", access["token"].as_str().unwrap());
    let read = |id: &str| get(&format!("/api/v1/cases/{id}"), &[("authorization", &bearer)]);
    assert_eq!(post.test.send(read(&id)).await.status, StatusCode::OK);
    assert_eq!(post.test.send(read(&other)).await.status, StatusCode::NOT_FOUND);
    assert!(!post.opens(&id, &code).await, "a code works once");
}

/// The store is closed: had the answer asked it anything, it would not be 202.
#[tokio::test]
async fn the_answer_is_given_before_anything_is_looked_up() {
    let post = Post::new().await;
    let id = post.send_case(1).await;
    let there = post.ask(&id, "ada@example.org").await;
    post.test.portal.store.close().await.unwrap();
    for (id, email) in [
        (id.as_str(), "ada@example.org"),
        (id.as_str(), "eve@example.org"),
        ("KH-0000-0000", "ada@example.org"),
    ] {
        let answer = post.ask(id, email).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::ACCEPTED, &there.body), "{id} {email}");
        let names = |answer: &Answer| {
            let headers = answer.headers.iter().filter(|(name, _)| *name != "x-request-id");
            headers.map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>()
        };
        assert_eq!(names(&answer), names(&there));
    }
}

#[tokio::test]
async fn only_the_cases_own_address_gets_mail() {
    let post = Post::new().await;
    let id = post.send_case(1).await;
    post.ask(&id, "eve@example.org").await;
    post.ask("KH-0000-0000", "ada@example.org").await;
    post.work().await;
    assert!(post.mails().is_empty());
}

#[tokio::test]
async fn a_code_that_does_not_open_gets_one_answer_after_one_work() {
    let post = Post::new().await;
    let id = post.send_case(1).await;
    let code = post.code(&id).await;
    let mut database = post.database().await;
    let mut before: i64 = 0;
    for (id, email, code) in [
        (id.as_str(), "ada@example.org", another(&code)),
        (id.as_str(), "eve@example.org", code.clone()),
        ("KH-0000-0000", "ada@example.org", code.clone()),
    ] {
        let answer = post.trade(id, email, &code).await;
        let problem = answer.problem();
        assert_eq!((problem.code, problem.status), (ProblemCode::CodeWrong, 404), "{id} {email}");
        // Each is a row that was written, so that each waited for the disk.
        let tries = sqlx::query("SELECT SUM(tries) FROM codes").fetch_one(&mut database).await.unwrap();
        let tries: i64 = tries.get(0);
        assert_eq!(tries, before + 1);
        before = tries;
    }
}

#[tokio::test]
async fn a_code_ends_by_tries_by_time_and_by_the_next_one() {
    let post = Post::new().await;
    let tried = post.send_case(1).await;
    let code = post.code(&tried).await;
    for _ in 0..5 {
        assert!(!post.opens(&tried, &another(&code)).await);
    }
    assert!(!post.opens(&tried, &code).await, "five wrong tries were made");

    let old = post.send_case(2).await;
    let code = post.code(&old).await;
    post.test.at("2026-11-23T09:15:00Z");
    assert!(!post.opens(&old, &code).await, "after 15 minutes");

    let replaced = post.send_case(3).await;
    let (first, second) = (post.code(&replaced).await, post.code(&replaced).await);
    assert!(!post.opens(&replaced, &first).await || first == second);
    assert!(post.opens(&replaced, &second).await);

    let late = post.send_case(4).await;
    let code = post.code(&late).await;
    post.test.at("2026-11-23T09:29:59Z");
    assert!(post.opens(&late, &code).await, "in the last second");
}

#[tokio::test]
async fn a_case_gets_three_codes_an_hour_and_ten_a_day() {
    let post = Post::new().await;
    let (id, other) = (post.send_case(1).await, post.send_case(2).await);
    let mut sent = 0;
    for hour in 9..15 {
        post.test.at(&format!("2026-11-23T{hour:02}:30:00Z"));
        for _ in 0..4 {
            assert_eq!(post.ask(&id, "ada@example.org").await.status, StatusCode::ACCEPTED);
        }
        post.work().await;
        let mails = post.mails().len();
        assert!(mails <= 3, "{mails} in an hour");
        sent += mails;
    }
    assert_eq!(sent, 10);
    post.code(&other).await;
}

#[tokio::test]
async fn what_cannot_be_a_look_up_is_refused_by_field() {
    let post = Post::new().await;
    let check = |answer: Answer, expected: &[(&str, FieldCode)]| {
        let problem = answer.problem();
        let fields: Vec<_> = problem.fields.iter().map(|f| (f.field.as_str(), f.code)).collect();
        assert_eq!((problem.code, fields.as_slice()), (ProblemCode::InvalidFields, expected));
    };
    let bad = "ada@example.org\r\nBcc: eve@example.org";
    check(post.ask("KH-0000-0000", bad).await, &[("email", FieldCode::Invalid)]);
    check(post.ask("", "").await, &[("caseId", FieldCode::Required), ("email", FieldCode::Required)]);
    let code = ("code", FieldCode::Invalid);
    check(post.trade("17", "ada@example.org", "12345").await, &[("caseId", FieldCode::Invalid), code]);
    check(post.trade("KH-0000-0000", "ada@example.org", "١٢٣٤٥٦").await, &[code]);

    let body = json!({"clientId": "nobody", "caseId": "KH-0000-0000", "email": "ada@example.org"});
    let answer = post.test.send(json_post("/api/v1/lookup", &body)).await;
    assert_eq!(answer.problem().code, ProblemCode::UnknownClient);
    let without = TestPortal::new().await;
    let answer = without.send(json_post("/api/v1/lookup", &body)).await;
    assert_eq!(answer.problem().code, ProblemCode::NotFound, "a portal without mail");
}

#[tokio::test]
async fn look_ups_of_one_prefix_are_limited() {
    let folder = tempfile::tempdir().unwrap();
    let way = format!("folder = \"{}\"", folder.path().display());
    let config = config(&way, "[work]\nask = \"never\"").replace("lookup_burst = 100000", "lookup_burst = 3");
    let post =
        Post { test: TestPortal::with(&config.replace("minute = 100000", "minute = 1")).await, folder };
    for _ in 0..2 {
        assert_eq!(post.ask("KH-0000-0000", "ada@example.org").await.status, StatusCode::ACCEPTED);
    }
    // Tries are of the same bucket.
    assert_eq!(post.trade("KH-0000-0000", "ada@example.org", "000000").await.status, StatusCode::NOT_FOUND);
    let answer = post.trade("KH-0000-0000", "ada@example.org", "000000").await;
    assert_eq!(answer.problem().code, ProblemCode::TooManyRequests);
    assert!(!answer.header("retry-after").is_empty());
}

#[tokio::test]
async fn a_receipt_and_a_reply_are_told_once_and_hold_no_word_of_anyone() {
    let post = Post::new().await;
    let id = post.send_case(1).await;
    let notice = || async {
        mail::queue_notices(&post.test.portal).await.unwrap();
        mail::deliver(&post.test.portal).await.unwrap();
        post.mails()
    };
    let receipt = notice().await;
    assert_eq!(receipt.len(), 1);
    for part in ["To: ada@example.org", "Subject: We have received", &id, "25 November 2026", "help at Shop"]
    {
        assert!(receipt[0].contains(part), "no {part} in {}", receipt[0]);
    }
    assert!(!receipt[0].contains("declined") && !receipt[0].contains("NW-20417"));
    assert!(notice().await.is_empty(), "once");

    let mut database = post.database().await;
    let event = "INSERT INTO case_events (case_id, at, kind, state) VALUES ($1, '2026-11-23T09:30:00Z', $2, 'in-review')";
    for kind in ["assigned", "agent-message", "state-changed"] {
        sqlx::query(event).bind(&id).bind(kind).execute(&mut database).await.unwrap();
    }
    let reply = notice().await;
    assert_eq!(reply.len(), 1);
    assert!(reply[0].contains(&format!("Subject: There is a reply to {id}")), "{}", reply[0]);
    assert!(notice().await.is_empty(), "once");
}

/// A server that takes one connection and one mail, or puts it off. Answers what it was told.
fn smtp_server(listener: &TcpListener, answer_to_rcpt: &'static str) -> JoinHandle<String> {
    let listener = listener.try_clone().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let (mut all, mut in_data) = (String::new(), false);
        stream.write_all(b"220 here\r\n").unwrap();
        while let Some(Ok(line)) = lines.next() {
            all.push_str(&line);
            all.push('\n');
            let answer = match line.split([' ', ':']).next().unwrap() {
                "." if in_data => {
                    in_data = false;
                    "250 taken"
                }
                _ if in_data => continue,
                "RCPT" => answer_to_rcpt,
                "DATA" => {
                    in_data = true;
                    "354 go on"
                }
                "QUIT" => break,
                _ => "250 fine",
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
            if all.contains("\n.\n") || answer.starts_with('4') {
                break;
            }
        }
        all
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_to_a_server_and_what_it_puts_off_is_sent_later() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = smtp_server(&listener, "451 later");
    let way = format!("smtp = \"smtp://127.0.0.1:{port}\"");
    let test = TestPortal::with(&config(&way, "")).await;
    let id = test.send(post(1, &case())).await.json()["caseId"].as_str().unwrap().to_owned();
    let body = json!({"clientId": "shop", "locale": "en-GB", "caseId": id, "email": "ada@example.org"});
    assert_eq!(test.send(json_post("/api/v1/lookup", &body)).await.json()["mailFolder"], "");
    lookup::settle(&test.portal).await;
    assert_eq!(mail::deliver(&test.portal).await.unwrap(), 0);
    assert!(server.join().unwrap().contains("RCPT TO:<ada@example.org>"));

    assert_eq!(mail::deliver(&test.portal).await.unwrap(), 0, "not before its time");
    test.at("2026-11-23T09:02:00Z");
    let server = smtp_server(&listener, "250 fine");
    assert_eq!(mail::deliver(&test.portal).await.unwrap(), 1);
    let told = server.join().unwrap();
    assert!(told.contains("MAIL FROM:<help@shop.example>") && told.contains("RCPT TO:<ada@example.org>"));
    assert!(told.contains(&format!("is your code for {id}")), "{told}");
}
