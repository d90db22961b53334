//! Search in the customer's hands: groups, arrow keys, pauses, ways on where nothing was found, searches of before.

use super::*;
use klarna_help_search::{Encoder, Meaning, Vectors, Verdict};
use klarna_help_wire::Consent;

const ARTICLES: [(&str, &str, Category); 3] = [
    ("payment-declined", "Your payment was declined", Category::PaymentDeclined),
    ("paid-twice", "You were charged twice", Category::ChargedTwice),
    ("refund-time", "How long a refund takes", Category::RefundMissing),
];

/// A state with three articles and a guide.
fn searching() -> State {
    let mut state = opened();
    let mut shelf = (*shelf()).clone();
    shelf.articles =
        ARTICLES.map(|(slug, title, category)| ArticleMeta { category, ..named(slug, title) }).to_vec();
    let titles: Vec<&str> = ARTICLES.iter().map(|a| a.1).chain(["Find your refund"]).collect();
    let docs: Vec<Doc> = titles.iter().map(|title| Doc { title, ..Doc::default() }).collect();
    let index = Index::read(&build(&docs, Language::English, &Synonyms::none()).unwrap()).unwrap();
    state.content.shelf = Load::Ready(Rc::new(shelf));
    state.content.index = Load::Ready(Rc::new(index));
    state
}

fn named(slug: &str, title: &str) -> ArticleMeta {
    ArticleMeta { slug: slug.into(), title: title.into(), ..metas().0 }
}

fn article(slug: &str) -> Pick {
    Pick::Found(Target::Article(slug.into()))
}

fn typed(state: &mut State, text: &str) -> Vec<Effect> {
    update(state, Action::Type(text.into()))
}

fn does(state: &mut State, action: SearchAction) -> Vec<Effect> {
    update(state, Action::search(action))
}

fn of_search(effects: &[Effect]) -> Vec<&SearchEffect> {
    effects
        .iter()
        .filter_map(|e| if let Effect::Search(effect) = e { Some(&**effect) } else { None })
        .collect()
}

/// The number of the pause that was asked for.
fn pause(effects: &[Effect]) -> Option<u32> {
    of_search(effects)
        .iter()
        .find_map(|e| if let SearchEffect::Wait(number, _) = e { Some(*number) } else { None })
}

/// Types, and lets the pause pass.
fn settled(state: &mut State, text: &str) -> Vec<Effect> {
    let number = pause(&typed(state, text)).unwrap();
    does(state, SearchAction::Settled(number))
}

fn agreed(state: &mut State, storage: Option<bool>) -> Vec<Effect> {
    host(state, ToApp::Consent(Consent { storage, analytics: None }))
}

#[test]
fn an_exact_title_is_the_answer_and_stands_apart_and_people_come_last() {
    let mut state = searching();
    typed(&mut state, "find your refund");
    let results = state.results().unwrap();
    assert_eq!(results.verdict, Verdict::Answer);
    let kinds: Vec<GroupKind> = results.groups.iter().map(|group| group.kind).collect();
    assert_eq!(kinds, [GroupKind::Answer, GroupKind::Articles]);
    assert_eq!(results.groups[0].found.len(), 1);
    let choices = state.picks();
    assert_eq!(choices[0], Pick::Found(flow()));
    assert_eq!(choices[choices.len() - 2..], [Pick::Write, Pick::Person]);
}

#[test]
fn the_words_found_are_marked_in_the_title_and_never_beyond_it() {
    let mut state = searching();
    typed(&mut state, "declined refund");
    for found in state.results().unwrap().all() {
        let shelf = state.shelf().unwrap();
        let (title, text) = match &found.target {
            Target::Article(slug) => shelf.article(slug).map(|a| (&a.title, &a.summary)).unwrap(),
            Target::Flow(slug) => shelf.flow(slug).map(|f| (&f.title, &f.summary)).unwrap(),
        };
        let marked: Vec<&str> = found.in_title.iter().map(|place| &title[place.clone()]).collect();
        assert!(["declined", "refund"].map(|word| vec![word]).contains(&marked), "{title}: {marked:?}");
        assert!(found.in_text.iter().all(|place| text.get(place.clone()).is_some()), "{text}");
    }
}

#[test]
fn where_nothing_fits_people_come_first_and_nothing_weak_is_a_choice() {
    let mut state = searching();
    let effects = settled(&mut state, "xyzzy");
    assert_eq!(state.picks(), [Pick::Write, Pick::Person]);
    assert!(announced(&effects, Key::SearchNone));
}

