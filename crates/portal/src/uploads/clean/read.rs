//! Numbers and names at a place of a file; past its end, [`Malformed`].

use super::Malformed;
use std::ops::Range;

pub(super) const SHORT: Malformed = Malformed("cut short");

/// Bytes of a range.
pub(super) fn slice(bytes: &[u8], range: Range<usize>) -> Result<&[u8], Malformed> {
    bytes.get(range).ok_or(SHORT)
}

/// `N` bytes at a place.
pub(super) fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], Malformed> {
    let rest = bytes.get(at..).ok_or(SHORT)?;
    rest.first_chunk().copied().ok_or(SHORT)
}

pub(super) fn byte(bytes: &[u8], at: usize) -> Result<u8, Malformed> {
    bytes.get(at).copied().ok_or(SHORT)
}

pub(super) fn be16(bytes: &[u8], at: usize) -> Result<usize, Malformed> {
    Ok(usize::from(u16::from_be_bytes(array(bytes, at)?)))
}

pub(super) fn be32(bytes: &[u8], at: usize) -> Result<usize, Malformed> {
    usize::try_from(u32::from_be_bytes(array(bytes, at)?)).map_err(|_| SHORT)
}

pub(super) fn le32(bytes: &[u8], at: usize) -> Result<usize, Malformed> {
    usize::try_from(u32::from_le_bytes(array(bytes, at)?)).map_err(|_| SHORT)
}

pub(super) fn be64(bytes: &[u8], at: usize) -> Result<usize, Malformed> {
    usize::try_from(u64::from_be_bytes(array(bytes, at)?)).map_err(|_| SHORT)
}

/// A sum of places; none is beyond what a file can have.
pub(super) fn add(a: usize, b: usize) -> Result<usize, Malformed> {
    a.checked_add(b).ok_or(SHORT)
}
