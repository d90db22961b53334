//! `cases list`, `show`, `move`, `reply` and `assign`, beside a running portal.

use crate::harness::{case, key};
use crate::process::{BINARY, Process, folder, run, run_with};
use crate::store::postgres;
use serde_json::json;
use std::process::Command;

fn ok(process: &Process, arguments: &[&str]) -> String {
    let output = run(process.folder(), arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(process: &Process, arguments: &[&str]) -> String {
    let output = run(process.folder(), arguments);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn an_agent_lists_shows_and_moves_a_case_and_the_customer_sees_it() {
    let process = Process::start();
    let mut body = case();
    body["description"] = json!("Declined twice.\n\u{1b}[2Jand again");
    let receipt = process.post_case(&key(1), &body).json();
    let (id, token) = (receipt["caseId"].as_str().unwrap(), receipt["token"].as_str().unwrap());

    let list = ok(&process, &["cases", "list"]);
    assert!(list.contains(id) && list.contains("received") && list.contains("payment-declined"), "{list}");
    assert!(!list.contains("ada@example.org"), "a list shows nobody");
    let shown = ok(&process, &["cases", "show", &id.to_lowercase()]);
    assert!(shown.contains("ada@example.org") && shown.contains("NW-20417"), "{shown}");
    assert!(!shown.contains('\u{1b}'), "a terminal obeys escape sequences");
    assert!(!shown.contains(token) && !list.contains(token));

    assert_eq!(ok(&process, &["cases", "move", id, "in-review"]), format!("{id}: received -> in-review\n"));
    let bearer = format!("Bearer {token}");
    let view = process.send("GET", &format!("/api/v1/cases/{id}"), &[("authorization", &bearer)], b"").json();
    assert_eq!(view["state"], "in-review");
    assert_eq!(view["timeline"].as_array().unwrap().len(), 2);
}

#[test]
fn a_move_that_the_table_does_not_have_is_refused_with_those_it_has() {
    let process = Process::start();
    let receipt = process.post_case(&key(1), &case()).json();
    let id = receipt["caseId"].as_str().unwrap();
    let check = |state: &str, expected: &str| {
        let text = refused(&process, &["cases", "move", id, state]);
        assert!(text.contains(expected), "{text}");
    };
    check("reopened", "received cannot become reopened; from there it goes to in-review");
    check("received", "cannot become received");
    check("done", "\"done\" is not a state: received, in-review");
    ok(&process, &["cases", "move", id, "closed"]);
    check("in-review", "closed cannot become in-review; from there it goes to reopened");
    ok(&process, &["cases", "move", id, "reopened"]);
}

#[test]
fn a_case_or_a_database_that_is_not_there_is_said_so() {
    let process = Process::start();
    let check = |arguments: &[&str], expected: &str| {
        let text = refused(&process, arguments);
        assert!(text.contains(expected), "{text}");
    };
    check(&["cases", "show", "KH-0000-0000"], "there is no case KH-0000-0000");
    check(&["cases", "move", "KH-0000-0000", "closed"], "there is no such case");
    check(&["cases", "show", "17"], "not a case ID");
    check(&["cases", "show"], "case ID is missing");
    check(&["cases"], "list, show ID, move ID STATE");
    check(&["cases", "reply", "KH-0000-0000"], "--agent NAME");
    check(&["cases", "assign", "KH-0000-0000"], "the name is missing");
    check(&["cases", "assign", "KH-0000-0000", "Grace"], "there is no case KH-0000-0000");
    check(&["cases", "list", "--data", "elsewhere"], "portal.sqlite is not there");
    assert_eq!(ok(&process, &["cases", "list"]), "no cases\n");
    let help = run(folder().path(), &["--help"]);
    assert!(String::from_utf8(help.stdout).unwrap().contains("cases move ID STATE"));
}

#[test]
fn an_agent_takes_a_case_and_replies_and_the_stream_tells_the_customer() {
    let process = Process::start();
    let receipt = process.post_case(&key(1), &case()).json();
    let (id, token) = (receipt["caseId"].as_str().unwrap(), receipt["token"].as_str().unwrap());
    let mut stream = process.follow(id, token);
    assert!(stream.event().contains("\"received\""));

    assert_eq!(ok(&process, &["cases", "assign", id, "Grace"]), format!("{id}: Grace has it\n"));
    let event = stream.event();
    assert!(event.contains("\"assigned\"") && event.contains("Grace"), "{event}");
    let reply = ["cases", "reply", id, "--agent", "Grace"];
    let output = run_with(process.folder(), &reply, "Dear Ada,\n\n<b>done</b>\n");
    assert!(output.status.success(), "{output:?}");
    let event = stream.event();
    assert!(event.contains("\"agent-message\"") && event.contains("<b>done</b>"), "{event}");
    let shown = ok(&process, &["cases", "show", id]);
    assert!(shown.contains("    Dear Ada,"), "{shown}");
    assert!(!run_with(process.folder(), &reply, " \n").status.success(), "nothing is no reply");
}

#[test]
fn the_binary_and_its_commands_take_postgresql_from_the_environment() {
    let database = tokio::runtime::Runtime::new().unwrap().block_on(postgres::database());
    let process = Process::start_on(&database);
    let receipt = process.post_case(&key(1), &case()).json();
    let id = receipt["caseId"].as_str().unwrap();
    assert!(!process.data().join("portal.sqlite").exists());
    let command = |url: &str| {
        let mut list = Command::new(BINARY);
        list.current_dir(process.folder())
            .args(["cases", "list"])
            .env("KH_DATABASE_URL", url)
            .output()
            .unwrap()
    };
    assert!(String::from_utf8(command(&database).stdout).unwrap().contains(id));
    let wrong = command("mysql://root:hunter2@localhost/x");
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(
        said.contains("KH_DATABASE_URL is no address of PostgreSQL") && !said.contains("hunter2"),
        "{said}"
    );
}
