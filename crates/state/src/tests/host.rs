//! What the host page asks for: fields, identity, consent, another language, later parts of the module.

use super::*;
use klarna_help_wire::{Consent, Prefill, Secret};

fn email(text: &str) -> ToApp {
    ToApp::Prefill { fields: Prefill { email: Some(text.into()), ..Prefill::default() } }
}

fn identify(token: &str) -> ToApp {
    ToApp::Identify { token: Secret(token.into()) }
}

fn storage(storage: bool) -> ToApp {
    ToApp::Consent(Consent { storage: Some(storage), analytics: None })
}

fn kept(id: &str) -> Kept {
    Kept { case_id: id.into(), token: "t".repeat(43), expected_by: "2026-11-25".into(), seen: 0 }
}

fn emitted(effects: &[Effect]) -> Vec<&FromApp> {
    let one = |effect: &'_ Effect| matches!(effect, Effect::Emit(_));
    let list = effects.iter().filter(|e| one(e));
    list.filter_map(|e| if let Effect::Emit(message) = e { Some(message) } else { None }).collect()
}

/// Nothing of a customer is left but that the page is open.
fn is_blank(state: &State) -> bool {
    state.form == CaseForm::default()
        && state.desk.cases.is_empty()
        && state.runs.is_empty()
        && state.query.is_empty()
        && state.stack == [Screen::Home]
}

#[test]
fn prefilled_fields_fill_what_the_customer_has_not_edited_and_the_host_hears_nothing() {
    let mut state = opened();
    update(&mut state, Action::StartCase(CaseSeed::default()));
    assert_eq!(host(&mut state, email("host@example.org")), []);
    assert_eq!(state.form.email, "host@example.org");
    update(&mut state, edit(Field::Email, String::new()));
    let fields = Prefill {
        email: Some("again@example.org".into()),
        order_id: Some("NW-9".into()),
        category: Some(Category::LateFee),
        description: Some("The late fee is wrong.".into()),
    };
    assert_eq!(host(&mut state, ToApp::Prefill { fields }), []);
    let form = &state.form;
    assert_eq!((form.email.as_str(), form.order_id.as_str()), ("", "NW-9"), "what was emptied stays empty");
    assert_eq!((form.category.as_str(), form.description.as_str()), ("late-fee", "The late fee is wrong."));
}

#[test]
fn fields_that_came_before_the_form_was_begun_are_in_it_and_an_address_stays_for_the_next_case() {
    let mut state = opened();
    let fields = Prefill {
        email: Some("ada@example.org".into()),
        description: Some("The parcel never came.".into()),
        ..Prefill::default()
    };
    host(&mut state, ToApp::Prefill { fields });
    let seed = CaseSeed { category: Some(Category::GoodsNotReceived), flow: None };
    update(&mut state, Action::StartCase(seed));
    update(&mut state, send("key-1".into()));
    update(&mut state, answer(Ok(receipt())));
    update(&mut state, Action::StartCase(CaseSeed::default()));
    assert_eq!((state.form.email.as_str(), state.form.description.as_str()), ("ada@example.org", ""));
}

#[test]
fn what_is_on_its_way_is_not_filled_in_again() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    let fields = Prefill { category: Some(Category::LateFee), ..Prefill::default() };
    host(&mut state, ToApp::Prefill { fields });
    assert_eq!(state.form.category, "payment-declined");
}

#[test]
fn a_category_that_the_customers_way_has_decided_is_kept() {
    let mut state = written();
    let fields = Prefill { category: Some(Category::LateFee), ..Prefill::default() };
    host(&mut state, ToApp::Prefill { fields });
    assert_eq!(state.form.category, "payment-declined");
}

#[test]
fn a_reset_forgets_what_was_begun_and_keeps_the_cases() {
    let mut state = written();
    update(&mut state, remembered(vec![kept("KH-7F3K-9Q2M")]));
    update(&mut state, Action::Go(Screen::Flow("refund-missing".into())));
    state.query = "refund".into();
    let effects = host(&mut state, ToApp::Reset);
    assert!(!effects.contains(&Effect::Forget));
    assert_eq!(state.desk.cases.len(), 1);
    state.desk.cases.clear();
    assert!(is_blank(&state));
}

