//! `GET /api/v1/cases/{id}/attachments/{upload}`: a file of a case, for whoever reads the case.
//!
//! A browser only ever saves it: it is not shown, runs nothing, and is in no page of another origin.

use super::failed;
use crate::cases::auth::case_auth;
use crate::cases::check::address;
use crate::problem::Error;
use crate::refusals;
use crate::state::Shared;
use crate::store::UploadState;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use klarna_help_wire::{FileKind, Problem, is_upload_id};

/// A file of a case.
///
/// What opens the case opens its files: `Authorization: Bearer …`. The answer is to be saved, never shown.
#[utoipa::path(
    get, path = "/api/v1/cases/{id}/attachments/{upload}", tag = "cases", operation_id = "readAttachment",
    params(("id" = String, Path, description = "The case ID."),
           ("upload" = String, Path, description = "The attachment's `id`.")),
    security(("caseToken" = [])),
    responses(
        (status = 200, description = "Its bytes.", body = Vec<u8>, content_type = "application/octet-stream", headers(
            ("content-disposition" = String, description = "`attachment`, with its name."),
            ("content-type" = String, description = "What it is, by its bytes."))),
        (status = 401, description = "`identity-invalid`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-registered`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`case-not-found`, or `upload-not-found` for whoever may read the case.",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not-possible-now`: the scanner has not looked at it yet.",
         body = Problem, content_type = "application/problem+json"),
        refusals::Unavailable
    )
)]
pub(super) async fn download(
    State(portal): State<Shared>,
    ids: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (id, upload) = address(ids);
    let case_id = case_auth(&portal, &headers, &id).await?.case_id;
    let upload = if is_upload_id(&upload) { portal.store.upload(&upload).await? } else { None };
    let upload =
        upload.filter(|upload| upload.case_id.as_deref() == Some(&case_id)).ok_or(Error::UploadNotFound)?;
    let kind = match (upload.state, upload.kind) {
        (UploadState::Done, Some(kind)) => kind,
        (UploadState::Held, _) => return Err(Error::NotPossibleNow),
        _ => return Err(Error::UploadNotFound),
    };
    let stream = portal.uploads.objects.get(&upload.id).await.map_err(failed)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type(kind))),
        (header::CONTENT_LENGTH, HeaderValue::from(upload.size)),
        (header::CONTENT_DISPOSITION, disposition(&upload.name, kind)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

fn media_type(kind: FileKind) -> &'static str {
    match kind {
        // It was checked to be.
        FileKind::Text => "text/plain; charset=utf-8",
        other => other.as_str(),
    }
}

/// To be saved under its name (RFC 6266, RFC 8187), with a plain one for callers that know only that.
fn disposition(name: &str, kind: FileKind) -> HeaderValue {
    let mut text = format!("attachment; filename=\"attachment.{}\"; filename*=UTF-8''", kind.extension());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        let check = |name: &str, expected: &str| {
            let value = disposition(name, FileKind::Png);
            let text = value.to_str().unwrap();
            assert_eq!(
                text.strip_prefix("attachment; filename=\"attachment.png\"; filename*=UTF-8''"),
                Some(expected)
            );
        };
        check("kvitto.png", "kvitto.png");
        check("å b.png", "%C3%A5%20b.png");
        check("a\"; x=y\r\n.png", "a%22%3B%20x%3Dy%0D%0A.png");
    }
}
