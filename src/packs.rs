//! Content over the network: fetched, checked, decoded.

use crate::api::fetch_bytes;
use klarna_help_pack::{Bodies, Pack, decode_bodies, decode_pack};
use klarna_help_search::Index;
use klarna_help_state::Failure;
use std::rc::Rc;

/// The pack and its search index.
pub(crate) async fn pack(address: &str) -> Result<(Rc<Pack>, Rc<Index>), Failure> {
    let bytes = fetch_bytes(address).await?;
    let mut pack = decode_pack(&bytes).map_err(|_| Failure::Garbled)?;
    let index = Index::read(&std::mem::take(&mut pack.index)).map_err(|_| Failure::Garbled)?;
    Ok((Rc::new(pack), Rc::new(index)))
}

/// The bodies of every article.
pub(crate) async fn bodies(address: &str) -> Result<Rc<Bodies>, Failure> {
    decode_bodies(&fetch_bytes(address).await?).map(Rc::new).map_err(|_| Failure::Garbled)
}
