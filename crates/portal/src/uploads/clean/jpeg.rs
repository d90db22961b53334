//! JPEG (ITU-T T.81): what decodes the picture stays, with its colour profile; EXIF, XMP, IPTC, previews, comments and
//! everything after the end go. Which way is up is told by EXIF alone, so that much of it is written anew.

use super::read::{add, be16, byte, slice};
use super::{Malformed, Piece, keep};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const COM: u8 = 0xfe;
const EXIF: &[u8] = b"Exif\0\0";

pub(super) fn plan(bytes: &[u8]) -> Result<Vec<Piece>, Malformed> {
    if !bytes.starts_with(&[0xff, SOI]) {
        return Err(Malformed("no start"));
    }
    let mut pieces = vec![Piece::Keep(0..2)];
    let (mut at, mut frame, mut scan, mut turned) = (2, false, false, false);
    loop {
        let (start, marker) = marker(bytes, at)?;
        let body = add(start, 2)?;
        if marker == EOI {
            keep(&mut pieces, start..body);
            return if frame && scan { Ok(pieces) } else { Err(Malformed("no picture")) };
        }
        if matches!(marker, 0..=0xbf | 0xd0..=SOI | 0xf0..=0xfd) {
            return Err(Malformed("a marker where none can be"));
        }
        let length = be16(bytes, body)?;
        if length < 2 {
            return Err(Malformed("a segment without its length"));
        }
        let mut end = add(body, length)?;
        let data = slice(bytes, add(body, 2)?..end)?;
        match marker {
            0xe0 => app0(&mut pieces, data, start..end)?,
            0xe1 if data.starts_with(EXIF) && !turned => {
                if let Some(up) = data.get(EXIF.len()..).and_then(orientation).filter(|up| *up != 1) {
                    pieces.push(Piece::New(exif(up)));
                    turned = true;
                }
            }
            0xe2 if data.starts_with(b"ICC_PROFILE\0") => keep(&mut pieces, start..end),
            0xee if data.starts_with(b"Adobe") => keep(&mut pieces, start..end),
            0xe1..=0xef | COM => {}
            SOS => {
                scan = true;
                end = after_scan(bytes, end)?;
                keep(&mut pieces, start..end);
            }
            // SOF0 to SOF15, but for tables and JPG among their numbers.
            other => {
                frame |= matches!(other, 0xc0..=0xcf) && !matches!(other, 0xc4 | 0xc8 | 0xcc);
                keep(&mut pieces, start..end);
            }
        }
        at = end;
    }
}

/// The marker at a place: where it begins, and its second byte. Any number of 0xff may come before.
fn marker(bytes: &[u8], mut at: usize) -> Result<(usize, u8), Malformed> {
    if byte(bytes, at)? != 0xff {
        return Err(Malformed("no marker where one must be"));
    }
    while byte(bytes, add(at, 1)?)? == 0xff {
        at = add(at, 1)?;
    }
    Ok((at, byte(bytes, add(at, 1)?)?))
}

/// Where the coded picture that begins at `at` ends: at a marker that is neither a stuffed zero nor a restart.
fn after_scan(bytes: &[u8], mut at: usize) -> Result<usize, Malformed> {
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at = add(at, rest.iter().position(|b| *b == 0xff).ok_or(Malformed("no end"))?)?;
        match byte(bytes, add(at, 1)?)? {
            0 | 0xd0..=0xd7 => at = add(at, 2)?,
            0xff => at = add(at, 1)?,
            _ => return Ok(at),
        }
    }
}

/// JFIF stays, without its preview; its extension, which is a preview, goes.
fn app0(pieces: &mut Vec<Piece>, data: &[u8], range: std::ops::Range<usize>) -> Result<(), Malformed> {
    if data.starts_with(b"JFIF\0") {
        let head = slice(data, 0..12)?;
        if data.len() == 14 && data.ends_with(&[0, 0]) {
            keep(pieces, range);
        } else {
            pieces.push(Piece::New([&[0xff, 0xe0, 0, 16], head, &[0, 0]].concat()));
        }
    }
    Ok(())
}

/// `Orientation` of the first directory of a TIFF (EXIF 2.32, 4.6.4): 1 to 8.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let u16_at = |at: usize| -> Option<u16> {
        let two = *tiff.get(at..)?.first_chunk()?;
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let four = *tiff.get(4..)?.first_chunk()?;
    let first = if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
    let first = usize::try_from(first).ok()?;
    let entries = usize::from(u16_at(first)?);
    for entry in 0..entries {
        let at = first.checked_add(2)?.checked_add(12 * entry)?;
        // Tag, type SHORT, then after the count the value.
        if u16_at(at)? == 0x0112 && u16_at(at.checked_add(2)?)? == 3 {
            let value = u16_at(at.checked_add(8)?)?;
            return u8::try_from(value).ok().filter(|up| (1..=8).contains(up));
        }
    }
    None
}

/// A whole APP1 segment that says which way is up and nothing else.
fn exif(up: u8) -> Vec<u8> {
    let mut out = vec![0xff, 0xe1, 0, 34];
    out.extend(EXIF);
    // Big-endian; the first directory at 8, of one entry; no next one.
    out.extend(b"MM\0*\0\0\0\x08\0\x01");
    out.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, up, 0, 0]);
    out.extend([0; 4]);
    out
}
