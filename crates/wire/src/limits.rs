//! Limits that both ends keep, in characters unless a unit is named.

/// Longest description of a problem. Long enough for a full story, short enough to read.
pub const DESCRIPTION_MAX: usize = 5_000;
/// Shortest description: less than this cannot be acted on.
pub const DESCRIPTION_MIN: usize = 10;
/// Longest e-mail address (RFC 5321 4.5.3.1.3: a path of 256 octets with its brackets).
pub const EMAIL_MAX: usize = 254;
/// Longest order number.
pub const ORDER_MAX: usize = 64;
/// Longest free-text context field.
pub const CONTEXT_MAX: usize = 200;
/// Longest question or answer carried over from a flow.
pub const ANSWER_MAX: usize = 500;
/// Most flow answers on one case.
pub const ANSWERS_MAX: usize = 20;
/// Largest request body the portal reads, in bytes.
pub const BODY_MAX_BYTES: usize = 256 * 1024;
/// Longest `Idempotency-Key`.
pub const IDEMPOTENCY_KEY_MAX: usize = 255;
/// Shortest `Idempotency-Key`: shorter ones collide.
pub const IDEMPOTENCY_KEY_MIN: usize = 16;
/// Longest message on the port, in characters of JSON.
pub const PORT_MESSAGE_MAX: usize = 20_000;
/// Longest token of `identify`.
pub const IDENTITY_MAX: usize = 4_096;
/// Longest locale (BCP 47 calls this enough for any tag).
pub const LOCALE_MAX: usize = 35;
/// Longest message after a case was sent, and longest "what you tried".
pub const MESSAGE_MAX: usize = 5_000;
/// Longest note for an item of the evidence list.
pub const NOTE_MAX: usize = 500;
/// Most items of an evidence list on one case.
pub const EVIDENCE_MAX: usize = 20;
/// Longest comment of a rating.
pub const COMMENT_MAX: usize = 1_000;
/// Most tags of what the customer left unmasked.
pub const KEPT_MAX: usize = 50;
/// Longest such tag.
pub const KEPT_TAG_MAX: usize = 64;
/// Largest file, in bytes.
pub const FILE_MAX_BYTES: i64 = 10 * 1024 * 1024;
/// Most files with one case or message.
pub const FILES_MAX: usize = 10;
/// All files of one case together, in bytes.
pub const FILES_MAX_BYTES: i64 = 25 * 1024 * 1024;
/// Longest name of a file.
pub const FILE_NAME_MAX: usize = 120;
/// Hours until an upload that goes with no case is thrown away.
pub const UPLOAD_HOURS: i64 = 24;
/// Most cases in a list.
pub const CASES_LISTED_MAX: usize = 100;
/// Minutes that a look-up's code works.
pub const CODE_MINUTES: u32 = 15;
/// Wrong codes until a look-up's code works no more.
pub const CODE_TRIES: u32 = 5;
/// Largest number of a proof of work.
pub const WORK_MAX: u32 = 200_000;
