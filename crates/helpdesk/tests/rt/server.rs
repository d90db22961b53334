//! Starts and stops a Request Tracker.

use klarna_help_helpdesk::StatusMap;
use klarna_help_helpdesk::config::{Common, Credential, RtConfig, RtMail, Secret};
use klarna_help_helpdesk::rt::Rt;
use std::collections::{BTreeMap, HashMap};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub struct Server {
    values: HashMap<String, String>,
    folder: tempfile::TempDir,
}

impl Server {
    /// A fresh one, or `None` where it was said that there is none to be had.
    pub fn start() -> Option<Self> {
        if std::env::var_os("KH_WITHOUT_RT").is_some_and(|value| value == "1") {
            println!("NOT RUN: KH_WITHOUT_RT=1. The Request Tracker connector is unproved in this run.");
            return None;
        }
        let folder = tempfile::Builder::new().prefix("rt5-test-").tempdir_in("/tmp").unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let output = Command::new("bash")
            .arg(script())
            .arg(port.to_string())
            .arg(folder.path().join("rt"))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "\nNO REQUEST TRACKER: {}\n{}\nIt is needed to prove the connector. To go on without: KH_WITHOUT_RT=1.",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        let said = String::from_utf8(output.stdout).unwrap();
        let pair = |line: &str| line.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
        Some(Self { values: said.lines().filter_map(pair).collect(), folder })
    }

    pub fn value(&self, key: &str) -> &str {
        &self.values[key]
    }

    /// A connector to it, as the configuration would make it.
    pub fn desk(&self, change: impl FnOnce(&mut RtConfig)) -> Rt {
        let mut config = RtConfig {
            token: Credential::Given(Secret::new(self.value("RT_RELAY_TOKEN"))),
            queue: self.value("RT_QUEUE").to_owned(),
            relay_user: "portal-relay".to_owned(),
            case_field: "PortalCaseId".to_owned(),
            message_field: "PortalMessageId".to_owned(),
            category_field: Some("Topic".to_owned()),
            order_field: Some("OrderRef".to_owned()),
            locale_field: Some("Locale".to_owned()),
            closed_status: "resolved".to_owned(),
            reopened_status: "open".to_owned(),
            mail: None,
        };
        change(&mut config);
        let common = Common {
            name: "rt".to_owned(),
            url: self.value("RT_URL").parse().unwrap(),
            timeout: Duration::from_secs(60),
            settle: Duration::from_secs(5),
            status: StatusMap::request_tracker(),
            category: BTreeMap::new(),
        };
        Rt::open(common, config).unwrap()
    }

    pub fn mail(&self) -> RtMail {
        RtMail {
            gateway: self.value("RT_MAILGATE").parse().unwrap(),
            rtname: "care.test".to_owned(),
            to: "care@helpdesk.invalid".to_owned(),
            domain: "portal.example".to_owned(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped =
            Command::new("bash").arg(script()).arg("--stop").arg(self.folder.path().join("rt")).status();
        if !stopped.is_ok_and(|status| status.success()) {
            println!("the Request Tracker in {} may still run", self.folder.path().display());
        }
    }
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/helpdesk/rt5/rt5-up.sh")
}
