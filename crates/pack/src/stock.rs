//! The stock of a locale: every article and flow in one file, for when a customer has no network any more. Each is also a
//! file of its own, which is what opening one fetches.
//!
//! Four bytes that say what it is, four with the length of the list (little endian), the list (each item's path and
//! length), and the items one after the other. The list can be read without the items, so that a reader who keeps the file
//! somewhere else takes one item out of it.

use crate::bin::{Bin, Reader};
use std::ops::Range;

/// The file in a locale's folder that has all items.
pub const STOCK_FILE: &str = "stock.kho";
/// How many of its first bytes say how long its list is.
pub const STOCK_HEAD: usize = 8;

const MAGIC: &[u8; 4] = b"KHO1";

/// How many of a stock's bytes, from its beginning, hold the list, by its first [`STOCK_HEAD`] bytes; `None` if they are not
/// a stock's.
pub fn stock_list_end(head: &[u8]) -> Option<usize> {
    let length = head.strip_prefix(MAGIC)?.first_chunk()?;
    STOCK_HEAD.checked_add(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// Where in a stock an item stands, by its path in the locale's folder and as many of the stock's bytes as
/// [`stock_list_end`] says; `None` if there is no such item, or the bytes are no list. Whether the stock is long enough is
/// not known here.
pub fn find_in_stock(bytes: &[u8], path: &str) -> Option<Range<usize>> {
    let mut start = stock_list_end(bytes)?;
    let mut list = Reader::new(bytes.get(STOCK_HEAD..start)?);
    while !list.is_done() {
        let known = String::take(&mut list);
        let end = start.checked_add(usize::try_from(u64::take(&mut list)).ok()?)?;
        if list.is_spoiled() {
            return None;
        }
        if known == path {
            return Some(start..end);
        }
        start = end;
    }
    None
}

/// A stock of these items: path in the locale's folder, and bytes.
pub fn stock<'a>(items: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let (mut list, mut all) = (Vec::new(), Vec::new());
    for (path, bytes) in items {
        path.to_owned().put(&mut list);
        (bytes.len() as u64).put(&mut list);
        all.extend_from_slice(bytes);
    }
    let length = u32::try_from(list.len()).unwrap_or(u32::MAX).to_le_bytes();
    [&MAGIC[..], &length, &list, &all].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        stock([("article/a.kha", &b"one"[..]), ("flow/b.khf", b""), ("flow/c.khf", b"three")].into_iter())
    }

    #[test]
    fn an_item_is_found_by_its_path_with_no_more_than_the_list() {
        let file = file();
        let list = &file[..stock_list_end(&file[..STOCK_HEAD]).unwrap()];
        let item = |path| find_in_stock(list, path).map(|range| &file[range]);
        assert_eq!(item("article/a.kha"), Some(&b"one"[..]));
        assert_eq!(item("flow/b.khf"), Some(&b""[..]));
        assert_eq!(item("flow/c.khf"), Some(&b"three"[..]));
        assert_eq!(item("flow/d.khf"), None);
    }

    #[test]
    fn what_is_no_stock_or_is_cut_short_has_no_item() {
        let file = file();
        let end = stock_list_end(&file).unwrap();
        for wrong in [&b"<html>502"[..], b"", b"KHO1", &file[..end - 1], b"KHO1\xff\xff\xff\xff"] {
            assert_eq!(find_in_stock(wrong, "flow/c.khf"), None, "{wrong:?}");
        }
        // A list that says it is longer than what it has, and one whose numbers go past every end.
        assert_eq!(find_in_stock(b"KHO1\x02\0\0\0\x09a", "a"), None);
        assert_eq!(find_in_stock(b"KHO1\x0c\0\0\0\x01b\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "a"), None);
    }
}