#[test]
fn a_case_on_its_way_outlives_a_reset() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    host(&mut state, ToApp::Reset);
    assert_eq!(*state.screen(), Screen::Home);
    update(&mut state, answer(Ok(receipt())));
    assert_eq!(*state.screen(), Screen::Receipt("KH-7F3K-9Q2M".into()));
}

#[test]
fn a_logout_forgets_everything_personal_here_and_on_the_device() {
    let mut state = written();
    host(&mut state, identify("token-1"));
    update(&mut state, remembered(vec![kept("KH-7F3K-9Q2M")]));
    assert!(host(&mut state, ToApp::Logout).contains(&Effect::Forget));
    assert!(is_blank(&state) && state.identity.is_none());
}

#[test]
fn the_receipt_of_a_customer_who_left_is_shown_to_nobody() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    host(&mut state, ToApp::Logout);
    assert_eq!(update(&mut state, answer(Ok(receipt()))), []);
    assert!(is_blank(&state));
}

#[test]
fn another_token_is_another_customer_and_the_first_one_is_not() {
    let mut state = written();
    let list = Effect::desk(DeskEffect::List(Secret("token-1".into())));
    assert_eq!(host(&mut state, identify("token-1")), [list]);
    assert_eq!(host(&mut state, identify("token-1")), []);
    assert_eq!(state.form.email, "ada@example.org", "who wrote before signing in goes on");
    assert!(host(&mut state, identify("token-2")).contains(&Effect::Forget));
    assert!(is_blank(&state));
    assert_eq!(state.identity, Some(Secret("token-2".into())));
}

#[test]
fn a_token_is_in_no_effect_and_in_no_log() {
    let mut state = written();
    let mut effects = host(&mut state, identify("token-1"));
    effects.extend(update(&mut state, send("key-1".into())));
    effects.extend(host(&mut state, identify("token-2")));
    assert!(!format!("{effects:?} {state:?}").contains("token-"));
}

#[test]
fn without_consent_to_storage_nothing_is_read_kept_or_offered() {
    let mut state = State::new(config());
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    update(&mut state, came());
    assert_eq!(host(&mut state, storage(false)), [Effect::Forget, Effect::form(FormEffect::Forget)]);
    assert!(!host(&mut state, ToApp::Open).contains(&Effect::desk(DeskEffect::ReadRemembered)));
    state.desk.cases.push(opened_case());
    let remembers = |effect: &DeskEffect| matches!(effect, DeskEffect::Remember(..));
    assert!(!of_desk(&update(&mut state, keep("KH-7F3K-9Q2M".into(), true))).any(remembers));
    assert!(!state.may_remember());
    assert_eq!(host(&mut state, storage(true)), [Effect::desk(DeskEffect::ReadRemembered)]);
    assert_eq!(host(&mut state, storage(true)), []);
}

#[test]
fn consent_taken_back_forgets_on_the_device_and_leaves_what_is_on_the_screen() {
    let mut state = opened();
    update(&mut state, remembered(vec![kept("KH-7F3K-9Q2M")]));
    assert_eq!(host(&mut state, storage(false)), [Effect::Forget, Effect::form(FormEffect::Forget)]);
    assert!(state.desk.cases.len() == 1 && !state.desk.cases[0].kept);
}

fn opened_case() -> KnownCase {
    let mut state = opened();
    update(&mut state, remembered(vec![kept("KH-7F3K-9Q2M")]));
    state.desk.cases.remove(0)
}

#[test]
fn cases_shows_the_one_there_is_a_list_of_several_and_a_word_when_there_is_none() {
    let cases = || ToApp::Navigate { to: "cases".into() };
    let mut state = opened();
    host(&mut state, cases());
    assert_eq!(*state.screen(), Screen::Cases);
    update(&mut state, remembered(vec![kept("KH-7F3K-9Q2M")]));
    assert_eq!(state.stack, [Screen::Home, Screen::Case("KH-7F3K-9Q2M".into())], "it was waited for");
    update(&mut state, remembered(vec![kept("KH-0000-0000")]));
    let effects = host(&mut state, cases());
    assert_eq!(*state.screen(), Screen::Cases);
    assert!(effects.contains(&Effect::Focus(Focus::Heading)));
}

