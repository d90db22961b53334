//! Search on the device: the same code builds the index with the content, queries it in the widget, and can answer in
//! the portal.
//!
//! Here: analysis of text, the index and its bytes, ranking with completion and typing slips. Not here: what a
//! document is (a number, given by the caller), words shown to a customer, anything of a browser. Nothing typed leaves
//! this crate.
#![warn(missing_docs)]

mod analyse;
mod bytes;
mod index;
mod query;
mod slips;

pub use index::{Doc, Index, IndexError, build};
pub use query::Hit;
