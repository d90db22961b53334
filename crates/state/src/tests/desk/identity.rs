//! A customer whom the host vouches for: their cases, younger tokens, another customer.

use super::*;
use klarna_help_wire::{CaseList, CaseListed};

/// Tokens with the payloads `{"sub":"ada","exp":1}`, `{"sub":"ada","exp":2}` and `{"sub":"eve","exp":1}`.
const ADA: &str = "e30.eyJzdWIiOiJhZGEiLCJleHAiOjF9.s";
const ADA_LATER: &str = "e30.eyJzdWIiOiJhZGEiLCJleHAiOjJ9.s";
const EVE: &str = "e30.eyJzdWIiOiJldmUiLCJleHAiOjF9.s";

fn secret(token: &str) -> Secret {
    Secret(token.into())
}

fn identify(state: &mut State, token: &str) -> Vec<Effect> {
    host(state, ToApp::Identify { token: secret(token) })
}

fn listed(ids: &[&str]) -> CaseList {
    let one = |id: &&str| CaseListed {
        case_id: (*id).into(),
        category: Category::RefundMissing,
        state: CaseState::InReview,
        received_at: "2026-11-20T10:00:00Z".into(),
        expected_by: "2026-11-25".into(),
        last_from_us: 4,
    };
    CaseList { cases: ids.iter().map(one).collect() }
}

/// Ada, known, with her list there.
fn ada() -> State {
    let mut state = opened();
    identify(&mut state, ADA);
    desk(&mut state, DeskAction::Listed(secret(ADA), Ok(listed(&[ID, "KH-0000-0001"]))));
    state
}

/// A case of the list is on the screen, and followed.
fn on_screen(state: &mut State) {
    update(state, Action::Go(Screen::Case(id())));
    desk(state, DeskAction::Loaded(id(), Ok(seen_by_portal(vec![first()]))));
}

fn invalid() -> Failure {
    Failure::Refused(ProblemCode::IdentityInvalid, vec![])
}

fn asked_for_another(effects: &[Effect]) -> bool {
    effects.contains(&Effect::Emit(FromApp::NeedIdentity))
}

#[test]
fn a_known_customers_cases_are_listed_once_help_is_open_and_each_is_read_with_the_identity() {
    let mut state = opened();
    state.opened = false;
    assert_eq!(asks(identify(&mut state, ADA)), []);
    assert!(asks(host(&mut state, ToApp::Open)).contains(&DeskEffect::List(secret(ADA))));
    let list = listed(&[ID, "KH-0000-0001"]);
    let effects = asks(desk(&mut state, DeskAction::Listed(secret(ADA), Ok(list))));
    assert!(effects.contains(&DeskEffect::Load { case_id: id(), token: secret(ADA) }));
    let ids: Vec<&str> = state.desk.cases.iter().map(|case| case.case_id.as_str()).collect();
    assert_eq!(ids, [ID, "KH-0000-0001"]);
    update(&mut state, Action::Go(Screen::Case(id())));
    let view = seen_by_portal(vec![first()]);
    let effects = asks(desk(&mut state, DeskAction::Loaded(id(), Ok(view))));
    assert!(effects.contains(&DeskEffect::Follow { case_id: id(), token: secret(ADA), after: 1 }));
    assert_eq!(asks(update(&mut state, keep(id(), true))), [], "an identity is stored nowhere");
}

#[test]
fn old_news_of_a_list_is_no_badge_and_new_news_is_one() {
    let mut state = ada();
    assert_eq!(state.desk.cases[0].unread(), 0);
    let mut list = listed(&[ID, "KH-0000-0001"]);
    list.cases[1].last_from_us = 9;
    assert_eq!(unread(&desk(&mut state, DeskAction::Listed(secret(ADA), Ok(list)))), [1]);
}

#[test]
fn a_case_sent_from_here_stays_and_keeps_its_token_beside_the_list() {
    let mut state = following();
    identify(&mut state, ADA);
    desk(&mut state, DeskAction::Listed(secret(ADA), Ok(listed(&["KH-0000-0001"]))));
    assert_eq!(state.case(ID).unwrap().token, token().0);
    desk(&mut state, DeskAction::Listed(secret(ADA), Ok(listed(&[ID]))));
    assert_eq!(state.case(ID).unwrap().token, token().0);
    assert_eq!(state.desk.cases.len(), 2);
}

