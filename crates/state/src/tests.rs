//! The widget's errands, without a browser: content from a small pack, the portal played by the test.

use crate::*;
use klarna_help_pack::ui::{FIRST, KEYS, Key};
use klarna_help_pack::*;
use klarna_help_search::{Doc, Index, Language, Synonyms, build};
use klarna_help_wire::{
    AppConfig, Area, CaseState, CaseView, Category, Context, EventData, EventFact, FieldCode, FieldError,
    FromApp, NextStep, ProblemCode, Receipt, ToApp,
};
use std::rc::Rc;

mod content;
mod desk;
mod drafts;
mod files;
mod flow;
mod form;
mod handover;
mod host;
mod search;
mod vote;

fn metas() -> (ArticleMeta, FlowMeta) {
    let article = ArticleMeta {
        slug: "payment-declined".into(),
        area: Area::Payments,
        category: Category::PaymentDeclined,
        title: "Your payment was declined".into(),
        summary: "What to do now.".into(),
        foreign: false,
    };
    let flow = FlowMeta {
        slug: "refund-missing".into(),
        area: Area::Returns,
        title: "Find your refund".into(),
        summary: "A few questions.".into(),
        foreign: false,
    };
    (article, flow)
}

fn index() -> Rc<Index> {
    let (article, flow) = metas();
    let docs = [
        Doc {
            title: &article.title,
            keywords: &["card refused".into()],
            summary: &article.summary,
            ..Doc::default()
        },
        Doc {
            title: &flow.title,
            keywords: &["money back".into()],
            summary: &flow.summary,
            ..Doc::default()
        },
    ];
    Rc::new(Index::read(&build(&docs, Language::English, &Synonyms::none()).unwrap()).unwrap())
}

fn pack() -> Rc<Pack> {
    let (article, _) = metas();
    let target = Target::Article(article.slug);
    Rc::new(Pack {
        locale: "en-GB".into(),
        timezone: "Europe/London".into(),
        ui: KEYS[..FIRST].iter().map(|k| (*k).into()).collect(),
        reasons: vec!["because".into()],
        offers: vec![Offer { target, title: article.title, foreign: false }],
        rules: vec![Rule {
            test: Test::Is(2, "declined".into()),
            fits: vec![Fit { offer: 0, reason: 0, weight: 50, badge: false }],
        }],
    })
}

fn market() -> Market {
    Market {
        code: "GB".into(),
        name: "United Kingdom".into(),
        currency: "GBP".into(),
        timezone: "Europe/London".into(),
        sample: true,
        official: vec![],
        official_emails: vec![],
        official_email_hosts: vec![],
        official_phones: vec![],
        help_url: "https://www.klarna.com/".into(),
        holidays: vec![],
        hours: Hours { days: vec![1, 2, 3, 4, 5], open: 540, close: 1080 },
        phone: None,
        response_days: vec![],
        default_response_days: 5,
        facts: vec![Fact { key: "refund-wait".into(), value: "14".into(), source: "sample".into() }],
        complaint: Complaint {
            final_weeks: 8,
            source: String::new(),
            ombudsman: String::new(),
            ombudsman_url: String::new(),
        },
    }
}

fn flow_file() -> Item {
    let choice = |id: &str| Choice { id: id.into(), label: format!("Option {id}") };
    let flow = Flow {
        slug: "refund-missing".into(),
        start: 0,
        steps: vec![
            Step {
                id: "kind".into(),
                question: "What happened?".into(),
                help: String::new(),
                required: true,
                from: None,
                ask: Ask::Choice(vec![choice("returned"), choice("cancelled")]),
                next: vec![Next { when: When::Always, goto: Goto::Step(1) }],
            },
            Step {
                id: "returned-on".into(),
                question: "When?".into(),
                help: String::new(),
                required: true,
                from: None,
                ask: Ask::Date(false),
                next: vec![
                    Next { when: When::Policy(Policy::RefundOverdue), goto: Goto::Outcome(0) },
                    Next { when: When::Always, goto: Goto::Outcome(1) },
                ],
            },
        ],
        outcomes: vec![outcome("send", OutcomeKind::SendCase), outcome("wait", OutcomeKind::DoNow)],
    };
    Item::Flow(Rc::new(flow))
}

