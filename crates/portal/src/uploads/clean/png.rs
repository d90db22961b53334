//! PNG (ISO/IEC 15948): chunks that make the picture stay; text, time, EXIF and what follows the end go.

use super::read::{add, array, be32};
use super::{Malformed, Piece, keep};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Beside the four that every decoder must know: transparency, colour (also of PNG's third edition), size, animation.
const KEPT: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"cLLI",
];

pub(super) fn plan(bytes: &[u8]) -> Result<Vec<Piece>, Malformed> {
    if !bytes.starts_with(SIGNATURE) {
        return Err(Malformed("no signature"));
    }
    let mut pieces = vec![Piece::Keep(0..SIGNATURE.len())];
    let (mut at, mut picture) = (SIGNATURE.len(), false);
    loop {
        let (length, name) = (be32(bytes, at)?, array::<4>(bytes, add(at, 4)?)?);
        // Length, name, data, checksum.
        let end = add(add(at, 12)?, length)?;
        if end > bytes.len() {
            return Err(Malformed("a chunk is cut short"));
        }
        if !name.iter().all(u8::is_ascii_alphabetic) || (at == SIGNATURE.len()) != (&name == b"IHDR") {
            return Err(Malformed("a chunk where none of its name can be"));
        }
        if KEPT.contains(&&name) {
            keep(&mut pieces, at..end);
        } else if name.first().is_some_and(u8::is_ascii_uppercase) {
            return Err(Malformed("a critical chunk that is not known"));
        }
        picture |= &name == b"IDAT";
        if &name == b"IEND" {
            return if picture { Ok(pieces) } else { Err(Malformed("no picture")) };
        }
        at = end;
    }
}
