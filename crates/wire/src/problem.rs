//! Problem documents (RFC 9457): what every refused request gets, with a code and the fields at fault.

use crate::category::names;
use serde::{Deserialize, Serialize};

names! {
    /// What went wrong, as a stable code. The document's `type` is `urn:klarna-help:problem:<code>`.
    ProblemCode {
        /// The body is not JSON of the documented shape. 400.
        MalformedBody = "malformed-body",
        /// One or more fields are wrong; `fields` names them. 422.
        InvalidFields = "invalid-fields",
        /// `Idempotency-Key` is missing or has a wrong length. 400.
        IdempotencyKeyInvalid = "idempotency-key-invalid",
        /// The same key came before with another body. 422.
        IdempotencyKeyReused = "idempotency-key-reused",
        /// The body is larger than the portal reads. 413.
        BodyTooLarge = "body-too-large",
        /// The content type is not JSON. 415.
        UnsupportedMediaType = "unsupported-media-type",
        /// No such client. 404.
        UnknownClient = "unknown-client",
        /// The request's origin is not registered for this client. 403.
        OriginNotRegistered = "origin-not-registered",
        /// No case for this id and token; the same answer whether the case exists or not. 404.
        CaseNotFound = "case-not-found",
        /// The case cannot take this now: its state does not allow the action, or it was done already. 409.
        NotPossibleNow = "not-possible-now",
        /// No upload of this id, or it is over. 404.
        UploadNotFound = "upload-not-found",
        /// Bytes of an upload at another offset than it is at. 409.
        UploadOffset = "upload-offset",
        /// Bytes of the same upload are on their way in another request. 423.
        UploadBusy = "upload-busy",
        /// The bytes are not what their checksum says. 460, as the tus protocol has it.
        UploadChecksum = "upload-checksum",
        /// A tus header is missing or wrong. 400.
        UploadHeaders = "upload-headers",
        /// Another version of the tus protocol. 412.
        UploadVersion = "upload-version",
        /// A file of a kind that is not taken, by its bytes. 415.
        FileKind = "file-kind",
        /// A file larger than the limit. 413.
        FileTooLarge = "file-too-large",
        /// The code is wrong, used or too old, or there is no such case. 404.
        CodeWrong = "code-wrong",
        /// The identity token does not hold. 401.
        IdentityInvalid = "identity-invalid",
        /// A proof of work is asked for: `GET /api/v1/challenge`, then the same request with it. 428.
        ChallengeRequired = "challenge-required",
        /// A helpdesk's delivery is not signed as agreed, or too old. 401.
        DeliveryRefused = "delivery-refused",
        /// No such address. 404.
        NotFound = "not-found",
        /// The method is not allowed at this address. 405.
        MethodNotAllowed = "method-not-allowed",
        /// Too many requests; `Retry-After` says when. 429.
        TooManyRequests = "too-many-requests",
        /// The portal cannot answer now. Nothing was lost; the same request may be sent again. 503.
        Unavailable = "unavailable",
    }
}

names! {
    /// What is wrong with one field.
    FieldCode {
        /// Nothing was given.
        Required = "required",
        /// Shorter than the limit.
        TooShort = "too-short",
        /// Longer than the limit.
        TooLong = "too-long",
        /// Not of the form the field has.
        Invalid = "invalid",
        /// Not one of the values there are.
        Unknown = "unknown",
        /// More than may be sent.
        TooMany = "too-many",
    }
}

/// One field at fault. `field` is the JSON name, with a dot path for nested ones (`answers.3.answer`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON name of the field.
    pub field: String,
    /// What is wrong.
    pub code: FieldCode,
    /// The limit, where the code speaks of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl FieldError {
    /// A field error without a limit.
    pub fn new(field: impl Into<String>, code: FieldCode) -> Self {
        Self { field: field.into(), code, limit: None }
    }

    /// A field error that names the limit which was missed.
    pub fn with_limit(field: impl Into<String>, code: FieldCode, limit: usize) -> Self {
        Self { field: field.into(), code, limit: u32::try_from(limit).ok() }
    }
}

/// A problem document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:klarna-help:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short summary for a developer, in English.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: ProblemCode,
    /// The fields at fault, where there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// The id under which the portal's log has the detail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
}
