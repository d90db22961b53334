//! `/api/v1/uploads/{id}`: how far an upload is, its next bytes, and its end before the end.

use super::lease::{Lease, Taken};
use super::protocol::{self, Checksum, UPLOAD_EXPIRES, UPLOAD_LENGTH, UPLOAD_OFFSET};
use super::receive::Receiving;
use crate::cases::check::address;
use crate::problem::Error;
use crate::refusals;
use crate::security;
use crate::state::{Portal, Shared};
use crate::store::{Upload, UploadState};
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use klarna_help_wire::{FILE_MAX_BYTES, Problem, is_upload_id};
use std::time::Duration;

/// How long what comes with a refused request is read on.
const DRAIN: Duration = Duration::from_secs(10);

/// How far an upload is (tus 1.0, core).
///
/// The offset is what is on disk. Metadata is not told again: the address of an upload only writes.
#[utoipa::path(
    head, path = "/api/v1/uploads/{id}", tag = "uploads", operation_id = "uploadOffset",
    params(("id" = String, Path, description = "Of the upload."),
           ("Tus-Resumable" = String, Header, description = "`1.0.0`.")),
    responses(
        (status = 200, description = "How far it is.", headers(
            ("upload-offset" = i64, description = "Bytes that are on disk."),
            ("upload-length" = i64, description = "Bytes of the file as it was announced."),
            ("upload-expires" = String, description = "When it will be thrown away."))),
        (status = 403, description = "`origin-not-registered`."),
        (status = 404, description = "`upload-not-found`: unknown, ended or expired."),
        (status = 412, description = "`upload-version`."),
        (status = 415, description = "`file-kind`: it was refused, and its bytes are gone."),
        (status = 503, description = "`unavailable`.")
    )
)]
pub(super) async fn head(
    State(portal): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let upload = found(&portal, &address(id), &headers).await?;
    let place = place(&portal, &upload);
    // Once it is done, what is stored may be less than what came.
    let length = if upload.state == UploadState::Open { upload.size } else { upload.position };
    let mut response = (StatusCode::OK, [(UPLOAD_LENGTH, HeaderValue::from(length))]).into_response();
    let expires = upload.case_id.is_none().then(|| protocol::expires(upload.expires_at)).flatten();
    progress(&mut response, place, expires);
    Ok(response)
}

/// The next bytes of an upload (tus 1.0, core and checksum).
///
/// One request writes to an upload at a time; one whose connection fell silent gives way to a newer one. With
/// `Upload-Checksum` the bytes count only if the sum holds. The last bytes end the upload: then the file is looked at,
/// what tells of its sender (EXIF, XMP, comments) is taken out, and it is stored.
#[utoipa::path(
    patch, path = "/api/v1/uploads/{id}", tag = "uploads", operation_id = "appendUpload",
    params(
        ("id" = String, Path, description = "Of the upload."),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`."),
        ("Upload-Offset" = i64, Header, description = "Where the bytes go: what HEAD answers."),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha256` or `sha1`, and the sum in base 64.")
    ),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, description = "On disk.", headers(
            ("upload-offset" = i64, description = "Bytes that are on disk."),
            ("upload-expires" = String, description = "When it will be thrown away."))),
        (status = 400, description = "`upload-headers` with the header's name, or `malformed-body`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-registered`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`upload-not-found`: unknown, ended or expired.",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`upload-offset`: it is at another one.",
         body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`upload-version`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "`file-too-large`: more bytes than were announced.",
         body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "`unsupported-media-type` of the request, or `file-kind`: the file is refused for good.",
         body = Problem, content_type = "application/problem+json"),
        (status = 423, description = "`upload-busy`: another request is at it.",
         body = Problem, content_type = "application/problem+json"),
        (status = 460, description = "`upload-checksum`: send these bytes again.",
         body = Problem, content_type = "application/problem+json"),
        refusals::Unavailable
    )
)]
pub(super) async fn patch(
    State(portal): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Error> {
    let (parts, body) = request.into_parts();
    let receiving = match prepare(&portal, &address(id), &parts.headers).await {
        Ok(receiving) => receiving,
        Err(error) => return Err(drained(body, error).await),
    };
    let offset = received(receiving, body).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    progress(&mut response, offset, protocol::expires(super::expires_at(&portal)));
    Ok(response)
}

/// End an upload before a case has it (tus 1.0, termination).
#[utoipa::path(
    delete, path = "/api/v1/uploads/{id}", tag = "uploads", operation_id = "endUpload",
    params(("id" = String, Path, description = "Of the upload."),
           ("Tus-Resumable" = String, Header, description = "`1.0.0`.")),
    responses(
        (status = 204, description = "Gone, with its bytes."),
        (status = 403, description = "`origin-not-registered`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`upload-not-found`: unknown, ended, expired, or a case has it.",
         body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`upload-version`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 423, description = "`upload-busy`.",
         body = Problem, content_type = "application/problem+json"),
        refusals::Unavailable
    )
)]
pub(super) async fn delete(
    State(portal): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let id: String = address(id);
    match found(&portal, &id, &headers).await {
        // Its bytes are gone; so may the row.
        Ok(_) | Err(Error::FileKind) => {}
        Err(error) => return Err(error),
    }
    let _lease = lease(&portal, &id).await?;
    if super::remove(&portal, &id).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Error::UploadNotFound)
    }
}

