//! Credentials: named in the configuration, kept elsewhere, never shown.

use super::ConfigError;
use std::fmt;
use std::path::PathBuf;

/// Where a credential is.
#[derive(Clone, Debug)]
pub enum Credential {
    /// In an environment variable.
    Env {
        /// The key of the configuration that says so.
        key: String,
        /// The variable.
        name: String,
    },
    /// In a file; white space at its ends does not count.
    File {
        /// The key of the configuration that says so.
        key: String,
        /// The file.
        path: PathBuf,
    },
    /// In memory: tests and demonstrations. No configuration can say it.
    Given(Secret),
}

/// A credential's text. No log shows it.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A credential from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Credential {
    /// Reads it.
    ///
    /// # Errors
    /// Names the key whose variable or file is missing or empty.
    pub(crate) fn read(&self) -> Result<Secret, ConfigError> {
        let (key, text) = match self {
            Credential::Given(secret) => return Ok(secret.clone()),
            Credential::Env { key, name } => {
                (key, std::env::var(name).map_err(|_| format!("environment variable {name} is not set")))
            }
            Credential::File { key, path } => {
                (key, std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display())))
            }
        };
        let fault = |why: String| ConfigError { key: key.clone(), why };
        let text = text.map_err(fault)?;
        // A token goes into a header: what cannot stand there would fail at the first case.
        match text.trim() {
            "" => Err(fault("is empty".to_owned())),
            text if text.chars().any(|c| c.is_control() || !c.is_ascii()) => {
                Err(fault("holds more than one line of plain ASCII".to_owned()))
            }
            text => Ok(Secret::new(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_credential_names_its_key_and_a_present_one_is_never_shown() {
        let missing = Credential::Env { key: "helpdesk[0].token_env".into(), name: "KH_NO_SUCH".into() };
        assert_eq!(
            missing.read().unwrap_err().to_string(),
            "helpdesk[0].token_env: environment variable KH_NO_SUCH is not set"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let file = Credential::File { key: "k".into(), path: path.clone() };
        assert!(file.read().is_err());
        for (text, good) in [("1-2-abc\n", true), ("\n", false), ("a\nb", false), ("å", false)] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(file.read().is_ok(), good, "{text:?}");
        }
        assert_eq!(format!("{:?}", Credential::Given(Secret::new("abc"))), "Given(Secret)");
    }
}