fn body() -> Item {
    Item::Article(Rc::new(Body { related: vec![], blocks: vec![] }))
}

fn shelf() -> Rc<Shelf> {
    let (article, flow) = metas();
    Rc::new(Shelf {
        market: market(),
        ui: KEYS[FIRST..].iter().map(|k| (*k).into()).collect(),
        evidence: [("order-number", Gives::Order), ("return-date", Gives::Date), ("tracking", Gives::Either)]
            .map(|(key, gives)| Evidence { key: key.into(), gives, words: key.into() })
            .to_vec(),
        checklists: vec![Checklist {
            category: Category::PaymentDeclined,
            evidence: vec!["order-number".into(), "tracking".into()],
        }],
        categories: vec![],
        encoder: String::new(),
        articles: vec![article],
        flows: vec![flow],
    })
}

fn outcome(id: &str, kind: OutcomeKind) -> Outcome {
    Outcome {
        id: id.into(),
        kind,
        title: id.into(),
        steps: vec![vec![Inline::Text("Do it.".into())]],
        next: vec![Inline::Text("Then wait.".into())],
        message: String::new(),
        link: None,
        action: None,
        category: Category::RefundMissing,
        evidence: vec!["order-number".into()],
    }
}

fn now() -> Now {
    let date = Date::parse("2026-11-23").unwrap();
    Now { date, market_weekday: 1, market_minutes: 600, market_date: date }
}

fn config() -> AppConfig {
    let (pack, content) = ("a.khp".into(), "/a".into());
    AppConfig { client_id: "demo-shop".into(), locale: "en-GB".into(), pack, content, ..AppConfig::default() }
}

fn loaded() -> Action {
    Action::PackLoaded("a.khp".into(), Ok(pack()), now())
}

fn edit(field: Field, text: String) -> Action {
    Action::form(FormAction::Edit(field, text))
}

fn send(fresh_key: String) -> Action {
    Action::form(FormAction::Send(fresh_key))
}

fn refresh(id: String) -> Action {
    Action::desk(DeskAction::Refresh(id))
}

fn case_loaded(id: String, result: Result<CaseView, Failure>) -> Action {
    Action::desk(DeskAction::Loaded(id, result))
}

fn keep(id: String, keep: bool) -> Action {
    Action::desk(DeskAction::Keep(id, keep))
}

/// Whether the device took it.
fn was_kept(id: String, kept: bool) -> Action {
    Action::desk(DeskAction::Kept(id, kept))
}

fn remembered(cases: Vec<Kept>) -> Action {
    Action::desk(DeskAction::Remembered(cases))
}

/// The portal's answer to what is sent under the first key.
fn answer(result: Result<Receipt, Failure>) -> Action {
    Action::form(FormAction::Sent("key-1".into(), result))
}

/// The shelf came.
fn came() -> Action {
    Action::content(ContentAction::Shelf("/a".into(), Ok(shelf())))
}

/// The search index came.
fn index_came() -> Action {
    Action::content(ContentAction::Index("/a".into(), Ok(index())))
}

/// An article or a flow came.
fn item_came(target: Target) -> Action {
    let item = if matches!(target, Target::Flow(_)) { flow_file() } else { body() };
    Action::content(ContentAction::Item("/a".into(), target, Ok(item)))
}

fn flow() -> Target {
    Target::Flow("refund-missing".into())
}

/// What a search found, in the order shown.
fn found(state: &State) -> Vec<Target> {
    state.results().into_iter().flat_map(Results::all).map(|found| found.target.clone()).collect()
}

/// Something found is opened.
fn picks(target: Target) -> Action {
    Action::search(SearchAction::Choose(Pick::Found(target)))
}

/// Asks for the shelf.
fn wants_shelf(folder: &str) -> Effect {
    Effect::content(ContentEffect::Shelf(folder.into()))
}

/// A message of the loader.
fn host(state: &mut State, message: ToApp) -> Vec<Effect> {
    update(state, Action::Host(Rc::new(message), now()))
}

