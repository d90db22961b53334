//! A compiled locale read back, as the widget reads it: what tools and tests begin with that look at flows or search.

use crate::CompiledLocale;
use klarna_help_pack::{Flow, Pack, PackError, Piece, Shelf};

/// What is in the files of a locale.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What home needs.
    pub pack: Pack,
    /// The market, and what lists show.
    pub shelf: Shelf,
    /// Each flow with its title, in the order they are listed.
    pub flows: Vec<(String, Flow)>,
    /// The search index, as [`klarna_help_search::Index::read`] takes it.
    pub index: Vec<u8>,
    /// What each document means, as [`klarna_help_search::Vectors::read`] takes it; `None` for a language without an
    /// encoder.
    pub vectors: Option<Vec<u8>>,
}

impl CompiledLocale {
    /// Reads the files back.
    ///
    /// # Errors
    /// [`PackError::Damaged`] if a file is missing; else what is wrong with the bytes.
    pub fn opened(&self) -> Result<Opened, PackError> {
        let bytes = |path: &str| self.files.iter().find(|file| file.path == path).map(|file| &file.bytes);
        let shelf = Shelf::decode(bytes(&name::<Shelf>("shelf")).ok_or(PackError::Damaged)?)?;
        let mut flows = Vec::new();
        for meta in &shelf.flows {
            let file = bytes(&name::<Flow>(&format!("flow/{}", meta.slug))).ok_or(PackError::Damaged)?;
            flows.push((meta.title.clone(), Flow::decode(file)?));
        }
        let index = bytes(klarna_help_pack::INDEX_FILE).cloned().ok_or(PackError::Damaged)?;
        let vectors = bytes(klarna_help_pack::VECTORS_FILE).cloned();
        Ok(Opened { pack: Pack::decode(&self.pack)?, shelf, flows, index, vectors })
    }
}

fn name<P: Piece>(stem: &str) -> String {
    format!("{stem}.{}", P::EXTENSION)
}
