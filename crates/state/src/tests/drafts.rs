//! Drafts that a device keeps, and cases that wait: offline, after a reload, in two tabs, until somebody leaves.

use super::*;
use klarna_help_wire::{Consent, Secret};

fn form(action: FormAction) -> Action {
    Action::form(action)
}

fn consent(state: &mut State, storage: bool) -> Vec<Effect> {
    host(state, ToApp::Consent(Consent { storage: Some(storage), analytics: None }))
}

fn saves(effects: &[Effect]) -> Vec<Draft> {
    let one = |effect: &FormEffect| match effect {
        FormEffect::Save(draft) => Some(draft.as_ref().clone()),
        _ => None,
    };
    of_form(effects).filter_map(one).collect()
}

fn drops(effects: &[Effect], key: &str) -> bool {
    effects.contains(&Effect::form(FormEffect::Drop(key.into(), vec![])))
}

/// A complete case that the device keeps, and what it has of it.
fn kept() -> (State, Draft) {
    let mut state = opened();
    consent(&mut state, true);
    update(&mut state, Action::StartCase(CaseSeed { category: Some(Category::PaymentDeclined), flow: None }));
    update(&mut state, edit(Field::Description, "My payment was declined twice.".into()));
    update(&mut state, form(FormAction::Key("key-1".into())));
    let effects = update(&mut state, edit(Field::Email, "ada@example.org".into()));
    let draft = saves(&effects).pop().unwrap();
    (state, draft)
}

/// A case that was sent without a network, and what the device has of it.
fn waiting() -> (State, Draft) {
    let (mut state, _) = kept();
    let saved = saves(&update(&mut state, send("unused".into())));
    assert!(saved[0].waiting, "a page that dies now has sent it, or sends it later");
    let effects = update(&mut state, answer(Err(Failure::Offline)));
    assert!(announced(&effects, Key::CaseWaitsNetwork));
    assert!(effects.contains(&Effect::form(FormEffect::Watch)));
    (state, saved[0].clone())
}

/// The page anew, with what the device has.
fn reloaded(drafts: Vec<Draft>, online: bool) -> (State, Vec<Effect>) {
    let mut state = opened();
    let effects = update(&mut state, form(FormAction::Recalled(drafts, online)));
    (state, effects)
}

#[test]
fn a_draft_has_its_key_from_the_first_letter_and_is_sent_under_it() {
    let mut state = opened();
    update(&mut state, Action::StartCase(CaseSeed::default()));
    assert!(state.form.key.is_none());
    let effects = update(&mut state, edit(Field::Description, "M".into()));
    assert_eq!(effects, [Effect::form(FormEffect::MakeKey)]);
    update(&mut state, form(FormAction::Key("key-1".into())));
    assert_eq!(update(&mut state, edit(Field::Description, "My".into())), []);
    update(&mut state, form(FormAction::Key("key-2".into())));
    assert_eq!(state.form.key.as_deref(), Some("key-1"));
}

#[test]
fn without_consent_nothing_is_kept_until_the_customer_asks_for_it() {
    let mut state = written();
    update(&mut state, form(FormAction::Key("key-1".into())));
    assert!(saves(&update(&mut state, edit(Field::Order, "NW-1".into()))).is_empty());
    let saved = saves(&update(&mut state, form(FormAction::Keep(true))));
    assert_eq!(saved[0].key, "key-1");
    assert_eq!(saves(&update(&mut state, edit(Field::Order, "NW-2".into()))).len(), 1);
    assert!(drops(&update(&mut state, form(FormAction::Keep(false))), "key-1"));
    assert!(saves(&update(&mut state, edit(Field::Order, "NW-3".into()))).is_empty());
}

#[test]
fn where_the_host_was_told_no_keeping_is_not_possible() {
    let mut state = written();
    update(&mut state, form(FormAction::Key("key-1".into())));
    consent(&mut state, false);
    assert!(update(&mut state, form(FormAction::Keep(true))).is_empty());
}

