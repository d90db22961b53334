//! Rules that a compiler does not hold for us, each a failing check with its reason beside it.
//!
//! Not here: running them among the tests (test/), the size budget (size.rs).

pub mod edges;
pub mod forbidden;
pub mod loader;
mod manifests;
mod paths;
mod source;

use std::fmt;

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// File, and line where there is one.
    pub place: String,
    /// What stands there.
    pub what: String,
    /// Why that is not allowed.
    pub why: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  why not: {}", self.place, self.what, self.why)
    }
}
