//! What makes two submissions one (IETF draft-ietf-httpapi-idempotency-key-header).
//!
//! Here: reading the key, and the fingerprint of a request. Not here: the table (`store`).

use crate::problem::Error;
use crate::token::sha256;
use axum::http::HeaderMap;
use klarna_help_wire::{FieldCode, IDEMPOTENCY_KEY_MAX, IDEMPOTENCY_KEY_MIN};
use serde::Serialize;

/// SHA-256 of the key: exactly one header of 16 to 255 visible ASCII characters.
pub(super) fn key(headers: &HeaderMap) -> Result<[u8; 32], Error> {
    let mut lines = headers.get_all("idempotency-key").iter();
    let fault = match (lines.next(), lines.next()) {
        (None, _) => FieldCode::Required,
        (Some(_), Some(_)) => FieldCode::Invalid,
        (Some(key), None) => match key.as_bytes() {
            [] => FieldCode::Required,
            key if !key.iter().all(u8::is_ascii_graphic) => FieldCode::Invalid,
            key if key.len() < IDEMPOTENCY_KEY_MIN => FieldCode::TooShort,
            key if key.len() > IDEMPOTENCY_KEY_MAX => FieldCode::TooLong,
            key => return Ok(sha256(key)),
        },
    };
    Err(Error::IdempotencyKeyInvalid(fault))
}

/// SHA-256 of the request as it will be stored: white space, the order of JSON keys, and unknown fields do not make
/// another request.
pub(super) fn fingerprint(request: &impl Serialize) -> Result<[u8; 32], Error> {
    let bytes = serde_json::to_vec(request).map_err(|_| Error::Unavailable("fingerprint".to_owned()))?;
    Ok(sha256(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_key_is_one_header_of_16_to_255_visible_characters() {
        let check = |keys: &[&[u8]], expected: Option<FieldCode>| {
            let mut headers = HeaderMap::new();
            for key in keys {
                headers.append("idempotency-key", HeaderValue::from_bytes(key).unwrap());
            }
            let fault = match key(&headers) {
                Ok(_) => None,
                Err(Error::IdempotencyKeyInvalid(code)) => Some(code),
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(fault, expected, "{keys:?}");
        };
        check(&[&[b'k'; 16]], None);
        check(&[&[b'k'; 255]], None);
        check(&[], Some(FieldCode::Required));
        check(&[b""], Some(FieldCode::Required));
        check(&[&[b'k'; 15]], Some(FieldCode::TooShort));
        check(&[&[b'k'; 256]], Some(FieldCode::TooLong));
        check(&[b"a key with spaces in it"], Some(FieldCode::Invalid));
        check(&["ключключключключ".as_bytes()], Some(FieldCode::Invalid));
        check(&[&[b'k'; 16], &[b'k'; 16]], Some(FieldCode::Invalid));
    }
}
