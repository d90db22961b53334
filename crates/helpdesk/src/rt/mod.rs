//! Request Tracker 5 over REST2, as measured against 5.0.3.
//!
//! What it does not have decides everything here: no idempotency (a look-up by a custom field instead), no refusal of
//! unknown fields, bad addresses or statuses (each create and change is read back), no signed events (transactions are
//! polled by id), no clean HTML. Files go by multipart: JSON loses their names. Replies go by RT's mail gateway in the
//! customer's own name where that is set up; by REST they stand under the relay's user, and RT's own scrips then mail the
//! customer a copy of their words.
//!
//! The relay's user needs `SeeQueue CreateTicket ShowTicket ReplyToTicket ModifyTicket SeeCustomField ModifyCustomField
//! SetInitialCustomField` on every queue its tickets may be moved to, and must not have `ShowTicketComments`.

mod changes;
mod check;
mod mail;
mod model;
mod read;
mod write;

use crate::config::{Common, OpenError, RtConfig};
use crate::http::Http;
use crate::{
    Attach, AuthorAs, Caps, Changes, Cursor, EraseAs, Erased, Events, FileId, Helpdesk, Hint, HintError,
    Html, Key, Once, OutCase, OutMessage, PublicCase, RateBudget, ReadError, Remote, RemoteId, RemoteMessage,
    SelfCheck, SendError,
};
use async_trait::async_trait;
use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;
use reqwest::{RequestBuilder, Url};
use std::time::Duration;

/// Largest total of files in a request, in bytes; tried up to 20 MiB a file.
const FILES_MAX: u64 = 25 * 1024 * 1024;

/// A Request Tracker.
pub struct Rt {
    http: Http,
    authorization: http::HeaderValue,
    common: Common,
    config: RtConfig,
    caps: Caps,
}

impl Rt {
    /// Makes the connector; calls nobody.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(common: Common, config: RtConfig) -> Result<Self, OpenError> {
        let token = config.token.read()?;
        // A credential that was read is plain ASCII.
        let mut authorization = http::HeaderValue::from_str(&format!("token {}", token.expose()))
            .unwrap_or(http::HeaderValue::from_static("token"));
        authorization.set_sensitive(true);
        let author = if config.mail.is_some() { AuthorAs::Customer } else { AuthorAs::Relay };
        let caps = Caps {
            once: Once::LookupByKey,
            attach: Attach::Multipart { max: FILES_MAX },
            author,
            events: Events::Poll { min_interval: Duration::from_secs(5) },
            settle: common.settle,
            timeout: common.timeout,
            // One create a second was measured; more at once only makes each slower.
            budget: RateBudget { concurrency: 2, per_minute: None },
            merge: true,
            html: Html::Raw,
            erase: EraseAs::ByHand,
        };
        Ok(Self { http: Http::new(&common.url, common.timeout)?, authorization, common, config, caps })
    }

    fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        let segments: Vec<&str> = ["REST", "2.0"].into_iter().chain(path.iter().copied()).collect();
        self.http.url(&segments, query)
    }

    fn get(&self, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        self.authorized(self.http.get(self.url(path, query)))
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        request.header(http::header::AUTHORIZATION, self.authorization.clone())
    }

    fn remote(&self, id: u64) -> Remote {
        let id = id.to_string();
        let url = self.http.url(&["Ticket", "Display.html"], &[("id", &id)]);
        Remote { id: RemoteId(id), url: Some(url.into()) }
    }
}

#[async_trait]
impl Helpdesk for Rt {
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
        match &self.config.mail {
            Some(mail) => self.reply_by_mail(mail, case, message).await,
            None => self.correspond(case, message).await,
        }
    }

    async fn find(&self, key: &Key) -> Result<Vec<Remote>, ReadError> {
        let found = self.find_tickets(key).await?;
        Ok(found.into_iter().map(|id| self.remote(id)).collect())
    }

    async fn find_reply(&self, case: &Remote, key: &Key) -> Result<Vec<RemoteMessage>, ReadError> {
        self.find_transactions(case, key).await
    }

    async fn changes(&self, since: &Cursor) -> Result<Changes, ReadError> {
        self.read_changes(since).await
    }

    async fn fetch(&self, case: &Remote) -> Result<PublicCase, ReadError> {
        self.fetch_case(case).await
    }

    async fn file(&self, case: &Remote, file: &FileId) -> Result<Bytes, ReadError> {
        self.fetch_file(case, file).await
    }

    async fn merge(&self, duplicate: &Remote, keep: &Remote) -> Result<(), SendError> {
        self.merge_into(duplicate, keep).await
    }

    async fn close(&self, case: &Remote) -> Result<(), SendError> {
        self.set_status(case, &self.config.closed_status).await
    }

    async fn reopen(&self, case: &Remote) -> Result<(), SendError> {
        self.set_status(case, &self.config.reopened_status).await
    }

    async fn erase(&self, case: &Remote) -> Result<Erased, SendError> {
        Ok(Erased::ByHand(format!(
            "on the Request Tracker host run: rt-shredder --plugin 'Tickets=query,id = {}'",
            case.id
        )))
    }

    fn webhook(&self, _: &HeaderMap, _: &[u8], _: Timestamp) -> Result<Hint, HintError> {
        Err(HintError::NotExpected)
    }
}
