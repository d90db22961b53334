//! `/api/v1/uploads`: what the portal can, and beginning an upload.

use super::protocol::{self, CHECKSUMS, Checksum, EXTENSIONS, TUS_VERSION, VERSION};
use super::receive::Receiving;
use super::{append, expires_at, name};
use crate::ids;
use crate::limit::{self, Peer};
use crate::problem::Error;
use crate::security;
use crate::state::{Portal, Shared};
use crate::store::Upload;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use klarna_help_wire::{FILE_MAX_BYTES, FileKind, Problem};

/// What the portal can of tus 1.0.
#[utoipa::path(
    options, path = "/api/v1/uploads", tag = "uploads", operation_id = "uploadOptions",
    responses((status = 204, description = "What the portal can.", headers(
        ("tus-version" = String, description = "`1.0.0`."),
        ("tus-extension" = String, description = "creation, creation-with-upload, checksum, expiration, termination."),
        ("tus-max-size" = i64, description = "Largest file, in bytes."),
        ("tus-checksum-algorithm" = String, description = "sha256, sha1."))))
)]
pub(super) async fn options() -> Response {
    let headers = [
        (TUS_VERSION, VERSION),
        (HeaderName::from_static("tus-extension"), EXTENSIONS),
        (HeaderName::from_static("tus-max-size"), HeaderValue::from(FILE_MAX_BYTES)),
        (HeaderName::from_static("tus-checksum-algorithm"), CHECKSUMS),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Begin an upload (tus 1.0, creation).
///
/// `Upload-Metadata` has, each in base 64: `client`, the client id; `filename`; and `filetype`, the media type, which may
/// be missing. Name and type must not contradict each other, nor later the bytes. Bytes may come along
/// (creation-with-upload). An upload that moves no more expires after 24 hours, unless a case was sent with it by then.
/// Its address writes and ends it, and never reads it. At most 10 MiB; PNG, JPEG, WebP, HEIC, PDF or plain text.
#[utoipa::path(
    post, path = "/api/v1/uploads", tag = "uploads", operation_id = "createUpload",
    params(
        ("Tus-Resumable" = String, Header, description = "`1.0.0`."),
        ("Upload-Length" = i64, Header, description = "Bytes of the file, at least 1."),
        ("Upload-Metadata" = String, Header, description = "`client`, `filename`, `filetype`."),
        ("Upload-Checksum" = Option<String>, Header, description = "Of the bytes that come along.")
    ),
    responses(
        (status = 201, description = "Begun.", headers(
            ("location" = String, description = "Address of the upload."),
            ("upload-offset" = i64, description = "Bytes that are on disk."),
            ("upload-expires" = String, description = "When it will be thrown away."))),
        (status = 400, description = "`upload-headers` with the header's name, or `malformed-body`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin-not-registered`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-client`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`upload-version`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "`file-too-large`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "`file-kind`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 423, description = "`upload-busy`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`too-many-requests`.",
         body = Problem, content_type = "application/problem+json",
         headers(("retry-after" = u64, description = "Seconds."))),
        (status = 460, description = "`upload-checksum`.",
         body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`: too much waits, or the disk is nearly full.",
         body = Problem, content_type = "application/problem+json",
         headers(("retry-after" = u64, description = "Seconds.")))
    )
)]
pub(super) async fn create(State(portal): State<Shared>, request: Request) -> Result<Response, Error> {
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    let begun = begin(&portal, headers, parts.extensions.get::<Peer>().copied()).await;
    let with_bytes = protocol::brings_bytes(headers);
    let checksum = begun.and_then(|upload| Ok((upload, Checksum::read(headers)?)));
    let (upload, checksum) = match checksum {
        Ok(begun) => begun,
        Err(error) => return Err(append::drained(body, error).await),
    };
    let location = format!("/api/v1/uploads/{}", upload.id);
    let expires = protocol::expires(upload.expires_at);
    let mut offset = 0;
    if with_bytes {
        let lease = append::lease(&portal, &upload.id).await?;
        let receiving = Receiving { portal, upload, lease, place: 0, checksum };
        offset = append::received(receiving, body).await?;
    }
    let mut response = (StatusCode::CREATED, [(header::LOCATION, location)]).into_response();
    append::progress(&mut response, offset, expires);
    Ok(response)
}

/// Checks in this order: version, length, client, origin, name and type, rate and room.
async fn begin(portal: &Portal, headers: &HeaderMap, peer: Option<Peer>) -> Result<Upload, Error> {
    protocol::version(headers)?;
    let size = protocol::bytes(headers, "upload-length")?;
    if size == 0 {
        return Err(Error::UploadHeaders("upload-length"));
    }
    if size > FILE_MAX_BYTES {
        return Err(Error::FileTooLarge(FILE_MAX_BYTES));
    }
    let metadata = |key| protocol::metadata(headers, key);
    let missing = Error::UploadHeaders("upload-metadata");
    let (Some(client), Some(file)) = (metadata("client"), metadata("filename")) else { return Err(missing) };
    let client = portal.config.client(&client).ok_or(Error::UnknownClient)?;
    security::may_send(&portal.config, client, headers)?;
    let name = named(&file, &metadata("filetype").unwrap_or_default())?;
    let prefix = limit::prefix(peer, headers, portal.config.trusted_proxies);
    portal.uploads.quota.admit(portal, prefix, size).await?;
    let id = ids::upload_id().map_err(super::failed)?;
    let (now, expires_at) = (portal.clock.now().as_second(), expires_at(portal));
    portal.store.create_upload(&id, &client.id, &name, size, now, expires_at).await?;
    portal.uploads.quota.add(prefix, &id, size);
    portal.store.upload(&id).await?.ok_or(Error::UploadNotFound)
}

/// The name to keep, with an ending if the type tells one.
fn named(file: &str, media_type: &str) -> Result<String, Error> {
    let name = name::clean(file);
    let by = |kind: Result<Option<FileKind>, ()>| kind.map_err(|()| Error::FileKind);
    match (by(name::kind(&name))?, by(name::declared(media_type))?) {
        (Some(one), Some(other)) if one != other => Err(Error::FileKind),
        (None, Some(kind)) => Ok(name::with_ending(&name, kind)),
        _ => Ok(name),
    }
}
