//! What goes into a store and comes out of it.

use crate::cases::standing::Standing;
use klarna_help_wire::{CaseState, Category, ValidCase};

/// A case to be stored: checked, redacted, with its promise.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Checked by `wire`, and redacted.
    pub case: ValidCase,
    /// RFC 3339 in UTC.
    pub received_at: String,
    /// `YYYY-MM-DD`.
    pub expected_by: String,
    /// Who the customer is (`identity`); empty for a guest.
    pub customer: String,
}

/// What makes a submission the same as an earlier one. The client is that of the case.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    /// SHA-256 of the `Idempotency-Key`.
    pub key_sha256: [u8; 32],
    /// SHA-256 of the request in its canonical form.
    pub fingerprint: [u8; 32],
    /// Unix seconds.
    pub at: i64,
}

/// A fresh id with its token.
#[derive(Clone, Debug)]
pub struct Minted {
    /// The case ID.
    pub case_id: String,
    /// With the secret, makes the token again.
    pub nonce: [u8; 16],
    /// What the token is checked against.
    pub token_sha256: [u8; 32],
}

/// What a submission led to.
#[derive(Clone, Debug)]
pub enum Stored {
    /// A case was stored.
    New(ReceiptRow),
    /// The same submission came before; this is what was stored then.
    Replay(ReceiptRow),
    /// The key came before with another request.
    KeyReused,
}

/// From which a receipt is made, the first time and every time after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    /// The case ID.
    pub case_id: String,
    /// Makes the token again.
    pub nonce: Vec<u8>,
    /// Tells whether the secret is still the one that made it.
    pub token_sha256: Vec<u8>,
    /// RFC 3339 in UTC.
    pub received_at: String,
    /// `YYYY-MM-DD`.
    pub expected_by: String,
}

/// A stored case, without anything that opens it.
#[derive(Clone, Debug)]
pub struct CaseRecord {
    /// The case ID.
    pub case_id: String,
    /// Where it stands.
    pub state: CaseState,
    /// What it is about.
    pub category: Category,
    /// The merchant's client id.
    pub client_id: String,
    /// The locale the customer reads.
    pub locale: String,
    /// The market, by its code.
    pub market: String,
    /// `production` or `playground`.
    pub environment: String,
    /// RFC 3339 in UTC.
    pub received_at: String,
    /// `YYYY-MM-DD`.
    pub expected_by: String,
    /// Where the answer goes.
    pub email: String,
    /// Empty if none was given.
    pub order_id: String,
    /// The flow that led here; empty if none did.
    pub flow: String,
    /// JSON of the answers given there.
    pub answers: String,
    /// JSON of what the host page said of itself.
    pub context: String,
    /// What the customer wrote.
    pub description: String,
    /// `YYYY-MM-DD`; empty if not told.
    pub happened_on: String,
    /// What the customer had tried; empty if not told.
    pub tried: String,
    /// JSON of the notes for the evidence list.
    pub evidence: String,
    /// Who the customer is (`identity`); empty for a guest.
    pub customer: String,
    /// Who has it at the helpdesk; empty if nobody yet.
    pub assignee: String,
    /// `seq` of the last event that the helpdesk made; 0 if there is none.
    pub last_from_us: i64,
    /// Unix seconds: when the customer last asked for an update.
    pub asked_at: Option<i64>,
    /// 1 to 5.
    pub rating: Option<i64>,
    /// The helpdesk that has it, by name; empty until one does.
    pub desk: String,
    /// What that helpdesk calls it.
    pub remote_id: String,
    /// Whether what the customer wrote was erased.
    pub erased: bool,
}

impl CaseRecord {
    /// What of it decides what may be done.
    pub fn standing(&self) -> Standing {
        Standing {
            state: self.state,
            expected_by: self.expected_by.clone(),
            assignee: self.assignee.clone(),
            asked_at: self.asked_at,
            rating: self.rating,
        }
    }
}

/// A line of a list: nothing a customer wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSummary {
    /// The case ID.
    pub case_id: String,
    /// Where it stands.
    pub state: String,
    /// What it is about.
    pub category: String,
    /// `production` or `playground`.
    pub environment: String,
    /// `YYYY-MM-DD`.
    pub expected_by: String,
}

/// Why a store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no database.
    #[error("{0} is not there: has the portal run with this data folder?")]
    NoDatabase(std::path::PathBuf),
    /// The tables cannot be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database itself. Its messages name tables and columns, never values.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// No id could be drawn.
    #[error(transparent)]
    NoRandomness(#[from] crate::ids::NoRandomness),
    /// Every id that was drawn is taken.
    #[error("no free case ID was found")]
    NoFreeId,
    /// Attachments that cannot be given to the case, by their places in the list.
    #[error("uploads that are not there, not finished, or given already")]
    BadUploads(Vec<usize>),
    /// The files of one case together are over the limit.
    #[error("the files of one case are too large together")]
    TooManyBytes,
    /// More waits to be written than will be in time.
    #[error("too much waits to be written")]
    Busy,
    /// The database was closed, or would not take a write; the log has why.
    #[error("the database took no write")]
    Closed,
    /// The probe's own, which takes it back.
    #[error("probed")]
    Probed,
    /// A row holds what no version of the portal writes.
    #[error("column {0} holds an unknown value")]
    Unreadable(&'static str),
}

/// Why a case was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// No such case.
    #[error("there is no such case")]
    NoSuchCase,
    /// The transition table does not have it.
    #[error("a case that is {} cannot become {}", from.as_str(), to.as_str())]
    NotAllowed {
        /// The state it has.
        from: CaseState,
        /// The state asked for.
        to: CaseState,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for MoveError {
    fn from(error: sqlx::Error) -> Self {
        MoveError::Store(error.into())
    }
}
