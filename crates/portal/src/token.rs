//! Case tokens: the capability that reads one case.
//!
//! Here: the portal's secret, making a token, and comparing one without telling by time how much of it was right. A
//! token is never stored: the row has a nonce, from which the secret makes the same token again for a repeated
//! submission, and the token's SHA-256, against which a caller's is checked. Not here: who may call (`security`).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use subtle::ConstantTimeEq;

/// Makes tokens.
pub struct Tokens {
    secret: [u8; 32],
}

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file cannot be read or made.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not 32 bytes long.
    #[error("{0} is not 32 bytes: restore it from a backup. A new one cannot repeat receipts already given")]
    Damaged(PathBuf),
    /// None could be drawn.
    #[error(transparent)]
    NoRandomness(#[from] crate::ids::NoRandomness),
}

impl Tokens {
    /// The secret of a data folder, made at the first start.
    ///
    /// # Errors
    /// See [`SecretError`].
    pub fn open(data: &Path) -> Result<Self, SecretError> {
        let path = data.join("secret.key");
        let failed = |source| SecretError::File { path: path.clone(), source };
        if !path.exists() {
            create(data, &path, &crate::ids::random::<32>()?).map_err(failed)?;
        }
        let bytes = std::fs::read(&path).map_err(failed)?;
        let secret = bytes.try_into().map_err(|_| SecretError::Damaged(path.clone()))?;
        Ok(Self { secret })
    }

    /// The token of a case: 43 characters, base64url.
    pub fn token(&self, case_id: &str, nonce: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(&[b"case-token:v1:", case_id.as_bytes(), b":", nonce]))
    }

    /// What only this portal can make of some parts. The first says what for, and is the beginning of no other purpose.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes keys of any length; this branch is never taken.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else { return [0; 32] };
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// The hash under which a token is stored.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Whether a presented token is the stored one. With nothing stored the work is the same and the answer no.
pub fn matches(presented: &[u8], stored: Option<&[u8]>) -> bool {
    same(&sha256(presented), stored)
}

/// As [`matches`], for the SHA-256 of a presented token.
pub fn same(presented: &[u8; 32], stored: Option<&[u8]>) -> bool {
    let nothing = [0; 32];
    let equal = presented.ct_eq(stored.unwrap_or(&nothing));
    bool::from(equal) && stored.is_some()
}

/// Writes the secret under another name first: a start that is cut short, or two at once, never leave half a secret.
fn create(data: &Path, path: &Path, secret: &[u8]) -> io::Result<()> {
    let draft = data.join(format!("secret.{}.new", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(secret)?;
    file.sync_all()?;
    // Unlike a rename, a link does not replace a secret that another start made meanwhile.
    let linked = match std::fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    };
    std::fs::remove_file(&draft)?;
    linked?;
    std::fs::File::open(data)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_the_same_again_and_another_for_any_other_case_or_nonce() {
        let tokens = Tokens { secret: [7; 32] };
        let token = tokens.token("KH-0000-0000", b"nonce");
        assert_eq!(token.len(), 43);
        assert_eq!(tokens.token("KH-0000-0000", b"nonce"), token);
        assert_ne!(tokens.token("KH-0000-0001", b"nonce"), token);
        assert_ne!(tokens.token("KH-0000-0000", b"other"), token);
        assert_ne!(Tokens { secret: [8; 32] }.token("KH-0000-0000", b"nonce"), token);
    }

    #[test]
    fn a_token_matches_its_own_hash_only() {
        let stored = sha256(b"token");
        assert!(matches(b"token", Some(&stored)));
        assert!(!matches(b"token ", Some(&stored)));
        assert!(!matches(b"", Some(&stored)));
        assert!(!matches(b"token", Some(&[])));
        assert!(!matches(b"token", None));
    }

    #[test]
    fn the_secret_is_made_once_and_readable_by_its_owner_only() {
        let data = tempfile::tempdir().unwrap();
        let first = Tokens::open(data.path()).unwrap();
        let again = Tokens::open(data.path()).unwrap();
        assert_eq!(first.secret, again.secret);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let meta = std::fs::metadata(data.path().join("secret.key")).unwrap();
            assert_eq!(meta.permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 1, "the draft is gone");
        std::fs::write(data.path().join("secret.key"), b"short").unwrap();
        assert!(matches!(Tokens::open(data.path()), Err(SecretError::Damaged(_))));
    }
}
