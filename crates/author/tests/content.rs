//! The content in the tree, and what the compiler refuses, seen from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use klarna_help_author::{CompiledLocale, Refusal, compile};
use klarna_help_pack::ui::{FIRST, KEYS, Key};
use klarna_help_pack::{
    Body, Date, Flow, Pack, Piece, STOCK_FILE, Shelf, Target, Test, find_in_stock, suggest,
};
use klarna_help_search::meaning::vectors;
use klarna_help_search::{Doc, Encoder, Index, Meaning, Vectors};
use klarna_help_wire::{Area, Context};
use std::fs;
use std::path::{Path, PathBuf};

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

fn shown(refusals: &[Refusal]) -> String {
    refusals.iter().map(|r| format!("{r}\n")).collect()
}

/// The source locale.
fn compiled() -> CompiledLocale {
    let all = compile(&content()).unwrap_or_else(|refusals| panic!("{}", shown(&refusals)));
    all.into_iter().find(|locale| locale.locale == "en-GB").unwrap()
}

fn file(compiled: &CompiledLocale, path: &str) -> Vec<u8> {
    let file = compiled.files.iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("there is no {path}")).bytes.clone()
}

fn pack() -> Pack {
    Pack::decode(&compiled().pack).unwrap()
}

fn shelf() -> Shelf {
    Shelf::decode(&file(&compiled(), "shelf.khs")).unwrap()
}

#[test]
fn the_content_compiles_and_covers_the_four_areas() {
    let compiled = compiled();
    let (pack, shelf) = (pack(), shelf());
    assert_eq!((pack.locale.as_str(), shelf.market.code.as_str()), ("en-GB", "GB"));
    assert!(shelf.articles.len() >= 12 && shelf.flows.len() >= 2);
    for area in Area::ALL {
        assert!(shelf.articles.iter().any(|a| a.area == *area), "{area:?}");
    }
    for article in &shelf.articles {
        let body = Body::decode(&file(&compiled, &format!("article/{}.kha", article.slug))).unwrap();
        assert!(!body.blocks.is_empty() && !article.foreign, "{}", article.slug);
    }
    for meta in &shelf.flows {
        let flow = Flow::decode(&file(&compiled, &format!("flow/{}.khf", meta.slug))).unwrap();
        assert_eq!(flow.slug, meta.slug);
    }
}

#[test]
fn every_interface_text_is_there_once_and_what_home_says_comes_with_the_pack() {
    let (mut pack, shelf) = (pack(), shelf());
    assert_eq!((pack.ui.len(), shelf.ui.len()), (FIRST, KEYS.len() - FIRST));
    assert!(pack.ui.iter().chain(&shelf.ui).all(|text| !text.is_empty()));
    for (key, place) in [(Key::Help, 0), (Key::Retry, FIRST - 1), (Key::NewTab, KEYS.len() - 1)] {
        assert_eq!(key.index(), place, "{key:?}");
        assert!(!pack.text(Some(&shelf), key).is_empty(), "{key:?}");
        assert_eq!(pack.text(None, key).is_empty(), place >= FIRST, "{key:?}");
    }
    // Each key's text is its own: those of the two parts are not mixed up at their seam.
    pack.ui = KEYS[..FIRST].iter().map(|key| (*key).to_owned()).collect();
    let shelf = Shelf { ui: KEYS[FIRST..].iter().map(|key| (*key).to_owned()).collect(), ..shelf };
    assert_eq!(pack.text(Some(&shelf), Key::Retry), "retry");
    assert_eq!(pack.text(Some(&shelf), Key::ContactTitle), "contact.title");
    assert_eq!(pack.text(Some(&shelf), Key::NewTab), "new_tab");
}

#[test]
fn a_declined_payment_offers_its_flow_first_and_says_why() {
    let pack = pack();
    let context = Context {
        page: Some("checkout".into()),
        payment_status: Some("declined".into()),
        error_code: Some("card_declined".into()),
        ..Context::default()
    };
    let offers = suggest(&pack, &context, Date::parse("2026-11-23").unwrap());
    assert_eq!(offers[0].target, Target::Flow("payment-declined".into()));
    assert_eq!(offers[0].reason, "because your payment was declined");
    assert!(suggest(&pack, &Context::default(), Date::parse("2026-11-23").unwrap()).is_empty());
}

