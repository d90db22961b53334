//! Redaction from outside: a table of texts as people write them, and properties of any text.
// clippy.toml allows these inside test functions only; here the helpers stop at the first surprise too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod any;
mod kept;
mod properties;
mod table;