#[test]
fn how_many_and_the_best_are_said_once_after_a_pause_and_not_between_letters() {
    let mut state = searching();
    let mut last = None;
    for text in ["d", "de", "declined"] {
        let effects = typed(&mut state, text);
        assert!(!effects.iter().any(|e| matches!(e, Effect::Announce(_) | Effect::Focus(_))), "{text}");
        last = pause(&effects);
    }
    assert_eq!(does(&mut state, SearchAction::Settled(last.unwrap() - 1)), [], "a letter came after it");
    let effects = does(&mut state, SearchAction::Settled(last.unwrap()));
    let said = Notice {
        key: Key::SearchSaidOne,
        args: vec![("count", "1".into()), ("title", "Your payment was declined".into())],
    };
    assert_eq!(effects, [Effect::Announce(said.clone())]);
    assert_eq!(does(&mut state, SearchAction::Settled(last.unwrap())), [], "it was said");
    assert_eq!(does(&mut state, SearchAction::Enter), [Effect::Announce(said)], "but to whoever asks");
}

#[test]
fn a_cleared_field_says_nothing_more() {
    let mut state = searching();
    let number = pause(&typed(&mut state, "declined")).unwrap();
    update(&mut state, Action::ClearSearch);
    assert_eq!(does(&mut state, SearchAction::Settled(number)), []);
    assert!(state.picks().is_empty());
}

#[test]
fn arrow_keys_go_round_and_a_letter_takes_them_back_to_the_text() {
    let mut state = searching();
    typed(&mut state, "declined");
    let last = state.picks().len() - 1;
    let check = |state: &mut State, to, at: Option<usize>| {
        let effects = does(state, SearchAction::Move(to));
        assert_eq!(state.search.active, at, "{to:?}");
        let shown = at.map(|at| SearchEffect::Reveal(pick_id(at)));
        assert_eq!(
            of_search(&effects).into_iter().find(|e| matches!(e, SearchEffect::Reveal(_))),
            shown.as_ref()
        );
        assert!(!effects.iter().any(|e| matches!(e, Effect::Focus(_))), "the focus stays in the field");
    };
    check(&mut state, Move::Before, Some(last));
    check(&mut state, Move::Next, Some(0));
    check(&mut state, Move::Next, Some(1));
    check(&mut state, Move::Last, Some(last));
    check(&mut state, Move::First, Some(0));
    check(&mut state, Move::Out, None);
    check(&mut state, Move::Next, Some(0));
    typed(&mut state, "declined ");
    assert_eq!(state.search.active, None);
}

#[test]
fn enter_opens_what_the_arrow_keys_are_at() {
    let mut state = searching();
    typed(&mut state, "declined");
    does(&mut state, SearchAction::Move(Move::Next));
    let effects = does(&mut state, SearchAction::Enter);
    assert_eq!(*state.screen(), Screen::Article("payment-declined".into()));
    let said = EventData { count: Some(1), ..EventData::of(EventFact::Verdict, "answer") };
    let event = |effect: &Effect| {
        matches!(effect, Effect::Emit(FromApp::Event { name: "search", data })
        if data.count == said.count && data.facts.len() == 1)
    };
    assert!(effects.iter().any(event), "{effects:?}");
}

#[test]
fn nothing_moves_while_somebody_is_about_to_press_it_and_what_waited_goes_on_after() {
    let mut state = searching();
    state.content.meaning = Load::Ready(meaning());
    for hold in [SearchAction::Pointer(true), SearchAction::Move(Move::Next)] {
        let number = pause(&typed(&mut state, "refund")).unwrap();
        let before = state.search.results.clone().unwrap();
        does(&mut state, hold);
        does(&mut state, SearchAction::Settled(number));
        assert!(Rc::ptr_eq(&before, state.search.results.as_ref().unwrap()), "as it was");
        does(&mut state, SearchAction::Move(Move::Out));
        let number = pause(&does(&mut state, SearchAction::Pointer(false))).unwrap();
        does(&mut state, SearchAction::Settled(number));
        assert!(!Rc::ptr_eq(&before, state.search.results.as_ref().unwrap()), "looked at again");
        assert_eq!(pause(&does(&mut state, SearchAction::Pointer(false))), None, "once");
    }
}

/// A real encoder without a single piece: it adds nothing to the words, but is asked.
fn meaning() -> Rc<Meaning> {
    let bytes = include_bytes!("../../../../content/encoder/en.khe");
    let encoder = Encoder::read(bytes).unwrap();
    let docs: Vec<Doc> = ARTICLES.iter().map(|(_, title, _)| Doc { title, ..Doc::default() }).collect();
    let vectors = Vectors::read(&klarna_help_search::meaning::vectors::build(&docs, &encoder)).unwrap();
    Rc::new(Meaning::new(encoder, vectors).unwrap())
}

#[test]
fn an_answer_that_stands_is_left_alone_when_meaning_comes_and_nothing_is_looked_for_anew() {
    let came = |state: &mut State| {
        let action = ContentAction::Meaning("/a".into(), Ok(meaning()));
        pause(&update(state, Action::content(action)))
    };
    let mut state = searching();
    settled(&mut state, "declined");
    assert_eq!(came(&mut state), None);
    let mut state = searching();
    settled(&mut state, "xyzzy");
    assert!(came(&mut state).is_some());
}

