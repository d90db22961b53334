//! Content over the network: fetched, checked, decoded.

use crate::api::fetch_bytes;
use klarna_help_pack::{Bodies, Pack, decode_bodies, decode_pack};
use klarna_help_search::Index;
use klarna_help_state::Failure;

/// The pack and its search index.
pub(crate) async fn pack(address: &str) -> Result<(Box<Pack>, Index), Failure> {
    let bytes = fetch_bytes(address).await?;
    let mut pack = decode_pack(&bytes).map_err(|_| Failure::Garbled)?;
    let index = Index::read(&std::mem::take(&mut pack.index)).map_err(|_| Failure::Garbled)?;
    Ok((Box::new(pack), index))
}

/// The bodies of every article.
pub(crate) async fn bodies(address: &str) -> Result<Bodies, Failure> {
    decode_bodies(&fetch_bytes(address).await?).map_err(|_| Failure::Garbled)
}
