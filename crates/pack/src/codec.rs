//! Packs as bytes: four bytes that say what it is and in which format, then the fields (see `bin`).

use crate::bin::{Bin, Reader};
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
pub fn encode_pack(pack: &Pack) -> Vec<u8> {
    encode(PACK_MAGIC, pack)
}

/// Bytes of the bodies.
pub fn encode_bodies(bodies: &Bodies) -> Vec<u8> {
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

fn encode<T: Bin>(magic: &[u8; 4], value: &T) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    value.put(&mut bytes);
    bytes
}

fn decode<T: Bin>(magic: &[u8; 4], bytes: &[u8]) -> Result<T, PackError> {
    let mut reader = Reader::new(bytes.strip_prefix(magic).ok_or(PackError::NotAPack)?);
    let value = T::take(&mut reader);
    if reader.is_done() { Ok(value) } else { Err(PackError::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::tests::market;
    use crate::{Block, Body, Checklist, Evidence, Gives, Inline};
    use klarna_help_wire::Category;

    #[test]
    fn bodies_read_back_and_anything_else_is_told_apart() {
        let blocks =
            vec![Block::Paragraph(vec![Inline::Text("Hello".into()), Inline::Fact("refund-wait".into())])];
        let bodies = Bodies {
            market: market(),
            ui: vec!["Contact".into()],
            evidence: vec![Evidence { key: "a".into(), gives: Gives::Either, words: "A".into() }],
            checklists: vec![Checklist { category: Category::Other, evidence: vec!["a".into()] }],
            categories: vec![],
            bodies: vec![Body { slug: "a".into(), related: vec![], blocks }],
            flows: vec![],
        };
        let bytes = encode_bodies(&bodies);
        assert_eq!(decode_bodies(&bytes).unwrap(), bodies);
        assert_eq!(decode_bodies(b"<html>502"), Err(PackError::NotAPack));
        assert_eq!(decode_bodies(&bytes[..bytes.len() - 3]), Err(PackError::Damaged));
        assert_eq!(decode_pack(&bytes), Err(PackError::NotAPack));
    }
}