#[test]
fn none_of_these_takes_the_words_along_and_what_it_is_about_unless_that_is_known() {
    let check = |query: &str, before: &[(Field, &str)], description: &str, category: &str| {
        let mut state = searching();
        for (field, text) in before {
            update(&mut state, edit(*field, (*text).into()));
        }
        typed(&mut state, query);
        does(&mut state, SearchAction::Choose(Pick::Write));
        assert_eq!(*state.screen(), Screen::CaseForm);
        let form = &state.form;
        assert_eq!((form.description.as_str(), form.category.as_str()), (description, category), "{query}");
    };
    check("charged twice", &[], "charged twice", "charged-twice");
    check("refund", &[], "refund", "refund-missing");
    check("find your refund", &[], "find your refund", "");
    check("xyzzy", &[], "xyzzy", "");
    check("charged twice", &[(Field::Description, "My story.")], "My story.", "charged-twice");
    check("charged twice", &[(Field::Category, "other")], "charged twice", "other");
}

#[test]
fn talk_to_a_person_leads_to_the_ways_there_are() {
    let mut state = searching();
    typed(&mut state, "xyzzy");
    let effects = does(&mut state, SearchAction::Choose(Pick::Person));
    assert_eq!(*state.screen(), Screen::Contact);
    assert!(format!("{effects:?}").contains("nothing"), "the host hears how sure it was");
}

#[test]
fn searches_that_led_somewhere_are_kept_with_consent_alone_masked_and_five_at_most() {
    let mut state = searching();
    let opens = |state: &mut State, text: &str| {
        update(state, Action::Home);
        typed(state, text);
        let effects = does(state, SearchAction::Choose(article("payment-declined")));
        of_search(&effects).into_iter().find(|e| matches!(e, SearchEffect::Keep(_))).cloned()
    };
    assert_eq!(opens(&mut state, "declined"), None, "nobody has agreed");
    agreed(&mut state, Some(true));
    let kept = |texts: &[&str]| Some(SearchEffect::Keep(texts.iter().map(|t| (*t).into()).collect()));
    assert_eq!(opens(&mut state, "declined"), kept(&["declined"]));
    let masked = opens(&mut state, "declined 4111 1111 1111 1111");
    assert!(!format!("{masked:?}").contains("4111 1111"), "{masked:?}");
    for text in ["declined   A", "declined b", "declined c", "declined d"] {
        opens(&mut state, text);
    }
    let texts = ["declined a", "declined d", "declined c", "declined b"];
    let Some(SearchEffect::Keep(all)) = opens(&mut state, "declined a") else { panic!("not kept") };
    assert_eq!((all.len(), &all[..4]), (5, &texts.map(String::from)[..]), "newest first, each once");
    update(&mut state, Action::Home);
    assert_eq!(state.picks()[1], Pick::Recent("declined d".into()));
    does(&mut state, SearchAction::Choose(Pick::Recent("declined d".into())));
    assert_eq!(state.query, "declined d");
    let story = "declined ".repeat(20);
    assert_eq!(opens(&mut state, &story), None, "a story is kept nowhere");
}

#[test]
fn searches_of_before_go_with_the_customer_the_consent_and_a_press() {
    let gone = Effect::search(SearchEffect::Keep(Vec::new()));
    let check = |what: &dyn Fn(&mut State) -> Vec<Effect>, deleted: &Effect| {
        let mut state = searching();
        agreed(&mut state, Some(true));
        does(&mut state, SearchAction::Recalled(vec!["refund".into(), "x".into()]));
        assert_eq!(state.recent_searches(), ["refund"]);
        let effects = what(&mut state);
        assert!(state.recent_searches().is_empty() && effects.contains(deleted), "{effects:?}");
        agreed(&mut state, Some(true));
        assert!(state.recent_searches().is_empty(), "they do not come back");
    };
    check(&|state| host(state, ToApp::Reset), &gone);
    check(&|state| host(state, ToApp::Logout), &Effect::Forget);
    check(&|state| agreed(state, Some(false)), &gone);
    check(&|state| agreed(state, None), &gone);
    check(&|state| does(state, SearchAction::ClearRecent), &gone);
}

#[test]
fn a_reset_before_the_rest_is_there_takes_searches_of_before_away_when_it_comes() {
    let mut state = State::new(AppConfig { split: true, ..config() });
    update(&mut state, Action::Mounted);
    update(&mut state, loaded());
    host(&mut state, ToApp::Reset);
    let gone = Effect::search(SearchEffect::Keep(Vec::new()));
    assert!(host(&mut state, ToApp::Rest { ok: Some(true) }).contains(&gone));
}

#[test]
fn somebody_elses_page_keeps_and_shows_no_search_of_before() {
    let mut state = searching();
    state.config.mount = "public".into();
    agreed(&mut state, Some(true));
    does(&mut state, SearchAction::Recalled(vec!["refund".into()]));
    assert!(state.recent_searches().is_empty());
    typed(&mut state, "declined");
    let mut effects = does(&mut state, SearchAction::Choose(article("payment-declined")));
    effects.extend(host(&mut state, ToApp::Reset));
    assert!(!effects.iter().any(|e| matches!(e, Effect::Search(s) if matches!(**s, SearchEffect::Keep(_)))));
}
