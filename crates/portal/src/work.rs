//! Proof of work: what a portal under pressure asks for before it takes something in.
//!
//! ALTCHA's first scheme with SHA-256: find the number for which the hash of salt and number is the challenge. The salt
//! ends with `&`, so that no digit of the number can be taken for one of its expiry. Nothing is kept of a challenge; what
//! is kept of a solution, until it expires, is that it was used. Not here: solving (the widget), limits (`limit`).

use crate::ids;
use crate::limit::{Limiter, Prefix};
use crate::problem::Error;
use crate::refusals;
use crate::state::{Portal, Shared};
use crate::token;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode::Indifferent;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use klarna_help_wire::Challenge;
use serde::Deserialize;
use std::time::Instant;
use subtle::ConstantTimeEq;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The only algorithm.
const ALGORITHM: &str = "SHA-256";
/// Seconds that a challenge may be solved in. Slow telephones take some, and a draft may wait for a connection.
const LIFE: i64 = 600;
/// Longest header.
const HEADER_MAX: usize = 1_024;

pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(challenge))
}

/// A solution, as ALTCHA's widgets send it.
#[derive(Deserialize)]
struct Solution {
    algorithm: String,
    challenge: String,
    number: u64,
    salt: String,
    signature: String,
}

/// Get a challenge.
///
/// To be solved when a request was refused with `challenge-required`, and then sent as `Altcha`: base64 of the JSON
/// `{algorithm, challenge, number, salt, signature}`. A solution is taken once, and for ten minutes.
#[utoipa::path(
    get, path = "/api/v1/challenge", tag = "access", operation_id = "challenge",
    responses(
        (status = 200, description = "A challenge of ALTCHA's first scheme.", body = Challenge),
        refusals::Unavailable
    )
)]
async fn challenge(State(portal): State<Shared>) -> Result<Json<Challenge>, Error> {
    let none = |error: ids::NoRandomness| Error::Unavailable(error.to_string());
    let (salt, drawn) = (ids::random::<12>().map_err(none)?, ids::random::<8>().map_err(none)?);
    let maxnumber = portal.config.work.number_max;
    let number = u64::from_be_bytes(drawn) % (u64::from(maxnumber) + 1);
    let expires_at = portal.clock.now().as_second() + LIFE;
    let salt = format!("{}?expires={expires_at}&", hex(&salt));
    let challenge = hash(&salt, number);
    let signature = sign(&portal, &challenge);
    Ok(Json(Challenge { algorithm: ALGORITHM.to_owned(), challenge, salt, signature, maxnumber }))
}

/// Whether a request of this prefix has to bring work, by how full its bucket is and how busy the portal. Counts the
/// request among everybody's.
pub(crate) fn is_pressed(portal: &Portal, limiter: &Limiter, prefix: Prefix) -> bool {
    let (config, now) = (&portal.config.work, Instant::now());
    let busy = portal.intake.take(Prefix::Unknown, now).is_err();
    config.is_asked(busy, limiter.level(prefix, now))
}

/// Takes the work of a request that has to bring some.
///
/// # Errors
/// [`Error::ChallengeRequired`] without a solution, or with one that is wrong, too old, or was used.
pub(crate) async fn check(portal: &Portal, headers: &HeaderMap, pressed: bool) -> Result<(), Error> {
    if !pressed {
        return Ok(());
    }
    let solution = read(headers).ok_or(Error::ChallengeRequired)?;
    let expires_at = verify(portal, &solution).ok_or(Error::ChallengeRequired)?;
    match portal.store.spend_work(&solution.challenge, expires_at).await? {
        true => Ok(()),
        false => Err(Error::ChallengeRequired),
    }
}

fn read(headers: &HeaderMap) -> Option<Solution> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(Indifferent);
    let value = headers.get("altcha").filter(|value| value.len() <= HEADER_MAX)?;
    let json = GeneralPurpose::new(&STANDARD, config).decode(value.as_bytes()).ok()?;
    json.starts_with(b"{").then(|| serde_json::from_slice(&json).ok()).flatten()
}

/// When a solution expires (Unix seconds), if it holds now.
fn verify(portal: &Portal, solution: &Solution) -> Option<i64> {
    let (_, expires) = solution.salt.strip_suffix('&')?.split_once("?expires=")?;
    let expires_at: i64 = expires.parse().ok()?;
    let signed = sign(portal, &solution.challenge).as_bytes().ct_eq(solution.signature.as_bytes());
    let holds = solution.algorithm == ALGORITHM
        && bool::from(signed)
        && hash(&solution.salt, solution.number) == solution.challenge
        && expires_at > portal.clock.now().as_second();
    holds.then_some(expires_at)
}

fn hash(salt: &str, number: u64) -> String {
    hex(&token::sha256(format!("{salt}{number}").as_bytes()))
}

fn sign(portal: &Portal, challenge: &str) -> String {
    hex(&portal.tokens.mac(&[b"altcha:v1:", challenge.as_bytes()]))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
