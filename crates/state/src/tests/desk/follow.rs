//! Following: streams, looks, what is said aloud, what is unread.

use super::*;

#[test]
fn the_case_on_the_screen_is_followed_and_no_other() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    let effects = asks(update(&mut state, answer(Ok(receipt()))));
    let follow = |after| DeskEffect::Follow { case_id: id(), token: token(), after };
    assert!(effects.contains(&follow(0)), "{effects:?}");
    let effects = asks(update(&mut state, Action::Go(Screen::Case(id()))));
    assert!(!effects.iter().any(|e| matches!(e, DeskEffect::Follow { .. })), "it is followed already");
    assert!(asks(update(&mut state, Action::Home)).contains(&DeskEffect::Unfollow));
    desk(&mut state, DeskAction::Loaded(id(), Ok(seen_by_portal(vec![first()]))));
    assert!(asks(update(&mut state, Action::Go(Screen::Case(id())))).contains(&follow(1)));
}

#[test]
fn a_panel_closed_over_a_case_goes_on_following_it() {
    let mut state = following();
    let effects = asks(host(&mut state, ToApp::Closed));
    assert_eq!(effects, [DeskEffect::Watch(false)]);
}

#[test]
fn an_answer_is_said_in_a_few_words_shown_at_once_and_the_case_looked_at_again() {
    let mut state = following();
    let moved = CaseEvent { state: CaseState::WaitingForYou, ..event(3, CaseEventKind::StateChanged) };
    let effects = desk(&mut state, DeskAction::Came(id(), vec![answered(2), moved.clone()]));
    assert_eq!(said(&effects), [(Key::NewsAnswerBy, "Kim".into())]);
    let data = EventData::of(EventFact::State, "waiting-for-you");
    assert!(effects.contains(&Effect::Emit(FromApp::Event { name: "case-update", data })));
    assert!(asks(effects).contains(&DeskEffect::Load { case_id: id(), token: token() }));
    let view = state.case(ID).unwrap().view.ready().unwrap();
    assert_eq!((view.timeline.len(), view.state), (3, CaseState::WaitingForYou));
    // The look brings the same events, and nobody hears of them twice; nor when the stream repeats them.
    let again = seen_by_portal(vec![first(), answered(2), moved]);
    assert_eq!(said(&desk(&mut state, DeskAction::Loaded(id(), Ok(again)))), []);
    assert_eq!(desk(&mut state, DeskAction::Came(id(), vec![answered(2)])), []);
}

#[test]
fn each_kind_of_news_has_its_words_and_what_the_customer_did_has_none() {
    let check = |event: CaseEvent, words: &[(Key, String)]| {
        let mut state = following();
        assert_eq!(said(&desk(&mut state, DeskAction::Came(id(), vec![event]))), words);
    };
    check(event(2, CaseEventKind::Assigned), &[(Key::NewsAssignedTo, "Kim".into())]);
    check(CaseEvent { agent: String::new(), ..answered(2) }, &[(Key::NewsAnswer, String::new())]);
    check(event(2, CaseEventKind::PromiseMoved), &[(Key::NewsDate, String::new())]);
    check(event(2, CaseEventKind::StateChanged), &[(Key::StateInReview, String::new())]);
    check(event(2, CaseEventKind::CustomerMessage), &[]);
    check(event(2, CaseEventKind::UpdateAsked), &[]);
}

#[test]
fn what_comes_while_the_panel_is_closed_is_unread_until_it_is_on_the_screen() {
    let mut state = following();
    host(&mut state, ToApp::Closed);
    let effects = desk(&mut state, DeskAction::Came(id(), vec![answered(2), answered(3)]));
    assert_eq!((unread(&effects), said(&effects)), (vec![2], vec![]));
    assert_eq!(unread(&host(&mut state, ToApp::Open)), [0]);
}

