//! The one error door: every refusal leaves the portal as a problem document (RFC 9457).
//!
//! Here: what can go wrong and how each is told. A handler answers [`Error`]; `observe` turns it into the document,
//! since only it knows the request's id, and writes the detail to the log. Not here: pages for people (`plain`).

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use klarna_help_wire::{BODY_MAX_BYTES, FieldCode, FieldError, Problem, ProblemCode};
use std::sync::Arc;

/// Why a request is refused.
#[derive(Debug)]
pub enum Error {
    /// Another content type than the address takes.
    UnsupportedMediaType,
    /// More bytes than the portal reads.
    BodyTooLarge,
    /// Not JSON of the documented shape. Holds where, never what: parsers quote what customers wrote.
    MalformedBody(String),
    /// No such client.
    UnknownClient,
    /// The origin may not do this.
    OriginNotRegistered,
    /// Fields at fault.
    Fields(Vec<FieldError>),
    /// `Idempotency-Key` missing or of a wrong form.
    IdempotencyKeyInvalid(FieldCode),
    /// The key came before with another body.
    IdempotencyKeyReused,
    /// No case for this id and token.
    CaseNotFound,
    /// The case cannot take this now.
    NotPossibleNow,
    /// No upload of this id, or it is over.
    UploadNotFound,
    /// The upload is at this many bytes.
    UploadOffset(i64),
    /// Another request is writing to the upload.
    UploadBusy,
    /// The bytes are not what their checksum says.
    UploadChecksum,
    /// A header of the tus protocol is missing or wrong, by its name.
    UploadHeaders(&'static str),
    /// Another version of the tus protocol.
    UploadVersion,
    /// A file of a kind that is not taken.
    FileKind,
    /// A file over the limit, in bytes.
    FileTooLarge(i64),
    /// The code is wrong, used or too old, or there is no such case.
    CodeWrong,
    /// The identity token does not hold. The text is for the log.
    IdentityInvalid(&'static str),
    /// A proof of work is asked for.
    ChallengeRequired,
    /// A helpdesk's delivery that does not prove its sender. The text is for the log.
    DeliveryRefused(String),
    /// No such address.
    NotFound,
    /// Not by this method.
    MethodNotAllowed,
    /// The bucket is empty for so many seconds.
    TooManyRequests(u64),
    /// The portal itself failed. The text is for the log.
    Unavailable(String),
}

impl Error {
    /// The stable code.
    pub fn code(&self) -> ProblemCode {
        match self {
            Error::UnsupportedMediaType => ProblemCode::UnsupportedMediaType,
            Error::BodyTooLarge => ProblemCode::BodyTooLarge,
            Error::MalformedBody(_) => ProblemCode::MalformedBody,
            Error::UnknownClient => ProblemCode::UnknownClient,
            Error::OriginNotRegistered => ProblemCode::OriginNotRegistered,
            Error::Fields(_) => ProblemCode::InvalidFields,
            Error::IdempotencyKeyInvalid(_) => ProblemCode::IdempotencyKeyInvalid,
            Error::IdempotencyKeyReused => ProblemCode::IdempotencyKeyReused,
            Error::CaseNotFound => ProblemCode::CaseNotFound,
            Error::NotPossibleNow => ProblemCode::NotPossibleNow,
            Error::UploadNotFound => ProblemCode::UploadNotFound,
            Error::UploadOffset(_) => ProblemCode::UploadOffset,
            Error::UploadBusy => ProblemCode::UploadBusy,
            Error::UploadChecksum => ProblemCode::UploadChecksum,
            Error::UploadHeaders(_) => ProblemCode::UploadHeaders,
            Error::UploadVersion => ProblemCode::UploadVersion,
            Error::FileKind => ProblemCode::FileKind,
            Error::FileTooLarge(_) => ProblemCode::FileTooLarge,
            Error::CodeWrong => ProblemCode::CodeWrong,
            Error::IdentityInvalid(_) => ProblemCode::IdentityInvalid,
            Error::ChallengeRequired => ProblemCode::ChallengeRequired,
            Error::DeliveryRefused(_) => ProblemCode::DeliveryRefused,
            Error::NotFound => ProblemCode::NotFound,
            Error::MethodNotAllowed => ProblemCode::MethodNotAllowed,
            Error::TooManyRequests(_) => ProblemCode::TooManyRequests,
            Error::Unavailable(_) => ProblemCode::Unavailable,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Error::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Error::MalformedBody(_) | Error::IdempotencyKeyInvalid(_) | Error::UploadHeaders(_) => {
                StatusCode::BAD_REQUEST
            }
            Error::UnknownClient
            | Error::CaseNotFound
            | Error::UploadNotFound
            | Error::CodeWrong
            | Error::NotFound => StatusCode::NOT_FOUND,
            Error::NotPossibleNow | Error::UploadOffset(_) => StatusCode::CONFLICT,
            Error::UploadBusy => StatusCode::LOCKED,
            // Beyond the registered ones: the tus protocol's own.
            Error::UploadChecksum => StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST),
            Error::UploadVersion => StatusCode::PRECONDITION_FAILED,
            Error::FileKind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::FileTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Error::IdentityInvalid(_) | Error::DeliveryRefused(_) => StatusCode::UNAUTHORIZED,
            Error::ChallengeRequired => StatusCode::PRECONDITION_REQUIRED,
            Error::OriginNotRegistered => StatusCode::FORBIDDEN,
            Error::Fields(_) | Error::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Error::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Error::TooManyRequests(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Error::UnsupportedMediaType => "Send the body with the content type that this address takes.",
            Error::BodyTooLarge => "The body is larger than the portal reads.",
            Error::MalformedBody(_) => "The body is not JSON of the documented shape.",
            Error::UnknownClient => "There is no client of this id.",
            Error::OriginNotRegistered => "This origin is not registered for the client.",
            Error::Fields(_) => "One or more fields are wrong.",
            Error::IdempotencyKeyInvalid(_) => {
                "Send an Idempotency-Key of 16 to 255 visible ASCII characters."
            }
            Error::IdempotencyKeyReused => "This Idempotency-Key came before with another body.",
            Error::CaseNotFound => "There is no case for this ID and token.",
            Error::NotPossibleNow => {
                "The case cannot take this now. Read it again: `can` says what it takes."
            }
            Error::UploadNotFound => "There is no such upload, or it has expired. Begin a new one.",
            Error::UploadOffset(_) => {
                "The upload is at another offset. Ask for it with HEAD and go on from there."
            }
            Error::UploadBusy => "Another request is sending bytes of this upload. Try again in a moment.",
            Error::UploadChecksum => "The bytes are not what their checksum says. Send them again.",
            Error::UploadHeaders(_) => "A header of the tus protocol is missing or wrong.",
            Error::UploadVersion => "This portal speaks tus 1.0.0. Send Tus-Resumable: 1.0.0.",
            Error::FileKind => "Files are PNG, JPEG, WebP, HEIC, PDF or plain text, by their content.",
            Error::FileTooLarge(_) => "The file is larger than the portal takes.",
            Error::CodeWrong => "This code does not open a case. Ask for a new one.",
            Error::IdentityInvalid(_) => "The identity token does not hold. Ask the host page for a new one.",
            Error::DeliveryRefused(_) => "The delivery is not signed as agreed, or too old.",
            Error::ChallengeRequired => "Send a proof of work: GET /api/v1/challenge.",
            Error::NotFound => "There is nothing at this address.",
            Error::MethodNotAllowed => "This address does not answer to this method.",
            Error::TooManyRequests(_) => "Too many requests. Retry-After says when to come back.",
            Error::Unavailable(_) => {
                "The portal cannot answer now. Nothing was lost; send the same request again."
            }
        }
    }

    /// Fields at fault. Those outside the body go by the name of their header.
    fn fields(&self) -> Vec<FieldError> {
        match self {
            Error::Fields(fields) => fields.clone(),
            Error::UnsupportedMediaType => vec![FieldError::new("content-type", FieldCode::Invalid)],
            Error::BodyTooLarge => {
                vec![FieldError::with_limit("body", FieldCode::TooLong, BODY_MAX_BYTES)]
            }
            Error::MalformedBody(_) => vec![FieldError::new("body", FieldCode::Invalid)],
            Error::UnknownClient => vec![FieldError::new("clientId", FieldCode::Unknown)],
            Error::OriginNotRegistered => vec![FieldError::new("origin", FieldCode::Unknown)],
            Error::IdempotencyKeyInvalid(code) => vec![FieldError::new("idempotency-key", *code)],
            Error::IdempotencyKeyReused => vec![FieldError::new("idempotency-key", FieldCode::Invalid)],
            // The same whether the case exists or not: only the token could be at fault.
            Error::CaseNotFound | Error::IdentityInvalid(_) => {
                vec![FieldError::new("authorization", FieldCode::Invalid)]
            }
            Error::UploadOffset(_) => vec![FieldError::new("upload-offset", FieldCode::Invalid)],
            Error::UploadChecksum => vec![FieldError::new("upload-checksum", FieldCode::Invalid)],
            Error::UploadHeaders(name) => vec![FieldError::new(*name, FieldCode::Invalid)],
            Error::UploadVersion => vec![FieldError::new("tus-resumable", FieldCode::Unknown)],
            Error::FileTooLarge(max) => {
                let limit = usize::try_from(*max).unwrap_or(usize::MAX);
                vec![FieldError::with_limit("upload-length", FieldCode::TooLong, limit)]
            }
            Error::CodeWrong => vec![FieldError::new("code", FieldCode::Invalid)],
            Error::ChallengeRequired => vec![FieldError::new("altcha", FieldCode::Required)],
            _ => Vec::new(),
        }
    }

    /// What the log gets beyond the code; nothing a customer wrote.
    pub fn detail(&self) -> &str {
        match self {
            Error::MalformedBody(at) => at,
            Error::Unavailable(why) | Error::DeliveryRefused(why) => why,
            Error::IdentityInvalid(why) => why,
            _ => "",
        }
    }

    /// The document.
    pub fn document(&self, request_id: &str) -> Problem {
        let code = self.code();
        Problem {
            kind: format!("urn:klarna-help:problem:{}", code.as_str()),
            title: self.title().to_owned(),
            status: self.status().as_u16(),
            code,
            fields: self.fields(),
            request_id: request_id.to_owned(),
        }
    }
}

impl IntoResponse for Error {
    /// A response without a body, which [`render`] fills in.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        // No problem is ever kept by a cache: a file that is missing today may be there after a release.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self {
            Error::TooManyRequests(seconds) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            Error::Unavailable(_) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(5_u64));
            }
            _ => {}
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Gives a refused response its document, and answers why it was refused.
pub fn render(response: &mut Response, request_id: &str) -> Option<Arc<Error>> {
    let error = response.extensions_mut().remove::<Arc<Error>>()?;
    let body = serde_json::to_vec(&error.document(request_id)).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(body);
    Some(error)
}