#[test]
fn suggest_says_what_is_new_on_home_and_interrupts_nobody() {
    let declined = || {
        let payment_status = Some("declined".into());
        ToApp::Context { context: Box::new(Context { payment_status, ..Context::default() }) }
    };
    let mut state = opened();
    host(&mut state, declined());
    assert!(announced(&host(&mut state, ToApp::Suggest), Key::HomeFits));
    assert_eq!(host(&mut state, ToApp::Suggest), [], "the same again is no news");

    for begin in [Action::Type("refund".into()), Action::Go(Screen::Contact)] {
        let mut state = opened();
        update(&mut state, begin);
        let before = (state.stack.clone(), state.query.clone());
        host(&mut state, declined());
        assert_eq!(host(&mut state, ToApp::Suggest), []);
        assert_eq!((state.stack, state.query), before);
    }
}

#[test]
fn another_language_keeps_what_was_begun_as_far_as_it_exists_there() {
    let mut state = written();
    update(&mut state, Action::Go(Screen::Article("payment-declined".into())));
    update(&mut state, Action::Go(Screen::Flow("refund-missing".into())));
    state.query = "refund".into();
    let change = || ToApp::Locale { locale: "ar".into(), pack: "b.khp".into(), content: "/b".into() };
    let asked = host(&mut state, change());
    assert_eq!(asked.first(), Some(&Effect::LoadPack("b.khp".into())));
    assert_eq!(host(&mut state, change()), []);
    assert_eq!(state.pack, Load::Loading);
    assert_eq!(update(&mut state, loaded()), [], "the language that was left comes too late");

    let other = Rc::new(Pack { locale: "ar".into(), ..(*pack()).clone() });
    let effects = update(&mut state, Action::PackLoaded("b.khp".into(), Ok(other), now()));
    assert!(effects.contains(&Effect::Language("ar".into())));
    assert!(effects.contains(&wants_shelf("/b")));
    assert!(!effects.contains(&Effect::Emit(FromApp::Ready)), "the host was told before");
    assert_eq!(update(&mut state, super::came()), [], "of the language that was left");
    assert_eq!(state.content.shelf, Load::Loading);
    let other = Rc::new(Shelf { flows: vec![], ..(*shelf()).clone() });
    update(&mut state, Action::content(ContentAction::Shelf("/b".into(), Ok(other))));
    assert_eq!(*state.screen(), Screen::Article("payment-declined".into()));
    assert!(state.run("refund-missing").is_some(), "it rests until the flow is back");
    assert_eq!((state.form.email.as_str(), state.query.as_str()), ("ada@example.org", "refund"));
}

#[test]
fn a_language_that_does_not_come_can_be_tried_again() {
    let mut state = opened();
    host(&mut state, ToApp::Locale { locale: "sv".into(), pack: "b.khp".into(), content: "/b".into() });
    update(&mut state, Action::PackLoaded("b.khp".into(), Err(Failure::Down), now()));
    assert!(update(&mut state, Action::Retry).contains(&Effect::LoadPack("b.khp".into())));
}

#[test]
fn a_language_asked_for_before_the_rest_is_there_is_spoken_when_it_is() {
    let mut state = State::new(AppConfig { split: true, ..config() });
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    let change = ToApp::Locale { locale: "sv".into(), pack: "b.khp".into(), content: "/b".into() };
    assert_eq!(host(&mut state, change), []);
    assert!(state.pack.ready().is_some());
    let effects = host(&mut state, ToApp::Rest { ok: Some(true) });
    assert_eq!(effects.first(), Some(&Effect::LoadPack("b.khp".into())));
    assert_eq!(state.config.content, "/b");
}

