//! Content over the network: fetched, checked, decoded. What comes when is crates/state's to say (`content.rs`).

use crate::api::{fetch_bytes, fetch_idly};
use klarna_help_pack::{Body, Flow, Pack, Piece, Shelf, Target};
use klarna_help_search::{Encoder, Index, Meaning, Vectors};
use klarna_help_state::{
    Failure, Item, address, encoder_address, index_address, shelf_address, vectors_address,
};
use std::rc::Rc;

/// What home needs.
pub(crate) async fn pack(address: &str) -> Result<Rc<Pack>, Failure> {
    read(&fetch_bytes(address).await?)
}

/// What every other screen shares.
pub(crate) async fn shelf(folder: &str) -> Result<Rc<Shelf>, Failure> {
    read(&fetch_bytes(&shelf_address(folder)).await?)
}

/// What answers a search.
pub(crate) async fn index(folder: &str) -> Result<Rc<Index>, Failure> {
    let bytes = fetch_bytes(&index_address(folder)).await?;
    Index::read(&bytes).map(Rc::new).map_err(|_| Failure::Garbled)
}

/// What the documents mean, with the encoder beside the folder. Nobody waits for it.
pub(crate) async fn meaning(folder: &str, encoder: &str) -> Result<Rc<Meaning>, Failure> {
    let vectors = fetch_idly(&vectors_address(folder)).await?;
    let encoder = fetch_idly(&encoder_address(folder, encoder)).await?;
    let encoder = Encoder::read(&encoder).map_err(|_| Failure::Garbled)?;
    let vectors = Vectors::read(&vectors).ok_or(Failure::Garbled)?;
    Meaning::new(encoder, vectors).map(Rc::new).ok_or(Failure::Garbled)
}

/// An article or a flow.
pub(crate) async fn item(folder: &str, target: &Target) -> Result<Item, Failure> {
    let bytes = fetch_bytes(&address(folder, target)).await?;
    match target {
        Target::Article(_) => read::<Body>(&bytes).map(Item::Article),
        Target::Flow(_) => read::<Flow>(&bytes).map(Item::Flow),
    }
}

fn read<P: Piece>(bytes: &[u8]) -> Result<Rc<P>, Failure> {
    P::decode(bytes).map(Rc::new).map_err(|_| Failure::Garbled)
}