#[test]
fn news_that_is_no_answer_counts_once() {
    let mut state = following();
    update(&mut state, Action::Home);
    let news = vec![event(2, CaseEventKind::Assigned), event(3, CaseEventKind::StateChanged)];
    assert_eq!(unread(&desk(&mut state, DeskAction::Came(id(), news))), [1]);
    assert!(unread(&desk(&mut state, DeskAction::Came(id(), vec![answered(4)]))).is_empty());
    assert_eq!(unread(&update(&mut state, Action::Go(Screen::Case(id())))), [0]);
}

#[test]
fn a_device_that_remembers_a_case_remembers_what_of_it_was_seen_and_no_other_does() {
    let mut state = following();
    let effects = asks(desk(&mut state, DeskAction::Came(id(), vec![answered(2)])));
    assert!(!effects.iter().any(|e| matches!(e, DeskEffect::Seen(_))));
    update(&mut state, was_kept(id(), true));
    let effects = asks(desk(&mut state, DeskAction::Came(id(), vec![answered(3)])));
    let seen =
        effects.iter().find_map(|e| if let DeskEffect::Seen(kept) = e { Some(kept.seen) } else { None });
    assert_eq!(seen, Some(3));
    // On the next visit, what is newer than that is unread.
    let mut state = opened();
    let kept = Kept { case_id: id(), token: token().0, expected_by: "2026-11-25".into(), seen: 2 };
    let effects = asks(update(&mut state, remembered(vec![kept])));
    assert!(effects.contains(&DeskEffect::Load { case_id: id(), token: token() }));
    let view = seen_by_portal(vec![first(), answered(2), answered(3)]);
    assert_eq!(unread(&desk(&mut state, DeskAction::Loaded(id(), Ok(view)))), [1]);
}

#[test]
fn open_cases_are_looked_at_when_the_panel_opens_and_as_time_passes_and_nothing_is_said() {
    let mut state = following();
    update(&mut state, Action::Home);
    host(&mut state, ToApp::Closed);
    let load = DeskEffect::Load { case_id: id(), token: token() };
    assert_eq!(asks(host(&mut state, ToApp::Open)), [load.clone(), DeskEffect::Watch(true)]);
    assert_eq!(asks(desk(&mut state, DeskAction::Tick)), [load]);
    let effects = desk(&mut state, DeskAction::Loaded(id(), Err(Failure::Down)));
    assert_eq!(said(&effects), []);
    assert!(state.case(ID).unwrap().stale);
    let closed = CaseEvent { state: CaseState::Closed, ..event(2, CaseEventKind::StateChanged) };
    let effects = desk(&mut state, DeskAction::Loaded(id(), Ok(seen_by_portal(vec![first(), closed]))));
    assert!(asks(effects).contains(&DeskEffect::Watch(false)), "an ended case needs no looking at");
    assert_eq!(asks(desk(&mut state, DeskAction::Tick)), []);
}

#[test]
fn a_look_that_the_customer_waits_for_says_how_the_case_stands() {
    let mut state = following();
    update(&mut state, refresh(id()));
    let effects = desk(&mut state, DeskAction::Loaded(id(), Ok(seen_by_portal(vec![first()]))));
    assert_eq!(said(&effects), [(Key::StateReceived, String::new())]);
    update(&mut state, refresh(id()));
    let effects = desk(&mut state, DeskAction::Loaded(id(), Err(Failure::Slow)));
    assert_eq!(said(&effects), [(Key::StatusFail, String::new())]);
}

#[test]
fn a_case_that_is_gone_is_said_to_be_gone_and_followed_no_more() {
    let mut state = following();
    let load = DeskEffect::Load { case_id: id(), token: token() };
    assert_eq!(asks(desk(&mut state, DeskAction::Lost(id()))), [load]);
    let gone = Failure::Refused(ProblemCode::CaseNotFound, vec![]);
    let effects = asks(desk(&mut state, DeskAction::Loaded(id(), Err(gone.clone()))));
    assert!(effects.contains(&DeskEffect::Unfollow));
    assert_eq!(state.case(ID).unwrap().view, Load::Failed(gone));
}
