//! Packs as bytes: four bytes that say what it is and in which format, then postcard.

use crate::{Bodies, Pack};

const PACK_MAGIC: &[u8; 4] = b"KHP1";
const BODIES_MAGIC: &[u8; 4] = b"KHB1";

/// Why bytes are not a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// Not a pack at all: a proxy's error page, an empty answer.
    NotAPack,
    /// A pack of another format, or cut short.
    Damaged,
}

/// Bytes of a pack.
///
/// # Errors
/// [`PackError::Damaged`] if the pack cannot be written, which the compiler reports.
pub fn encode_pack(pack: &Pack) -> Result<Vec<u8>, PackError> {
    encode(PACK_MAGIC, pack)
}

/// Bytes of the bodies.
///
/// # Errors
/// As [`encode_pack`].
pub fn encode_bodies(bodies: &Bodies) -> Result<Vec<u8>, PackError> {
    encode(BODIES_MAGIC, bodies)
}

/// A pack from its bytes.
///
/// # Errors
/// See [`PackError`].
pub fn decode_pack(bytes: &[u8]) -> Result<Pack, PackError> {
    decode(PACK_MAGIC, bytes)
}

/// Bodies from their bytes.
///
/// # Errors
/// See [`PackError`].
pub fn decode_bodies(bytes: &[u8]) -> Result<Bodies, PackError> {
    decode(BODIES_MAGIC, bytes)
}

fn encode<T: serde::Serialize>(magic: &[u8; 4], value: &T) -> Result<Vec<u8>, PackError> {
    let mut bytes = magic.to_vec();
    bytes.extend(postcard::to_allocvec(value).map_err(|_| PackError::Damaged)?);
    Ok(bytes)
}

fn decode<'a, T: serde::Deserialize<'a>>(magic: &[u8; 4], bytes: &'a [u8]) -> Result<T, PackError> {
    let body = bytes.strip_prefix(magic).ok_or(PackError::NotAPack)?;
    postcard::from_bytes(body).map_err(|_| PackError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Body, Inline};

    #[test]
    fn bodies_read_back_and_anything_else_is_told_apart() {
        let blocks =
            vec![Block::Paragraph(vec![Inline::Text("Hello".into()), Inline::Fact("refund-wait".into())])];
        let bodies = Bodies { bodies: vec![Body { slug: "a".into(), blocks }] };
        let bytes = encode_bodies(&bodies).unwrap();
        assert_eq!(decode_bodies(&bytes).unwrap(), bodies);
        assert_eq!(decode_bodies(b"<html>502"), Err(PackError::NotAPack));
        assert_eq!(decode_bodies(&bytes[..bytes.len() - 3]), Err(PackError::Damaged));
        assert_eq!(decode_pack(&bytes), Err(PackError::NotAPack));
    }
}
