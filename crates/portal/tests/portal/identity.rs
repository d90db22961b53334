//! Identity tokens: which hold, and that every other is refused by name.

use crate::harness::{CONFIG, TestPortal};
use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::Signer;
use hmac::{Hmac, Mac};
use klarna_help_portal::identity::{self, Customer};
use klarna_help_portal::problem::Error;
use klarna_help_wire::ProblemCode;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::Sha256;

/// 2026-11-23T09:00:00Z, where the test portal's clock stands.
const NOW: i64 = 1_795_424_400;

/// A client's key, private part and all.
pub enum Signing {
    Es256(SigningKey),
    EdDsa(ed25519_dalek::SigningKey),
}

pub fn shop_key() -> Signing {
    Signing::Es256(SigningKey::from_slice(&[7; 32]).unwrap())
}

fn inline_key() -> Signing {
    Signing::EdDsa(ed25519_dalek::SigningKey::from_bytes(&[9; 32]))
}

impl Signing {
    fn alg(&self) -> &'static str {
        match self {
            Signing::Es256(_) => "ES256",
            Signing::EdDsa(_) => "EdDSA",
        }
    }

    fn sign(&self, message: &str) -> Vec<u8> {
        match self {
            Signing::Es256(key) => {
                let signature: Signature = key.sign(message.as_bytes());
                signature.to_vec()
            }
            Signing::EdDsa(key) => key.sign(message.as_bytes()).to_vec(),
        }
    }

    /// SubjectPublicKeyInfo in PEM.
    fn pem(&self) -> String {
        let der = match self {
            Signing::Es256(key) => {
                let head = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
                [hex(head).as_slice(), key.verifying_key().to_encoded_point(false).as_bytes()].concat()
            }
            Signing::EdDsa(key) => {
                [hex("302a300506032b6570032100").as_slice(), key.verifying_key().as_bytes()].concat()
            }
        };
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
    }
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

/// The usual configuration, with a key of each kind.
pub fn config() -> String {
    let key = |kid: &str, key: &Signing| {
        format!(
            "[[client.key]]\nkid = \"{kid}\"\nalg = \"{}\"\npublic_key = \"\"\"\n{}\"\"\"\n",
            key.alg(),
            key.pem()
        )
    };
    // A key belongs to the client above it, so each stands before the next one.
    [("inline", key("shop-1", &shop_key())), ("blog", key("inline-1", &inline_key()))].iter().fold(
        CONFIG.to_owned(),
        |config, (next, key)| {
            let at = format!("[[client]]\n    id = \"{next}\"");
            config.replacen(&at, &format!("{key}{at}"), 1)
        },
    )
}

fn good_head() -> Value {
    json!({"alg": "ES256", "kid": "shop-1", "typ": "JWT"})
}

fn good_claims() -> Value {
    json!({"iss": "shop", "sub": "customer-17", "aud": "klarna-help", "iat": NOW - 10, "exp": NOW + 290})
}

fn sign(head: &Value, claims: &Value, key: &Signing) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap());
    let message = format!("{}.{}", part(head), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(&message));
    format!("{message}.{signature}")
}

/// A token of `shop` that holds at `now`.
pub fn token(subject: &str, now: i64) -> String {
    let claims = json!({"iss": "shop", "sub": subject, "aud": "klarna-help", "iat": now, "exp": now + 300});
    sign(&good_head(), &claims, &shop_key())
}

fn with(mut value: Value, name: &str, to: Value) -> Value {
    value[name] = to;
    value
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().unwrap().remove(name);
    value
}

fn bearer(token: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).unwrap());
    headers
}

