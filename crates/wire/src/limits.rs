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
