//! The people behind the receiver, and connectors to it.

use crate::conformance::OtherSide;
use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use klarna_help_helpdesk::config::{Credential, Secret};
use klarna_help_helpdesk::config::{HelpdeskConfig, HelpdeskTable, Kind, WebhookConfig};
use klarna_help_helpdesk::hook::Hook;
use klarna_help_helpdesk::hook::sign::Keys;
use klarna_help_helpdesk::testing::StandIn;
use klarna_help_helpdesk::{FileSource, Key, OutFile, Remote};
use serde_json::{Value, json};
use std::io;
use std::sync::Mutex;
use std::time::Duration;

pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A connector to a receiver, as `portal.toml` would make it, but with the secret in memory and a short time-out.
pub fn desk(standin: &StandIn, lookup: bool) -> Hook {
    desk_at(&standin.url(), lookup.then(|| standin.lookup_url()))
}

pub fn desk_at(url: &str, lookup: Option<String>) -> Hook {
    let config = config(url, lookup);
    let Kind::Webhook(webhook) = config.kind else { unreachable!() };
    let secret = Credential::Given(Secret::new(SECRET));
    let mut common = config.common;
    common.timeout = Duration::from_secs(1);
    Hook::open(common, WebhookConfig { secret, ..webhook }).unwrap()
}

pub fn config(url: &str, lookup: Option<String>) -> HelpdeskConfig {
    let lookup = lookup.map(|url| format!("lookup_url = \"{url}\"")).unwrap_or_default();
    let table = format!(
        "kind = \"webhook\"\nname = \"standin\"\nurl = \"{url}\"\nsecret_env = \"UNUSED\"\ntimeout_seconds = 1\n{lookup}"
    );
    toml::from_str::<HelpdeskTable>(&table).unwrap().check("helpdesk[0]").unwrap()
}

/// A file whose bytes are gone.
pub struct Gone;

#[async_trait]
impl FileSource for Gone {
    async fn bytes(&self) -> io::Result<Bytes> {
        Err(io::ErrorKind::NotFound.into())
    }
}

pub struct HookSide<'a> {
    standin: &'a StandIn,
    keys: Keys,
    out: Mutex<Vec<(HeaderMap, Vec<u8>)>>,
}

impl<'a> HookSide<'a> {
    pub fn new(standin: &'a StandIn) -> Self {
        Self { standin, keys: Keys::new(SECRET).unwrap(), out: Mutex::default() }
    }

    /// Signs an update on a case.
    pub fn tell(&self, case: &Remote, mut news: Value) {
        news["key"] = json!(case.id.0);
        let body = json!({ "type": "case.updated", "timestamp": Timestamp::now().to_string(), "data": news });
        let body = body.to_string().into_bytes();
        let mut out = self.out.lock().unwrap();
        let signed = self.keys.sign(&format!("d{}", out.len()), Timestamp::now().as_second(), &body);
        let mut headers = HeaderMap::new();
        for (name, value) in signed.headers() {
            headers.insert(name, HeaderValue::from_str(&value).unwrap());
        }
        out.push((headers, body));
    }

    pub fn take_deliveries(&self) -> Vec<(HeaderMap, Vec<u8>)> {
        std::mem::take(&mut self.out.lock().unwrap())
    }
}

#[async_trait]
impl OtherSide for HookSide<'_> {
    async fn count(&self, key: &Key) -> usize {
        self.standin.count(key.as_str())
    }

    async fn file_names(&self, case: &Remote) -> Vec<String> {
        let files = self.standin.case(&case.id.0).map(|case| case.files).unwrap_or_default();
        let more = self.standin.messages_on(&case.id.0).into_iter().flat_map(|message| message.files);
        files.into_iter().chain(more).map(|file| file.name).collect()
    }

    async fn answer(&self, case: &Remote, html: &str, file: &OutFile) {
        self.standin.put_file("f-1", file.source.bytes().await.unwrap().to_vec());
        self.tell(
            case,
            json!({ "replies": [{
                "id": "1", "public": true, "author": { "name": "Ana (agent)", "id": "7" },
                "at": "2026-11-23T01:00:00-06:00", "html": html,
                "files": [{ "id": "f-1", "name": file.name, "mediaType": "image/png", "size": file.size }],
            }] }),
        );
    }

    async fn note(&self, case: &Remote, text: &str) {
        let at = "2026-11-23T07:00:00Z";
        self.tell(case, json!({ "replies": [{ "id": "2", "public": false, "at": at, "text": text }] }));
    }

    async fn take_and_wait(&self, case: &Remote) {
        let person = json!({ "name": "Ana (agent)", "id": "7" });
        self.tell(case, json!({ "assigned": person, "status": "waiting-for-you" }));
    }

    async fn deliveries(&self) -> Vec<(HeaderMap, Vec<u8>)> {
        self.take_deliveries()
    }
}