/// A state with the content there and the panel open.
fn opened() -> State {
    let context = Context { order_id: Some("NW-20417".into()), ..Context::default() };
    let config = AppConfig { context, ..config() };
    let mut state = State::new(config);
    assert_eq!(update(&mut state, Action::Mounted), [Effect::LoadPack("a.khp".into())]);
    update(&mut state, loaded());
    update(&mut state, came());
    update(&mut state, index_came());
    // The flow was looked at before.
    state.content.items.push((flow(), Load::Ready(flow_file())));
    update(&mut state, Action::Host(Rc::new(ToApp::Open), now()));
    state
}

/// A state with a complete case in the form.
fn written() -> State {
    let mut state = opened();
    update(&mut state, Action::StartCase(CaseSeed { category: Some(Category::PaymentDeclined), flow: None }));
    update(&mut state, edit(Field::Description, "My card 4111 1111 1111 1111 was declined.".into()));
    update(&mut state, edit(Field::Email, "ada@example.org".into()));
    state
}

fn receipt() -> Receipt {
    Receipt {
        case_id: "KH-7F3K-9Q2M".into(),
        token: "t".repeat(43),
        state: CaseState::Received,
        next_step: NextStep::WeReview,
        received_at: "2026-11-23T10:00:00Z".into(),
        expected_by: "2026-11-25".into(),
    }
}

/// What the case form asks of the world.
fn of_form(effects: &[Effect]) -> impl Iterator<Item = &FormEffect> {
    effects.iter().filter_map(|effect| if let Effect::Form(effect) = effect { Some(&**effect) } else { None })
}

/// What cases that were sent ask of the world.
fn of_desk(effects: &[Effect]) -> impl Iterator<Item = &DeskEffect> {
    effects.iter().filter_map(|effect| if let Effect::Desk(effect) = effect { Some(&**effect) } else { None })
}

fn sends(effects: &[Effect]) -> Vec<(String, String)> {
    let one = |effect: &FormEffect| match effect {
        FormEffect::Send(request, key, _) => Some((request.description.clone(), key.clone())),
        _ => None,
    };
    of_form(effects).filter_map(one).collect()
}

fn announced(effects: &[Effect], key: Key) -> bool {
    effects.iter().any(|e| matches!(e, Effect::Announce(notice) if notice.key == key))
}

#[test]
fn what_the_device_remembers_is_read_once_help_is_open_and_can_show_it() {
    let mut state = State::new(config());
    let before =
        [update(&mut state, Action::Mounted), update(&mut state, loaded()), update(&mut state, came())];
    assert!(!before.concat().contains(&Effect::desk(DeskEffect::ReadRemembered)));
    assert!(host(&mut state, ToApp::Open).contains(&Effect::desk(DeskEffect::ReadRemembered)));

    let mut state = State::new(config());
    let before =
        [update(&mut state, Action::Mounted), update(&mut state, loaded()), host(&mut state, ToApp::Open)];
    assert!(!before.concat().contains(&Effect::desk(DeskEffect::ReadRemembered)));
    assert_eq!(update(&mut state, came()), [Effect::desk(DeskEffect::ReadRemembered)]);
}

#[test]
fn text_typed_before_the_content_was_there_is_searched_when_it_comes() {
    let mut state = State::new(config());
    update(&mut state, Action::Mounted);
    update(&mut state, Action::Host(Rc::new(ToApp::Search { text: "money back".into() }), now()));
    assert!(found(&state).is_empty());
    update(&mut state, loaded());
    assert!(found(&state).is_empty() && !state.can_search());
    update(&mut state, came());
    update(&mut state, index_came());
    assert_eq!(found(&state), [flow()]);
}

#[test]
fn back_leads_to_the_screen_before_and_home_keeps_the_search() {
    let mut state = opened();
    update(&mut state, Action::Type("declined".into()));
    update(&mut state, picks(Target::Article("payment-declined".into())));
    update(&mut state, Action::Go(Screen::Contact));
    update(&mut state, Action::Back);
    assert_eq!(*state.screen(), Screen::Article("payment-declined".into()));
    update(&mut state, Action::Back);
    assert_eq!((state.screen(), state.query.as_str()), (&Screen::Home, "declined"));
    update(&mut state, Action::Back);
    assert_eq!(*state.screen(), Screen::Home);
}

#[test]
fn closing_and_opening_again_keeps_the_screen_and_the_draft() {
    let mut state = written();
    update(&mut state, Action::Host(Rc::new(ToApp::Closed), now()));
    update(&mut state, Action::Host(Rc::new(ToApp::Open), now()));
    assert_eq!(*state.screen(), Screen::CaseForm);
    assert_eq!(state.form.email, "ada@example.org");
}