/// HEAD, PATCH or DELETE by a caller that can only POST.
///
/// `X-HTTP-Method-Override` says which; the rest is as with that method.
#[utoipa::path(
    post, path = "/api/v1/uploads/{id}", tag = "uploads", operation_id = "overrideUpload",
    params(("id" = String, Path, description = "Of the upload."),
           ("X-HTTP-Method-Override" = String, Header, description = "`HEAD`, `PATCH` or `DELETE`.")),
    responses(
        (status = 200, description = "As HEAD."),
        (status = 204, description = "As PATCH or DELETE."),
        (status = 400, description = "`upload-headers`: no such method; or as with that method.",
         body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "As with that method.",
         body = Problem, content_type = "application/problem+json"),
        refusals::Unavailable
    )
)]
pub(super) async fn overridden(
    portal: State<Shared>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Error> {
    const NAME: &str = "x-http-method-override";
    let method = request.headers().get(NAME).map(HeaderValue::as_bytes);
    match method {
        Some(b"HEAD") => head(portal, id, request.headers().clone()).await,
        Some(b"PATCH") => patch(portal, id, request).await,
        Some(b"DELETE") => delete(portal, id, request.headers().clone()).await,
        _ => Err(drained(request.into_body(), Error::UploadHeaders(NAME)).await),
    }
}

/// The checks of PATCH, in the order: version, upload, origin, content type, headers, writer, offset.
async fn prepare(portal: &Shared, id: &str, headers: &HeaderMap) -> Result<Receiving, Error> {
    let upload = found(portal, id, headers).await?;
    if !protocol::brings_bytes(headers) {
        return Err(Error::UnsupportedMediaType);
    }
    let offset = protocol::bytes(headers, "upload-offset")?;
    let checksum = Checksum::read(headers)?;
    if upload.state != UploadState::Open {
        return Err(Error::UploadOffset(upload.position));
    }
    let lease = lease(portal, id).await?;
    // Read again: whoever had the lease may have moved it.
    let upload = found(portal, id, headers).await?;
    let place = place(portal, &upload);
    if upload.state != UploadState::Open || offset != place {
        return Err(Error::UploadOffset(place));
    }
    // Refused before its bytes are read, where it can be seen.
    let length =
        headers.get(axum::http::header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<i64>().ok());
    if length.is_some_and(|length| length > upload.size - place) {
        return Err(Error::FileTooLarge(upload.size));
    }
    Ok(Receiving { portal: portal.clone(), upload, lease, place, checksum })
}

/// The upload, if it is still there and the caller may write to it.
async fn found(portal: &Portal, id: &str, headers: &HeaderMap) -> Result<Upload, Error> {
    protocol::version(headers)?;
    if !is_upload_id(id) {
        return Err(Error::UploadNotFound);
    }
    let upload = portal.store.upload(id).await?.ok_or(Error::UploadNotFound)?;
    let client = portal.config.client(&upload.client_id).ok_or(Error::UploadNotFound)?;
    security::may_send(&portal.config, client, headers)?;
    if upload.case_id.is_none() && upload.expires_at < portal.clock.now().as_second() {
        return Err(Error::UploadNotFound);
    }
    if upload.state == UploadState::Refused { Err(Error::FileKind) } else { Ok(upload) }
}

/// Where the next bytes go. A disk that lost some has the last word.
fn place(portal: &Portal, upload: &Upload) -> i64 {
    match upload.state {
        UploadState::Open => upload.position.min(portal.uploads.staging.length(&upload.id)),
        _ => upload.position,
    }
}

pub(super) async fn lease(portal: &Portal, id: &str) -> Result<Lease, Error> {
    portal.uploads.leases.take(id).await.map_err(|taken| match taken {
        Taken::ByAnother => Error::UploadBusy,
        Taken::Full => Error::Unavailable("files: too many uploads at once".to_owned()),
    })
}

/// Takes the bytes in a task of its own, which ends in order even if the caller goes away.
pub(super) async fn received(receiving: Receiving, body: Body) -> Result<i64, Error> {
    let stopped = |_| Error::Unavailable("files: stopped".to_owned());
    tokio::spawn(receiving.run(body)).await.map_err(stopped)?
}

/// Reads on what comes with a refused request: a sender that is still writing when the connection closes sees a reset
/// instead of the answer.
pub(super) async fn drained(mut body: Body, error: Error) -> Error {
    let read_on = async {
        let mut left = FILE_MAX_BYTES;
        while let Some(Ok(frame)) = body.frame().await {
            left -= frame.data_ref().map_or(0, |data| i64::try_from(data.len()).unwrap_or(i64::MAX));
            if left < 0 {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(DRAIN, read_on).await;
    error
}

pub(super) fn progress(response: &mut Response, offset: i64, expires: Option<HeaderValue>) {
    let headers = response.headers_mut();
    headers.insert(UPLOAD_OFFSET, HeaderValue::from(offset));
    if let Some(expires) = expires {
        headers.insert(UPLOAD_EXPIRES, expires);
    }
}
