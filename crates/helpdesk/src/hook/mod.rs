//! A helpdesk of the company's own making, spoken to by a signed webhook.
//!
//! Every delivery is a `POST` of JSON with `Webhook-Id`, `Webhook-Timestamp` and `Webhook-Signature` after the Standard
//! Webhooks specification ([`sign`]). `Webhook-Id` is made from our key: the same case has the same one however often it is
//! sent, and a receiver has to take each once. One that also answers look-ups ([`payload`] says how) lets the portal see
//! for itself; without, [`Once::ReceiverDedups`] is the receiver's promise. Replies come back as signed `POST`s to the portal.

pub mod payload;
pub mod sign;

use crate::config::{Common, FILE_MAX_BYTES, OpenError, WebhookConfig};
use crate::http::{Http, read, read_json, send};
use crate::{
    Attach, AuthorAs, Caps, Changes, Cursor, EraseAs, Erased, Events, FileId, Helpdesk, Hint, HintError,
    Html, Key, Once, OutCase, OutMessage, PublicCase, RateBudget, ReadError, Remote, RemoteId, RemoteMessage,
    SelfCheck, SendError,
};
use async_trait::async_trait;
use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;
use klarna_help_wire::is_email;
use payload::{Delivery, FoundCases, FoundMessages, Said};
use reqwest::RequestBuilder;
use serde::Serialize;
use serde_json::json;
use sign::{Keys, Signed};
use std::time::Duration;

/// How far a delivery's timestamp may be off the portal's clock.
const TOLERANCE: Duration = Duration::from_secs(300);

/// A receiver of the webhook.
pub struct Hook {
    http: Http,
    lookup: Option<Http>,
    keys: Keys,
    common: Common,
    files_max: u64,
    caps: Caps,
}

impl Hook {
    /// Makes the connector; calls nobody.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(common: Common, config: WebhookConfig) -> Result<Self, OpenError> {
        let keys = Keys::read(&config.secret)?;
        let lookup = config.lookup.map(|url| Http::new(&url, common.timeout)).transpose()?;
        let caps = Caps {
            once: if lookup.is_some() { Once::LookupByKey } else { Once::ReceiverDedups },
            attach: Attach::Base64 { max: config.files_max },
            author: AuthorAs::Customer,
            events: Events::Webhook,
            settle: common.settle,
            timeout: common.timeout,
            budget: RateBudget { concurrency: 8, per_minute: None },
            merge: false,
            html: Html::Raw,
            erase: EraseAs::Full,
        };
        let http = Http::new(&common.url, common.timeout)?;
        Ok(Self { http, lookup, keys, common, files_max: config.files_max, caps })
    }

    async fn deliver(&self, id: &str, kind: &str, data: impl Serialize) -> Result<Option<Said>, SendError> {
        let now = Timestamp::now();
        let delivery = Delivery { kind: kind.to_owned(), timestamp: now.to_string(), data };
        let body = serde_json::to_vec(&delivery)
            .map_err(|_| SendError::NotSent("a delivery that is no JSON".to_owned()))?;
        let signed = self.keys.sign(id, now.as_second(), &body);
        let request = self.http.post(self.http.base().clone());
        let request = request.header(http::header::CONTENT_TYPE, "application/json").body(body);
        let answer = send(with(request, &signed)).await?;
        // A receiver may say nothing, or "ok": what it says is only read where it is what was agreed.
        Ok(answer.json().ok())
    }

    /// A signed look-up: the path is part of what is signed.
    fn ask(&self, path: &[&str]) -> Result<RequestBuilder, ReadError> {
        let lookup =
            self.lookup.as_ref().ok_or_else(|| ReadError::failed("the receiver offers no look-up"))?;
        let id = format!("lookup.{}", path.join("."));
        let signed = self.keys.sign(&id, Timestamp::now().as_second(), b"");
        Ok(with(lookup.get(lookup.url(path, &[])), &signed))
    }

    async fn found(&self, key: &str) -> Result<FoundCases, ReadError> {
        match read_json(self.ask(&["cases", key])?).await {
            Err(ReadError::NotThere { code: 404 }) => Ok(FoundCases::default()),
            other => other,
        }
    }

    /// Reads back what was sent, where the receiver lets us.
    async fn read_back(&self, case: &OutCase) -> Result<(), SendError> {
        if self.lookup.is_none() {
            return Ok(());
        }
        let lost = |error: ReadError| SendError::unknown(format!("sent, not read back: {error}"));
        let found = self.found(case.key.as_str()).await.map_err(lost)?;
        let ours = found.cases.iter().find(|one| one.key == case.key.as_str());
        let ours = ours.ok_or_else(|| SendError::unknown("sent, but not found by key"))?;
        match ours.file_count {
            Some(files) if files < case.attachments.len() => Err(SendError::unknown(format!(
                "sent, found with {files} of {} files",
                case.attachments.len()
            ))),
            _ => Ok(()),
        }
    }

    /// Something that changes state only: each call is a delivery of its own.
    async fn tell(&self, kind: &str, case: &Remote) -> Result<(), SendError> {
        let id = format!("{kind}.{}.{}", case.id, Timestamp::now().as_microsecond());
        self.deliver(&id, kind, json!({ "key": case.id.0 })).await.map(|_| ())
    }
}

fn with(request: RequestBuilder, signed: &Signed) -> RequestBuilder {
    signed.headers().into_iter().fold(request, |request, (name, value)| request.header(name, value))
}

