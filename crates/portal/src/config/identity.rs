//! `[[client.key]]`: the public keys by which a client vouches for its customers.
//!
//! Not here: what a key is (`identity::Key`).

use super::{Config, ConfigError};
use crate::identity::Key;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyTable {
    kid: String,
    alg: String,
    public_key: String,
}

pub(super) fn read(key: &str, tables: Vec<KeyTable>) -> Result<Vec<Key>, ConfigError> {
    let read = |(i, table): (usize, KeyTable)| {
        Key::read(&table.kid, &table.alg, &table.public_key)
            .map_err(|fault| ConfigError::Key { key: format!("{key}.key[{i}]"), fault })
    };
    tables.into_iter().enumerate().map(read).collect()
}

impl Config {
    /// A token names its key and nothing else: two keys of one name would let one client speak for another.
    pub(super) fn keys_differ(&self) -> Result<(), ConfigError> {
        let mut seen = Vec::new();
        for (i, client) in self.clients.iter().enumerate() {
            for (j, key) in client.keys.iter().enumerate() {
                if seen.contains(&key.kid.as_str()) {
                    let at = format!("client[{i}].key[{j}].kid");
                    return Err(ConfigError::DuplicateKey { key: at, kid: key.kid.clone() });
                }
                seen.push(&key.kid);
            }
        }
        Ok(())
    }

    /// Gives a client one more key, from a file with a JWK that holds its `kid`. For demonstrations and tests.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn add_key(&mut self, client: &str, file: &Path) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|source| ConfigError::Unreadable { path: file.to_owned(), source })?;
        let at = format!("--client-key {}", file.display());
        let key = Key::from_jwk(&text).map_err(|fault| ConfigError::Key { key: at, fault })?;
        let Some(client) = self.clients.iter_mut().find(|c| c.id == client) else {
            return Err(ConfigError::NoSuchClient { flag: "--client-key", id: client.to_owned() });
        };
        client.keys.push(key);
        self.keys_differ()
    }
}