fn ask(portal: &TestPortal, token: &str) -> Result<Customer, &'static str> {
    match identity::sender(&portal.portal, &bearer(token)) {
        Ok(customer) => Ok(customer.expect("a token is never a guest")),
        Err(Error::IdentityInvalid(why)) => Err(why),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_token_that_holds_names_its_customer() {
    let portal = TestPortal::with(&config()).await;
    let known = ask(&portal, &sign(&good_head(), &good_claims(), &shop_key())).unwrap();
    assert_eq!((known.client_id.as_str(), known.key.len()), ("shop", 64));
    assert!(!known.key.contains("customer-17"));
    let check = |head: Value, claims: Value, key: Signing, same: bool| {
        let customer = ask(&portal, &sign(&head, &claims, &key)).unwrap();
        assert_eq!(customer == known, same, "{head} {claims}");
    };
    check(without(good_head(), "typ"), good_claims(), shop_key(), true);
    check(good_head(), with(good_claims(), "aud", json!(["else", "klarna-help"])), shop_key(), true);
    check(good_head(), with(good_claims(), "nbf", json!(NOW + 59)), shop_key(), true);
    check(good_head(), with(good_claims(), "iat", json!(NOW + 59)), shop_key(), true);
    check(good_head(), with(good_claims(), "exp", json!(NOW + 1)), shop_key(), true);
    check(good_head(), with(good_claims(), "email", json!("ada@example.org")), shop_key(), true);
    check(good_head(), with(good_claims(), "sub", json!("customer-18")), shop_key(), false);
    // The same subject of another client is another customer.
    let head = json!({"alg": "EdDSA", "kid": "inline-1"});
    check(head, with(good_claims(), "iss", json!("inline")), inline_key(), false);
}

#[tokio::test]
async fn every_token_that_does_not_hold_is_refused_by_name() {
    let portal = TestPortal::with(&config()).await;
    let check = |expected: &str, token: String| {
        assert_eq!(ask(&portal, &token), Err(expected), "{token}");
    };
    let claims = |name: &str, to: Value| sign(&good_head(), &with(good_claims(), name, to), &shop_key());
    check("exp: expired", claims("exp", json!(NOW)));
    check("exp: more than 10 minutes after iat", claims("exp", json!(NOW + 591)));
    check("exp: more than 10 minutes after iat", claims("exp", json!(i64::MAX)));
    check("exp: more than 10 minutes after iat", claims("iat", json!(i64::MIN)));
    check("exp: more than 10 minutes after iat", claims("iat", json!(NOW + 290)));
    check("iat: in the future", claims("iat", json!(NOW + 61)));
    check("nbf: in the future", claims("nbf", json!(NOW + 61)));
    check("aud", claims("aud", json!("else")));
    check("aud", claims("aud", json!(["else"])));
    check("iss", claims("iss", json!("inline")));
    check("sub", claims("sub", json!("")));
    check("sub", claims("sub", json!("x".repeat(256))));
    for missing in ["iss", "sub", "aud", "exp", "iat"] {
        check("claims", sign(&good_head(), &without(good_claims(), missing), &shop_key()));
    }
    for (name, to) in [("exp", json!("soon")), ("sub", json!(17)), ("aud", json!({}))] {
        check("claims", claims(name, to));
    }
    check("claims", sign(&good_head(), &json!(["shop", "x", "klarna-help", NOW + 9, NOW]), &shop_key()));

    let head = |name: &str, to: Value| sign(&with(good_head(), name, to), &good_claims(), &shop_key());
    check("kid", head("kid", json!("shop-2")));
    check("kid", sign(&without(good_head(), "kid"), &good_claims(), &shop_key()));
    check("crit", head("crit", json!(["b64"])));
    check("typ", head("typ", json!("at+jwt")));
    for alg in ["none", "None", "HS256", "ES384", "EdDSA", "RS256", ""] {
        check("alg", head("alg", json!(alg)));
    }
    check("header", head("alg", json!(null)));

    // Another client's key: by its own name its client is another, by ours its signature.
    let theirs = sign(&json!({"alg": "EdDSA", "kid": "inline-1"}), &good_claims(), &inline_key());
    check("iss", theirs);
    check("alg", sign(&json!({"alg": "EdDSA", "kid": "shop-1"}), &good_claims(), &inline_key()));
    let stranger = Signing::Es256(SigningKey::from_slice(&[8; 32]).unwrap());
    check("signature", sign(&good_head(), &good_claims(), &stranger));

    let good = sign(&good_head(), &good_claims(), &shop_key());
    let parts: Vec<&str> = good.split('.').collect();
    let other = claims("sub", json!("customer-18"));
    let their_claims = other.split('.').nth(1).unwrap();
    check("signature", format!("{}.{their_claims}.{}", parts[0], parts[2]));
    check("signature", format!("{}.{}.", parts[0], parts[1]));
    check("signature", format!("{}.{}.{}=", parts[0], parts[1], parts[2]));
    check("not a JWT", format!("{good},{good}"));
    check("not a JWT", format!("{good}.{}", parts[2]));
    check("not a JWT", "x".repeat(43));
    check("not a JWT", String::new());
    check("header", ". .".to_owned());
    check("too long", format!("{good}.{}", "x".repeat(4_096)));
}

/// The oldest trick with JWTs: the public key, which everybody may have, taken as a shared secret.
#[tokio::test]
async fn a_public_key_is_never_taken_for_a_shared_secret() {
    let portal = TestPortal::with(&config()).await;
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap());
    for alg in ["HS256", "ES256"] {
        let message = format!("{}.{}", part(&with(good_head(), "alg", json!(alg))), part(&good_claims()));
        let mut mac = Hmac::<Sha256>::new_from_slice(shop_key().pem().as_bytes()).unwrap();
        mac.update(message.as_bytes());
        let forged = format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
        let refused = ask(&portal, &forged).unwrap_err();
        assert_eq!(refused, if alg == "HS256" { "alg" } else { "signature" });
    }
}