#[test]
fn a_place_asked_for_before_the_content_came_is_shown_when_it_comes() {
    let mut state = State::new(config());
    update(&mut state, Action::Mounted);
    update(&mut state, Action::Host(Rc::new(ToApp::Navigate { to: "flow:refund-missing".into() }), now()));
    update(&mut state, loaded());
    assert_eq!(*state.screen(), Screen::Flow("refund-missing".into()));
    update(&mut state, came());
    let effects =
        update(&mut state, Action::Host(Rc::new(ToApp::Navigate { to: "flow:nothing".into() }), now()));
    let error = FromApp::Event { name: "error", data: EventData::of(EventFact::Code, "unknown-target") };
    assert!(effects.contains(&Effect::Emit(error)));
}

#[test]
fn a_flow_leads_to_a_case_with_its_answers_and_evidence_filled_in() {
    let mut state = opened();
    let flow = String::from("refund-missing");
    update(&mut state, Action::Go(Screen::Flow(flow.clone())));
    let mut submit = |step: &str, text: &str| {
        update(&mut state, Action::flow(FlowAction::Submit { step: step.into(), text: text.into() }))
    };
    assert_eq!(submit("kind", ""), [Effect::Focus(Focus::Errors)]);
    submit("kind", "returned");
    assert_eq!(submit("returned-on", "2026-11-24"), [Effect::Focus(Focus::Errors)]);
    let effects = submit("returned-on", "2026-11-01");
    let data = EventData::of(EventFact::Slug, "refund-missing").and(EventFact::Outcome, "send");
    let event = FromApp::Event { name: "flow-outcome", data };
    assert!(effects.contains(&Effect::Emit(event)));

    update(
        &mut state,
        Action::StartCase(CaseSeed { category: Some(Category::RefundMissing), flow: Some(flow) }),
    );
    assert_eq!(state.form.category, "refund-missing");
    assert_eq!(state.form.order_id, "NW-20417");
    assert_eq!(state.form.evidence, ["order-number"]);
    let said: Vec<&str> = state.form.answers.iter().map(|a| a.answer.as_str()).collect();
    assert_eq!(said, ["Option returned", "2026-11-01"]);
}

#[test]
fn an_incomplete_case_is_not_sent_and_each_fault_goes_when_it_is_mended() {
    let mut state = opened();
    update(&mut state, Action::StartCase(CaseSeed::default()));
    let effects = update(&mut state, send("key-1".into()));
    assert_eq!(effects, [Effect::Focus(Focus::Errors)]);
    let fields = |state: &State| state.form.errors.iter().map(|e| e.field.clone()).collect::<Vec<_>>();
    assert_eq!(fields(&state), ["category", "description", "email"]);
    update(&mut state, edit(Field::Email, "ada@".into()));
    assert_eq!(fields(&state), ["category", "description", "email"]);
    update(&mut state, edit(Field::Email, "ada@example.org".into()));
    assert_eq!(fields(&state), ["category", "description"]);
}

#[test]
fn card_numbers_are_masked_in_what_is_sent_and_kept_in_what_is_typed() {
    let mut state = written();
    let effects = update(&mut state, send("key-1".into()));
    assert_eq!(sends(&effects), [("My card •••• 1111 was declined.".into(), "key-1".into())]);
    assert!(state.form.description.contains("4111 1111"));
}

#[test]
fn a_retry_uses_the_same_key_so_that_the_case_arrives_once() {
    for failure in [Failure::Down, Failure::Slow, Failure::Garbled] {
        let mut state = written();
        update(&mut state, send("key-1".into()));
        assert!(sends(&update(&mut state, send("key-2".into()))).is_empty(), "a second press sends nothing");
        let effects = update(&mut state, answer(Err(failure.clone())));
        assert_eq!(state.form.phase, Phase::Failed(failure));
        assert!(announced(&effects, Key::CaseFailTitle));
        assert_eq!(state.form.email, "ada@example.org");
        assert_eq!(sends(&update(&mut state, send("key-3".into())))[0].1, "key-1");
    }
}

