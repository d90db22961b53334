//! Replies and actions: once each, nothing lost, only what can be done.

use super::*;
use klarna_help_wire::{ActionRequest, MessageRequest};

fn write(state: &mut State, text: &str) {
    desk(state, DeskAction::Write(id(), text.into()));
}

fn reply(state: &mut State, key: &str) -> Vec<Effect> {
    desk(state, DeskAction::Reply(id(), key.into()))
}

/// Text and key of replies sent.
fn replies(effects: Vec<Effect>) -> Vec<(String, String)> {
    let one = |effect| match effect {
        DeskEffect::Reply { request: MessageRequest { text, .. }, key, .. } => Some((text, key)),
        _ => None,
    };
    asks(effects).into_iter().filter_map(one).collect()
}

fn acts(effects: Vec<Effect>) -> Vec<(ActionRequest, String)> {
    let one = |effect| match effect {
        DeskEffect::Act { request, key, .. } => Some((request, key)),
        _ => None,
    };
    asks(effects).into_iter().filter_map(one).collect()
}

fn talk(state: &State) -> Talk {
    state.case(ID).unwrap().talk.as_deref().cloned().unwrap_or_default()
}

#[test]
fn a_reply_is_masked_sent_once_and_its_receipt_empties_the_field() {
    let mut state = following();
    write(&mut state, "Paid with 4111 1111 1111 1111.");
    assert_eq!(replies(reply(&mut state, "k1")), [("Paid with •••• 1111.".into(), "k1".into())]);
    assert!(replies(reply(&mut state, "k2")).is_empty(), "it is on its way");
    write(&mut state, "something else");
    assert_eq!(talk(&state).text, "Paid with 4111 1111 1111 1111.");
    let view = seen_by_portal(vec![first(), event(2, CaseEventKind::CustomerMessage)]);
    let effects = desk(&mut state, DeskAction::Replied(id(), "k1".into(), Ok(view)));
    assert!(announced(&effects, Key::ReplySent) && effects.contains(&Effect::Focus(Focus::At("done"))));
    assert_eq!((talk(&state).text.as_str(), talk(&state).phase), ("", Phase::Editing));
    write(&mut state, "And another.");
    assert_eq!(replies(reply(&mut state, "k3"))[0].1, "k3");
}

#[test]
fn a_reply_that_did_not_arrive_stays_and_goes_again_under_its_key() {
    for failure in [Failure::Offline, Failure::Slow, Failure::Down, Failure::Garbled] {
        let mut state = following();
        write(&mut state, "Where is it?");
        reply(&mut state, "k1");
        let effects = desk(&mut state, DeskAction::Replied(id(), "k1".into(), Err(failure.clone())));
        assert!(effects.contains(&Effect::Focus(Focus::At("failed"))));
        assert_eq!(talk(&state).phase, Phase::Failed(failure));
        assert_eq!(replies(reply(&mut state, "k2")), [("Where is it?".into(), "k1".into())]);
    }
}

#[test]
fn a_refused_reply_stays_gets_a_new_key_and_the_case_is_looked_at_again() {
    for code in [ProblemCode::NotPossibleNow, ProblemCode::IdempotencyKeyReused] {
        let mut state = following();
        write(&mut state, "Where is it?");
        reply(&mut state, "k1");
        let refused = Failure::Refused(code, vec![]);
        let effects = desk(&mut state, DeskAction::Replied(id(), "k1".into(), Err(refused)));
        assert!(asks(effects).contains(&DeskEffect::Load { case_id: id(), token: token() }));
        assert_eq!(replies(reply(&mut state, "k2")), [("Where is it?".into(), "k2".into())]);
    }
}

#[test]
fn an_empty_or_overlong_reply_is_said_at_its_field_and_not_sent() {
    let mut state = following();
    for text in ["", "  \n ", &"x".repeat(5_001)] {
        write(&mut state, text);
        let effects = reply(&mut state, "k1");
        assert!(effects.contains(&Effect::Focus(Focus::At("reply"))));
        assert!(replies(effects).is_empty());
        assert_eq!(talk(&state).errors[0].field, "text");
    }
    write(&mut state, "Now it is right.");
    assert!(talk(&state).errors.is_empty());
}

fn file(state: &mut State, action: FileAction) -> Vec<DeskEffect> {
    asks(desk(state, DeskAction::File(id(), action)))
}

/// A file was chosen, prepared, and its upload begun.
fn attaching() -> State {
    let mut state = following();
    let chosen = Chosen { id: 7, name: "receipt.png".into(), size: 9 };
    let effects = file(&mut state, FileAction::Choose(vec![chosen], String::new()));
    let prepare = FileEffect::Prepare { id: 7, name: "receipt.png".into() };
    assert_eq!(effects, [DeskEffect::File(id(), prepare)]);
    let kind = klarna_help_wire::FileKind::Png;
    let prepared = Prepared { name: "receipt.png".into(), size: 9, kind, as_is: false };
    file(&mut state, FileAction::Prepared(7, Ok(prepared)));
    file(&mut state, FileAction::Created(7, "a".repeat(32)));
    state
}

