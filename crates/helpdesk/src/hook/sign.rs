//! Signatures after the Standard Webhooks specification (github.com/standard-webhooks/standard-webhooks, version 1):
//! HMAC-SHA256 over `id.timestamp.body`, as `v1,BASE64`, several of them with a blank between while a secret is changed.

use crate::HintError;
use crate::config::{ConfigError, Credential};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use http::HeaderMap;
use sha2::Sha256;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Fewest bytes of a secret, after the specification.
const SECRET_MIN: usize = 24;

/// The secrets of one receiver: the first signs, each verifies.
#[derive(Clone)]
pub struct Keys(Vec<Vec<u8>>);

/// A signature and what it stands beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    id: String,
    timestamp: i64,
    signature: String,
}

impl Signed {
    /// The three headers.
    pub fn headers(&self) -> [(&'static str, String); 3] {
        [
            ("webhook-id", self.id.clone()),
            ("webhook-timestamp", self.timestamp.to_string()),
            ("webhook-signature", self.signature.clone()),
        ]
    }
}

impl Keys {
    /// Secrets as `whsec_` and base64, of at least 24 bytes; several with blanks between.
    ///
    /// # Errors
    /// Says what is wrong, not what the secret is.
    pub fn new(text: &str) -> Result<Self, String> {
        let key = |word: &str| {
            let bytes = word.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
            bytes
                .filter(|bytes| bytes.len() >= SECRET_MIN)
                .ok_or_else(|| format!("is not {PREFIX} and at least {SECRET_MIN} bytes in base64"))
        };
        let keys = text.split_whitespace().map(key).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err("is empty".to_owned()) } else { Ok(Self(keys)) }
    }

    /// The secrets a configuration names.
    pub(crate) fn read(credential: &Credential) -> Result<Self, ConfigError> {
        let key = match credential {
            Credential::Env { key, .. } | Credential::File { key, .. } => key.clone(),
            Credential::Given(_) => "secret".to_owned(),
        };
        Self::new(credential.read()?.expose()).map_err(|why| ConfigError { key, why })
    }

    /// Signs a body. `timestamp` in seconds since 1970.
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> Signed {
        let first = self.0.first().map(Vec::as_slice).unwrap_or_default();
        let signature = format!("v1,{}", STANDARD.encode(mac(first, id, timestamp, body)));
        Signed { id: id.to_owned(), timestamp, signature }
    }

    /// Whether a holder of one of the secrets signed this body, lately. Gives the delivery's id.
    ///
    /// # Errors
    /// See [`HintError`]. The time is only compared once the signature is known to be right: what was not signed by us
    /// tells nothing about our clock.
    pub fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: i64,
        tolerance: Duration,
    ) -> Result<String, HintError> {
        let header = |name: &'static str| {
            headers.get(name).and_then(|value| value.to_str().ok()).ok_or(HintError::Header(name))
        };
        let id = header("webhook-id")?;
        let timestamp: i64 =
            header("webhook-timestamp")?.parse().map_err(|_| HintError::Header("webhook-timestamp"))?;
        let given: Vec<Vec<u8>> = header("webhook-signature")?
            .split_whitespace()
            .take(8)
            .filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok())
            .collect();
        let mut right = false;
        for key in &self.0 {
            let own = mac(key, id, timestamp, body);
            for one in &given {
                right |= bool::from(own.as_slice().ct_eq(one));
            }
        }
        if !right {
            return Err(HintError::Signature);
        }
        let off = now.abs_diff(timestamp);
        if off > tolerance.as_secs() { Err(HintError::Stale(off)) } else { Ok(id.to_owned()) }
    }
}

fn mac(key: &[u8], id: &str, timestamp: i64, body: &[u8]) -> Vec<u8> {
    // HMAC takes keys of any length; this branch is never taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    for part in [id.as_bytes(), b".", timestamp.to_string().as_bytes(), b".", body] {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn headers(signed: &Signed) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in signed.headers() {
            headers.insert(name, HeaderValue::from_str(&value).unwrap());
        }
        headers
    }

    #[test]
    fn the_example_of_the_specification_is_signed_alike() {
        // From the test vectors of the reference libraries.
        let signed = Keys::new(SECRET).unwrap().sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed.signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn only_what_was_signed_lately_by_a_holder_of_the_secret_is_taken() {
        let keys = Keys::new(SECRET).unwrap();
        let signed = keys.sign("d1", 1000, b"{}");
        let verify = |headers: &HeaderMap, body: &[u8], now: i64| {
            keys.verify(headers, body, now, Duration::from_secs(300))
        };
        let good = headers(&signed);
        assert_eq!(verify(&good, b"{}", 1300), Ok("d1".to_owned()));
        assert_eq!(verify(&good, b"{}", 700), Ok("d1".to_owned()));
        assert_eq!(verify(&good, b"{}", 1301), Err(HintError::Stale(301)));
        assert_eq!(verify(&good, b"{} ", 1000), Err(HintError::Signature));
        let changed = |name: &'static str, value: &'static str| {
            let mut headers = good.clone();
            headers.insert(name, HeaderValue::from_static(value));
            verify(&headers, b"{}", 1000)
        };
        assert_eq!(changed("webhook-id", "d2"), Err(HintError::Signature));
        assert_eq!(changed("webhook-timestamp", "1001"), Err(HintError::Signature));
        assert_eq!(changed("webhook-timestamp", "now"), Err(HintError::Header("webhook-timestamp")));
        assert_eq!(changed("webhook-signature", "v1,AAAA"), Err(HintError::Signature));
        assert_eq!(changed("webhook-signature", ""), Err(HintError::Signature));
        let mut missing = good.clone();
        missing.remove("webhook-id");
        assert_eq!(verify(&missing, b"{}", 1000), Err(HintError::Header("webhook-id")));
    }

    #[test]
    fn a_secret_is_changed_without_losing_a_delivery() {
        let new = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let both = Keys::new(&format!("{new} {SECRET}")).unwrap();
        let old = Keys::new(SECRET).unwrap().sign("d", 0, b"");
        assert!(both.verify(&headers(&old), b"", 0, Duration::ZERO).is_ok());
        assert_eq!(both.sign("d", 0, b""), Keys::new(new).unwrap().sign("d", 0, b""));
    }

    #[test]
    fn a_weak_or_misread_secret_is_refused_without_being_shown() {
        for text in ["", "whsec_", "whsec_AAAA", "secret", "whsec_not base64!"] {
            let why = Keys::new(text).err().unwrap();
            assert!(!why.contains("AAAA") && !why.contains("not base64"), "{why}");
        }
    }
}
