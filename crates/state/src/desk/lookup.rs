//! Looking up a case without the device that sent it: case ID and e-mail, then a code that came by e-mail.
//!
//! Nothing here says whether there is such a case: not the words, not what follows them.

use super::{DeskEffect, KnownCase};
use crate::effect::{Effect, Focus, Notice};
use crate::navigate::shown;
use crate::{Failure, Phase, Screen, State};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{
    CaseAccess, CodeRequest, EMAIL_MAX, FieldCode, FieldError, LookupAnswer, LookupRequest, ProblemCode,
    is_email, read_case_id,
};

/// Digits of a code.
const CODE_DIGITS: usize = 6;

/// A look-up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LookUp {
    /// As typed.
    pub case_id: String,
    /// As typed.
    pub email: String,
    /// As typed.
    pub code: String,
    /// Faults of the last try.
    pub errors: Vec<FieldError>,
    /// Where it stands.
    pub phase: Phase,
    /// What the portal said when the code was asked for; from then on the code is asked of the customer.
    pub sent: Option<LookupAnswer>,
}

/// A field of the look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookUpField {
    /// The case ID.
    CaseId,
    /// The address.
    Email,
    /// The code.
    Code,
}

impl LookUpField {
    /// Its name on the wire, as errors carry it; also where the focus goes.
    pub fn wire(self) -> &'static str {
        match self {
            LookUpField::CaseId => "caseId",
            LookUpField::Email => "email",
            LookUpField::Code => "code",
        }
    }
}

pub(super) fn edit(state: &mut State, field: LookUpField, text: String) -> Vec<Effect> {
    let lookup = state.desk.lookup.get_or_insert_default();
    if lookup.phase == Phase::Sending {
        return Vec::new();
    }
    lookup.errors.retain(|error| error.field != field.wire());
    match field {
        LookUpField::CaseId => lookup.case_id = text,
        LookUpField::Email => lookup.email = text,
        LookUpField::Code => lookup.code = text,
    }
    Vec::new()
}

/// Asks for a code.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let client_id = state.config.client_id.clone();
    let locale = state.pack.ready().map_or_else(|| state.config.locale.clone(), |pack| pack.locale.clone());
    let lookup = state.desk.lookup.get_or_insert_default();
    if lookup.phase == Phase::Sending {
        return Vec::new();
    }
    lookup.errors.clear();
    let case_id = read_case_id(&lookup.case_id);
    if case_id.is_none() {
        lookup.errors.push(fault(LookUpField::CaseId, &lookup.case_id));
    }
    let email = lookup.email.trim().to_owned();
    if !is_email(&email) || email.chars().count() > EMAIL_MAX {
        lookup.errors.push(fault(LookUpField::Email, &email));
    }
    let Some(case_id) = case_id.filter(|_| lookup.errors.is_empty()) else {
        return vec![Effect::Focus(Focus::Errors)];
    };
    lookup.phase = Phase::Sending;
    let request = LookupRequest { client_id, locale, case_id, email };
    vec![Effect::Announce(Notice::plain(Key::CaseSending)), Effect::desk(DeskEffect::AskCode(request))]
}

fn fault(field: LookUpField, text: &str) -> FieldError {
    let code = if text.trim().is_empty() { FieldCode::Required } else { FieldCode::Invalid };
    FieldError::new(field.wire(), code)
}

pub(super) fn asked(state: &mut State, result: Result<LookupAnswer, Failure>) -> Vec<Effect> {
    state.desk.checking = false;
    let Some(lookup) = state.desk.lookup.as_mut().filter(|lookup| lookup.phase == Phase::Sending) else {
        return Vec::new();
    };
    match result {
        Ok(answer) => {
            lookup.phase = Phase::Editing;
            lookup.sent = Some(answer);
            lookup.code.clear();
            vec![Effect::Announce(Notice::plain(Key::LookupSent)), Effect::Focus(Focus::Heading)]
        }
        Err(failure) => failed(lookup, failure),
    }
}

/// Trades the code. Spaces and dashes that came with it from the mail do not matter.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let Some(lookup) = state.desk.lookup.as_mut().filter(|lookup| lookup.phase != Phase::Sending) else {
        return Vec::new();
    };
    let Some(case_id) = read_case_id(&lookup.case_id) else { return again(state) };
    lookup.errors.clear();
    let digits = |c: char| c.to_digit(10).or_else(|| full_width(c)).and_then(|d| char::from_digit(d, 10));
    let code: String = lookup.code.chars().filter_map(digits).collect();
    if code.len() != CODE_DIGITS {
        lookup.errors.push(fault(LookUpField::Code, &lookup.code));
        return vec![Effect::Focus(Focus::Errors)];
    }
    lookup.phase = Phase::Sending;
    let request = CodeRequest { case_id, email: lookup.email.trim().into(), code };
    vec![Effect::Announce(Notice::plain(Key::CaseSending)), Effect::desk(DeskEffect::TradeCode(request))]
}

/// Digits of keyboards for Chinese and Japanese.
fn full_width(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32)
}

/// Back to the first question, with what was written there.
pub(super) fn again(state: &mut State) -> Vec<Effect> {
    let lookup = state.desk.lookup.get_or_insert_default();
    if lookup.phase == Phase::Sending {
        return Vec::new();
    }
    (lookup.sent, lookup.phase) = (None, Phase::Editing);
    lookup.errors.clear();
    vec![Effect::Focus(Focus::Heading)]
}

/// The code was traded: that case shows, and back leads home.
pub(super) fn opened(state: &mut State, result: Result<CaseAccess, Failure>) -> Vec<Effect> {
    state.desk.checking = false;
    let Some(lookup) = state.desk.lookup.as_mut().filter(|lookup| lookup.phase == Phase::Sending) else {
        return Vec::new();
    };
    let access = match result {
        Ok(access) => access,
        Err(Failure::Refused(ProblemCode::CodeWrong, _)) => {
            lookup.phase = Phase::Editing;
            lookup.errors.push(FieldError::new(LookUpField::Code.wire(), FieldCode::Unknown));
            return vec![Effect::Focus(Focus::Errors)];
        }
        Err(failure) => return failed(lookup, failure),
    };
    state.desk.lookup = None;
    let id = access.case_id.clone();
    match state.case_mut(&id) {
        Some(case) => case.token = access.token,
        None => {
            let case = KnownCase::new(access.case_id, access.token, access.expected_by);
            state.desk.cases.insert(0, case);
        }
    }
    // Somebody who went elsewhere meanwhile finds it among their cases.
    if *state.screen() != Screen::LookUp {
        return Vec::new();
    }
    state.stack = vec![Screen::Home, Screen::Case(id)];
    shown(state)
}

fn failed(lookup: &mut LookUp, failure: Failure) -> Vec<Effect> {
    if let Failure::Refused(ProblemCode::InvalidFields, fields) = &failure
        && !fields.is_empty()
    {
        lookup.phase = Phase::Editing;
        lookup.errors = fields.clone();
        return vec![Effect::Focus(Focus::Errors)];
    }
    lookup.phase = Phase::Failed(failure);
    vec![Effect::Announce(Notice::plain(Key::LookupFailTitle)), Effect::Focus(Focus::At("failed"))]
}
