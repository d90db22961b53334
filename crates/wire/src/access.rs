//! Ways to a case without the device that sent it: by case ID and e-mail with a code. And the proof of work that a portal
//! under pressure asks for.
//!
//! Not here: the code's making and mailing, token signatures (the portal).

use serde::{Deserialize, Serialize};

/// Asks for a code by e-mail. The answer is the same whether there is such a case or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookupRequest {
    /// The merchant's client id.
    pub client_id: String,
    /// The locale the mail is written in.
    pub locale: String,
    /// The case ID.
    pub case_id: String,
    /// The address that the case was sent with.
    pub email: String,
}

/// What every look-up gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookupAnswer {
    /// Minutes that a code works.
    pub minutes: u32,
    /// Where mail goes if it goes nowhere real: a folder, in a demonstration. Empty otherwise.
    pub mail_folder: String,
}

/// Trades a code for the case's token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeRequest {
    /// The case ID.
    pub case_id: String,
    /// The address.
    pub email: String,
    /// Six digits.
    pub code: String,
}

/// What opens a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseAccess {
    /// The case ID.
    pub case_id: String,
    /// The capability that reads this case and no other.
    pub token: String,
    /// `YYYY-MM-DD`.
    pub expected_by: String,
}

/// A challenge of ALTCHA's first scheme: find the number from 0 to `maxnumber` with `hex(SHA-256(salt + number)) = challenge`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// `SHA-256`.
    pub algorithm: String,
    /// 64 hexadecimal digits.
    pub challenge: String,
    /// Random, with `?expires=<Unix seconds>` at its end.
    pub salt: String,
    /// HMAC-SHA-256 of the challenge by the portal's secret, in hexadecimal.
    pub signature: String,
    /// The largest number it can be.
    pub maxnumber: u32,
}
