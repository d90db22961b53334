//! Checks of single values, each with the key it stands at.

use super::{ConfigError, Credential};
use reqwest::Url;
use std::path::PathBuf;

/// Where a table stands, to name its keys.
pub(super) struct At<'a>(pub(super) &'a str);

impl At<'_> {
    pub(super) fn key(&self, name: &str) -> String {
        format!("{}.{name}", self.0)
    }

    pub(super) fn fault(&self, name: &str, why: impl Into<String>) -> ConfigError {
        ConfigError { key: self.key(name), why: why.into() }
    }

    /// An address credentials may go to: https, or this machine.
    pub(super) fn url(&self, name: &str, text: &str) -> Result<Url, ConfigError> {
        let url: Url = text.parse().map_err(|_| self.fault(name, format!("\"{text}\" is not an address")))?;
        let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" => {}
            "http" if here => {}
            _ => return Err(self.fault(name, "must be https (http only to this machine)")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(self.fault(name, "must not hold a password: it would stand in logs"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(self.fault(name, "must end before ? and #"));
        }
        Ok(url)
    }

    /// A text that stands in a query of RT or in a header: no quote, no control.
    pub(super) fn word(&self, name: &str, text: String) -> Result<String, ConfigError> {
        let bad = |c: char| c.is_control() || matches!(c, '\'' | '"' | '\\' | '{' | '}');
        if text.trim().is_empty() || text.len() > 120 || text.contains(bad) {
            return Err(
                self.fault(name, "must be 1 to 120 characters without quotes, braces and backslashes")
            );
        }
        Ok(text)
    }

    pub(super) fn words(&self, name: &str, text: Option<String>) -> Result<Option<String>, ConfigError> {
        text.map(|text| self.word(name, text)).transpose()
    }

    pub(super) fn credential(
        &self,
        name: &str,
        env: Option<String>,
        file: Option<PathBuf>,
    ) -> Result<Option<Credential>, ConfigError> {
        let (env_key, file_key) = (format!("{name}_env"), format!("{name}_file"));
        Ok(match (env, file) {
            (Some(name), None) => Some(Credential::Env { key: self.key(&env_key), name }),
            (None, Some(path)) => Some(Credential::File { key: self.key(&file_key), path }),
            (Some(_), Some(_)) => {
                return Err(self.fault(&env_key, format!("is there beside {file_key}: one of the two")));
            }
            (None, None) => None,
        })
    }

    pub(super) fn needed(
        &self,
        name: &str,
        env: Option<String>,
        file: Option<PathBuf>,
    ) -> Result<Credential, ConfigError> {
        self.credential(name, env, file)?
            .ok_or_else(|| self.fault(&format!("{name}_file"), format!("missing; or {name}_env")))
    }
}
