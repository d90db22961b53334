//! What is no longer kept of customers, and what stays for counting.

use crate::harness::{CONFIG, case, key};
use crate::process::{Process, folder, run};
use serde_json::Value;

struct Kept {
    process: Process,
}

impl Kept {
    fn start() -> Self {
        let dir = folder();
        let config = CONFIG.replace("[limits]", "[retention]\ncases_months = 24\nfiles_months = 6\n[limits]");
        std::fs::write(dir.path().join("portal.toml"), config).unwrap();
        Self { process: Process::start_in(dir, &[]) }
    }

    /// Case ID and token.
    fn send(&self, n: u32, email: &str) -> (String, String) {
        let mut body = case();
        body["email"] = email.into();
        let receipt = self.process.post_case(&key(n), &body).json();
        let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
        (text("caseId"), text("token"))
    }

    fn command(&self, arguments: &[&str]) -> (bool, String) {
        let output = run(self.process.folder(), arguments);
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let (ok, text) = self.command(arguments);
        assert!(ok, "{text}");
        text
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let (ok, text) = self.command(arguments);
        assert!(!ok, "{text}");
        text
    }

    fn export(&self, id: &str) -> Value {
        serde_json::from_str(&self.ok(&["export", id])).unwrap()
    }

    fn opens(&self, id: &str, token: &str) -> bool {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        self.process.send("GET", &format!("/api/v1/cases/{id}"), &headers, b"").status == 200
    }

    fn sql(&self, sql: &'static str) {
        use sqlx::Connection;
        let address = format!("sqlite://{}", self.process.data().join("portal.sqlite").display());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        });
    }
}

/// What the case of the harness says that no statistics need.
const PERSONAL: [&str; 4] = ["ada@example.org", "NW-20417", "declined twice", "What did you see?"];

#[test]
fn erasing_a_case_leaves_its_skeleton_and_nothing_that_a_person_wrote() {
    let kept = Kept::start();
    let (id, token) = kept.send(1, "ada@example.org");
    kept.ok(&["cases", "move", &id, "in-review"]);
    let before = kept.ok(&["export", &id]);
    assert!(PERSONAL.iter().all(|text| before.contains(text)), "{before}");

    assert_eq!(kept.ok(&["erase", &id.to_lowercase()]), format!("{id}: erased, 0 files\n"));
    let after = kept.ok(&["export", &id]);
    for text in PERSONAL {
        assert!(!after.contains(text), "{text} in {after}");
    }
    let after = kept.export(&id);
    assert_eq!(
        (&after["case"]["category"], &after["case"]["state"]),
        (&"payment-declined".into(), &"in-review".into())
    );
    assert_eq!(after["timeline"].as_array().unwrap().len(), 2, "its states and dates stay");
    assert!(!kept.opens(&id, &token), "nobody opens it");
    assert!(kept.refused(&["erase", &id]).contains("erased before"));
    assert!(kept.refused(&["cases", "move", &id, "closed"]).contains("no such case"));
    // The same submission makes a new case rather than an error for ever.
    assert_ne!(kept.send(1, "ada@example.org").0, id);
}

#[test]
fn a_case_that_is_erased_before_it_was_relayed_is_not_relayed() {
    let kept = Kept::start();
    let (id, _) = kept.send(1, "ada@example.org");
    kept.send(2, "eve@example.org");
    kept.ok(&["erase", &id]);
    let rows = |sql: &'static str| {
        use sqlx::{Connection, Row};
        let address = format!("sqlite://{}", kept.process.data().join("portal.sqlite").display());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
            let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
            rows.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>()
        })
    };
    let waiting = rows("SELECT case_id FROM outbox");
    assert_eq!(waiting.len(), 1);
    assert_ne!(waiting, [id]);
}

#[test]
fn every_case_of_an_address_is_erased_but_those_that_are_held() {
    let kept = Kept::start();
    let (one, _) = kept.send(1, "Ada@example.org");
    let (two, token) = kept.send(2, "ada@example.org");
    let (other, _) = kept.send(3, "eve@example.org");
    assert!(kept.ok(&["hold", &two, "on"]).contains("held"));
    let refused = kept.refused(&["erase", "--email", "ada@Example.org"]);
    assert!(
        refused.contains(&format!("{one}: erased")) && refused.contains(&format!("{two}: held")),
        "{refused}"
    );
    assert!(kept.opens(&two, &token));
    kept.ok(&["hold", &two, "off"]);
    assert!(kept.ok(&["erase", "--email", "ada@example.org"]).contains(&two));
    assert_eq!(kept.export(&other)["case"]["email"], "eve@example.org");
    assert!(kept.refused(&["erase", "--email", "ada@example.org"]).contains("no case was sent"));
    assert!(kept.refused(&["hold", &two, "on"]).contains("erased"));
    assert!(kept.refused(&["hold", &other]).contains("hold ID on"));
    assert!(kept.refused(&["erase"]).contains("case ID is missing"));
    assert!(kept.refused(&["export", "KH-0000-0000"]).contains("there is no case"));
}

#[test]
fn retention_erases_what_ended_long_ago_and_first_says_what() {
    let kept = Kept::start();
    let ids: Vec<String> = (1..=5).map(|n| kept.send(n, "ada@example.org").0).collect();
    for (i, state) in [(0, "closed"), (1, "closed"), (2, "closed"), (3, "resolved")] {
        kept.ok(&["cases", "move", &ids[i], state]);
    }
    kept.ok(&["hold", &ids[1], "on"]);
    let old = "UPDATE cases SET closed_at = CASE WHEN closed_at IS NULL THEN NULL ELSE 1500000000 END, \
        updated_at = 1500000000";
    kept.sql(old);
    // One of the closed ones is fresh.
    kept.ok(&["cases", "move", &ids[2], "reopened"]);
    kept.ok(&["cases", "move", &ids[2], "closed"]);

    let dry = kept.ok(&["retention", "--dry-run"]);
    assert!(dry.starts_with("would be erased: 2 cases"), "{dry}");
    assert_eq!(kept.export(&ids[0])["case"]["email"], "ada@example.org");
    assert!(kept.ok(&["retention"]).starts_with("erased: 2 cases that ended 24 months ago"));
    let emails: Vec<Value> = ids.iter().map(|id| kept.export(id)["case"]["email"].clone()).collect();
    let ada = "ada@example.org";
    assert_eq!(emails, ["", ada, ada, "", ada], "closed; held; fresh; resolved and forgotten; open");
    assert!(kept.ok(&["retention"]).starts_with("erased: 0 cases"));
}

#[test]
fn without_a_table_everything_is_kept() {
    let process = Process::start();
    let output = run(process.folder(), &["retention"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("no [retention]"));
}