#[test]
fn a_first_try_that_had_arrived_gets_its_receipt_even_if_the_text_was_changed_since() {
    let mut state = written();
    let first = sends(&update(&mut state, send("key-1".into())));
    update(&mut state, answer(Err(Failure::Slow)));
    update(&mut state, edit(Field::Description, "I would rather say it like this.".into()));
    update(&mut state, send("key-2".into()));
    let refused = Failure::Refused(ProblemCode::IdempotencyKeyReused, vec![]);
    assert_eq!(sends(&update(&mut state, answer(Err(refused)))), first);
    update(&mut state, answer(Ok(receipt())));
    assert_eq!(*state.screen(), Screen::Receipt("KH-7F3K-9Q2M".into()));
}

#[test]
fn fields_the_portal_refuses_are_shown_at_the_field() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    let fields = vec![FieldError::new("email", FieldCode::Invalid)];
    let refused = Failure::Refused(ProblemCode::InvalidFields, fields.clone());
    let effects = update(&mut state, answer(Err(refused)));
    assert_eq!((state.form.phase.clone(), state.form.errors.clone()), (Phase::Editing, fields));
    assert!(effects.contains(&Effect::Focus(Focus::Errors)));
}

#[test]
fn a_receipt_ends_the_form_and_back_leads_home() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    update(&mut state, answer(Ok(receipt())));
    assert_eq!(state.form.description, "");
    assert_eq!(state.form.key, None);
    assert_eq!(state.desk.cases[0].case_id, "KH-7F3K-9Q2M");
    update(&mut state, Action::Back);
    assert_eq!(*state.screen(), Screen::Home);
}

#[test]
fn the_status_is_asked_for_with_the_cases_token_and_a_failure_can_be_tried_again() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    update(&mut state, answer(Ok(receipt())));
    let id = String::from("KH-7F3K-9Q2M");
    let asked = Effect::desk(DeskEffect::Load {
        case_id: id.clone(),
        token: klarna_help_wire::Secret("t".repeat(43)),
    });
    assert!(update(&mut state, Action::Go(Screen::Case(id.clone()))).contains(&asked));
    update(&mut state, case_loaded(id.clone(), Err(Failure::Down)));
    assert_eq!(state.desk.cases[0].view, Load::Failed(Failure::Down));
    assert!(update(&mut state, refresh(id)).contains(&asked));
}

#[test]
fn a_case_is_kept_on_the_device_only_when_asked_and_a_refusal_is_said() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    let effects = update(&mut state, answer(Ok(receipt())));
    assert!(!of_desk(&effects).any(|e| matches!(e, DeskEffect::Remember(..))));
    let id = String::from("KH-7F3K-9Q2M");
    let effects = update(&mut state, keep(id.clone(), true));
    let asked: Vec<_> = of_desk(&effects).collect();
    assert!(matches!(asked[..], [DeskEffect::Remember(kept, true)] if kept.case_id == id));
    assert_eq!(effects.len(), 1);
    assert!(announced(&update(&mut state, was_kept(id.clone(), false)), Key::ReceiptKeepFailed));
    assert!(state.desk.cases[0].keep_refused && !state.desk.cases[0].kept);
    assert!(announced(&update(&mut state, was_kept(id.clone(), true)), Key::ReceiptKept));
    let effects = update(&mut state, keep(id, false));
    let asked: Vec<_> = of_desk(&effects).collect();
    assert!(matches!(asked[..], [DeskEffect::Remember(_, false)]));
    assert_eq!(effects.len(), 1);
}

#[test]
fn what_is_typed_while_a_case_is_on_its_way_is_not_taken_so_that_it_cannot_be_lost() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    update(&mut state, edit(Field::Description, "and one more thing".into()));
    assert!(state.form.description.starts_with("My card"));
}

#[test]
fn each_body_sent_under_a_key_is_asked_for_once_and_then_it_stops() {
    let mut state = written();
    let reused = || Failure::Refused(ProblemCode::IdempotencyKeyReused, vec![]);
    for words in ["the first words of it", "the second words of it", "the third words of it"] {
        update(&mut state, edit(Field::Description, words.into()));
        update(&mut state, send("key-1".into()));
        update(&mut state, answer(Err(Failure::Slow)));
    }
    update(&mut state, edit(Field::Description, "the last words of it".into()));
    update(&mut state, send("key-1".into()));
    for words in ["the third words of it", "the second words of it", "the first words of it"] {
        assert_eq!(sends(&update(&mut state, answer(Err(reused()))))[0].0, words);
    }
    assert!(sends(&update(&mut state, answer(Err(reused())))).is_empty());
    assert!(matches!(state.form.phase, Phase::Failed(_)));
}