#[test]
fn a_case_sent_while_known_carries_the_identity() {
    let mut state = written();
    identify(&mut state, ADA);
    let effects = update(&mut state, send("key-1".into()));
    let with = |e: &FormEffect| matches!(e, FormEffect::Send(_, _, Some(token)) if *token == secret(ADA));
    assert!(of_form(&effects).any(with));
}

#[test]
fn an_identity_that_has_ended_is_asked_for_once_and_a_younger_one_goes_on_where_the_customer_was() {
    let mut state = ada();
    on_screen(&mut state);
    let effects = desk(&mut state, DeskAction::Loaded(id(), Err(invalid())));
    assert!(asked_for_another(&effects));
    assert!(!asked_for_another(&desk(&mut state, DeskAction::Lost(id()))));
    let effects = asks(identify(&mut state, ADA_LATER));
    assert!(effects.contains(&DeskEffect::List(secret(ADA_LATER))), "{effects:?}");
    assert!(effects.contains(&DeskEffect::Load { case_id: id(), token: secret(ADA_LATER) }));
    assert!(effects.contains(&DeskEffect::Follow { case_id: id(), token: secret(ADA_LATER), after: 1 }));
    assert_eq!(*state.screen(), Screen::Case(id()));
    desk(&mut state, DeskAction::Listed(secret(ADA_LATER), Ok(listed(&[ID]))));
    assert!(
        asked_for_another(&desk(&mut state, DeskAction::Loaded(id(), Err(invalid())))),
        "for the next one"
    );
}

#[test]
fn a_host_that_has_no_younger_token_is_not_asked_again_and_again() {
    let mut state = ada();
    assert!(asked_for_another(&desk(&mut state, DeskAction::Listed(secret(ADA), Err(invalid())))));
    let effects = identify(&mut state, ADA);
    let code = EventData::of(EventFact::Code, "identity-failed");
    assert!(effects.contains(&Effect::Emit(FromApp::Event { name: "error", data: code })));
    assert_eq!(asks(effects), []);
    desk(&mut state, DeskAction::List);
    assert!(!asked_for_another(&desk(&mut state, DeskAction::Listed(secret(ADA), Err(invalid())))));
    // Nor one that has ever other tokens, none of which holds.
    for token in ["one", "two", "three"] {
        assert!(asks(identify(&mut state, token)).contains(&DeskEffect::List(secret(token))));
        let effects = desk(&mut state, DeskAction::Listed(secret(token), Err(invalid())));
        assert!(!asked_for_another(&effects) && format!("{effects:?}").contains("identity-failed"));
    }
}

#[test]
fn another_customer_finds_nothing_of_the_first_and_open_streams_end() {
    let mut state = ada();
    on_screen(&mut state);
    let effects = identify(&mut state, EVE);
    assert!(effects.contains(&Effect::Forget));
    let effects = asks(effects);
    assert!(effects.contains(&DeskEffect::Unfollow) && effects.contains(&DeskEffect::List(secret(EVE))));
    assert!(state.desk.cases.is_empty());
    // The list that was on its way for the first is nobody's.
    assert_eq!(asks(desk(&mut state, DeskAction::Listed(secret(ADA), Ok(listed(&[ID]))))), []);
    assert!(state.desk.cases.is_empty());
}

#[test]
fn leaving_clears_cases_streams_timers_and_the_badge() {
    let mut state = following();
    update(&mut state, Action::Home);
    desk(&mut state, DeskAction::Came(id(), vec![answered(2)]));
    update(&mut state, Action::Go(Screen::Receipt(id())));
    let effects = host(&mut state, ToApp::Logout);
    assert_eq!(unread(&effects), [0]);
    let effects = asks(effects);
    assert!(effects.contains(&DeskEffect::Unfollow) && effects.contains(&DeskEffect::Watch(false)));
    assert_eq!(asks(desk(&mut state, DeskAction::Came(id(), vec![answered(3)]))), []);
}

#[test]
fn a_list_that_did_not_come_can_be_asked_for_again() {
    let mut state = opened();
    identify(&mut state, ADA);
    desk(&mut state, DeskAction::Listed(secret(ADA), Err(Failure::Down)));
    assert_eq!(state.desk.listing, Load::Failed(Failure::Down));
    assert_eq!(asks(desk(&mut state, DeskAction::List)), [DeskEffect::List(secret(ADA))]);
}
