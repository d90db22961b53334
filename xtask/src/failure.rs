//! What went wrong, as a value with a next step for whoever ran the command.
//!
//! Not here: printing (main.rs) and the failures of single tests (test/).

use std::fmt;
use std::path::Path;

/// A command that could not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    what: String,
    next: Option<String>,
}

/// The answer of everything here that may fail.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// One line: what is wrong.
    pub fn new(what: impl Into<String>) -> Self {
        Failure { what: what.into(), next: None }
    }

    /// One line: what to do about it.
    #[must_use]
    pub fn next(mut self, step: impl Into<String>) -> Self {
        self.next = Some(step.into());
        self
    }

    /// A file that could not be read or written.
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Failure::new(format!("cannot {doing} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.next {
            Some(step) => write!(f, "\n  {step}"),
            None => Ok(()),
        }
    }
}
