//! WebP (RFC 9649): the chunks that make the picture stay, EXIF, XMP and unknown ones go.

use super::read::{add, array, byte, le32, slice};
use super::{Malformed, Piece, keep};

const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"];
/// Bytes before the first chunk: `RIFF`, size, `WEBP`.
const HEADER: usize = 12;
/// Of VP8X's first byte: there is EXIF, there is XMP.
const METADATA: u8 = 0b0000_1100;

pub(super) fn plan(bytes: &[u8]) -> Result<Vec<Piece>, Malformed> {
    if !bytes.starts_with(b"RIFF") || &array::<4>(bytes, 8)? != b"WEBP" {
        return Err(Malformed("no header"));
    }
    // The size counts from `WEBP` on. What follows is no part of the picture.
    let end = add(le32(bytes, 4)?, 8)?;
    slice(bytes, HEADER..end)?;
    let (mut pieces, mut size) = (Vec::new(), 4_usize);
    let (mut at, mut picture) = (HEADER, false);
    while at < end {
        let (name, length) = (array::<4>(bytes, at)?, le32(bytes, add(at, 4)?)?);
        let data = add(at, 8)?;
        // A chunk of odd length is followed by a byte that fills it up.
        let next = add(add(data, length)?, length & 1)?;
        if next > end {
            return Err(Malformed("a chunk is cut short"));
        }
        picture |= matches!(&name, b"VP8 " | b"VP8L" | b"ANMF");
        if &name == b"VP8X" {
            let flags = byte(bytes, data)?;
            if length != 10 || at != HEADER {
                return Err(Malformed("a wrong header of an extended file"));
            }
            keep(&mut pieces, at..data);
            pieces.push(Piece::New(vec![flags & !METADATA]));
            keep(&mut pieces, add(data, 1)?..next);
        } else if KEPT.contains(&&name) {
            if &name == b"ANMF" {
                frame(slice(bytes, data..add(data, length)?)?)?;
            }
            keep(&mut pieces, at..next);
        }
        if KEPT.contains(&&name) {
            size = add(size, next - at)?;
        }
        at = next;
    }
    if !picture {
        return Err(Malformed("no picture"));
    }
    let mut header = b"RIFF".to_vec();
    header.extend(u32::try_from(size).map_err(|_| Malformed("too large"))?.to_le_bytes());
    header.extend(b"WEBP");
    pieces.insert(0, Piece::New(header));
    Ok(pieces)
}

/// A frame of an animation has chunks of its own, and only a picture's may be there.
fn frame(data: &[u8]) -> Result<(), Malformed> {
    let mut at = 16;
    while at < data.len() {
        let (name, length) = (array::<4>(data, at)?, le32(data, add(at, 4)?)?);
        if !matches!(&name, b"ALPH" | b"VP8 " | b"VP8L") {
            return Err(Malformed("an unknown chunk in a frame"));
        }
        at = add(add(add(at, 8)?, length)?, length & 1)?;
    }
    if at == data.len() { Ok(()) } else { Err(Malformed("a frame is cut short")) }
}
