//! The look-up: forgiving of how an ID is typed, silent about what there is.

use super::*;
use klarna_help_wire::{CaseAccess, CodeRequest, LookupAnswer, LookupRequest};

fn fill(state: &mut State, fields: &[(LookUpField, &str)]) {
    for (field, text) in fields {
        desk(state, DeskAction::LookUp(*field, (*text).into()));
    }
}

fn begun(case_id: &str, email: &str) -> State {
    let mut state = opened();
    update(&mut state, Action::Go(Screen::LookUp));
    fill(&mut state, &[(LookUpField::CaseId, case_id), (LookUpField::Email, email)]);
    state
}

fn look_up(state: &State) -> LookUp {
    state.desk.lookup.as_deref().cloned().unwrap_or_default()
}

/// A code was asked for, and the portal has said what it says to everybody.
fn coded() -> State {
    let mut state = begun("kh 7f3k 9q2m", " ada@example.org ");
    desk(&mut state, DeskAction::AskCode);
    let answer = LookupAnswer { minutes: 15, mail_folder: "var/mail".into() };
    desk(&mut state, DeskAction::CodeAsked(Ok(answer)));
    state
}

fn access() -> CaseAccess {
    CaseAccess { case_id: id(), token: token().0, expected_by: "2026-11-25".into() }
}

#[test]
fn a_case_id_is_taken_however_it_is_typed() {
    for typed in ["KH-7F3K-9Q2M", "kh7f3k9q2m", " 7f3k 9q2m"] {
        let mut state = begun(typed, "ada@example.org");
        let request = LookupRequest {
            client_id: "demo-shop".into(),
            locale: "en-GB".into(),
            case_id: id(),
            email: "ada@example.org".into(),
        };
        assert_eq!(asks(desk(&mut state, DeskAction::AskCode)), [DeskEffect::AskCode(request)]);
        assert_eq!(asks(desk(&mut state, DeskAction::AskCode)), [], "it is on its way");
    }
}

#[test]
fn what_cannot_be_a_case_or_an_address_is_said_at_the_field_and_nothing_is_sent() {
    let check = |case_id: &str, email: &str, faults: &[(&str, FieldCode)]| {
        let mut state = begun(case_id, email);
        let effects = desk(&mut state, DeskAction::AskCode);
        assert!(effects.contains(&Effect::Focus(Focus::Errors)));
        assert_eq!(asks(effects), []);
        let errors = look_up(&state).errors;
        let got: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert_eq!(got, faults);
    };
    check("", "", &[("caseId", FieldCode::Required), ("email", FieldCode::Required)]);
    check("KH-1", "ada@example.org", &[("caseId", FieldCode::Invalid)]);
    check(ID, "ada", &[("email", FieldCode::Invalid)]);
}

#[test]
fn a_code_is_taken_as_it_comes_out_of_a_mail() {
    for typed in ["123456", " 123 456 ", "123-456", "１２３４５６"] {
        let mut state = coded();
        fill(&mut state, &[(LookUpField::Code, typed)]);
        let request = CodeRequest { case_id: id(), email: "ada@example.org".into(), code: "123456".into() };
        assert_eq!(asks(desk(&mut state, DeskAction::TradeCode)), [DeskEffect::TradeCode(request)]);
    }
    for typed in ["", "12345", "1234567", "abcdef"] {
        let mut state = coded();
        fill(&mut state, &[(LookUpField::Code, typed)]);
        assert_eq!(asks(desk(&mut state, DeskAction::TradeCode)), [], "{typed}");
        assert_eq!(look_up(&state).errors[0].field, "code");
    }
}

#[test]
fn the_right_code_shows_that_case_and_back_leads_home() {
    let mut state = coded();
    fill(&mut state, &[(LookUpField::Code, "123456")]);
    desk(&mut state, DeskAction::TradeCode);
    let effects = asks(desk(&mut state, DeskAction::CodeTraded(Ok(access()))));
    assert!(effects.contains(&DeskEffect::Load { case_id: id(), token: token() }));
    let view = seen_by_portal(vec![first()]);
    let effects = asks(desk(&mut state, DeskAction::Loaded(id(), Ok(view))));
    assert!(effects.contains(&DeskEffect::Follow { case_id: id(), token: token(), after: 1 }));
    assert_eq!(state.stack, [Screen::Home, Screen::Case(id())]);
    assert_eq!(state.desk.lookup, None);
    assert!(!state.case(ID).unwrap().kept, "nothing is remembered unasked");
}

#[test]
fn a_wrong_code_is_said_at_its_field_and_another_can_be_had() {
    let mut state = coded();
    fill(&mut state, &[(LookUpField::Code, "000000")]);
    desk(&mut state, DeskAction::TradeCode);
    let wrong = Failure::Refused(ProblemCode::CodeWrong, vec![]);
    let effects = desk(&mut state, DeskAction::CodeTraded(Err(wrong)));
    assert!(effects.contains(&Effect::Focus(Focus::Errors)));
    assert_eq!(look_up(&state).errors, [FieldError::new("code", FieldCode::Unknown)]);
    desk(&mut state, DeskAction::LookUpAgain);
    let lookup = look_up(&state);
    assert_eq!((lookup.sent, lookup.case_id.as_str()), (None, "kh 7f3k 9q2m"));
}

#[test]
fn a_failure_is_said_and_what_was_written_stays() {
    let mut state = begun(ID, "ada@example.org");
    desk(&mut state, DeskAction::AskCode);
    let effects = desk(&mut state, DeskAction::CodeAsked(Err(Failure::Offline)));
    assert!(announced(&effects, Key::LookupFailTitle));
    assert_eq!((look_up(&state).phase, look_up(&state).case_id), (Phase::Failed(Failure::Offline), id()));
    assert_eq!(asks(desk(&mut state, DeskAction::AskCode)).len(), 1);
}

#[test]
fn a_look_up_of_a_customer_who_left_opens_nothing() {
    let mut state = coded();
    fill(&mut state, &[(LookUpField::Code, "123456")]);
    desk(&mut state, DeskAction::TradeCode);
    host(&mut state, ToApp::Logout);
    assert_eq!(desk(&mut state, DeskAction::CodeTraded(Ok(access()))), []);
    assert!(state.desk.cases.is_empty());
}

#[test]
fn somebody_elses_page_looks_nothing_up() {
    let mut state = opened();
    state.config.mount = "public".into();
    update(&mut state, Action::Go(Screen::LookUp));
    assert_eq!(*state.screen(), Screen::Home);
}
