//! Redaction from outside: a table of texts as people write them, and properties of any text.

mod any;
mod kept;
mod properties;
mod table;
