//! `[retention]` of `portal.toml`: how long what customers wrote is kept.

use super::ConfigError;
use serde::Deserialize;

/// How long cases and their files are kept after they ended. Without the table, until a person erases them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Months until what a customer wrote is erased.
    pub cases_months: u32,
    /// Months until files are.
    pub files_months: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { cases_months: 24, files_months: 6 }
    }
}

impl Retention {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        for (key, months) in
            [("retention.cases_months", self.cases_months), ("retention.files_months", self.files_months)]
        {
            if months == 0 {
                return Err(ConfigError::Empty { key: key.to_owned() });
            }
            if months > 1_200 {
                return Err(ConfigError::TooLarge { key: key.to_owned(), max: 1_200 });
            }
        }
        Ok(())
    }
}
