//! What an identity token says, and whether it may say it now. Not here: who signed it.

use serde::Deserialize;

/// What `aud` has to be.
const AUDIENCE: &str = "klarna-help";
/// Longest time from `iat` to `exp`, in seconds: a token that leaks is worth little.
const LIFE_MAX: i64 = 600;
/// By how many seconds the host's clock may be ahead of ours.
const SKEW: i64 = 60;
/// Longest `sub`, in bytes.
const SUBJECT_MAX: usize = 255;

/// The claims that count. Others are not read, so nothing personal of them is ever here.
#[derive(Deserialize)]
pub(super) struct Claims {
    pub(super) iss: String,
    pub(super) sub: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
}

/// One audience, or several (RFC 7519, 4.1.3).
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn is_ours(&self) -> bool {
        match self {
            Audience::One(one) => one == AUDIENCE,
            Audience::Several(all) => all.iter().any(|one| one == AUDIENCE),
        }
    }
}

impl Claims {
    /// Whether a token of this issuer holds at a moment, in Unix seconds. The reason is for the log.
    pub(super) fn check(&self, issuer: &str, now: i64) -> Result<(), &'static str> {
        if self.iss != issuer {
            return Err("iss");
        }
        if self.sub.is_empty() || self.sub.len() > SUBJECT_MAX {
            return Err("sub");
        }
        if !self.aud.is_ours() {
            return Err("aud");
        }
        if self.exp <= now {
            return Err("exp: expired");
        }
        if self.exp <= self.iat || self.exp.saturating_sub(self.iat) > LIFE_MAX {
            return Err("exp: more than 10 minutes after iat");
        }
        if self.iat > now.saturating_add(SKEW) {
            return Err("iat: in the future");
        }
        if self.nbf.is_some_and(|from| from > now.saturating_add(SKEW)) {
            return Err("nbf: in the future");
        }
        Ok(())
    }
}