#[test]
fn a_draft_is_written_to_the_device_when_it_has_changed_and_only_then() {
    let (mut state, draft) = kept();
    assert_eq!(
        draft.fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["category", "description", "email", "orderId"]
    );
    assert!(!draft.waiting);
    assert!(update(&mut state, edit(Field::Email, "ada@example.org".into())).is_empty());
    update(&mut state, form(FormAction::Saved(false)));
    assert!(state.form.save_refused);
}

#[test]
fn a_reload_brings_the_draft_back_with_its_key_and_everything_in_it() {
    let (mut state, _) = kept();
    update(&mut state, form(FormAction::Note("tracking".into(), "AB 123".into())));
    let draft = saves(&update(&mut state, edit(Field::Tried, "Another card.".into()))).pop().unwrap();
    let (mut again, effects) = reloaded(vec![draft.clone()], true);
    assert!(sends(&effects).is_empty(), "nobody has sent it");
    update(&mut again, Action::StartCase(CaseSeed::default()));
    assert_eq!(build_request(&again), build_request(&state));
    assert_eq!(again.form.restored, Some(now().date));
    let effects = update(&mut again, edit(Field::Email, "eve@example.org".into()));
    assert_eq!(saves(&effects)[0].key, draft.key, "it is kept on, for it was kept");
    assert_eq!(sends(&update(&mut again, send("new".into())))[0].1, "key-1");
}

#[test]
fn what_the_customer_writes_already_is_not_replaced_by_what_the_device_had() {
    let (_, draft) = kept();
    let mut state = written();
    update(&mut state, form(FormAction::Recalled(vec![draft], true)));
    assert!(state.form.description.starts_with("My card"));
}

#[test]
fn an_old_draft_is_taken_away_and_not_shown() {
    let (_, mut draft) = kept();
    draft.saved_on = now().date.days() - DRAFT_DAYS - 1;
    let (state, effects) = reloaded(vec![draft.clone()], true);
    assert!(drops(&effects, "key-1"));
    assert_eq!(state.form.description, "");
    draft.saved_on += 1;
    assert_ne!(reloaded(vec![draft], true).0.form.description, "");
}

#[test]
fn a_case_sent_without_a_network_goes_once_when_it_is_back_word_for_word() {
    let (mut state, draft) = waiting();
    assert_eq!(state.form.phase, Phase::Waiting(WaitsFor::Network));
    update(&mut state, edit(Field::Description, "too late".into()));
    state.context.page = Some("another".into());
    assert!(sends(&update(&mut state, form(FormAction::Wake(false)))).is_empty());
    let effects = update(&mut state, form(FormAction::Wake(true)));
    assert_eq!(sends(&effects), [("My payment was declined twice.".into(), "key-1".into())]);
    assert!(effects.contains(&Effect::form(FormEffect::Send(
        Box::new(draft.attempts[0].clone()),
        "key-1".into(),
        None
    ))));
    assert!(sends(&update(&mut state, form(FormAction::Wake(true)))).is_empty(), "it is on its way");
    let effects = update(&mut state, answer(Ok(receipt())));
    assert!(drops(&effects, "key-1"));
    assert_eq!(*state.screen(), Screen::Receipt("KH-7F3K-9Q2M".into()));
}

/// How long it is waited before the next try, and after which one.
fn wait(effects: &[Effect]) -> Option<(u8, u32)> {
    of_form(effects).find_map(|effect| match effect {
        FormEffect::Wait(missed, ms) => Some((*missed, *ms)),
        _ => None,
    })
}

#[test]
fn a_portal_out_of_reach_is_waited_for_and_tried_ever_less_often_without_a_word() {
    for failure in [Failure::Offline, Failure::Down, Failure::Slow] {
        let (mut state, _) = kept();
        update(&mut state, send("unused".into()));
        let effects = update(&mut state, answer(Err(failure.clone())));
        assert_eq!(state.form.phase, Phase::Waiting(WaitsFor::Network));
        assert!(announced(&effects, Key::CaseWaitsNetwork));
        assert_eq!(wait(&effects), Some((1, 1_000)));
        let mut waits = Vec::new();
        for tries in 1..=8 {
            let sent = sends(&update(&mut state, form(FormAction::Waited(tries))));
            assert_eq!(sent, [("My payment was declined twice.".into(), "key-1".into())]);
            let effects = update(&mut state, answer(Err(failure.clone())));
            assert_eq!(effects.len(), 1, "{effects:?}");
            waits.push(wait(&effects).unwrap().1);
        }
        assert_eq!(waits, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
        assert!(update(&mut state, form(FormAction::Waited(1))).is_empty(), "an earlier wait is over");
        update(&mut state, form(FormAction::Waited(9)));
        assert!(drops(&update(&mut state, answer(Ok(receipt()))), "key-1"));
        assert!(update(&mut state, form(FormAction::Waited(9))).is_empty(), "it has arrived");
    }
}

#[test]
fn a_portal_out_of_reach_is_told_where_the_device_keeps_nothing() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    let effects = update(&mut state, answer(Err(Failure::Down)));
    assert_eq!((state.form.phase, wait(&effects)), (Phase::Failed(Failure::Down), None));
}

