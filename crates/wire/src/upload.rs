//! Files that go with a case: what may be sent, what a stored one is called.
//!
//! Here: kinds by their first bytes, names, references. Not here: moving bytes (the tus protocol: src/ and the portal).

use crate::category::names;
use serde::{Deserialize, Serialize};

names! {
    /// A kind of file that may be sent. Known by its first bytes; what a name or a browser says of it is not believed.
    FileKind {
        /// PNG.
        Png = "image/png",
        /// JPEG.
        Jpeg = "image/jpeg",
        /// WebP.
        Webp = "image/webp",
        /// HEIC and HEIF: what an iPhone's camera writes.
        Heic = "image/heic",
        /// PDF.
        Pdf = "application/pdf",
        /// Plain text in UTF-8.
        Text = "text/plain",
    }
}

/// Bytes of a file that [`FileKind::sniff`] needs to see, or the whole file if it is shorter.
pub const SNIFF_BYTES: usize = 512;

impl FileKind {
    /// The kind by a file's first bytes: [`SNIFF_BYTES`] of them, or all there are.
    ///
    /// Sources: PNG (ISO/IEC 15948, 5.2), JPEG (ITU-T T.81, B.2), WebP (RFC 9649, 2.4), HEIF brands (ISO/IEC 23008-12, annex B),
    /// PDF (ISO 32000-2, 7.5.2: the header may follow other bytes within the first 1,024; here it must be first).
    pub fn sniff(start: &[u8]) -> Option<Self> {
        let at = |from: usize, what: &[u8]| start.get(from..).is_some_and(|rest| rest.starts_with(what));
        if at(0, b"\x89PNG\r\n\x1a\n") {
            Some(FileKind::Png)
        } else if at(0, b"\xff\xd8\xff") {
            Some(FileKind::Jpeg)
        } else if at(0, b"RIFF") && at(8, b"WEBP") {
            Some(FileKind::Webp)
        } else if at(4, b"ftyp") {
            let brands: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"];
            brands.iter().any(|brand| at(8, brand)).then_some(FileKind::Heic)
        } else if at(0, b"%PDF-") {
            Some(FileKind::Pdf)
        } else {
            is_text(start).then_some(FileKind::Text)
        }
    }

    /// The ending a stored file gets.
    pub fn extension(self) -> &'static str {
        match self {
            FileKind::Png => "png",
            FileKind::Jpeg => "jpg",
            FileKind::Webp => "webp",
            FileKind::Heic => "heic",
            FileKind::Pdf => "pdf",
            FileKind::Text => "txt",
        }
    }

    /// Whether a browser may draw it smaller: HEIC only where the browser can read it.
    pub fn is_image(self) -> bool {
        !matches!(self, FileKind::Pdf | FileKind::Text)
    }
}

/// UTF-8 (a character may be cut at the end) without control characters that no text has, and no markup at its start: a
/// page of HTML is text too, and nothing a customer would send as evidence.
fn is_text(start: &[u8]) -> bool {
    let text = match core::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let valid = start.get(..error.valid_up_to()).unwrap_or_default();
            core::str::from_utf8(valid).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    !text.is_empty() && !text.contains(control) && !text.trim_start().starts_with('<')
}

/// A file as the customer sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Its id, which opens nothing by itself.
    pub id: String,
    /// The name it was sent with, cleaned.
    pub name: String,
    /// Its type, by its bytes.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
}

/// A finished upload that goes with a case or a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentRef {
    /// The id of the upload: the last part of the address that its creation answered.
    pub id: String,
    /// The evidence it is, by key; empty if none.
    pub evidence: String,
}

/// Whether `text` has the form of an upload's id: 32 lower-case hexadecimal digits.
pub fn is_upload_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_first_bytes_and_not_by_its_name() {
        let check =
            |start: &[u8], kind: Option<FileKind>| assert_eq!(FileKind::sniff(start), kind, "{start:?}");
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some(FileKind::Png));
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", Some(FileKind::Jpeg));
        check(b"RIFF\x24\0\0\0WEBPVP8 ", Some(FileKind::Webp));
        check(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Some(FileKind::Heic));
        check(b"\0\0\0\x18ftypmp42\0\0\0\0", None);
        check(b"%PDF-1.7\n", Some(FileKind::Pdf));
        check("Jag väntar på återbetalningen.\n".as_bytes(), Some(FileKind::Text));
        check(&"å".as_bytes()[..1], None);
        check(&"aå".as_bytes()[..2], Some(FileKind::Text));
        check(b"<!doctype html><script>", None);
        check(b"  <svg xmlns=", None);
        check(b"PK\x03\x04", None);
        check(b"MZ\x90\0", None);
        check(b"", None);
    }

    #[test]
    fn an_upload_id_is_recognised_by_its_form_alone() {
        assert!(is_upload_id("0123456789abcdef0123456789abcdef"));
        assert!(!is_upload_id("0123456789ABCDEF0123456789abcdef"));
        assert!(!is_upload_id("0123456789abcdef"));
        assert!(!is_upload_id("../../../../../../../../etc/pass"));
    }
}
