//! Our keys: what a case and a message are found by in a helpdesk.

use std::fmt;

/// A case ID or a message id of ours: 1 to 64 of `A-Z a-z 0-9 _ -`. Nothing else, so that it stands in a query, a header
/// or an address as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

/// A text that is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key: 1 to 64 letters, digits, hyphens and underscores")]
pub struct BadKey;

impl Key {
    /// A checked key.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn new(text: impl Into<String>) -> Result<Self, BadKey> {
        let text = text.into();
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if (1..=64).contains(&text.len()) && text.bytes().all(fits) { Ok(Self(text)) } else { Err(BadKey) }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_can_end_no_query_and_no_header() {
        for (text, good) in [
            ("KH-7F3K-9Q2M", true),
            ("m_01", true),
            ("", false),
            ("a' OR 1=1", false),
            ("a\r\nX: y", false),
            ("a/b", false),
            ("å", false),
        ] {
            assert_eq!(Key::new(text).is_ok(), good, "{text:?}");
        }
        assert!(Key::new("x".repeat(65)).is_err());
    }
}
