//! Ways back to a case: the look-up with its code; and the portal's proof of work.

use super::{Json, Writer, write};
use klarna_help_wire::{CaseAccess, Challenge, CodeRequest, LookupAnswer, LookupRequest};

impl Json {
    /// What every look-up gets.
    pub fn lookup_answer(&self) -> Option<LookupAnswer> {
        let minutes = self.number("minutes")?;
        Some(LookupAnswer { minutes: minutes as u32, mail_folder: self.text_or_empty("mailFolder") })
    }

    /// What opens a case.
    pub fn case_access(&self) -> Option<CaseAccess> {
        Some(CaseAccess {
            case_id: self.text("caseId")?,
            token: self.text("token")?,
            expected_by: self.text("expectedBy")?,
        })
    }

    /// A proof of work that is asked for.
    pub fn challenge(&self) -> Option<Challenge> {
        Some(Challenge {
            algorithm: self.text("algorithm")?,
            challenge: self.text("challenge")?,
            salt: self.text("salt")?,
            signature: self.text("signature")?,
            maxnumber: self.number("maxnumber")? as u32,
        })
    }
}

/// Asks for a code, as the portal reads it.
pub fn lookup_request(request: &LookupRequest) -> String {
    let request = Writer::default()
        .text("clientId", &request.client_id)
        .text("locale", &request.locale)
        .text("caseId", &request.case_id)
        .text("email", &request.email);
    write(&request.value())
}

/// Trades a code, as the portal reads it.
pub fn code_request(request: &CodeRequest) -> String {
    let request = Writer::default()
        .text("caseId", &request.case_id)
        .text("email", &request.email)
        .text("code", &request.code);
    write(&request.value())
}

/// The answer to a challenge, as ALTCHA has it; in base64 it is the header's value.
pub fn solution(challenge: &Challenge, number: u32) -> String {
    let solution = Writer::default()
        .text("algorithm", &challenge.algorithm)
        .text("challenge", &challenge.challenge)
        .number("number", Some(f64::from(number)))
        .text("salt", &challenge.salt)
        .text("signature", &challenge.signature);
    write(&solution.value())
}