/// The loader cannot read content. Rules with `badge = true` are what its mark on the launcher tells of
/// (docs/decisions/0018-trouble-mark.md).
#[test]
fn what_content_calls_trouble_is_what_the_loader_marks() {
    let fact = |name: &str| Test::TEXT_FACTS.iter().position(|fact| *fact == name).unwrap() as u8;
    let (status, code) = (fact("payment_status"), fact("error_code"));
    for script in ["klarna-help.js", "commands.js"] {
        let text = fs::read_to_string(content().join("../loader").join(script)).unwrap();
        assert!(text.contains("errorCode") && text.contains("/^[de]/.test("), "{script} marks other facts");
    }
    let mut marked = 0;
    for rule in pack().rules {
        let trouble = rule.fits.iter().any(|fit| fit.badge);
        let by_loader = match &rule.test {
            Test::Is(fact, value) if *fact == status => value.starts_with(['d', 'e']),
            Test::Is(fact, _) => *fact == code,
            Test::DueWithin(_) => false,
        };
        assert!(by_loader || !trouble, "{:?} is trouble, and the loader does not know", rule.test);
        let paying = matches!(&rule.test, Test::Is(fact, _) if *fact == status);
        assert!(trouble || !by_loader || !paying, "{:?} is marked, and is no trouble", rule.test);
        marked += u32::from(trouble);
    }
    assert!(marked >= 5, "{marked}");
}

#[test]
fn an_exact_title_is_always_found_first() {
    let shelf = shelf();
    let index = Index::read(&file(&compiled(), "index.khx")).unwrap();
    let titles = shelf.articles.iter().map(|a| &a.title).chain(shelf.flows.iter().map(|f| &f.title));
    for (doc, title) in titles.enumerate() {
        let hits = index.search(title, 3).hits;
        let first = hits.first().map(|h| h.doc as usize);
        assert_eq!(first, Some(doc), "{title}: {hits:?}");
    }
}

#[test]
fn the_stock_has_every_article_and_flow_as_its_own_file_has_it() {
    let compiled = compiled();
    let all = file(&compiled, STOCK_FILE);
    let items = compiled.files.iter().filter(|file| file.path.contains('/'));
    for item in items {
        assert_eq!(&all[find_in_stock(&all, &item.path).unwrap()], item.bytes, "{}", item.path);
    }
}

#[test]
fn english_is_found_by_meaning_too_and_every_document_has_its_place() {
    let (compiled, shelf) = (compiled(), shelf());
    let encoder = compiled.encoder.as_ref().unwrap();
    assert_eq!(shelf.encoder, encoder.path);
    assert!(encoder.path.starts_with("en-") && encoder.path.ends_with(".khe"), "{}", encoder.path);
    let vectors = Vectors::read(&file(&compiled, "vectors.khv")).unwrap();
    assert_eq!(vectors.len(), shelf.articles.len() + shelf.flows.len());
    assert!(Meaning::new(Encoder::read(&encoder.bytes).unwrap(), vectors).is_some());
}

#[test]
fn an_encoder_fitted_to_the_content_is_served_without_its_documents_and_draws_them() {
    let compiled = compiled();
    let fitted = fs::read(content().join("encoder/en-content.khe")).unwrap();
    let fitted = Encoder::read(&fitted).unwrap();
    let served = Encoder::read(&compiled.encoder.as_ref().unwrap().bytes).unwrap();
    assert!(fitted.is_fitted() && !served.is_fitted());
    let documents = klarna_help_author::documents(&content(), "en").unwrap();
    let docs: Vec<Doc<'_>> = documents.iter().map(doc).collect();
    assert_eq!(file(&compiled, "vectors.khv"), vectors::build(&docs, &fitted));
    assert_ne!(file(&compiled, "vectors.khv"), vectors::build(&docs, &served));
}

#[test]
fn a_document_that_was_changed_after_the_fitting_has_the_encoders_own_vector() {
    let fitted = fs::read(content().join("encoder/en-content.khe")).unwrap();
    let served = Encoder::read(&Encoder::without_fitted(&fitted).unwrap()).unwrap();
    let fitted = Encoder::read(&fitted).unwrap();
    let mut documents = klarna_help_author::documents(&content(), "en").unwrap();
    for document in &mut documents {
        document.body.push_str("One more line.\n");
    }
    let docs: Vec<Doc<'_>> = documents.iter().map(doc).collect();
    assert_eq!(vectors::build(&docs, &fitted), vectors::build(&docs, &served));
}

