//! The demo shop's own key, by which it tells the portal who is signed in: what a merchant's server does.
//!
//! Made anew at each start and never written; the portal gets the public half. Not here: what the portal makes of it
//! (crates/portal, identity).

use crate::failure::{Failure, Outcome};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use p256::elliptic_curve::rand_core::OsRng;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// The client that the shop is.
pub const CLIENT: &str = "demo-shop";
/// Where its pages ask for a token, by POST.
pub const PATH: &str = "/help-token";
/// Whom every page of the shop greets.
const CUSTOMER: &str = "customer-of-the-demo-alex";
const KEY_ID: &str = "demo-shop-of-this-start";
/// Seconds: half of what the portal takes.
const LIFE: u64 = 300;

/// Signs tokens (JWT, ES256).
pub struct Identity(SigningKey);

impl Identity {
    /// A fresh key.
    pub fn new() -> Identity {
        Identity(SigningKey::random(&mut OsRng))
    }

    /// Writes the public half as a JWK.
    pub fn write_public(&self, file: &Path) -> Outcome {
        let point = self.0.verifying_key().to_encoded_point(false);
        let part = |bytes: Option<&p256::FieldBytes>| URL_SAFE_NO_PAD.encode(bytes.map_or(&[][..], |b| b));
        let jwk = json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": KEY_ID,
            "x": part(point.x()), "y": part(point.y())});
        fs::write(file, jwk.to_string()).map_err(|error| Failure::io("write", file, &error))
    }

    /// A token of the customer who is signed in, from now on.
    pub fn token(&self) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        self.token_at(now)
    }

    fn token_at(&self, now: u64) -> String {
        let head = json!({"alg": "ES256", "typ": "JWT", "kid": KEY_ID});
        let claims =
            json!({"iss": CLIENT, "sub": CUSTOMER, "aud": "klarna-help", "iat": now, "exp": now + LIFE});
        let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(head), part(claims));
        let signature: Signature = self.0.sign(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::{VerifyingKey, signature::Verifier};

    #[test]
    fn a_token_is_signed_by_the_key_that_is_written() {
        let identity = Identity::new();
        let file = std::env::temp_dir().join(format!("kh-shop-key-{}.json", std::process::id()));
        identity.write_public(&file).unwrap();
        let jwk: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        fs::remove_file(&file).unwrap();
        assert!(jwk["d"].is_null(), "the private half stays here");
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let part = |name: &str| decode(jwk[name].as_str().unwrap());
        let key = VerifyingKey::from_sec1_bytes(&[vec![4], part("x"), part("y")].concat()).unwrap();
        let token = identity.token_at(17);
        let (message, signature) = token.rsplit_once('.').unwrap();
        let signature = Signature::from_slice(&decode(signature)).unwrap();
        key.verify(message.as_bytes(), &signature).unwrap();
        let claims: serde_json::Value =
            serde_json::from_slice(&decode(message.split_once('.').unwrap().1)).unwrap();
        assert_eq!((&claims["iat"], &claims["exp"]), (&json!(17), &json!(317)));
    }
}