#[test]
fn a_reply_waits_for_its_files_and_goes_by_itself() {
    let mut state = attaching();
    write(&mut state, "Here it is.");
    assert!(announced(&reply(&mut state, "k1"), Key::CaseWaitsFiles));
    write(&mut state, "something else");
    assert_eq!(talk(&state).text, "Here it is.", "it is on its way");
    let effects = file(&mut state, FileAction::Done(7));
    let sent = effects.iter().find_map(|effect| match effect {
        DeskEffect::Reply { request, key, .. } => Some((request.clone(), key.clone())),
        _ => None,
    });
    let (request, key) = sent.unwrap();
    assert_eq!((request.attachments[0].id.as_str(), key.as_str()), (&*"a".repeat(32), "k1"));
    let view = seen_by_portal(vec![first(), event(2, CaseEventKind::CustomerMessage)]);
    let effects = asks(desk(&mut state, DeskAction::Replied(id(), "k1".into(), Ok(view))));
    assert!(effects.contains(&DeskEffect::File(id(), FileEffect::Release(vec![7]))));
    assert_eq!(talk(&state).files, Files::default());
}

#[test]
fn a_file_may_speak_for_itself() {
    let mut state = attaching();
    file(&mut state, FileAction::Done(7));
    assert_eq!(replies(reply(&mut state, "k1")), [(String::new(), "k1".into())]);
}

#[test]
fn a_file_that_failed_holds_the_reply_and_is_pointed_to() {
    let mut state = attaching();
    reply(&mut state, "k1");
    let refused = Failure::Refused(ProblemCode::FileKind, vec![]);
    let effects = desk(&mut state, DeskAction::File(id(), FileAction::Failed(7, refused)));
    assert!(effects.contains(&Effect::Focus(Focus::At("attachments"))));
    assert_eq!(talk(&state).phase, Phase::Editing);
    let effects = reply(&mut state, "k1");
    assert!(effects.contains(&Effect::Focus(Focus::At("attachments"))) && replies(effects).is_empty());
}

#[test]
fn files_that_the_portal_no_longer_has_go_anew_and_the_reply_after_them() {
    let mut state = attaching();
    file(&mut state, FileAction::Done(7));
    reply(&mut state, "k1");
    let gone = Failure::Refused(
        ProblemCode::InvalidFields,
        vec![FieldError::new("attachments.0", FieldCode::Invalid)],
    );
    let effects = asks(desk(&mut state, DeskAction::Replied(id(), "k1".into(), Err(gone))));
    assert!(
        matches!(&effects[..], [DeskEffect::File(_, FileEffect::Upload { upload: None, .. })]),
        "{effects:?}"
    );
    file(&mut state, FileAction::Created(7, "b".repeat(32)));
    let effects = file(&mut state, FileAction::Done(7));
    let sent = |e: &DeskEffect| matches!(e, DeskEffect::Reply { request, .. } if request.attachments[0].id == "b".repeat(32));
    assert!(effects.iter().any(sent));
}

#[test]
fn a_file_waits_for_the_network_and_goes_on_with_it() {
    let mut state = attaching();
    let effects = desk(&mut state, DeskAction::File(id(), FileAction::Failed(7, Failure::Offline)));
    assert!(effects.contains(&Effect::form(FormEffect::Watch)));
    let effects = asks(update(&mut state, Action::form(FormAction::Wake(true))));
    assert!(matches!(&effects[..], [DeskEffect::File(_, FileEffect::Upload { .. }), ..]), "{effects:?}");
}

#[test]
fn files_of_a_customer_who_left_go_nowhere() {
    let mut state = attaching();
    let abort = FileEffect::Abort { id: 7, upload: Some("a".repeat(32)) };
    assert!(asks(host(&mut state, ToApp::Logout)).contains(&DeskEffect::File(id(), abort)));
}

#[test]
fn an_answer_to_a_reply_of_before_changes_nothing() {
    let mut state = following();
    write(&mut state, "Where is it?");
    reply(&mut state, "k1");
    let before = talk(&state);
    assert_eq!(desk(&mut state, DeskAction::Replied(id(), "k0".into(), Err(Failure::Down))), []);
    assert_eq!(talk(&state), before);
    host(&mut state, ToApp::Logout);
    let view = seen_by_portal(vec![first()]);
    assert_eq!(desk(&mut state, DeskAction::Replied(id(), "k1".into(), Ok(view))), []);
    assert!(state.desk.cases.is_empty());
}