#[async_trait]
impl Helpdesk for Hook {
    fn caps(&self) -> &Caps {
        &self.caps
    }

    async fn check(&self) -> SelfCheck {
        let mut check = SelfCheck::default();
        // Nothing is sent to the webhook itself: every delivery means something. A look-up changes nothing.
        if self.lookup.is_none() {
            check.warn(
                "the receiver offers no look-up: that a case is there once is its promise alone",
                "let it answer look-ups and set lookup_url",
            );
        } else if let Err(error) = self.found("selfcheck").await {
            check.fault(
                format!("look-up: {error}"),
                "does the receiver answer GET lookup_url/cases/KEY, and does it hold the same secret?",
            );
        }
        check
    }

    async fn create(&self, case: &OutCase) -> Result<Remote, SendError> {
        if !is_email(&case.email) {
            return Err(SendError::Refused { code: 422, text: "email: not an address".to_owned() });
        }
        let data = payload::case(case, &self.common, self.files_max).await?;
        let said = self.deliver(&format!("case.{}", case.key), "case.created", data).await?;
        if said.as_ref().and_then(|said| said.key.as_deref()).is_some_and(|key| key != case.key.as_str()) {
            return Err(SendError::unknown("the receiver answered with another key"));
        }
        self.read_back(case).await?;
        Ok(Remote { id: RemoteId(case.key.to_string()), url: said.and_then(|said| said.url) })
    }

    async fn reply(&self, _: &Remote, message: &OutMessage) -> Result<RemoteMessage, SendError> {
        let data = payload::message(message, self.files_max).await?;
        self.deliver(&format!("message.{}", message.key), "message.created", data).await?;
        if self.lookup.is_some() {
            let lost = |error: ReadError| SendError::unknown(format!("sent, not read back: {error}"));
            let case = Remote { id: RemoteId(message.case.to_string()), url: None };
            if self.find_reply(&case, &message.key).await.map_err(lost)?.is_empty() {
                return Err(SendError::unknown("sent, but not found by key"));
            }
        }
        Ok(RemoteMessage { id: message.key.to_string() })
    }

    async fn find(&self, key: &Key) -> Result<Vec<Remote>, ReadError> {
        if self.lookup.is_none() {
            return Ok(Vec::new());
        }
        let found = self.found(key.as_str()).await?;
        let ours = found.cases.into_iter().filter(|case| case.key == key.as_str());
        Ok(ours.map(|case| Remote { id: RemoteId(case.key), url: case.url }).collect())
    }

    async fn find_reply(&self, case: &Remote, key: &Key) -> Result<Vec<RemoteMessage>, ReadError> {
        if self.lookup.is_none() {
            return Ok(Vec::new());
        }
        let found: FoundMessages = match read_json(self.ask(&["messages", key.as_str()])?).await {
            Err(ReadError::NotThere { code: 404 }) => FoundMessages::default(),
            other => other?,
        };
        let ours = found.messages.iter().filter(|one| one.key == key.as_str() && one.case == case.id.0);
        Ok(ours.map(|one| RemoteMessage { id: one.key.clone() }).collect())
    }

    async fn changes(&self, since: &Cursor) -> Result<Changes, ReadError> {
        Ok(Changes { changes: Vec::new(), cursor: since.clone(), more: false })
    }

    async fn fetch(&self, case: &Remote) -> Result<PublicCase, ReadError> {
        let found = self.found(&case.id.0).await?;
        let ours = found.cases.into_iter().find(|one| one.key == case.id.0);
        let ours = ours.ok_or(ReadError::NotThere { code: 404 })?;
        let key = Key::new(ours.key.clone()).map_err(|bad| ReadError::failed(bad.to_string()))?;
        let remote = Remote { id: case.id.clone(), url: ours.url.clone() };
        let state = ours.news.status.as_deref().and_then(|status| self.common.status.state(status));
        let assigned = ours.news.assigned.as_ref().and_then(payload::Person::author);
        let changes = ours.news.changes(&key, &self.common.status).map_err(ReadError::failed)?;
        Ok(PublicCase { remote, key, state, assigned, changes })
    }

    async fn file(&self, _: &Remote, file: &FileId) -> Result<Bytes, ReadError> {
        // An id that stands in a path as it is: what is signed is what is asked.
        let id = Key::new(file.0.clone()).map_err(|_| ReadError::NotThere { code: 404 })?;
        Ok(read(self.ask(&["files", id.as_str()])?, FILE_MAX_BYTES).await?.body)
    }

    async fn merge(&self, _: &Remote, _: &Remote) -> Result<(), SendError> {
        Err(SendError::Refused {
            code: 501,
            text: "a receiver takes each key once: nothing to merge".to_owned(),
        })
    }

    async fn close(&self, case: &Remote) -> Result<(), SendError> {
        self.tell("case.closed", case).await
    }

    async fn reopen(&self, case: &Remote) -> Result<(), SendError> {
        self.tell("case.reopened", case).await
    }

    async fn erase(&self, case: &Remote) -> Result<Erased, SendError> {
        self.tell("case.erase", case).await?;
        Ok(Erased::Gone)
    }

    fn webhook(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<Hint, HintError> {
        let delivery = self.keys.verify(headers, body, now.as_second(), TOLERANCE)?;
        let said = payload::read(body).map_err(HintError::Body)?;
        let changes = said.changes(&self.common.status).map_err(HintError::Body)?;
        Ok(Hint::Changes { delivery, changes })
    }
}
