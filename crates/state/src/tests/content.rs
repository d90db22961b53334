//! Content in its pieces: what is fetched when, what a screen does meanwhile, and languages that lack something.

use super::*;

fn item(target: Target) -> Effect {
    Effect::content(ContentEffect::Item("/a".into(), target))
}

fn stocked(effects: &[Effect]) -> Vec<&str> {
    let mut found = Vec::new();
    for effect in effects {
        if let Effect::Content(effect) = effect
            && let ContentEffect::Stock(folder) = &**effect
        {
            found.push(folder.as_str());
        }
    }
    found
}

fn split() -> State {
    let mut state = State::new(AppConfig { split: true, ..config() });
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    state
}

fn unknown() -> Effect {
    Effect::event("error", EventData::of(EventFact::Code, "unknown-target"))
}

#[test]
fn an_article_is_fetched_ahead_when_it_is_shown_and_read_when_the_rest_is_there() {
    let mut state = split();
    let article = Target::Article("payment-declined".into());
    let effects = host(&mut state, ToApp::Navigate { to: "article:payment-declined".into() });
    assert!(effects.contains(&Effect::Ahead("/a/article/payment-declined.kha".into())));
    let effects = host(&mut state, ToApp::Rest { ok: Some(true) });
    assert_eq!(effects.first(), Some(&item(article.clone())), "what the customer waits for goes first");
    assert_eq!(*state.item(&article), Load::Loading);
    update(&mut state, came());
    assert!(state.body("payment-declined").is_none());
    assert_eq!(update(&mut state, item_came(article)), [Effect::Focus(Focus::Heading)]);
    assert!(state.body("payment-declined").is_some());
}

#[test]
fn what_is_opened_again_is_not_fetched_again_and_what_failed_is() {
    let mut state = opened();
    let effects = update(&mut state, Action::Go(Screen::Flow("refund-missing".into())));
    assert!(!effects.contains(&item(flow())));
    let article = Target::Article("payment-declined".into());
    assert!(
        update(&mut state, Action::Go(Screen::Article("payment-declined".into())))
            .contains(&item(article.clone()))
    );
    let failed = ContentAction::Item("/a".into(), article.clone(), Err(Failure::Down));
    update(&mut state, Action::content(failed));
    assert_eq!(*state.item(&article), Load::Failed(Failure::Down));
    assert_eq!(update(&mut state, Action::Retry), [item(article.clone()), Effect::Focus(Focus::Heading)]);
    update(&mut state, item_came(article));
    assert!(
        !update(&mut state, Action::Retry).contains(&Effect::Focus(Focus::Heading)),
        "nothing is missing"
    );
}

#[test]
fn a_place_that_is_not_there_is_left_as_soon_as_that_is_known() {
    let mut state = split();
    host(&mut state, ToApp::Navigate { to: "article:no-such-thing".into() });
    assert_eq!(*state.screen(), Screen::Article("no-such-thing".into()));
    host(&mut state, ToApp::Rest { ok: Some(true) });
    let effects = update(&mut state, came());
    assert!(effects.contains(&unknown()) && effects.contains(&Effect::Focus(Focus::Heading)));
    assert_eq!(*state.screen(), Screen::Home);
    assert_eq!(host(&mut state, ToApp::Navigate { to: "flow:no-such-thing".into() }), [unknown()]);
}

#[test]
fn a_search_waits_for_what_answers_it_and_says_so_once() {
    let mut state = split();
    assert!(announced(&update(&mut state, Action::Type("card".into())), Key::SearchWait));
    assert_eq!(update(&mut state, Action::Type("card refused".into())), []);
    host(&mut state, ToApp::Rest { ok: Some(true) });
    assert_eq!(update(&mut state, index_came()), [], "results have no titles yet");
    update(&mut state, came());
    assert_eq!(found(&state), [Target::Article("payment-declined".into())]);
    assert!(!announced(&update(&mut state, Action::Type("card".into())), Key::SearchWait));
}

#[test]
fn a_search_is_answered_before_the_rest_is_there_and_what_it_found_waits_for_that() {
    let mut state = split();
    update(&mut state, Action::Type("card refused".into()));
    let index_wanted = Effect::content(ContentEffect::Index("/a".into()));
    assert_eq!(host(&mut state, ToApp::Rest { ok: None }), [wants_shelf("/a"), index_wanted]);
    update(&mut state, came());
    let effects = update(&mut state, index_came());
    assert_eq!(found(&state), [Target::Article("payment-declined".into())]);
    assert!(stocked(&effects).is_empty(), "what comes later is not fetched before the rest");

    update(&mut state, Action::search(SearchAction::Move(Move::Next)));
    let effects = update(&mut state, Action::search(SearchAction::Enter));
    let article = Target::Article("payment-declined".into());
    assert_eq!(*state.screen(), Screen::Article("payment-declined".into()));
    assert!(effects.contains(&Effect::Ahead("/a/article/payment-declined.kha".into())));
    assert!(!effects.contains(&item(article.clone())), "nothing reads it yet");

    let effects = host(&mut state, ToApp::Rest { ok: Some(true) });
    assert_eq!(effects[..2], [item(article), Effect::Focus(Focus::Heading)]);
    assert_eq!(stocked(&effects).len(), 1);
    assert_eq!(host(&mut state, ToApp::Rest { ok: None }), [], "what is there stays there");
}

