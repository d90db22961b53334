//! Search on the device: the same code builds the index with the content, queries it in the widget, and can answer in
//! the portal.
//!
//! Here: analysis of text by language, the index and its bytes, understanding a query (completion, typing slips,
//! compounds, synonyms), ranking, how sure a find is, highlights. Not here: what a document is (a number, given by the
//! caller), words shown to a customer, anything of a browser. Nothing typed leaves this crate.
#![warn(missing_docs)]

mod analyse;
mod build;
mod bytes;
mod compound;
mod index;
mod language;
pub mod meaning;
mod part;
mod query;
mod slips;
mod stem;
mod synonyms;

pub use build::{Doc, IndexError, build};
pub use index::Index;
pub use language::Language;
pub use meaning::{Encoder, Meaning, Vectors};
pub use query::{Found, Hit, Verdict};
pub use synonyms::Synonyms;
