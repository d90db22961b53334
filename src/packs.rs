//! Content over the network: fetched, checked, decoded. What comes when is crates/state's to say (`content.rs`).

use crate::api::{fetch_bytes, fetch_idly, fetch_stock};
use js_sys::Uint8Array;
use klarna_help_pack::{Body, Flow, Pack, Piece, STOCK_HEAD, Shelf, Target, find_in_stock, stock_list_end};
use klarna_help_search::{Encoder, Index, Meaning, Vectors};
use klarna_help_state::{
    Failure, Item, address, encoder_address, index_address, shelf_address, stock_address, vectors_address,
};
use std::ops::Range;
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

/// A stock as it came. Outside of the module's memory, which only ever grows; counted, for it is read while it may be replaced.
#[derive(Clone)]
pub(crate) struct Kept(Rc<Uint8Array>);

/// All articles and flows. Nobody waits for them.
pub(crate) async fn stock(folder: &str) -> Result<Kept, Failure> {
    let kept = Kept(Rc::new(fetch_stock(&stock_address(folder)).await?));
    // Whether it is one.
    if kept.list().is_some() { Ok(kept) } else { Err(Failure::Garbled) }
}

impl Kept {
    fn part(&self, range: Range<usize>) -> Option<Vec<u8>> {
        let (start, end) = (u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?);
        (end <= self.0.length()).then(|| self.0.subarray(start, end).to_vec())
    }

    fn list(&self) -> Option<Vec<u8>> {
        self.part(0..stock_list_end(&self.part(0..STOCK_HEAD)?)?)
    }

    fn item(&self, folder: &str, address: &str) -> Option<Vec<u8>> {
        let path = address.get(folder.len() + 1..)?;
        self.part(find_in_stock(&self.list()?, path)?)
    }
}

/// An article or a flow: out of the stock if that is there.
pub(crate) async fn item(folder: &str, target: &Target, kept: Option<Kept>) -> Result<Item, Failure> {
    let address = address(folder, target);
    let bytes = match kept.and_then(|kept| kept.item(folder, &address)) {
        Some(bytes) => bytes,
        None => fetch_bytes(&address).await?,
    };
    match target {
        Target::Article(_) => read::<Body>(&bytes).map(Item::Article),
        Target::Flow(_) => read::<Flow>(&bytes).map(Item::Flow),
    }
}

fn read<P: Piece>(bytes: &[u8]) -> Result<Rc<P>, Failure> {
    P::decode(bytes).map(Rc::new).map_err(|_| Failure::Garbled)
}