#[test]
fn a_case_that_waits_can_be_changed_and_keeps_its_key() {
    let (mut state, _) = waiting();
    let saved = saves(&update(&mut state, form(FormAction::Rethink)));
    assert!(!saved[0].waiting && state.form.phase == Phase::Editing);
    update(&mut state, edit(Field::Description, "It works again, thank you.".into()));
    let sent = sends(&update(&mut state, send("new".into())));
    assert_eq!(sent, [("It works again, thank you.".into(), "key-1".into())]);
}

#[test]
fn a_case_that_waited_goes_at_the_next_start_and_interrupts_nobody() {
    let (_, draft) = waiting();
    let (mut state, effects) = reloaded(vec![draft], true);
    assert_eq!(sends(&effects)[0].1, "key-1");
    update(&mut state, Action::Go(Screen::Article("payment-declined".into())));
    let effects = update(&mut state, answer(Ok(receipt())));
    assert!(announced(&effects, Key::CaseSentLater) && drops(&effects, "key-1"));
    assert_eq!(*state.screen(), Screen::Article("payment-declined".into()));
    assert_eq!(state.desk.cases[0].case_id, "KH-7F3K-9Q2M");
}

#[test]
fn a_case_that_waited_still_waits_after_a_reload_without_a_network() {
    let (_, draft) = waiting();
    let (mut state, effects) = reloaded(vec![draft], false);
    assert!(sends(&effects).is_empty() && wait(&effects) == Some((1, 1_000)));
    assert_eq!(state.form.phase, Phase::Waiting(WaitsFor::Network));
    update(&mut state, Action::StartCase(CaseSeed { category: Some(Category::Other), flow: None }));
    assert_eq!(state.form.category, "payment-declined", "what waits is not changed by the way there");
}

#[test]
fn another_tab_sends_what_waits_and_keeps_what_is_written_in_it() {
    let (_, draft) = waiting();
    let mut state = written();
    let recalled = || form(FormAction::Recalled(vec![draft.clone()], true));
    assert_eq!(sends(&update(&mut state, recalled()))[0].1, "key-1");
    assert!(sends(&update(&mut state, recalled())).is_empty(), "once at a time");
    let effects = update(&mut state, answer(Ok(receipt())));
    assert!(drops(&effects, "key-1") && announced(&effects, Key::CaseSentLater));
    assert_eq!(*state.screen(), Screen::CaseForm);
    assert!(state.form.description.starts_with("My card"));
    assert_eq!(state.desk.cases.len(), 1);
}

#[test]
fn the_same_draft_in_two_tabs_is_sent_once_and_what_was_written_on_is_another_case() {
    let (_, draft) = kept();
    let (_, sent) = waiting();
    let tab = || reloaded(vec![draft.clone()], true).0;
    let recalled = || form(FormAction::Recalled(vec![sent.clone()], true));
    let mut state = tab();
    assert_eq!(sends(&update(&mut state, recalled()))[0].1, "key-1");
    assert_eq!(state.form.phase, Phase::Sending);

    let mut state = tab();
    update(&mut state, edit(Field::Description, "And then a third time.".into()));
    let effects = update(&mut state, recalled());
    assert_eq!(sends(&effects)[0].0, "My payment was declined twice.");
    assert!(effects.contains(&Effect::form(FormEffect::MakeKey)));
    update(&mut state, form(FormAction::Key("key-2".into())));
    update(&mut state, answer(Ok(receipt())));
    assert_eq!(state.form.description, "And then a third time.");
    assert_eq!((state.form.key.as_deref(), state.desk.cases.len()), (Some("key-2"), 1));
}

