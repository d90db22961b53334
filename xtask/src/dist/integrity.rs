//! Subresource integrity: the form in which a page says what a file has to be.
//!
//! Not here: names by content (stamp.rs).

use sha2::{Digest, Sha384};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `sha384-` and the hash in base64. Its 48 bytes need no padding.
pub fn of(bytes: &[u8]) -> String {
    let mut text = "sha384-".to_owned();
    for three in Sha384::digest(bytes).chunks(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        for shift in [18, 12, 6, 0] {
            let digit = DIGITS.get(bits >> shift & 63).copied().unwrap_or_default();
            text.push(char::from(digit));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_what_openssl_says() {
        // printf '' | openssl dgst -sha384 -binary | base64
        let nothing = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        assert_eq!(super::of(b""), nothing);
        // printf abc | …
        let abc = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";
        assert_eq!(super::of(b"abc"), abc);
    }
}
