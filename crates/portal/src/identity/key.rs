//! A client's public key: read from the configuration, and checking signatures with it.
//!
//! Each key knows its one algorithm, so that no token can choose another. Here: ES256 (RFC 7518, 3.4) and EdDSA with
//! Ed25519 (RFC 8037), as SubjectPublicKeyInfo in PEM or as a JWK (RFC 7517). Not here: what a token says (`claims`).

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ed25519_dalek::VerifyingKey as Ed25519;
use p256::ecdsa::{VerifyingKey as P256, signature::Verifier};
use serde::Deserialize;

/// Longest `kid`.
const KID_MAX: usize = 64;
/// What stands before the point of an uncompressed P-256 key (RFC 5480).
const SPKI_P256: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// What stands before the 32 bytes of an Ed25519 key (RFC 8410).
const SPKI_ED25519: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// A public key of a client.
#[derive(Clone, Debug)]
pub struct Key {
    /// By which a token names it.
    pub kid: String,
    curve: Curve,
}

#[derive(Clone, Debug)]
enum Curve {
    P256(P256),
    Ed25519(Ed25519),
}

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Its name.
    #[error("kid: 1 to 64 visible ASCII characters")]
    Kid,
    /// Neither of the two algorithms.
    #[error("alg: ES256 or EdDSA")]
    Algorithm,
    /// The key is of the other kind.
    #[error("the key is not of the kind that alg names")]
    OtherAlgorithm,
    /// A private key. It must never be here.
    #[error("this is a private key: the portal needs the public one, and this one should be replaced")]
    Private,
    /// Neither PEM nor JWK.
    #[error("neither a PEM \"PUBLIC KEY\" of P-256 or Ed25519 nor its JWK")]
    Form,
    /// Not a point of the curve, or one with which anything verifies.
    #[error("not a usable point of its curve")]
    Point,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
    #[serde(default)]
    y: String,
    #[serde(default)]
    kid: String,
    alg: Option<String>,
    d: Option<serde::de::IgnoredAny>,
}

impl Key {
    /// Reads a key with its name and algorithm beside it.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn read(kid: &str, alg: &str, text: &str) -> Result<Self, KeyFault> {
        if !matches!(alg, "ES256" | "EdDSA") {
            return Err(KeyFault::Algorithm);
        }
        let text = text.trim();
        let curve = if text.starts_with('{') { jwk(text)?.1 } else { pem(text)? };
        let key = Self::named(kid, curve)?;
        if key.alg() == alg { Ok(key) } else { Err(KeyFault::OtherAlgorithm) }
    }

    /// Reads a JWK that holds its own name.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn from_jwk(text: &str) -> Result<Self, KeyFault> {
        let (jwk, curve) = jwk(text)?;
        let key = Self::named(&jwk.kid, curve)?;
        match jwk.alg {
            Some(alg) if alg != key.alg() => Err(KeyFault::OtherAlgorithm),
            _ => Ok(key),
        }
    }

    fn named(kid: &str, curve: Curve) -> Result<Self, KeyFault> {
        let fits = (1..=KID_MAX).contains(&kid.len()) && kid.bytes().all(|b| b.is_ascii_graphic());
        if fits { Ok(Self { kid: kid.to_owned(), curve }) } else { Err(KeyFault::Kid) }
    }

    /// The only algorithm it takes, by its name in a token's header.
    pub fn alg(&self) -> &'static str {
        match self.curve {
            Curve::P256(_) => "ES256",
            Curve::Ed25519(_) => "EdDSA",
        }
    }

    /// Whether a signature in the form of a token is this key's.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.curve {
            Curve::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Curve::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
        }
    }
}

fn jwk(text: &str) -> Result<(Jwk, Curve), KeyFault> {
    let jwk: Jwk = serde_json::from_str(text).map_err(|_| KeyFault::Form)?;
    if jwk.d.is_some() {
        return Err(KeyFault::Private);
    }
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| KeyFault::Form);
    let curve = match (jwk.kty.as_str(), jwk.crv.as_str()) {
        ("EC", "P-256") => {
            let (x, y) = (part(&jwk.x)?, part(&jwk.y)?);
            if x.len() != 32 {
                return Err(KeyFault::Point);
            }
            point_p256(&[&[4], x.as_slice(), y.as_slice()].concat())?
        }
        ("OKP", "Ed25519") => point_ed25519(&part(&jwk.x)?)?,
        _ => return Err(KeyFault::Form),
    };
    Ok((jwk, curve))
}

