//! Uploads by tus 1.0 (https://tus.io/protocols/resumable-upload): creation, checksum, termination.
//!
//! Here: one file from where the portal has it to its end, stretch by stretch. Not here: when to try again (the state
//! decides), the bytes themselves (platform).

use crate::api::{fetch, fetch_within, refusal, wait};
use js_sys::{ArrayBuffer, Uint8Array};
use klarna_help_state::Failure;
use klarna_help_wire::{FileKind, ProblemCode, is_upload_id};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, RequestInit, Response};

/// Bytes in one request: a stretch is sent again whole when the connection breaks, and is the step of the progress.
const STRETCH: f64 = 512.0 * 1024.0;
/// Time for one stretch, in milliseconds: 9 kB a second, a phone at the edge of its network.
const STRETCH_MS: u32 = 60_000;
const VERSION: (&str, &str) = ("tus-resumable", "1.0.0");

/// A file on its way.
pub(crate) struct Upload<'a> {
    /// Base address of the API.
    pub(crate) api: &'a str,
    /// The merchant's client id.
    pub(crate) client: &'a str,
    /// Its name.
    pub(crate) name: &'a str,
    /// Its kind.
    pub(crate) kind: FileKind,
    /// Its bytes.
    pub(crate) bytes: Blob,
}

impl Upload<'_> {
    /// Begins it; its id.
    pub(crate) async fn create(&self) -> Result<String, Failure> {
        let size = digits(self.bytes.size());
        let pairs = [("client", self.client), ("filename", self.name), ("filetype", self.kind.as_str())];
        let metadata = pairs.map(|(key, value)| [key, " ", &base64(value.as_bytes())].concat()).join(",");
        let headers = [VERSION, ("upload-length", &size), ("upload-metadata", &metadata)];
        let address = [self.api, "/uploads"].concat();
        let response = good(fetch(&address, method("POST"), &headers).await?).await?;
        let location = header(&response, "location").ok_or(Failure::Garbled)?;
        let id = location.rsplit('/').next().unwrap_or_default();
        if is_upload_id(id) { Ok(id.to_owned()) } else { Err(Failure::Garbled) }
    }

    /// How many bytes of it the portal has.
    pub(crate) async fn arrived(&self, id: &str) -> Result<f64, Failure> {
        let response = fetch(&address(self.api, id), method("HEAD"), &[VERSION]).await?;
        // A HEAD has no problem document.
        match response.status() {
            404 | 410 => Err(Failure::Refused(ProblemCode::UploadNotFound, Vec::new())),
            200..=299 => offset(&response),
            400..=499 => Err(Failure::Garbled),
            _ => Err(Failure::Down),
        }
    }

    /// Sends the next stretch; how many bytes the portal has then.
    pub(crate) async fn send(&self, id: &str, from: f64) -> Result<f64, Failure> {
        let to = (from + STRETCH).min(self.bytes.size());
        let stretch = self.bytes.slice_with_f64_and_f64(from, to).map_err(|_| Failure::Garbled)?;
        let buffer: ArrayBuffer = wait(Ok(stretch.array_buffer())).await?.unchecked_into();
        let sum = checksum(&buffer).await;
        let init = method("PATCH");
        init.set_body(&buffer);
        let at = digits(from);
        let mut headers =
            vec![VERSION, ("content-type", "application/offset+octet-stream"), ("upload-offset", &at)];
        // Absent on a page without TLS, where nothing is certain anyway.
        headers.extend(sum.as_deref().map(|sum| ("upload-checksum", sum)));
        let response = fetch_within(STRETCH_MS, &address(self.api, id), init, &headers).await?;
        offset(&good(response).await?)
    }

    /// Bytes of the file.
    pub(crate) fn size(&self) -> f64 {
        self.bytes.size()
    }
}

/// Ends an upload. What does not arrive expires at the portal by itself.
pub(crate) async fn end(api: &str, id: &str) {
    let _ = fetch(&address(api, id), method("DELETE"), &[VERSION]).await;
}

fn address(api: &str, id: &str) -> String {
    [api, "/uploads/", id].concat()
}

fn method(name: &str) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(name);
    init
}

async fn good(response: Response) -> Result<Response, Failure> {
    if response.ok() { Ok(response) } else { Err(refusal(response).await) }
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).ok().flatten()
}

fn offset(response: &Response) -> Result<f64, Failure> {
    let offset = header(response, "upload-offset").and_then(|text| text.parse::<u32>().ok());
    offset.map(f64::from).ok_or(Failure::Garbled)
}

/// As a whole number: the reading and writing of fractions would bring some 11 kB of tables into the first part.
fn digits(bytes: f64) -> String {
    (bytes as u32).to_string()
}

async fn checksum(buffer: &ArrayBuffer) -> Option<String> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    // The getter gives undefined where there is none.
    let subtle = Some(subtle).filter(|subtle| JsValue::from(subtle.clone()).is_object())?;
    let sum = wait(subtle.digest_with_str_and_buffer_source("SHA-256", buffer)).await.ok()?;
    Some(["sha256 ", &base64(&Uint8Array::new(&sum).to_vec())].concat())
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().enumerate().fold(0_u32, |bits, (i, b)| bits | u32::from(*b) << (16 - 8 * i));
        for i in 0..4 {
            let sign = SIGNS.get((bits >> (18 - 6 * i)) as usize & 63).copied().unwrap_or(b'=');
            out.push(if i > three.len() { '=' } else { char::from(sign) });
        }
    }
    out
}
