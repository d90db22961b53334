//! From an app in somebody else's page to one in a frame.

use super::*;
use klarna_help_wire::{Destination, Handover, StepAnswer};

/// The app in somebody else's page, open.
fn public() -> State {
    let mut state = State::new(AppConfig { mount: "public".into(), ..config() });
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    update(&mut state, came());
    state.content.items.push((flow(), Load::Ready(flow_file())));
    assert!(!host(&mut state, ToApp::Open).contains(&Effect::desk(DeskEffect::ReadRemembered)));
    state
}

fn handed(effects: &[Effect]) -> Option<Handover> {
    effects.iter().find_map(|effect| match effect {
        Effect::Emit(FromApp::Handover { handover }) => Some(handover.clone()),
        _ => None,
    })
}

fn from_flow() -> Handover {
    let given = |step: &str, answer: &str| StepAnswer { step: step.into(), answer: answer.into() };
    Handover {
        to: Destination::Case,
        category: Some(Category::RefundMissing),
        flow: Some("refund-missing".into()),
        answers: vec![given("kind", "returned"), given("returned-on", "2026-11-01")],
        description: None,
    }
}

#[test]
fn personal_screens_are_handed_over_and_not_shown() {
    for (to, action) in [
        (Destination::Case, Action::StartCase(CaseSeed::default())),
        (Destination::Case, Action::Go(Screen::CaseForm)),
        (Destination::Cases, Action::Go(Screen::Case("KH-7F3K-9Q2M".into()))),
        (Destination::Cases, Action::Go(Screen::Receipt("KH-7F3K-9Q2M".into()))),
        (Destination::Case, Action::Host(Rc::new(ToApp::Navigate { to: "case".into() }), now())),
        (Destination::Cases, Action::Host(Rc::new(ToApp::Navigate { to: "cases".into() }), now())),
    ] {
        let mut state = public();
        assert_eq!(handed(&update(&mut state, action)), Some(Handover::to(to)));
        assert_eq!(state.stack, [Screen::Home]);
        assert_eq!(state.form, CaseForm::default());
    }
    let mut state = public();
    update(&mut state, Action::Go(Screen::Contact));
    assert_eq!(*state.screen(), Screen::Contact);
}

#[test]
fn a_case_begun_in_a_search_takes_the_words_along() {
    let mut state = public();
    update(&mut state, Action::Type("card refused".into()));
    let handover = handed(&update(&mut state, Action::StartCase(CaseSeed::default()))).unwrap();
    assert_eq!(handover.description.as_deref(), Some("card refused"));
}

#[test]
fn a_flow_is_handed_over_with_its_answers_and_goes_on_in_the_frame() {
    let mut state = public();
    let flow = String::from("refund-missing");
    update(&mut state, Action::Go(Screen::Flow(flow.clone())));
    let date = Answer::Date(Date::parse("2026-11-01").unwrap());
    for (step, answer) in [("kind", Answer::Choice("returned".into())), ("returned-on", date)] {
        update(&mut state, Action::flow(FlowAction::Answer { step: step.into(), answer }));
    }
    update(&mut state, Action::Go(Screen::Contact));
    let seed = CaseSeed { category: Some(Category::RefundMissing), flow: Some(flow.clone()) };
    let effects = update(&mut state, Action::StartCase(seed));
    let handover = handed(&effects).unwrap();
    assert_eq!(handover, from_flow());
    assert!(effects.contains(&Effect::event("contact-choose", EventData::of(EventFact::Channel, "case"))));

    let mut state = opened();
    let effects = host(&mut state, ToApp::Resume { handover });
    assert_eq!(state.stack, [Screen::Home, Screen::Flow(flow), Screen::CaseForm]);
    assert_eq!(state.form.category, "refund-missing");
    assert_eq!(state.form.evidence, ["order-number"]);
    let said: Vec<&str> = state.form.answers.iter().map(|a| a.answer.as_str()).collect();
    assert_eq!(said, ["Option returned", "2026-11-01"]);
    assert!(
        effects.contains(&Effect::event("case-draft", EventData::of(EventFact::Category, "refund-missing")))
    );
    assert!(
        !effects.contains(&Effect::event("flow-start", EventData::of(EventFact::Slug, "refund-missing")))
    );
}

#[test]
fn what_is_handed_over_waits_for_the_content_and_then_goes_on() {
    let mut state = State::new(config());
    update(&mut state, Action::Mounted);
    host(&mut state, ToApp::Resume { handover: from_flow() });
    update(&mut state, loaded());
    assert_eq!(*state.screen(), Screen::Flow("refund-missing".into()));
    let item = |result| Action::content(ContentAction::Item("/a".into(), flow(), result));
    update(&mut state, item(Err(Failure::Down)));
    let again = Effect::content(ContentEffect::Item("/a".into(), flow()));
    assert!(update(&mut state, Action::Retry).contains(&again));
    update(&mut state, item(Ok(flow_file())));
    assert_eq!(*state.screen(), Screen::Flow("refund-missing".into()), "the shelf is still to come");
    update(&mut state, came());
    assert_eq!(*state.screen(), Screen::CaseForm);
    assert_eq!(state.form.answers.len(), 2);
}

#[test]
fn a_customer_who_went_elsewhere_meanwhile_is_left_there() {
    let mut state = State::new(config());
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    host(&mut state, ToApp::Resume { handover: from_flow() });
    update(&mut state, Action::Home);
    update(&mut state, came());
    update(&mut state, item_came(flow()));
    assert_eq!(*state.screen(), Screen::Home);
}

#[test]
fn answers_that_the_flow_does_not_take_are_left_out() {
    let mut handover = from_flow();
    handover.answers[1].answer = "2027-01-01".into();
    handover.answers.push(StepAnswer { step: "unknown".into(), answer: "x".into() });
    let mut state = opened();
    host(&mut state, ToApp::Resume { handover });
    assert_eq!(state.form.answers.len(), 1);

    let mut handover = from_flow();
    handover.flow = Some("no-such-flow".into());
    let mut state = opened();
    host(&mut state, ToApp::Resume { handover });
    assert_eq!((state.screen(), state.form.flow.as_str()), (&Screen::CaseForm, ""));
}

#[test]
fn words_handed_over_are_written_in_the_form_unless_the_customer_wrote_their_own() {
    let words = || Handover { description: Some("card refused".into()), ..Handover::to(Destination::Case) };
    let mut state = opened();
    host(&mut state, ToApp::Resume { handover: words() });
    assert_eq!(state.form.description, "card refused");
    let mut state = written();
    host(&mut state, ToApp::Resume { handover: words() });
    assert!(state.form.description.starts_with("My card"));
}

#[test]
fn the_other_places_are_gone_to_as_well() {
    for (to, screen) in [(Destination::Contact, Screen::Contact), (Destination::Cases, Screen::Cases)] {
        let mut state = opened();
        host(&mut state, ToApp::Resume { handover: Handover::to(to) });
        assert_eq!(*state.screen(), screen);
    }
}

#[test]
fn nothing_is_remembered_read_or_taken_back_in_somebody_elses_page() {
    let mut state = public();
    assert!(!state.may_remember());
    let mut effects = host(&mut state, ToApp::Logout);
    effects.extend(host(&mut state, ToApp::Resume { handover: from_flow() }));
    assert!(!effects.contains(&Effect::Forget));
    assert_eq!(handed(&effects), None);
}
