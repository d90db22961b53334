//! Zendesk, by its Tickets API.
//!
//! **Not proved against Zendesk itself**: no account was at hand. Its tests run against answers written by hand after the
//! documents (developer.zendesk.com: tickets, ticket_comments, ticket_audits, attachments, incremental_exports, webhooks
//! verifying; read 2026-11-23), served by a small server that keeps their rules. Run [`crate::Helpdesk::check`] and send one
//! playground case before believing it.
//!
//! A create carries `Idempotency-Key` (creates only, remembered about two hours) and `external_id`, by which it is looked up
//! at any later time. A reply has neither: our message id goes along as the update's metadata, which its audit keeps.
//! Whether a comment is public is read from the list of comments, where an agent who takes one back changes it.

mod check;
mod model;
mod read;
mod write;

use crate::config::{Common, OpenError, Secret, ZendeskConfig};
use crate::http::Http;
use crate::time::instant;
use crate::{
    Attach, AuthorAs, Caps, Changes, Cursor, EraseAs, Erased, Events, FileId, Helpdesk, Hint, HintError,
    Html, Key, Once, OutCase, OutMessage, PublicCase, RateBudget, ReadError, Remote, RemoteId, RemoteMessage,
    SelfCheck, SendError,
};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, Mac};
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use reqwest::{RequestBuilder, Url};
use serde_json::Value;
use sha2::Sha256;
use std::time::Duration;

/// Where a message's key stands in an update's metadata.
const MESSAGE_FIELD: &str = "portal_message_id";
/// Largest file Zendesk takes, in bytes.
const FILE_MAX: u64 = 50 * 1024 * 1024;
/// How far a delivery's timestamp may be off the portal's clock, in seconds.
const TOLERANCE: u64 = 300;

/// A Zendesk.
pub struct Zendesk {
    http: Http,
    authorization: HeaderValue,
    webhook_secret: Option<Secret>,
    common: Common,
    config: ZendeskConfig,
    caps: Caps,
}

impl Zendesk {
    /// Makes the connector; calls nobody.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(common: Common, config: ZendeskConfig) -> Result<Self, OpenError> {
        let token = config.token.read()?;
        let basic = STANDARD.encode(format!("{}/token:{}", config.user, token.expose()));
        // Base64 is always a header's value.
        let mut authorization =
            HeaderValue::from_str(&format!("Basic {basic}")).unwrap_or(HeaderValue::from_static("Basic"));
        authorization.set_sensitive(true);
        let webhook_secret = config.webhook_secret.as_ref().map(|secret| secret.read()).transpose()?;
        let hour = Duration::from_secs(3600);
        let caps = Caps {
            once: Once::Native { header: "Idempotency-Key", ttl: 2 * hour },
            attach: Attach::UploadFirst { ttl: hour, max: FILE_MAX },
            author: AuthorAs::Customer,
            // Ten incremental reads a minute are allowed.
            events: Events::Poll { min_interval: Duration::from_secs(10) },
            settle: common.settle,
            timeout: common.timeout,
            // The smallest plan's 200 a minute; a create is up to four calls.
            budget: RateBudget { concurrency: 2, per_minute: Some(200) },
            merge: true,
            html: Html::Raw,
            erase: EraseAs::Full,
        };
        let http = Http::new(&common.url, common.timeout)?;
        Ok(Self { http, authorization, webhook_secret, common, config, caps })
    }

    fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        let segments: Vec<&str> = ["api", "v2"].into_iter().chain(path.iter().copied()).collect();
        self.http.url(&segments, query)
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .header(http::header::AUTHORIZATION, self.authorization.clone())
            .header(http::header::ACCEPT, "application/json")
    }

    fn get(&self, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        self.authorized(self.http.get(self.url(path, query)))
    }

    fn remote(&self, id: u64) -> Remote {
        let id = id.to_string();
        let url = self.http.url(&["agent", "tickets", &id], &[]);
        Remote { id: RemoteId(id), url: Some(url.into()) }
    }
}

/// An id of a remote that is a ticket's.
fn ticket_id(case: &Remote) -> Result<u64, ReadError> {
    case.id.0.parse().map_err(|_| ReadError::NotThere { code: 404 })
}

#[async_trait]
impl Helpdesk for Zendesk {
    fn caps(&self) -> &Caps {
        &self.caps
    }

    async fn check(&self) -> SelfCheck {
        self.self_check().await
    }

    async fn create(&self, case: &OutCase) -> Result<Remote, SendError> {
        self.create_ticket(case).await
    }

    async fn reply(&self, case: &Remote, message: &OutMessage) -> Result<RemoteMessage, SendError> {
        self.comment(case, message).await
    }