#[test]
fn what_may_not_be_kept_is_taken_off_the_device_as_soon_as_there_is_what_can() {
    let mut state = State::new(AppConfig { split: true, ..config() });
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    assert_eq!(host(&mut state, storage(false)), []);
    let effects = host(&mut state, ToApp::Rest { ok: Some(true) });
    assert_eq!(effects[..2], [Effect::Forget, Effect::form(FormEffect::Forget)]);
}

#[test]
fn the_second_module_is_asked_for_once_after_ready_and_again_when_it_failed() {
    let mut state = State::new(AppConfig { split: true, ..config() });
    let ahead = ["/a/shelf.khs", "/a/index.khx"].map(|address| Effect::Ahead(address.into()));
    assert_eq!(update(&mut state, Action::Mounted)[1..], ahead, "what a search reads, beside the pack");
    let effects = update(&mut state, loaded());
    assert_eq!(emitted(&effects), [&FromApp::Ready, &FromApp::NeedRest]);
    assert!(!effects.contains(&wants_shelf("/a")), "what reads it comes later");
    host(&mut state, ToApp::Open);
    assert!(!update(&mut state, Action::Go(Screen::Contact)).contains(&Effect::Emit(FromApp::NeedRest)));
    host(&mut state, ToApp::Rest { ok: Some(false) });
    assert_eq!(state.rest, Load::Failed(Failure::Down));
    assert_eq!(*state.screen(), Screen::Contact);
    let retry = update(&mut state, Action::Retry);
    assert_eq!(emitted(&retry), [&FromApp::NeedRest]);
    assert!(!retry.contains(&wants_shelf("/a")));
    let index = Effect::content(ContentEffect::Index("/a".into()));
    assert_eq!(host(&mut state, ToApp::Rest { ok: Some(true) }), [wants_shelf("/a"), index]);
    assert_eq!(host(&mut state, ToApp::Rest { ok: Some(false) }), [], "what is there stays there");
    assert!(state.rest.ready().is_some());
}

#[test]
fn the_heading_of_a_screen_that_waited_takes_the_focus_when_all_of_it_is_there() {
    let mut state = State::new(AppConfig { split: true, ..config() });
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    update(&mut state, Action::Go(Screen::Contact));
    host(&mut state, ToApp::Rest { ok: Some(true) });
    update(&mut state, Action::content(ContentAction::Shelf("/a".into(), Err(Failure::Down))));
    let retry = update(&mut state, Action::Retry);
    assert_eq!(retry, [wants_shelf("/a"), Effect::Focus(Focus::Heading)]);
    assert_eq!(update(&mut state, came()), [Effect::Focus(Focus::Heading)]);
}

#[test]
fn a_screen_shown_after_the_second_module_failed_asks_for_it_again() {
    let mut state = State::new(AppConfig { split: true, ..config() });
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    host(&mut state, ToApp::Rest { ok: Some(false) });
    assert_eq!(emitted(&update(&mut state, Action::Home)).len(), 1, "home does not need it");
    assert!(update(&mut state, Action::Go(Screen::Contact)).contains(&Effect::Emit(FromApp::NeedRest)));
}

#[test]
fn without_a_split_nothing_waits() {
    let mut state = opened();
    assert!(state.rest.ready().is_some());
    let effects = update(&mut state, Action::Go(Screen::Contact));
    assert!(!effects.contains(&Effect::Emit(FromApp::NeedRest)));
}

#[test]
fn a_way_to_a_person_that_was_chosen_is_an_event_of_its_kind_alone() {
    let chosen = |effects: &[Effect], kind: &str| {
        effects.contains(&Effect::event("contact-choose", EventData::of(EventFact::Channel, kind)))
    };
    let mut state = opened();
    update(&mut state, Action::Go(Screen::Contact));
    assert!(chosen(&update(&mut state, Action::Contacted("phone")), "phone"));
    assert!(chosen(&update(&mut state, Action::StartCase(CaseSeed::default())), "case"));
    let again = update(&mut state, Action::StartCase(CaseSeed::default()));
    assert!(!chosen(&again, "case"), "it was begun elsewhere");
}
