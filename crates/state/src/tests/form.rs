//! The case form: what is known is filled in, what is masked is shown, what may answer is offered.

use super::*;
use klarna_help_wire::{EvidenceNote, RedactKind};

fn note(key: &str, text: &str) -> Action {
    Action::form(FormAction::Note(key.into(), text.into()))
}

fn type_in(state: &mut State, field: Field, text: &str) -> Vec<Effect> {
    update(state, edit(field, text.into()))
}

/// A state with the form open after a flow that ended with a date.
fn from_flow() -> State {
    let mut state = opened();
    let flow = String::from("refund-missing");
    update(&mut state, Action::Go(Screen::Flow(flow.clone())));
    let date = Answer::Date(Date::parse("2026-11-01").unwrap());
    for (step, answer) in [("kind", Answer::Choice("returned".into())), ("returned-on", date)] {
        update(&mut state, Action::flow(FlowAction::Answer { step: step.into(), answer }));
    }
    let seed = CaseSeed { category: Some(Category::RefundMissing), flow: Some(flow) };
    update(&mut state, Action::StartCase(seed));
    state
}

fn asked(state: &State) -> Vec<&str> {
    state.form.checklist(state.shelf().unwrap()).map(|e| e.key.as_str()).collect()
}

#[test]
fn a_date_of_the_flow_is_the_forms_date_and_stays_what_the_customer_made_of_it() {
    let mut state = from_flow();
    assert_eq!((state.form.happened_on.as_str(), state.form.order_id.as_str()), ("2026-11-01", "NW-20417"));
    type_in(&mut state, Field::When, "2026-11-02");
    let seed = CaseSeed { category: Some(Category::RefundMissing), flow: Some("refund-missing".into()) };
    update(&mut state, Action::StartCase(seed));
    assert_eq!(build_request(&state).happened_on, "2026-11-02");
}

#[test]
fn what_is_asked_for_is_the_flows_list_or_else_the_categorys() {
    let mut state = from_flow();
    assert_eq!(asked(&state), ["order-number"]);
    let seed = CaseSeed { category: Some(Category::PaymentDeclined), flow: None };
    update(&mut state, Action::StartCase(seed));
    assert_eq!(asked(&state), ["order-number", "tracking"], "another case has left the flow");
    type_in(&mut state, Field::Category, "");
    assert!(asked(&state).is_empty());
}

#[test]
fn a_line_for_evidence_goes_along_only_while_it_is_asked_for_and_is_never_lost() {
    let mut state = written();
    update(&mut state, note("tracking", "AB 123"));
    let sent = |state: &State| build_request(state).evidence;
    assert_eq!(sent(&state), [EvidenceNote { key: "tracking".into(), note: "AB 123".into() }]);
    type_in(&mut state, Field::Category, "other");
    assert!(sent(&state).is_empty());
    type_in(&mut state, Field::Category, "payment-declined");
    assert_eq!(sent(&state)[0].note, "AB 123");
}

#[test]
fn a_date_to_come_is_told_and_the_fault_goes_when_it_is_mended() {
    let mut state = written();
    type_in(&mut state, Field::When, "2026-11-24");
    assert_eq!(update(&mut state, send("key-1".into())), [Effect::Focus(Focus::Errors)]);
    assert_eq!(state.form.errors, [FieldError::new("happenedOn", FieldCode::Invalid)]);
    type_in(&mut state, Field::When, "2026-11-23");
    assert!(state.form.errors.is_empty());
}

#[test]
fn a_wrong_hit_is_sent_as_written_until_it_is_hidden_again_and_a_card_never() {
    let mut state = written();
    let text = "Card 4111 1111 1111 1111, IBAN GB82 WEST 1234 5698 7654 32.";
    type_in(&mut state, Field::Description, text);
    let masked = state.form.unmasked.redact(text).hits;
    assert_eq!(masked.iter().map(|hit| hit.kind).collect::<Vec<_>>(), [RedactKind::Card, RedactKind::Iban]);
    for hit in &masked {
        update(&mut state, Action::form(FormAction::Unmask(hit.tag.clone(), true)));
    }
    let request = build_request(&state);
    assert!(request.description.contains("GB82 WEST") && !request.description.contains("4111"));
    assert_eq!(request.kept, [masked[1].tag.clone()]);
    update(&mut state, Action::form(FormAction::Unmask(masked[1].tag.clone(), false)));
    let request = build_request(&state);
    assert!(!request.description.contains("GB82") && request.kept.is_empty());
}

#[test]
fn help_that_may_answer_appears_with_whole_words_is_said_once_and_moves_nothing() {
    let mut state = written();
    let mut said = 0;
    for text in [
        "payment declined",
        "payment was declined ",
        "payment was declined at",
        "card ",
        "my payment was declined ",
    ] {
        let effects = type_in(&mut state, Field::Description, text);
        said += usize::from(announced(&effects, Key::OffersOne));
        assert!(!effects.iter().any(|e| matches!(e, Effect::Focus(_))), "{text}");
    }
    assert_eq!(said, 1);
    assert_eq!(state.form.offers.list, [Target::Article("payment-declined".into())]);
    type_in(&mut state, Field::Description, "please do this at home now ");
    assert!(state.form.offers.list.is_empty(), "a common word is no reason to hold anybody up");
    type_in(&mut state, Field::Description, "card ");
    assert!(state.form.offers.list.is_empty());
}

#[test]
fn what_is_shown_of_a_line_is_what_is_sent_of_it() {
    let mut state = written();
    for text in ["4111 1111 1111 1111", "811228-9874", "IBAN GB82 WEST 1234 5698 7654 32"] {
        update(&mut state, note("tracking", text));
        let shown = state.form.unmasked.redact_note("tracking", text).text;
        assert_eq!(build_request(&state).evidence[0].note, shown);
    }
}
