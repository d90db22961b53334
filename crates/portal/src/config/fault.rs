//! What can be wrong with a configuration.

use crate::identity::KeyFault;
use crate::origin::OriginFault;
use std::path::PathBuf;

/// What is wrong with a configuration. Every message names the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A helpdesk's own table.
    #[error(transparent)]
    Helpdesk(klarna_help_helpdesk::config::ConfigError),
    /// Which client's cases go where.
    #[error("{key}: {why}")]
    Desk {
        /// Where it stands.
        key: String,
        /// What is wrong.
        why: &'static str,
    },
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, an unknown key, or a value of another type; the message names line and key.
    #[error("{0}")]
    Syntax(toml::de::Error),
    /// An origin no browser would send.
    #[error("{key}: \"{text}\" is not an origin: {fault}")]
    Origin {
        /// Where it stands.
        key: String,
        /// What stands there.
        text: String,
        /// What is wrong with it.
        fault: OriginFault,
    },
    /// An id that does not fit in an address.
    #[error("{key}: \"{text}\" is not a client id: 1 to 64 lower-case letters, digits and hyphens")]
    ClientId {
        /// Where it stands.
        key: String,
        /// What stands there.
        text: String,
    },
    /// Two clients of one id.
    #[error("{key}: client \"{id}\" is there twice")]
    DuplicateClient {
        /// Where the second stands.
        key: String,
        /// The id.
        id: String,
    },
    /// A text that is not a language tag.
    #[error("{key}: \"{text}\" is not a locale such as en-GB")]
    Locale {
        /// Where it stands.
        key: String,
        /// What stands there.
        text: String,
    },
    /// Something else than the three ways a client's pages may run the app.
    #[error("{key}: {text} is none of false, true and \"public\"")]
    Inline {
        /// Where it stands.
        key: String,
        /// What stands there.
        text: String,
    },
    /// An address of no server.
    #[error("{key}: \"{text}\" does not begin with https:// or http://")]
    Endpoint {
        /// Where it stands.
        key: String,
        /// What stands there.
        text: String,
    },
    /// A list or number that may not be empty or zero.
    #[error("{key}: must not be empty or zero")]
    Empty {
        /// Where it stands.
        key: String,
    },
    /// Something about mail.
    #[error("{key}: {what}")]
    Mail {
        /// Where it stands.
        key: String,
        /// What to write.
        what: &'static str,
    },
    /// A number above what makes sense.
    #[error("{key}: at most {max}")]
    TooLarge {
        /// Where it stands.
        key: String,
        /// The largest.
        max: u32,
    },
    /// A key that is none.
    #[error("{key}: {fault}")]
    Key {
        /// Where it stands.
        key: String,
        /// What is wrong with it.
        fault: KeyFault,
    },
    /// Two keys of one name.
    #[error("{key}: a key \"{kid}\" is there already; names are unique among all clients")]
    DuplicateKey {
        /// Where the second stands.
        key: String,
        /// The name.
        kid: String,
    },
    /// A flag names a client that the file does not have.
    #[error("{flag}: there is no client \"{id}\"")]
    NoSuchClient {
        /// The flag.
        flag: &'static str,
        /// The id given.
        id: String,
    },
}
