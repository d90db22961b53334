//! What the portal says to and hears from a company's helpdesk.
//!
//! Here: one trait, [`Helpdesk`], and three connectors behind it: Request Tracker 5 ([`rt`]), Zendesk ([`zendesk`]) and
//! a signed webhook ([`hook`]); how each answer of theirs is classed ([`SendError`]); agents' HTML made into blocks
//! ([`sanitise`]); the `[[helpdesk]]` tables of `portal.toml` ([`config`]). Not here: when to call, how often, what to do
//! after an unknown outcome, and what is stored (the portal's outbox).
//!
//! Invariant: an answer that is neither a clean success nor a clean refusal is [`SendError::Unknown`]: the case may be
//! there, and only a look-up by our key says so.
//! Invariant: no value of this crate's public types can hold an internal note.
//! Invariant: nothing found by key is believed before the key in the found record was compared.
#![warn(missing_docs)]

mod caps;
mod case;
mod change;
pub mod config;
mod error;
mod helpdesk;
pub mod hook;
mod http;
mod key;
mod render;
pub mod rt;
mod sanitise;
mod status;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
pub mod zendesk;

pub use caps::{Attach, AuthorAs, Caps, EraseAs, Events, Html, Once, RateBudget};
pub use case::{FileSource, OutCase, OutFile, OutMessage};
pub use change::{
    Author, Changes, Cursor, Erased, FileId, FileRef, Hint, PublicCase, PublicChange, Remote, RemoteId,
    RemoteMessage, WhatChanged,
};
pub use error::{HintError, ReadError, SendError, class_of_status};
pub use helpdesk::{Finding, Helpdesk, SelfCheck};
pub use key::{BadKey, Key};
pub use sanitise::{sanitise, sanitise_text};
pub use status::StatusMap;