fn doc(of: &klarna_help_author::Document) -> Doc<'_> {
    Doc { title: &of.title, keywords: &of.keywords, asks: &of.asks, summary: &of.summary, body: &of.body }
}

/// Copies the content, changes one file, and returns what the compiler says.
fn refused(file: &str, change: impl Fn(String) -> String) -> String {
    let dir =
        std::env::temp_dir().join(format!("kh-author-{}-{}", std::process::id(), file.replace('/', "-")));
    let _ = fs::remove_dir_all(&dir);
    copy(&content(), &dir);
    let path = dir.join(file);
    let before = fs::read_to_string(&path).unwrap();
    let after = change(before.clone());
    assert_ne!(before, after, "the change changes nothing");
    fs::write(&path, after).unwrap();
    let result = compile(&dir);
    fs::remove_dir_all(&dir).unwrap();
    shown(&result.err().unwrap_or_default())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const FLOW: &str = "flows/refund-missing/flow.toml";
const WORDS: &str = "flows/refund-missing/en-GB.toml";
const EVIDENCE: &str = "evidence.toml";
const ARTICLE: &str = "articles/refund-missing/en-GB.md";

#[test]
fn what_would_fail_a_customer_is_refused_and_the_fault_is_named() {
    let check = |file: &str, from: &str, to: &str, expected: &str| {
        let said = refused(file, |text| text.replacen(from, to, 1));
        assert!(said.contains(expected), "{file}: {from} -> {to} said:\n{said}");
    };
    check(
        FLOW,
        "goto = \"outcome:check-bank\"",
        "goto = \"outcome:nowhere\"",
        "there is no outcome `nowhere`",
    );
    check(FLOW, "goto = \"step:in-the-app\"", "goto = \"nowhere\"", "leads nowhere");
    check(
        FLOW,
        "goto = \"outcome:check-bank\"",
        "goto = \"outcome:give-it-time\"",
        "`check-bank` is never reached",
    );
    check(FLOW, "goto = \"outcome:check-bank\"", "goto = \"step:what-happened\"", "never ends");
    check(FLOW, "policy = \"refund-overdue\"", "policy = \"moon-full\"", "there is no policy `moon-full`");
    check(FLOW, "when = { answer = \"yes\" }", "when = { answer = \"maybe\" }", "has no option `maybe`");
    check(FLOW, "wait_from = \"returned-on\"", "wait_from = \"store-says\"", "which is no date step");
    check(FLOW, "evidence = [\"order-number\"", "evidence = [\"alibi\"", "the evidence `alibi` of");
    check(EVIDENCE, "photo = \"file\"", "photo = \"post\"", "`photo` is given as `post`");
    check(EVIDENCE, "photo = \"file\"", "alibi = \"file\"", "nobody knows how the evidence `photo` is given");
    check(EVIDENCE, "login = [\"screenshot\"]", "login = []", "the category `login` asks for no evidence");
    check(EVIDENCE, "login = [\"screenshot\"]", "login = [\"charge-date\", \"return-date\"]", "one field");
    check("ui/en-GB.toml", "photo = \"Photos of the item\"\n", "", "the evidence `photo` has no words");
    check(FLOW, "reason = \"order-returned\"", "reason = \"a-hunch\"", "the reason `a-hunch` has no words");
    check(FLOW, "link = \"article:refund-missing\"", "link = \"article:gone\"", "leads nowhere");
    check(FLOW, "category = \"refund-missing\"", "category = \"parking\"", "`parking` is not a category");
    check(WORDS, "[step.returned-on]", "[step.other]", "has no words for the step `returned-on`");
    check(WORDS, "{{fact:refund-wait}}", "{{fact:moon}}", "has no fact `moon`");
    check(ARTICLE, "+++", "---", "has no head");
    check(ARTICLE, "title = ", "titel = ", "unknown field");
    check("ui/en-GB.toml", "\"case.send\" = \"Send\"\n", "", "has no `case.send`");
    check("ui/en-GB.toml", "\"case.send\"", "\"case.sned\"", "`case.sned` is used nowhere");
    check("markets/gb.toml", "default = 5", "", "response_days has no `default`");
    check(
        "markets/gb.toml",
        "refund-wait = { value = \"14\"",
        "refund-wait = { value = \"two weeks\"",
        "is no whole number",
    );
}

#[test]
fn a_link_to_an_unofficial_host_is_refused() {
    let said = refused(ARTICLE, |text| format!("{text}\n[look](https://www.k1arna.com/)\n"));
    assert!(said.contains("leads nowhere"), "{said}");
}

#[test]
fn every_category_asks_for_evidence_that_has_words() {
    let shelf = shelf();
    for category in klarna_help_wire::Category::ALL {
        let list = shelf.checklist(category.as_str());
        assert!(!list.is_empty(), "{}", category.as_str());
        for key in list {
            assert!(shelf.evidence(key).is_some_and(|e| !e.words.is_empty()), "{key}");
        }
    }
    assert_eq!(shelf.checklist(""), [] as [String; 0]);
}

#[test]
fn what_is_not_translated_stands_in_english_is_marked_and_listed() {
    let dir = std::env::temp_dir().join(format!("kh-author-{}-markets", std::process::id()));
    let _ = fs::remove_dir_all(&dir);
    copy(&content(), &dir);
    // A market of two languages, the one with nothing but one article.
    let gb = fs::read_to_string(dir.join("markets/gb.toml")).unwrap();
    let fr =
        gb.replace("market = \"GB\"", "market = \"FR\"").replacen("[\"en-GB\"]", "[\"fr-FR\", \"en-GB\"]", 1);
    assert_ne!(gb, fr, "the market file is written otherwise now");
    fs::write(dir.join("markets/fr.toml"), fr).unwrap();
    fs::copy(dir.join("ui/en-GB.toml"), dir.join("ui/fr-FR.toml")).unwrap();
    let article = fs::read_to_string(dir.join(ARTICLE)).unwrap();
    fs::write(dir.join("articles/refund-missing/fr-FR.md"), article).unwrap();
    let result = compile(&dir);
    fs::remove_dir_all(&dir).unwrap();
    let all = result.unwrap_or_else(|refusals| panic!("{}", shown(&refusals)));
    let locale = |tag: &str| all.iter().find(|locale| locale.locale == tag).unwrap();
    let shelf = |tag| Shelf::decode(&file(locale(tag), "shelf.khs")).unwrap();
    assert!(!shelf("fr-FR").article("refund-missing").unwrap().foreign);
    assert!(shelf("fr-FR").article("charged-twice").unwrap().foreign);
    assert!(shelf("fr-FR").flow("refund-missing").unwrap().foreign);
    assert!(locale("fr-FR").warnings.iter().any(|warning| warning.contains("charged-twice has no fr-FR")));
    // English for that market: its own tag, its own values, nothing foreign.
    assert_eq!((shelf("en-FR").market.code.as_str(), locale("en-FR").market.as_str()), ("FR", "FR"));
    assert!(shelf("en-FR").articles.iter().all(|article| !article.foreign));
    assert_eq!(Pack::decode(&locale("en-FR").pack).unwrap().locale, "en-FR");
}

#[test]
fn what_helped_most_on_a_page_comes_before_an_authors_guess_and_after_what_a_payment_says() {
    let dir = std::env::temp_dir().join(format!("kh-author-{}-needed", std::process::id()));
    let _ = fs::remove_dir_all(&dir);
    copy(&content(), &dir);
    fs::create_dir(dir.join("needed")).unwrap();
    let counts = "until = \"2026-11-23\"\ndays = 28\n[pages]\ncheckout = [\"article:vouchers-and-credits\", \"flow:gone\"]\n";
    fs::write(dir.join("needed/gb.toml"), counts).unwrap();
    let all = compile(&dir).unwrap_or_else(|refusals| panic!("{}", shown(&refusals)));
    fs::remove_dir_all(&dir).unwrap();
    let english = all.into_iter().find(|locale| locale.locale == "en-GB").unwrap();
    assert!(english.warnings.iter().any(|w| w.contains("flow:gone")), "{:?}", english.warnings);
    let pack = Pack::decode(&english.pack).unwrap();
    let today = Date::parse("2026-11-23").unwrap();
    let mut context = Context { page: Some("checkout".into()), ..Context::default() };
    let vouchers = Target::Article("vouchers-and-credits".into());
    let first = suggest(&pack, &context, today).remove(0);
    assert_eq!(first.target, vouchers);
    assert_eq!(first.reason, "because it helped others most here");
    context.payment_status = Some("declined".into());
    assert_ne!(suggest(&pack, &context, today).remove(0).target, vouchers);
}