#[test]
fn a_rest_that_does_not_come_leaves_the_search_and_can_be_asked_for_again() {
    let mut state = split();
    host(&mut state, ToApp::Rest { ok: None });
    update(&mut state, came());
    update(&mut state, index_came());
    host(&mut state, ToApp::Rest { ok: Some(false) });
    update(&mut state, Action::Type("card refused".into()));
    assert_eq!(found(&state), [Target::Article("payment-declined".into())]);
    let retry = update(&mut state, Action::Retry);
    assert_eq!(retry, [Effect::Emit(FromApp::NeedRest), Effect::Focus(Focus::Heading)]);
}

#[test]
fn everything_else_is_stocked_when_nobody_waits_any_more() {
    let mut state = State::new(config());
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    assert!(stocked(&update(&mut state, came())).is_empty());
    let effects = update(&mut state, index_came());
    assert_eq!(stocked(&effects), ["/a"]);
}

#[test]
fn what_the_customer_points_at_is_fetched_ahead_unless_it_is_there() {
    let mut state = opened();
    let near = |target| Action::content(ContentAction::Near(target));
    let ahead = Effect::Ahead("/a/article/payment-declined.kha".into());
    assert_eq!(update(&mut state, near(Target::Article("payment-declined".into()))), [ahead]);
    assert_eq!(update(&mut state, near(flow())), []);
}

#[test]
fn a_page_in_another_language_than_the_rest_is_said_to_be() {
    let mut state = opened();
    let mut foreign = (*shelf()).clone();
    foreign.articles[0].foreign = true;
    state.content.shelf = Load::Ready(Rc::new(foreign));
    let effects = update(&mut state, Action::Go(Screen::Article("payment-declined".into())));
    assert!(announced(&effects, Key::OnlyEnglish));
    assert!(!announced(&update(&mut state, Action::Go(Screen::Contact)), Key::OnlyEnglish));
}

#[test]
fn a_language_chosen_here_is_the_loaders_to_find_and_keeps_what_was_begun() {
    let mut state = opened();
    update(&mut state, Action::Go(Screen::Flow("refund-missing".into())));
    let answer = Answer::Choice("returned".into());
    update(&mut state, Action::flow(FlowAction::Answer { step: "kind".into(), answer }));
    let speak = Effect::Emit(FromApp::Speak { locale: "sv-SE".into() });
    assert_eq!(update(&mut state, Action::Speak("sv-SE".into())), [speak]);
    let change = ToApp::Locale { locale: "sv-SE".into(), pack: "b.khp".into(), content: "/b".into() };
    host(&mut state, change);
    let effects = update(&mut state, Action::PackLoaded("b.khp".into(), Ok(pack()), now()));
    let flow_there = Effect::content(ContentEffect::Item("/b".into(), flow()));
    assert!(effects.contains(&flow_there));
    update(&mut state, Action::content(ContentAction::Shelf("/b".into(), Ok(shelf()))));
    update(&mut state, Action::content(ContentAction::Item("/b".into(), flow(), Ok(flow_file()))));
    assert_eq!(state.replay("refund-missing").unwrap().given.len(), 1);
}

#[test]
fn what_finds_by_meaning_comes_after_the_first_answers_and_before_the_stock() {
    let mut state = State::new(config());
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    let with_encoder = Rc::new(Shelf { encoder: "en-1.khe".into(), ..(*shelf()).clone() });
    let shelf_came = Action::content(ContentAction::Shelf("/packs/a".into(), Ok(with_encoder)));
    state.config.content = "/packs/a".into();
    update(&mut state, shelf_came);
    let index = Action::content(ContentAction::Index("/packs/a".into(), Ok(index())));
    let effects = update(&mut state, index);
    let asked = Effect::content(ContentEffect::Meaning("/packs/a".into(), "en-1.khe".into()));
    assert!(effects.contains(&asked) && stocked(&effects).is_empty());
    assert_eq!(encoder_address("/packs/a", "en-1.khe"), "/packs/en-1.khe");
    assert!(state.can_search(), "nobody waits for it");
    let failed = ContentAction::Meaning("/packs/a".into(), Err(Failure::Down));
    let effects = update(&mut state, Action::content(failed));
    assert_eq!(stocked(&effects).len(), 1);
}
