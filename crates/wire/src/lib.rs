//! What crosses a boundary: HTTP between widget and portal, and the message port between loader and app.
//!
//! Here: ids, requests, responses, problem documents, limits, validation and redaction, shared by both ends so
//! that they cannot disagree. Not here: sending anything, storing anything, clocks, randomness, words shown to a
//! customer (a [`FieldCode`] is turned into words by the widget in the customer's language).
#![warn(missing_docs)]

mod access;
mod blocks;
mod case;
mod category;
mod context;
mod host;
mod limits;
mod locale;
mod port;
mod problem;
mod redact;
mod sse;
mod thread;
mod upload;
mod validate;
mod vote;
mod work;

pub use access::{CaseAccess, Challenge, CodeRequest, LookupAnswer, LookupRequest};
pub use blocks::*;
pub use case::{
    Answer, CaseRequest, CaseState, Environment, EvidenceNote, NextStep, Receipt, is_case_id, read_case_id,
};
pub use category::{Area, Category};
pub use context::Context;
pub use host::{Consent, Destination, Handover, HostAction, Prefill, Secret, StepAnswer};
pub use limits::*;
pub use locale::is_rtl;
pub use port::{AppConfig, EventData, EventFact, FromApp, PORT_VERSION, ToApp};
pub use problem::{FieldCode, FieldError, Problem, ProblemCode};
pub use redact::{Hit, MASK, Masked, RedactKind, Redaction, find, kept_tag, redact, redact_reference};
pub use sse::{SseEvent, SseReader};
pub use thread::{
    ActionRequest, CaseAction, CaseEvent, CaseEventKind, CaseList, CaseListed, CaseView, Message,
    MessageRequest,
};
pub use upload::{Attachment, AttachmentRef, FileKind, SNIFF_BYTES, is_upload_id};
pub use validate::{ValidCase, is_email, validate, validate_action, validate_message};
pub use vote::{VOTE_PAGES, VOTE_REASONS, VOTE_WAYS, Vote};
pub use work::{Search, Sha256, Solver};
