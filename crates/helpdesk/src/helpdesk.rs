//! The trait every connector answers to.

use crate::{
    Caps, Changes, Cursor, Erased, FileId, Hint, HintError, Key, OutCase, OutMessage, PublicCase, ReadError,
    Remote, RemoteMessage, SendError,
};
use async_trait::async_trait;
use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;

/// A company's helpdesk.
///
/// One call is one try: no connector retries, waits or remembers. A create or a reply that ends [`SendError::Unknown`]
/// may have been done; after [`Caps::settle`] a look-up ([`Helpdesk::find`], [`Helpdesk::find_reply`]) says so. Where it
/// finds nothing, [`Helpdesk::check`] comes before the second send: a key field that went missing hides what is there.
#[async_trait]
pub trait Helpdesk: Send + Sync {
    /// What it can do.
    fn caps(&self) -> &Caps;

    /// Whether it is set up as the configuration says: address, credentials, queue, key fields, clock. Before the first
    /// case, and after an operator was called. Changes nothing over there.
    async fn check(&self) -> SelfCheck;

    /// Makes a case and reads it back: key, requester and number of files.
    ///
    /// # Errors
    /// See [`SendError`]; a success that does not read back is unknown.
    async fn create(&self, case: &OutCase) -> Result<Remote, SendError>;

    /// Adds a customer's message to a case.
    ///
    /// # Errors
    /// See [`SendError`].
    async fn reply(&self, case: &Remote, message: &OutMessage) -> Result<RemoteMessage, SendError>;

    /// Every case that has this key, oldest first; cases that were merged into another are not among them.
    ///
    /// # Errors
    /// See [`ReadError`].
    async fn find(&self, key: &Key) -> Result<Vec<Remote>, ReadError>;

    /// Every message of a case that has this key, oldest first.
    ///
    /// # Errors
    /// See [`ReadError`].
    async fn find_reply(&self, case: &Remote, key: &Key) -> Result<Vec<RemoteMessage>, ReadError>;

    /// What changed since a cursor, on cases of ours, at least once. See [`Cursor`] for where to begin.
    ///
    /// # Errors
    /// See [`ReadError`].
    async fn changes(&self, since: &Cursor) -> Result<Changes, ReadError>;

    /// A case as it stands, with its public replies.
    ///
    /// # Errors
    /// See [`ReadError`].
    async fn fetch(&self, case: &Remote) -> Result<PublicCase, ReadError>;

    /// The bytes of a file of a reply, at most [`crate::config::FILE_MAX_BYTES`].
    ///
    /// # Errors
    /// See [`ReadError`].
    async fn file(&self, case: &Remote, file: &FileId) -> Result<Bytes, ReadError>;

    /// Makes `duplicate` a part of `keep`, so that one is left under their key. Done twice it is done once.
    ///
    /// # Errors
    /// See [`SendError`].
    async fn merge(&self, duplicate: &Remote, keep: &Remote) -> Result<(), SendError>;

    /// Tells the helpdesk that the customer closed the case. Done twice it is done once.
    ///
    /// # Errors
    /// See [`SendError`].
    async fn close(&self, case: &Remote) -> Result<(), SendError>;

    /// Tells the helpdesk that the customer opened the case again without a message. Done twice it is done once.
    ///
    /// # Errors
    /// See [`SendError`].
    async fn reopen(&self, case: &Remote) -> Result<(), SendError>;

    /// Erases a case, as far as the helpdesk can be told to.
    ///
    /// # Errors
    /// See [`SendError`].
    async fn erase(&self, case: &Remote) -> Result<Erased, SendError>;

    /// Reads a delivery that somebody who claims to be the helpdesk sent to the portal. `now` is the portal's clock.
    ///
    /// # Errors
    /// See [`HintError`].
    fn webhook(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<Hint, HintError>;
}

/// What a self-check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelfCheck {
    /// In the order they were found; empty is good.
    pub findings: Vec<Finding>,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether cases would be lost or doubled by it. If not, it is a warning.
    pub fatal: bool,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub next: String,
}

impl SelfCheck {
    /// Whether cases may be sent.
    pub fn is_ready(&self) -> bool {
        self.findings.iter().all(|finding| !finding.fatal)
    }

    pub(crate) fn fault(&mut self, what: impl Into<String>, next: impl Into<String>) {
        self.findings.push(Finding { fatal: true, what: what.into(), next: next.into() });
    }

    pub(crate) fn warn(&mut self, what: impl Into<String>, next: impl Into<String>) {
        self.findings.push(Finding { fatal: false, what: what.into(), next: next.into() });
    }
}