#[test]
fn each_action_says_what_it_did_and_shows_the_case_as_it_now_is() {
    for (action, done) in [
        (CaseAction::AskUpdate, Key::DoneUpdateAsked),
        (CaseAction::Reopen, Key::DoneReopened),
        (CaseAction::Close, Key::DoneClosed),
    ] {
        let mut state = following();
        let sent = acts(desk(&mut state, DeskAction::Act(id(), action, "k1".into())));
        assert_eq!((sent[0].0.action.as_str(), sent[0].0.rating), (action.as_str(), None));
        assert!(acts(desk(&mut state, DeskAction::Act(id(), action, "k2".into()))).is_empty());
        let view = seen_by_portal(vec![first(), event(2, CaseEventKind::UpdateAsked)]);
        let effects = desk(&mut state, DeskAction::Acted(id(), "k1".into(), Ok(view)));
        assert!(announced(&effects, done));
        assert_eq!((talk(&state).done, talk(&state).act), (Some(done), None));
        assert_eq!(state.case(ID).unwrap().state(), Some(CaseState::InReview));
    }
}

#[test]
fn an_action_without_an_answer_keeps_its_key_and_a_refused_one_does_not() {
    let act = |state: &mut State, key: &str| {
        acts(desk(state, DeskAction::Act(id(), CaseAction::Close, key.into())))[0].1.clone()
    };
    let mut state = following();
    assert_eq!(act(&mut state, "k1"), "k1");
    desk(&mut state, DeskAction::Acted(id(), "k1".into(), Err(Failure::Slow)));
    assert_eq!(act(&mut state, "k2"), "k1");
    let refused = Failure::Refused(ProblemCode::NotPossibleNow, vec![]);
    let effects = desk(&mut state, DeskAction::Acted(id(), "k1".into(), Err(refused)));
    assert!(asks(effects).contains(&DeskEffect::Load { case_id: id(), token: token() }));
    assert_eq!(act(&mut state, "k3"), "k3");
}

#[test]
fn ending_a_case_is_asked_about_first_and_the_answer_no_leads_back() {
    let mut state = following();
    let effects = desk(&mut state, DeskAction::Confirm(id(), true));
    assert!(effects.contains(&Effect::Focus(Focus::At("confirm"))) && talk(&state).confirming);
    let effects = desk(&mut state, DeskAction::Confirm(id(), false));
    assert!(effects.contains(&Effect::Focus(Focus::At("close-case"))) && !talk(&state).confirming);
}

#[test]
fn a_rating_needs_a_number_and_its_comment_is_masked() {
    let mut state = following();
    let rate = |state: &mut State| desk(state, DeskAction::Act(id(), CaseAction::Rate, "k1".into()));
    desk(&mut state, DeskAction::Comment(id(), "Card 4111 1111 1111 1111 works again".into()));
    let effects = rate(&mut state);
    assert!(effects.contains(&Effect::Focus(Focus::At("rating"))));
    assert!(acts(effects).is_empty());
    assert_eq!(talk(&state).errors[0].field, "rating");
    desk(&mut state, DeskAction::Rate(id(), 4));
    let sent = acts(rate(&mut state));
    assert_eq!((sent[0].0.rating, sent[0].0.comment.as_str()), (Some(4), "Card •••• 1111 works again"));
    let view = seen_by_portal(vec![first()]);
    let effects = desk(&mut state, DeskAction::Acted(id(), "k1".into(), Ok(view)));
    let data = EventData::of(EventFact::Kind, "case").and(EventFact::Rating, "4");
    let feedback = Effect::Emit(FromApp::Event { name: "feedback", data });
    assert!(effects.contains(&feedback), "the page hears the number alone");
}

#[test]
fn a_file_is_fetched_with_what_opens_its_case() {
    let mut state = following();
    let effects = desk(&mut state, DeskAction::Download(id(), "f".repeat(32), "letter.pdf".into()));
    let fetched = DeskEffect::Download {
        case_id: id(),
        token: token(),
        file: "f".repeat(32),
        name: "letter.pdf".into(),
    };
    assert_eq!(asks(effects), [fetched]);
    assert!(announced(&desk(&mut state, DeskAction::Downloaded(false)), Key::FileFailed));
}

#[test]
fn a_proof_of_work_is_said_and_over_with_the_answer() {
    let mut state = following();
    write(&mut state, "Where is it?");
    reply(&mut state, "k1");
    assert!(announced(&desk(&mut state, DeskAction::Checking), Key::WorkChecking));
    assert!(state.desk.checking);
    desk(&mut state, DeskAction::Replied(id(), "k1".into(), Err(Failure::Down)));
    assert!(!state.desk.checking);
}
