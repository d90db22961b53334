//! The headers of tus 1.0 (https://tus.io/protocols/resumable-upload, version 1.0.0): reading and writing them.
//!
//! Here: core, creation, creation-with-upload, checksum, expiration and termination, as far as they are headers. Not
//! here: what is done about them.

use crate::problem::Error;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use sha1::Sha1;
use sha2::{Digest, Sha256};

pub(super) const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
pub(super) const EXTENSIONS: HeaderValue =
    HeaderValue::from_static("creation,creation-with-upload,checksum,expiration,termination");
pub(super) const CHECKSUMS: HeaderValue = HeaderValue::from_static("sha256,sha1");
/// What the bytes of an upload come as.
pub(super) const BYTES: &str = "application/offset+octet-stream";

pub(super) const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(super) const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
pub(super) const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(super) const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(super) const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

/// Whether the caller speaks the version that this is.
pub(super) fn version(headers: &HeaderMap) -> Result<(), Error> {
    if headers.get(TUS_RESUMABLE) == Some(&VERSION) { Ok(()) } else { Err(Error::UploadVersion) }
}

/// What every answer says; and to a caller of another version, which one there is.
pub(super) async fn sign(mut response: Response) -> Response {
    let refused = response.status() == StatusCode::PRECONDITION_FAILED;
    let headers = response.headers_mut();
    headers.insert(TUS_RESUMABLE, VERSION);
    if refused {
        headers.insert(TUS_VERSION, VERSION);
    }
    response
}

/// A number of bytes: digits alone.
pub(super) fn bytes(headers: &HeaderMap, name: &'static str) -> Result<i64, Error> {
    let mut lines = headers.get_all(name).iter();
    let (Some(line), None) = (lines.next(), lines.next()) else { return Err(Error::UploadHeaders(name)) };
    let text = line.to_str().ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    text.and_then(|text| text.parse().ok()).ok_or(Error::UploadHeaders(name))
}

/// Whether the body is bytes of an upload.
pub(super) fn brings_bytes(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes() == BYTES.as_bytes())
}

/// The moment as HTTP writes it.
pub(super) fn expires(unix_seconds: i64) -> Option<HeaderValue> {
    let moment = Timestamp::from_second(unix_seconds).ok()?;
    DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).ok()?.try_into().ok()
}

/// A value of `Upload-Metadata`: pairs of a key and, in base 64, a value. `None` if the key is not there, or its value no
/// text.
pub(super) fn metadata(headers: &HeaderMap, key: &str) -> Option<String> {
    let line = headers.get("upload-metadata")?.to_str().ok()?;
    let mut pairs = line.split(',').map(|pair| pair.trim().split_once(' ').unwrap_or((pair.trim(), "")));
    let (_, value) = pairs.find(|(name, _)| *name == key)?;
    String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()
}

/// A sum to come out.
pub(super) struct Checksum {
    wanted: Vec<u8>,
    so_far: Hasher,
}

enum Hasher {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Checksum {
    /// What `Upload-Checksum` asks for, if it is there.
    pub(super) fn read(headers: &HeaderMap) -> Result<Option<Self>, Error> {
        const NAME: &str = "upload-checksum";
        let Some(line) = headers.get(NAME) else { return Ok(None) };
        let read = || {
            let (algorithm, sum) = line.to_str().ok()?.split_once(' ')?;
            let so_far = match algorithm {
                "sha256" => Hasher::Sha256(Sha256::new()),
                "sha1" => Hasher::Sha1(Sha1::new()),
                _ => return None,
            };
            Some(Self { wanted: STANDARD.decode(sum).ok()?, so_far })
        };
        read().map(Some).ok_or(Error::UploadHeaders(NAME))
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.so_far {
            Hasher::Sha1(hasher) => hasher.update(bytes),
            Hasher::Sha256(hasher) => hasher.update(bytes),
        }
    }

    /// Whether the bytes were what they had to be.
    pub(super) fn holds(self) -> bool {
        match self.so_far {
            Hasher::Sha1(hasher) => hasher.finalize()[..] == self.wanted,
            Hasher::Sha256(hasher) => hasher.finalize()[..] == self.wanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())])
    }

    #[test]
    fn a_number_of_bytes_is_digits_alone() {
        let check = |text: &str, expected: Option<i64>| {
            let read = bytes(&with("upload-offset", text), "upload-offset").ok();
            assert_eq!(read, expected, "{text}");
        };
        check("0", Some(0));
        check("10485760", Some(10_485_760));
        for wrong in ["", "-1", "+1", "1.0", " 1", "0x1", "99999999999999999999", "ten"] {
            check(wrong, None);
        }
        assert!(matches!(
            bytes(&HeaderMap::new(), "upload-length"),
            Err(Error::UploadHeaders("upload-length"))
        ));
    }

    #[test]
    fn metadata_is_read_by_its_key() {
        let headers = with("upload-metadata", "filename a3ZpdHRvLnBuZw==,client c2hvcA==, empty,bad !");
        assert_eq!(metadata(&headers, "filename").as_deref(), Some("kvitto.png"));
        assert_eq!(metadata(&headers, "client").as_deref(), Some("shop"));
        assert_eq!(metadata(&headers, "empty").as_deref(), Some(""));
        assert_eq!(metadata(&headers, "bad"), None);
        assert_eq!(metadata(&headers, "filetype"), None);
        assert_eq!(metadata(&HeaderMap::new(), "filename"), None);
    }

    #[test]
    fn sums_of_both_kinds_are_checked() {
        let check = |line: &str, expected: Option<bool>| {
            let sum = Checksum::read(&with("upload-checksum", line)).ok().flatten();
            let holds = sum.map(|mut sum| {
                sum.update(b"hello ");
                sum.update(b"world");
                sum.holds()
            });
            assert_eq!(holds, expected, "{line}");
        };
        check("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", Some(true));
        check("sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=", Some(true));
        check("sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", Some(false));
        check("md5 XrY7u+Ae7tCTyyK7j1rNww==", None);
        check("sha1 not-base-64", None);
        check("sha1", None);
        assert!(Checksum::read(&HeaderMap::new()).unwrap().is_none());
    }

    #[test]
    fn a_moment_is_written_as_http_does() {
        assert_eq!(expires(1_795_424_400).unwrap(), "Mon, 23 Nov 2026 09:00:00 GMT");
    }
}
