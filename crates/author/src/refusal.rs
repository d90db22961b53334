//! What the compiler refuses, as values: where, what, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

/// One reason why content does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file or folder at fault.
    pub path: PathBuf,
    /// What is wrong.
    pub what: String,
    /// What the author can do.
    pub remedy: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.path.display(), self.what, self.remedy)
    }
}

/// Refusals and warnings gathered while reading.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    list: Vec<Refusal>,
    warnings: Vec<String>,
}

impl Refusals {
    pub(crate) fn add(&mut self, path: &Path, what: impl Into<String>, remedy: impl Into<String>) {
        let refusal = Refusal { path: path.to_owned(), what: what.into(), remedy: remedy.into() };
        if !self.list.contains(&refusal) {
            self.list.push(refusal);
        }
    }

    pub(crate) fn warn(&mut self, warning: String) {
        self.warnings.push(warning);
    }

    pub(crate) fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn into_result<T>(self, value: T) -> Result<T, Vec<Refusal>> {
        if self.list.is_empty() { Ok(value) } else { Err(self.list) }
    }
}
