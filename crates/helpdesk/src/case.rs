//! What goes out: a case, a message on it, and their files.

use crate::Key;
use async_trait::async_trait;
use bytes::Bytes;
use klarna_help_wire::{Answer, Category, Context, Environment, EvidenceNote};
use std::fmt;
use std::io;
use std::sync::Arc;

/// A case as the helpdesk gets it. Texts are redacted and checked before.
#[derive(Clone, Debug)]
pub struct OutCase {
    /// The case ID.
    pub key: Key,
    /// The merchant's client id.
    pub client_id: String,
    /// Real customers, or a merchant's test page: the subject says which.
    pub environment: Environment,
    /// One line.
    pub subject: String,
    /// What it is about.
    pub category: Category,
    /// The locale the customer reads, such as `sv-SE`.
    pub locale: String,
    /// The market, such as `SE`.
    pub market: String,
    /// The customer's address.
    pub email: String,
    /// What happened, in the customer's words.
    pub description: String,
    /// The store's order number; empty if none was given.
    pub order_id: String,
    /// When it happened, `YYYY-MM-DD`; empty if not told.
    pub happened_on: String,
    /// What the customer tried already; empty if nothing was said.
    pub tried: String,
    /// What the customer wrote for items of the evidence list.
    pub evidence: Vec<EvidenceNote>,
    /// Answers of the flow that led here.
    pub answers: Vec<Answer>,
    /// What the host page said of itself.
    pub context: Context,
    /// The date promised to the customer, `YYYY-MM-DD` in the market's zone.
    pub expected_by: String,
    /// Evidence.
    pub attachments: Vec<OutFile>,
}

/// A customer's message on a case that the helpdesk has.
#[derive(Clone, Debug)]
pub struct OutMessage {
    /// Our message id.
    pub key: Key,
    /// The case it belongs to.
    pub case: Key,
    /// The customer's address: the author.
    pub email: String,
    /// What the customer wrote.
    pub text: String,
    /// Evidence.
    pub attachments: Vec<OutFile>,
}

/// A file to send. Its bytes are read when they are needed and not kept.
#[derive(Clone)]
pub struct OutFile {
    /// As the customer named it.
    pub name: String,
    /// As found by the file's magic bytes, such as `image/png`.
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// Where the bytes are.
    pub source: Arc<dyn FileSource>,
}

/// Gives a file's bytes.
#[async_trait]
pub trait FileSource: Send + Sync {
    /// All of them. Files are small (10 MiB at most): no stream, so that every request has a length.
    ///
    /// # Errors
    /// The file cannot be read; nothing is sent then.
    async fn bytes(&self) -> io::Result<Bytes>;
}

#[async_trait]
impl FileSource for Bytes {
    async fn bytes(&self) -> io::Result<Bytes> {
        Ok(self.clone())
    }
}

impl OutFile {
    /// A file whose bytes are in memory.
    pub fn in_memory(name: &str, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            source: Arc::new(bytes),
        }
    }
}

impl fmt::Debug for OutFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutFile")
            .field("media_type", &self.media_type)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
