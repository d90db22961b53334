//! What a helpdesk can do, as the portal has to know it.

use std::time::Duration;

/// What a connector can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caps {
    /// What keeps a second send from becoming a second case.
    pub once: Once,
    /// How files go along.
    pub attach: Attach,
    /// Whose name a customer's reply has over there.
    pub author: AuthorAs,
    /// How changes become known.
    pub events: Events,
    /// How long after an unknown outcome, counted from its end, a look-up may be believed. At least 60 s and twice the
    /// time-out in production.
    pub settle: Duration,
    /// How long one call may take.
    pub timeout: Duration,
    /// How often it may be called.
    pub budget: RateBudget,
    /// Whether two cases can be made one.
    pub merge: bool,
    /// Whether replies come as raw HTML. They are sanitised here either way.
    pub html: Html,
    /// Whether a case can be erased.
    pub erase: EraseAs,
}

/// What keeps a second send from becoming a second case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once {
    /// The helpdesk knows a header for it, for this long; after that a look-up.
    Native {
        /// The header.
        header: &'static str,
        /// How long it remembers.
        ttl: Duration,
    },
    /// Only a look-up by our key.
    LookupByKey,
    /// The receiver promised to take each key once. [`crate::Helpdesk::find`] finds nothing there; sending again is safe.
    ReceiverDedups,
}

/// How files go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attach {
    /// As parts of the request.
    Multipart {
        /// Largest total, in bytes.
        max: u64,
    },
    /// Inside the JSON.
    Base64 {
        /// Largest total, in bytes.
        max: u64,
    },
    /// Sent before, named in the request.
    UploadFirst {
        /// How long an upload waits to be named.
        ttl: Duration,
        /// Largest file, in bytes.
        max: u64,
    },
}

/// Whose name a customer's reply has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorAs {
    /// The customer's.
    Customer,
    /// The portal's user; the text says that the customer wrote it.
    Relay,
}

/// How changes become known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Events {
    /// By asking, no more often than this.
    Poll {
        /// Shortest time between two reads.
        min_interval: Duration,
    },
    /// The helpdesk calls the portal.
    Webhook,
}

/// How often a helpdesk may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateBudget {
    /// Calls at once.
    pub concurrency: usize,
    /// Calls in a minute; `None` where nothing is known.
    pub per_minute: Option<u32>,
}

/// How bodies of replies come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Html {
    /// As an agent or a mail program wrote them, scripts included.
    Raw,
    /// Cleaned by the helpdesk, so it says.
    Sanitised,
}

/// Whether a case can be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseAs {
    /// For good.
    Full,
    /// Only by hand, over there.
    ByHand,
}