    async fn find(&self, key: &Key) -> Result<Vec<Remote>, ReadError> {
        let found = self.find_tickets(key).await?;
        Ok(found.into_iter().map(|id| self.remote(id)).collect())
    }

    async fn find_reply(&self, case: &Remote, key: &Key) -> Result<Vec<RemoteMessage>, ReadError> {
        let found = self.find_comments(ticket_id(case)?, key).await?;
        Ok(found.into_iter().map(|id| RemoteMessage { id: id.to_string() }).collect())
    }

    async fn changes(&self, since: &Cursor) -> Result<Changes, ReadError> {
        self.read_changes(since).await
    }

    async fn fetch(&self, case: &Remote) -> Result<PublicCase, ReadError> {
        self.fetch_case(ticket_id(case)?).await
    }

    async fn file(&self, case: &Remote, file: &FileId) -> Result<Bytes, ReadError> {
        self.fetch_file(ticket_id(case)?, file).await
    }

    async fn merge(&self, duplicate: &Remote, keep: &Remote) -> Result<(), SendError> {
        self.merge_into(ticket_id(duplicate)?, ticket_id(keep)?).await
    }

    async fn close(&self, case: &Remote) -> Result<(), SendError> {
        self.set_status(ticket_id(case)?, "solved").await
    }

    async fn reopen(&self, case: &Remote) -> Result<(), SendError> {
        self.set_status(ticket_id(case)?, "open").await
    }

    async fn erase(&self, case: &Remote) -> Result<Erased, SendError> {
        self.delete(ticket_id(case)?).await
    }

    fn webhook(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<Hint, HintError> {
        let secret = self.webhook_secret.as_ref().ok_or(HintError::NotExpected)?;
        verify(secret.expose(), headers, body, now)?;
        // Whatever else it says is not believed: internal notes travel in these too (trap 15).
        let said: Value = serde_json::from_slice(body).unwrap_or_default();
        let id = said.get("ticket_id").or_else(|| said.get("detail")?.get("id"));
        let id = id.and_then(|id| id.as_u64().or_else(|| id.as_str()?.parse().ok()));
        Ok(Hint::Look(id.map(|id| RemoteId(id.to_string()))))
    }
}

/// Zendesk's signature: base64 of HMAC-SHA256 over the timestamp and the body.
fn verify(secret: &str, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<(), HintError> {
    let header = |name: &'static str| {
        headers.get(name).and_then(|value| value.to_str().ok()).ok_or(HintError::Header(name))
    };
    let given = header("x-zendesk-webhook-signature")?;
    let timestamp = header("x-zendesk-webhook-signature-timestamp")?;
    let given = STANDARD.decode(given).map_err(|_| HintError::Signature)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| HintError::Signature)?;
    mac.update(timestamp.as_bytes());
    mac.update(body);
    // Compares in constant time.
    mac.verify_slice(&given).map_err(|_| HintError::Signature)?;
    let at = instant(timestamp).ok_or(HintError::Header("x-zendesk-webhook-signature-timestamp"))?;
    let off = at.duration_since(now).as_secs().unsigned_abs();
    if off > TOLERANCE { Err(HintError::Stale(off)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_is_believed_only_with_zendesks_signature() {
        // The secret is the one Zendesk publishes for tests; the signature is computed here.
        let now: Timestamp = "2021-03-25T05:09:27Z".parse().unwrap();
        let mut mac =
            Hmac::<Sha256>::new_from_slice(b"dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==").unwrap();
        mac.update(b"2021-03-25T05:09:27Z{}");
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let headers = |signature: &str, at: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-zendesk-webhook-signature", HeaderValue::from_str(signature).unwrap());
            headers.insert("x-zendesk-webhook-signature-timestamp", HeaderValue::from_static(at));
            headers
        };
        let secret = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";
        let good = headers(&signature, "2021-03-25T05:09:27Z");
        assert_eq!(verify(secret, &good, b"{}", now), Ok(()));
        assert_eq!(verify(secret, &good, b"{ }", now), Err(HintError::Signature));
        assert_eq!(verify("other", &good, b"{}", now), Err(HintError::Signature));
        let later = headers(&signature, "2021-03-25T05:09:28Z");
        assert_eq!(verify(secret, &later, b"{}", now), Err(HintError::Signature));
        let stale: Timestamp = "2021-03-25T06:09:27Z".parse().unwrap();
        assert_eq!(verify(secret, &good, b"{}", stale), Err(HintError::Stale(3600)));
        assert!(matches!(verify(secret, &HeaderMap::new(), b"{}", now), Err(HintError::Header(_))));
    }
}