#[test]
fn the_context_is_masked_and_the_order_number_goes_only_in_its_field() {
    let mut state = written();
    state.context.merchant_reference = Some("4111 1111 1111 1111".into());
    update(&mut state, edit(Field::Order, String::new()));
    let request = build_request(&state);
    assert_eq!(request.context.merchant_reference.as_deref(), Some("•••• 1111"));
    assert_eq!((request.order_id.as_str(), request.context.order_id), ("", None));
}

#[test]
fn an_order_number_from_the_page_follows_the_page_until_it_is_edited() {
    let mut state = written();
    let arrive = |state: &mut State, id: &str| {
        let context = Context { order_id: Some(id.into()), ..Context::default() };
        update(state, Action::Host(Rc::new(ToApp::Context { context: Box::new(context) }), now()));
        update(state, Action::StartCase(CaseSeed::default()));
        state.form.order_id.clone()
    };
    assert_eq!(arrive(&mut state, "NW-2"), "NW-2");
    update(&mut state, edit(Field::Order, "my own".into()));
    assert_eq!(arrive(&mut state, "NW-3"), "my own");
}

#[test]
fn back_in_a_flow_is_the_question_before_with_its_answer_still_written() {
    let mut state = opened();
    let flow = String::from("refund-missing");
    update(&mut state, Action::Go(Screen::Flow(flow.clone())));
    let date = Answer::Date(Date::parse("2026-11-01").unwrap());
    for (step, answer) in [("kind", Answer::Choice("returned".into())), ("returned-on", date)] {
        update(&mut state, Action::flow(FlowAction::Answer { step: step.into(), answer }));
    }
    update(&mut state, Action::Back);
    assert_eq!((state.screen(), state.flow_draft.as_str()), (&Screen::Flow(flow.clone()), "2026-11-01"));
    update(&mut state, Action::Back);
    assert_eq!(*state.screen(), Screen::Flow(flow));
    update(&mut state, Action::Back);
    assert_eq!(*state.screen(), Screen::Home);
}

#[test]
fn a_status_that_cannot_be_refreshed_stays_on_the_screen() {
    let mut state = written();
    update(&mut state, send("key-1".into()));
    update(&mut state, answer(Ok(receipt())));
    let id = String::from("KH-7F3K-9Q2M");
    let view = CaseView {
        case_id: id.clone(),
        category: Category::Other,
        state: CaseState::InReview,
        next_step: NextStep::WeReview,
        received_at: String::new(),
        expected_by: "2026-11-25".into(),
        description: String::new(),
        order_id: String::new(),
        late: false,
        assignee: String::new(),
        happened_on: String::new(),
        tried: String::new(),
        attachments: vec![],
        can: vec![],
        can_reply: true,
        timeline: vec![],
    };
    update(&mut state, case_loaded(id.clone(), Ok(view)));
    update(&mut state, case_loaded(id, Err(Failure::Down)));
    assert!(state.desk.cases[0].stale && state.desk.cases[0].view.ready().is_some());
}

#[test]
fn no_event_carries_what_the_customer_typed() {
    let mut state = opened();
    let mut effects = update(&mut state, Action::Type("my secret refund".into()));
    effects.extend(update(&mut state, picks(flow())));
    update(&mut state, Action::StartCase(CaseSeed::default()));
    for (field, text) in [(Field::Description, "my secret story"), (Field::Email, "secret@example.org")] {
        effects.extend(update(&mut state, edit(field, text.into())));
    }
    update(&mut state, edit(Field::Category, "other".into()));
    effects.extend(update(&mut state, send("key-1".into())));
    effects.extend(update(&mut state, answer(Ok(receipt()))));
    for effect in effects {
        if let Effect::Emit(event) = effect {
            let shown = format!("{event:?}");
            assert!(!shown.contains("secret") && !shown.contains("KH-"), "{shown}");
        }
    }
}
