//! Whether something helped: told once, with a reason where there is one, and with nobody's name.

use super::*;
use klarna_help_wire::{Consent, Vote};

fn article() -> Target {
    Target::Article("payment-declined".into())
}

fn said(action: VoteAction) -> Action {
    Action::content(ContentAction::Vote(action))
}

fn helped(helped: bool) -> Action {
    said(VoteAction::Helped(helped))
}

/// An article in front of the customer.
fn reading() -> State {
    let mut state = opened();
    update(&mut state, Action::Go(Screen::Article("payment-declined".into())));
    update(&mut state, item_came(article()));
    state
}

fn votes(effects: &[Effect]) -> Vec<Vote> {
    let of_content =
        effects.iter().filter_map(|e| if let Effect::Content(e) = e { Some(&**e) } else { None });
    of_content
        .filter_map(|e| if let ContentEffect::Vote(vote) = e { Some(vote.clone()) } else { None })
        .collect()
}

fn events(effects: &[Effect]) -> Vec<(&'static str, EventData)> {
    let event = |effect: &Effect| match effect {
        Effect::Emit(FromApp::Event { name, data }) => Some((*name, data.clone())),
        _ => None,
    };
    effects.iter().filter_map(event).collect()
}

fn vote(helped: bool, reason: &str) -> Vote {
    Vote {
        client_id: "demo-shop".into(),
        market: "GB".into(),
        locale: "en-GB".into(),
        about: "article:payment-declined".into(),
        helped,
        reason: reason.into(),
        ..Vote::default()
    }
}

#[test]
fn a_yes_is_told_at_once_and_stands() {
    let mut state = reading();
    let effects = update(&mut state, helped(true));
    assert_eq!(votes(&effects), [vote(true, "")]);
    assert!(effects.contains(&Effect::Focus(Focus::At("vote"))), "the thanks are read");
    let of = |data: EventData| data.and(EventFact::Helped, "true");
    let feedback = EventData::of(EventFact::Kind, "article").and(EventFact::Slug, "payment-declined");
    let expected = [
        ("article-vote", of(EventData::of(EventFact::Slug, "payment-declined"))),
        ("feedback", of(feedback)),
    ];
    assert_eq!(events(&effects), expected);
    assert_eq!(update(&mut state, helped(false)), [], "one vote");
    update(&mut state, Action::Home);
    update(&mut state, Action::Go(Screen::Article("payment-declined".into())));
    assert_eq!(update(&mut state, helped(true)), [], "also when it is read again");
}

#[test]
fn a_no_waits_for_its_reason_and_can_be_changed_until_then() {
    let mut state = reading();
    let effects = update(&mut state, helped(false));
    assert!(votes(&effects).is_empty() && announced(&effects, Key::VoteWhy));
    assert_eq!(update(&mut state, said(VoteAction::Reason("i hate it"))), [], "no reason of ours");
    let effects = update(&mut state, said(VoteAction::Reason("unclear")));
    assert_eq!(votes(&effects), [vote(false, "unclear")]);
    assert_eq!(update(&mut state, said(VoteAction::Reason("other"))), []);

    let mut state = reading();
    update(&mut state, helped(false));
    assert_eq!(votes(&update(&mut state, helped(true))), [vote(true, "")], "changed");
    assert_eq!(votes(&update(&mut state, Action::Home)), []);
}

#[test]
fn whoever_goes_on_without_a_reason_has_said_no_all_the_same() {
    let check = |action: Action| {
        let mut state = reading();
        update(&mut state, helped(false));
        let effects = update(&mut state, action);
        assert_eq!(votes(&effects), [vote(false, "")]);
        assert!(
            !effects.contains(&Effect::Focus(Focus::At("vote"))),
            "the focus goes where the customer went"
        );
    };
    check(Action::Home);
    check(Action::Go(Screen::Contact));
    check(Action::Host(Rc::new(ToApp::Closed), now()));

    let mut state = reading();
    update(&mut state, helped(false));
    assert_eq!(votes(&host(&mut state, ToApp::Logout)), [], "what another customer began is nobody's");
    assert!(state.opinions.is_empty());
}

#[test]
fn a_reason_alone_and_a_screen_without_an_end_are_no_vote() {
    let mut state = reading();
    assert_eq!(update(&mut state, said(VoteAction::Reason("unclear"))), []);
    update(&mut state, Action::Home);
    assert_eq!(update(&mut state, helped(true)), [], "home");
    update(&mut state, Action::Go(Screen::Flow("refund-missing".into())));
    assert_eq!(update(&mut state, helped(true)), [], "a question");
    assert_eq!(state.votable(), None);
}

#[test]
fn where_a_flow_led_is_voted_on_also_after_an_answer_was_changed() {
    let mut state = opened();
    update(&mut state, Action::Go(Screen::Flow("refund-missing".into())));
    let answer = Answer::Choice("returned".into());
    update(&mut state, Action::flow(FlowAction::Answer { step: "kind".into(), answer }));
    let day = |text: &str| Action::flow(FlowAction::Submit { step: "returned-on".into(), text: text.into() });
    update(&mut state, day("2026-11-20"));
    assert_eq!(state.votable(), Some(flow()));
    update(&mut state, helped(false));
    let effects = update(&mut state, Action::flow(FlowAction::Change("returned-on".into())));
    let told = votes(&effects);
    assert_eq!(
        (told[0].about.as_str(), told[0].helped),
        ("flow:refund-missing", false),
        "the outcome was left"
    );
    let data = EventData::of(EventFact::Kind, "flow").and(EventFact::Slug, "refund-missing");
    assert_eq!(
        events(&effects)[..1],
        [("feedback", data.and(EventFact::Helped, "false"))],
        "no article was read"
    );
    update(&mut state, day("2026-09-20"));
    assert_eq!(update(&mut state, helped(true)), [], "the flow has its vote");
}

#[test]
fn page_and_way_go_along_with_the_customers_consent_alone() {
    let check = |analytics, page: &str, way: &dyn Fn(&mut State), expected: (&str, &str)| {
        let mut state = opened();
        host(&mut state, ToApp::Consent(Consent { storage: None, analytics }));
        state.context.page = Some(page.into());
        way(&mut state);
        update(&mut state, item_came(article()));
        let effects = update(&mut state, helped(true));
        let told = votes(&effects);
        assert_eq!((told[0].page.as_str(), told[0].way.as_str()), expected);
    };
    let go = |state: &mut State| {
        update(state, Action::Go(Screen::Article("payment-declined".into())));
    };
    let linked = |state: &mut State| {
        host(state, ToApp::Navigate { to: "article:payment-declined".into() });
    };
    let searched = |state: &mut State| {
        update(state, Action::Type("card refused".into()));
        go(state);
    };
    let offered = |state: &mut State| {
        state.context.payment_status = Some("declined".into());
        go(state);
    };
    let from_contact = |state: &mut State| {
        update(state, Action::Go(Screen::Contact));
        go(state);
    };
    check(None, "checkout", &go, ("", ""));
    check(Some(false), "checkout", &go, ("", ""));
    check(Some(true), "checkout", &go, ("checkout", "browse"));
    check(Some(true), "/orders/1234", &go, ("", "browse"));
    check(Some(true), "order", &linked, ("order", "link"));
    check(Some(true), "order", &searched, ("order", "search"));
    check(Some(true), "order", &offered, ("order", "offer"));
    check(Some(true), "order", &from_contact, ("order", "link"));
}