#[tokio::test]
async fn who_sends_no_token_is_a_guest_and_who_sends_a_bad_one_is_not() {
    let portal = TestPortal::with(&config()).await;
    let portal = &portal.portal;
    let none = HeaderMap::new();
    assert!(identity::customer(portal, &none).unwrap().is_none());
    assert!(identity::sender(portal, &none).unwrap().is_none());
    let case_token = bearer(&"x".repeat(43));
    assert!(identity::customer(portal, &case_token).unwrap().is_none());
    assert!(identity::sender(portal, &case_token).is_err());
    assert!(identity::customer(portal, &bearer("a.b.c")).is_err());

    let mut basic = HeaderMap::new();
    basic.insert(header::AUTHORIZATION, HeaderValue::from_static("Basic YTpi"));
    assert!(identity::sender(portal, &basic).is_err());
    let mut two = bearer(&token("ada", NOW));
    two.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer x"));
    for refused in [identity::customer(portal, &two), identity::sender(portal, &two)] {
        assert_eq!(refused.unwrap_err().code(), ProblemCode::IdentityInvalid);
    }
}

#[test]
fn keys_are_checked_at_the_start() {
    use klarna_help_portal::Config;
    assert!(Config::parse(&config()).is_ok());
    let check = |from: &str, to: &str, expected: &str| {
        let text = config().replace(from, to);
        assert_ne!(text, config(), "{from}");
        let message = Config::parse(&text).unwrap_err().to_string();
        assert!(message.contains(expected), "{message} does not contain {expected}");
    };
    check("inline-1", "shop-1", "client[1].key[0].kid: a key \"shop-1\" is there already");
    check("ES256", "HS256", "client[0].key[0]: alg: ES256 or EdDSA");
    check("ES256", "EdDSA", "client[0].key[0]: the key is not of the kind that alg names");
    check("PUBLIC", "PRIVATE", "client[0].key[0]: this is a private key");
    check("kid = \"shop-1\"", "kid = \"\"", "client[0].key[0]: kid");
}

#[test]
fn a_key_can_come_from_a_file() {
    use klarna_help_portal::Config;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("demo.json");
    let Signing::EdDsa(key) = inline_key() else { unreachable!() };
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "kid": "demo",
        "x": URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes())});
    std::fs::write(&file, jwk.to_string()).unwrap();
    let mut config = Config::parse(CONFIG).unwrap();
    config.add_key("shop", &file).unwrap();
    assert_eq!(config.client("shop").unwrap().keys[0].kid, "demo");
    let says = |text: &str| {
        let mut config = Config::parse(CONFIG).unwrap();
        std::fs::write(&file, text).unwrap();
        config.add_key("shop", &file).unwrap_err().to_string()
    };
    assert!(says("{}").contains("--client-key"), "{}", says("{}"));
    assert!(config.add_key("nobody", &file).is_err());
    assert!(config.add_key("shop", &dir.path().join("none")).is_err());
}