#[test]
fn what_another_tab_could_not_send_stays_on_the_device_for_the_next_time() {
    let (_, draft) = waiting();
    let mut state = written();
    let recalled = || form(FormAction::Recalled(vec![draft.clone()], true));
    update(&mut state, recalled());
    assert_eq!(update(&mut state, answer(Err(Failure::Down))), []);
    assert_eq!(sends(&update(&mut state, recalled())).len(), 1);
}

#[test]
fn an_answer_that_was_lost_before_a_reload_is_asked_for_and_no_second_case_is_made() {
    let (mut state, _) = kept();
    update(&mut state, send("unused".into()));
    update(&mut state, answer(Err(Failure::Slow)));
    let draft = saves(&update(&mut state, form(FormAction::Rethink))).pop().unwrap();
    let (mut again, _) = reloaded(vec![draft], true);
    update(&mut again, edit(Field::Description, "I would rather say it like this.".into()));
    update(&mut again, send("new".into()));
    let reused = Failure::Refused(ProblemCode::IdempotencyKeyReused, vec![]);
    let sent = sends(&update(&mut again, answer(Err(reused))));
    assert_eq!(sent, [("My payment was declined twice.".into(), "key-1".into())]);
}

#[test]
fn who_leaves_takes_the_draft_along_and_what_waited_is_not_sent() {
    for leave in [ToApp::Logout, ToApp::Identify { token: Secret("another".into()) }, ToApp::Reset] {
        let (mut state, _) = waiting();
        host(&mut state, ToApp::Identify { token: Secret("first".into()) });
        let effects = host(&mut state, leave);
        assert!(effects.contains(&Effect::form(FormEffect::Forget)));
        assert_eq!(state.form, CaseForm::default());
        assert!(sends(&update(&mut state, form(FormAction::Wake(true)))).is_empty());
        update(&mut state, answer(Ok(receipt())));
        assert!(state.desk.cases.is_empty(), "what had arrived all the same is nobody's");
    }
}

#[test]
fn consent_taken_back_clears_the_device_and_the_form_goes_on() {
    let (mut state, _) = waiting();
    let effects = consent(&mut state, false);
    assert!(effects.contains(&Effect::form(FormEffect::Forget)));
    let effects = update(&mut state, form(FormAction::Wake(true)));
    assert_eq!(sends(&effects).len(), 1, "the customer has sent it");
    assert!(saves(&effects).is_empty() && !effects.contains(&Effect::form(FormEffect::Recall)));
}

#[test]
fn a_customer_who_was_done_before_the_rest_came_leaves_nothing_behind() {
    let (_, draft) = kept();
    let mut state = State::new(AppConfig { split: true, ..config() });
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    host(&mut state, ToApp::Reset);
    host(&mut state, ToApp::Rest { ok: Some(true) });
    let effects = update(&mut state, form(FormAction::Recalled(vec![draft], true)));
    assert_eq!(effects, [Effect::form(FormEffect::Forget)]);
    assert_eq!(state.form.description, "");
}

#[test]
fn a_draft_taken_away_by_hand_is_gone_from_the_form_and_the_device() {
    let (mut state, _) = kept();
    let effects = update(&mut state, form(FormAction::Discard));
    assert!(drops(&effects, "key-1") && announced(&effects, Key::DraftDiscarded));
    assert_eq!((state.form.description.as_str(), &state.form.key), ("", &None));
}

#[test]
fn no_event_and_no_message_carries_anything_of_a_draft() {
    let (mut state, draft) = waiting();
    let mut effects = update(&mut state, form(FormAction::Recalled(vec![draft], true)));
    effects.extend(update(&mut state, form(FormAction::Wake(true))));
    for effect in effects {
        if let Effect::Emit(message) = effect {
            let shown = format!("{message:?}");
            assert!(!shown.contains("declined twice") && !shown.contains("ada@") && !shown.contains("key-1"));
        }
    }
}
