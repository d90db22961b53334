//! A query: what its words mean in an index (understand.rs, choose.rs), documents by them (rank.rs), how sure that is
//! (verdict.rs), and where a text has them (highlight.rs).

mod choose;
mod highlight;
mod rank;
mod understand;
mod verdict;

pub use rank::{Found, Hit};
pub(crate) use rank::{Sums, foremost};
pub(crate) use understand::{Kind, Slot};
pub use verdict::Verdict;
