//! What a page of the shop cannot know when it is written: `{{portal}}`, and `{{nonce}}`, another in each response.
//!
//! Not here: where they stand (demo/, headers.rs).

use std::hash::{BuildHasher, Hasher, RandomState};

/// The values of one response; its headers and its body have the same.
pub struct Tokens<'a> {
    portal: &'a str,
    nonce: String,
}

impl<'a> Tokens<'a> {
    /// The tokens of the next response.
    pub fn new(portal: &'a str) -> Tokens<'a> {
        // Keyed hashes of nothing: as random as the standard library is, which is enough for a demo on this machine.
        let word = || RandomState::new().build_hasher().finish();
        Tokens { portal, nonce: format!("{:016x}{:016x}", word(), word()) }
    }

    /// A text with the values in it.
    pub fn fill(&self, text: &str) -> String {
        text.replace("{{portal}}", self.portal).replace("{{nonce}}", &self.nonce)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_has_one_nonce_and_the_next_has_another() {
        let (one, two) = (Tokens::new("http://p"), Tokens::new("http://p"));
        let nonce = one.fill("{{nonce}}");
        assert_eq!(nonce.len(), 32);
        assert_eq!(one.fill("{{portal}} {{nonce}}"), format!("http://p {nonce}"));
        assert_ne!(two.fill("{{nonce}}"), nonce);
    }
}
