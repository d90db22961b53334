//! Pieces of content as bytes: four bytes that say what it is and in which format, then the fields (see `bin`).

use crate::bin::{Bin, Reader};
use crate::{Body, Flow, Pack, Shelf};

/// Why bytes are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// Nothing of ours, or another kind of piece: a proxy's error page, an empty answer.
    NotAPack,
    /// A piece of another format, or cut short.
    Damaged,
}

/// The search index's file in a locale's folder.
pub const INDEX_FILE: &str = "index.khx";
/// The file in a locale's folder of what its documents mean.
pub const VECTORS_FILE: &str = "vectors.khv";

/// A piece of content that is fetched as one file.
pub trait Piece: Sized {
    /// How its file's name ends.
    const EXTENSION: &'static str;

    /// Its bytes.
    fn encode(&self) -> Vec<u8>;

    /// Reads it.
    ///
    /// # Errors
    /// See [`PackError`].
    fn decode(bytes: &[u8]) -> Result<Self, PackError>;
}

macro_rules! pieces {
    ($($type:ident = $magic:literal, $extension:literal);+ $(;)?) => { $(
        impl Piece for $type {
            const EXTENSION: &'static str = $extension;

            fn encode(&self) -> Vec<u8> {
                let mut bytes = $magic.to_vec();
                self.put(&mut bytes);
                bytes
            }

            fn decode(bytes: &[u8]) -> Result<Self, PackError> {
                let mut reader = Reader::new(bytes.strip_prefix($magic).ok_or(PackError::NotAPack)?);
                let value = Self::take(&mut reader);
                if reader.is_done() { Ok(value) } else { Err(PackError::Damaged) }
            }
        }
    )+ };
}
pieces! {
    Pack = b"KHP2", "khp";
    Shelf = b"KHS1", "khs";
    Body = b"KHA1", "kha";
    Flow = b"KHF1", "khf";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::tests::market;
    use crate::{Block, Checklist, Evidence, Gives, Inline};
    use klarna_help_wire::Category;

    #[test]
    fn a_piece_reads_back_and_anything_else_is_told_apart() {
        let shelf = Shelf {
            market: market(),
            ui: vec!["Contact".into()],
            evidence: vec![Evidence { key: "a".into(), gives: Gives::Either, words: "A".into() }],
            checklists: vec![Checklist { category: Category::Other, evidence: vec!["a".into()] }],
            categories: vec![],
            encoder: String::new(),
            articles: vec![],
            flows: vec![],
        };
        let bytes = shelf.encode();
        assert_eq!(Shelf::decode(&bytes).unwrap(), shelf);
        assert_eq!(Shelf::decode(b"<html>502"), Err(PackError::NotAPack));
        assert_eq!(Shelf::decode(&bytes[..bytes.len() - 3]), Err(PackError::Damaged));
        assert_eq!(Pack::decode(&bytes), Err(PackError::NotAPack));
        let words = vec![Inline::Text("Hello".into()), Inline::Fact("refund-wait".into())];
        let body = Body { related: vec![], blocks: vec![Block::Paragraph(words)] };
        assert_eq!(Body::decode(&body.encode()).unwrap(), body);
    }
}