fn pem(text: &str) -> Result<Curve, KeyFault> {
    if text.contains("PRIVATE KEY") {
        return Err(KeyFault::Private);
    }
    let body = text
        .strip_prefix("-----BEGIN PUBLIC KEY-----")
        .and_then(|rest| rest.strip_suffix("-----END PUBLIC KEY-----"))
        .ok_or(KeyFault::Form)?;
    let body: String = body.split_ascii_whitespace().collect();
    let der = STANDARD.decode(body).map_err(|_| KeyFault::Form)?;
    if let Some(point) = der.strip_prefix(SPKI_P256) {
        point_p256(point)
    } else if let Some(point) = der.strip_prefix(SPKI_ED25519) {
        point_ed25519(point)
    } else {
        Err(KeyFault::Form)
    }
}

fn point_p256(bytes: &[u8]) -> Result<Curve, KeyFault> {
    P256::from_sec1_bytes(bytes).map(Curve::P256).map_err(|_| KeyFault::Point)
}

fn point_ed25519(bytes: &[u8]) -> Result<Curve, KeyFault> {
    let bytes = bytes.try_into().map_err(|_| KeyFault::Point)?;
    match Ed25519::from_bytes(bytes) {
        Ok(key) if !key.is_weak() => Ok(Curve::Ed25519(key)),
        _ => Err(KeyFault::Point),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Written by OpenSSL 3: `openssl ecparam -genkey`, `openssl genpkey -algorithm ed25519`, `openssl pkey -pubout`.
    const PEM_P256: &str = "-----BEGIN PUBLIC KEY-----\n\
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEj+DCqHe8G0aTK1bcVn7WHVAZoEzL\n\
        SojQPEHze+ecFGSChfGV3jROH5LeJw6WpjHqQ6jD4qCY6F1M/+u1ICXAnQ==\n\
        -----END PUBLIC KEY-----";
    const PEM_ED25519: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEA5BURKYep4qsVoDny1Mi/qpaVnnR34zGteExpYYc1/zk=\n\
        -----END PUBLIC KEY-----";
    // RFC 8037, appendix A.2.
    const JWK_ED25519: &str =
        r#"{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    // RFC 7515, appendix A.3, without its `d`.
    const JWK_P256: &str = r#"{"kty":"EC","crv":"P-256","kid":"b","alg":"ES256",
        "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

    #[test]
    fn keys_are_read_from_pem_and_jwk_and_know_their_algorithm() {
        for (alg, text) in
            [("ES256", PEM_P256), ("EdDSA", PEM_ED25519), ("ES256", JWK_P256), ("EdDSA", JWK_ED25519)]
        {
            assert_eq!(Key::read("k", alg, text).unwrap().alg(), alg, "{text}");
        }
        assert_eq!(Key::from_jwk(JWK_ED25519).unwrap().kid, "a");
    }

    #[test]
    fn what_is_no_public_key_is_refused_with_its_reason() {
        let check = |kid: &str, alg: &str, text: &str, expected| {
            assert_eq!(Key::read(kid, alg, text).unwrap_err(), expected, "{kid} {alg} {text}");
        };
        check("", "ES256", PEM_P256, KeyFault::Kid);
        check("two words", "ES256", PEM_P256, KeyFault::Kid);
        check("k", "HS256", PEM_P256, KeyFault::Algorithm);
        check("k", "none", PEM_P256, KeyFault::Algorithm);
        check("k", "EdDSA", PEM_P256, KeyFault::OtherAlgorithm);
        check("k", "ES256", JWK_ED25519, KeyFault::OtherAlgorithm);
        check("k", "ES256", "secret", KeyFault::Form);
        check("k", "ES256", r#"{"kty":"oct","k":"c2VjcmV0","crv":"","x":""}"#, KeyFault::Form);
        check("k", "ES256", &JWK_P256.replace("x_FE", "x_FF"), KeyFault::Point);
        check("k", "ES256", &JWK_P256.replace("\"alg\"", "\"d\":\"x\",\"alg\""), KeyFault::Private);
        check("k", "ES256", &PEM_P256.replace("PUBLIC", "PRIVATE"), KeyFault::Private);
        let neutral = r#"{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#;
        check("k", "EdDSA", neutral, KeyFault::Point);
    }

    /// RFC 8037, appendix A.4, and RFC 7515, appendix A.3.
    #[test]
    fn the_examples_of_the_standards_verify() {
        let check = |key: &str, token: &str| {
            let (message, signature) = token.rsplit_once('.').unwrap();
            let mut signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
            let key = Key::from_jwk(key).unwrap();
            assert!(key.verifies(message.as_bytes(), &signature));
            signature[0] ^= 1;
            assert!(!key.verifies(message.as_bytes(), &signature));
            assert!(!key.verifies(message.as_bytes(), &signature[1..]));
        };
        check(
            JWK_ED25519,
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        );
        check(
            JWK_P256,
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        );
    }
}
