//! What a host page asks for, as the customer sees it: another language, consent, cases, a second module, a page that is
//! not ours.

use crate::page::{Page, put, serve};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

fn storage() -> Storage {
    web_sys::window().unwrap().local_storage().unwrap().unwrap()
}

/// Has the device remember cases, as it would after a customer asked for it.
fn remember(ids: &[&str]) {
    let entry = |id: &&str| format!(r#"{{"id":"{id}","token":"{}","by":"2026-11-25"}}"#, "t".repeat(43));
    let list: Vec<String> = ids.iter().map(entry).collect();
    storage().set_item("klarna-help:cases:demo", &format!("[{}]", list.join(","))).unwrap();
}

#[wasm_bindgen_test]
async fn only_home_is_drawn_until_the_second_module_is_there() {
    let page = Page::with_settings(r#""mount":"inline","split":true"#).await;
    assert!(
        page.emitted().ends_with(r#"{"v":1,"type":"ready"}{"v":1,"type":"need-rest"}"#),
        "{}",
        page.emitted()
    );
    page.send(r#"{"type":"context","context":{"paymentStatus":"declined"}}"#).await;
    page.type_into("[data-kh-focus=search]", "card refused").await;
    assert!(page.text(".kh-main").contains("Searching"));
    page.until(|p| p.announced().contains("Searching")).await;
    page.press("[aria-label='Clear search']").await;
    page.press(".kh-section .kh-card").await;
    page.until(|p| p.focused() == "Your payment was declined").await;
    assert!(page.text(".kh-main").contains("Loading"));
    page.send(r#"{"type":"rest","ok":false}"#).await;
    assert!(page.text("[role=alert]").contains("could not be loaded"));
    page.press_text("Try again").await;
    assert_eq!(page.emitted().matches("need-rest").count(), 2);
    page.send(r#"{"type":"rest","ok":true}"#).await;
    assert!(page.text(".kh-article").contains("Wait 14 days."));
    page.until(|p| p.focused() == "Your payment was declined").await;
    page.close();
}

#[wasm_bindgen_test]
async fn in_somebody_elses_page_a_case_is_handed_over_and_no_form_is_drawn() {
    let page = Page::with_settings(r#""mount":"public""#).await;
    page.type_into("[data-kh-focus=search]", "xyzzy").await;
    page.press("[role=option]").await;
    let handed = r#"{"v":1,"type":"handover","handover":{"to":"case","description":"xyzzy"}}"#;
    assert!(page.emitted().ends_with(handed), "{}", page.emitted());
    assert!(page.all("form").is_empty());
    page.send(r#"{"type":"navigate","to":"cases"}"#).await;
    assert!(page.emitted().ends_with(r#"{"v":1,"type":"handover","handover":{"to":"cases"}}"#));
    page.close();
}

#[wasm_bindgen_test]
async fn what_was_handed_over_is_in_the_form_with_its_answers() {
    let page = Page::open("{}").await;
    page.send(
        r#"{"type":"resume","handover":{"to":"case","category":"refund-missing","flow":"refund","answers":[{"step":"kind","answer":"back"},{"step":"returned-on","answer":"2020-01-01"}],"description":"xyzzy"}}"#,
    )
    .await;
    page.until(|p| p.text("h1") == "Tell us what happened").await;
    assert_eq!(page.value("#kh-description"), "xyzzy");
    assert_eq!(page.value("select"), "refund-missing");
    assert!(page.text(".kh-form").contains("I sent something back"));
    page.close();
}

#[wasm_bindgen_test]
async fn another_language_is_drawn_its_own_way_round_and_keeps_what_was_typed() {
    let page = Page::open("{}").await;
    assert_eq!(page.root().get_attribute("lang").as_deref(), Some("en-GB"));
    assert_eq!(page.root().get_attribute("dir").as_deref(), Some("ltr"));
    page.type_into("[data-kh-focus=search]", "refund").await;
    speak(&page, "ar").await;
    page.until(|p| p.root().get_attribute("dir").as_deref() == Some("rtl")).await;
    assert_eq!(page.value("[data-kh-focus=search]"), "refund");
    page.close();
}

/// Goes on in another language, as the loader says it.
async fn speak(page: &Page, locale: &str) {
    let folder = serve(locale);
    let message =
        format!(r#"{{"type":"locale","locale":"{locale}","pack":"{folder}/pack.khp","content":"{folder}"}}"#);
    page.send(&message).await;
}

#[wasm_bindgen_test]
async fn what_was_typed_while_the_module_was_on_its_way_is_answered_when_it_comes() {
    let page = Page::with_settings(r#""mount":"inline","split":true"#).await;
    page.type_into("[data-kh-focus=search]", "card refused").await;
    page.send(r#"{"type":"rest","ok":true}"#).await;
    page.until(|p| p.text(".kh-main").contains("Your payment was declined")).await;
    page.until(|p| p.announced().contains("1 result")).await;
    page.close();
}

#[wasm_bindgen_test]
async fn an_article_that_does_not_come_can_be_tried_again() {
    let page = Page::open("{}").await;
    let address = "/kh-test/en-GB/article/payment-declined.kha";
    put(address, None);
    page.send(r#"{"type":"navigate","to":"article:payment-declined"}"#).await;
    page.until(|p| p.text("[role=alert]").contains("could not be loaded")).await;
    assert_eq!(page.text("h1"), "Your payment was declined");
    serve("en-GB");
    page.press_text("Try again").await;
    page.until(|p| p.text(".kh-article").contains("Wait 14 days.")).await;
    page.until(|p| p.focused() == "Your payment was declined").await;
    page.close();
}

#[wasm_bindgen_test]
async fn a_language_is_chosen_here_and_what_is_not_translated_is_marked_and_said() {
    let page = Page::with_settings(r#""mount":"inline","locales":["en-GB","sv-SE","en-SE"]"#).await;
    let names: Vec<_> = page.all(".kh-languages button").iter().filter_map(|b| b.text_content()).collect();
    assert_eq!(names[0], "English");
    assert!(names[1].starts_with("svenska (") && names[2].starts_with("English ("), "{names:?}");
    assert_eq!(page.one(".kh-languages [aria-current=true]").get_attribute("lang").as_deref(), Some("en-GB"));
    page.send(r#"{"type":"navigate","to":"flow:refund"}"#).await;
    page.press_text("I sent something back").await;
    page.press(".kh-languages [lang=sv-SE]").await;
    assert!(page.emitted().ends_with(r#"{"v":1,"type":"speak","locale":"sv-SE"}"#), "{}", page.emitted());
    speak(&page, "sv-SE").await;
    page.until(|p| p.text("h1") == "When did you send it back?").await;
    page.send(r#"{"type":"navigate","to":"article:payment-declined"}"#).await;
    page.until(|p| p.text(".kh-article").contains("Wait 14 days.")).await;
    assert_eq!(page.one(".kh-article [lang]").get_attribute("lang").as_deref(), Some("en"));
    assert!(page.text(".kh-article").contains("only available in English"));
    page.until(|p| p.announced().contains("only available in English")).await;
    page.close();
}

#[wasm_bindgen_test]
async fn the_cases_known_here_are_listed_and_without_one_it_says_so() {
    storage().clear().unwrap();
    let page = Page::open("{}").await;
    page.send(r#"{"type":"navigate","to":"cases"}"#).await;
    page.until(|p| p.focused() == "Your cases").await;
    assert!(page.text(".kh-main").contains("We know of no case here"));
    page.close();
    remember(&["KH-7F3K-9Q2M", "KH-7F3K-9Q2N"]);
    let page = Page::open("{}").await;
    page.send(r#"{"type":"navigate","to":"cases"}"#).await;
    // Beside them stands the way to a case that was sent from elsewhere.
    assert_eq!(page.all(".kh-section .kh-card").len(), 2);
    assert_eq!(page.all(".kh-card").len(), 3);
    page.press_text("KH-7F3K-9Q2M").await;
    assert!(page.text(".kh-case-id").contains("KH-7F3K-9Q2M"));
    page.close();
    storage().clear().unwrap();
}

#[wasm_bindgen_test]
async fn consent_taken_back_empties_the_storage_and_offers_nothing_more() {
    storage().clear().unwrap();
    remember(&["KH-7F3K-9Q2M"]);
    let page = Page::open("{}").await;
    page.send(r#"{"type":"navigate","to":"cases"}"#).await;
    assert!(page.text(".kh-main").contains("Forget it on this device"));
    page.send(r#"{"type":"consent","storage":false,"analytics":null}"#).await;
    assert_eq!(storage().length().unwrap(), 0);
    assert!(!page.text(".kh-main").contains("on this device"));
    page.close();
}

#[wasm_bindgen_test]
async fn a_token_is_nowhere_but_in_memory() {
    storage().clear().unwrap();
    let page = Page::open("{}").await;
    page.send(r#"{"type":"identify","token":"header.payload.signature"}"#).await;
    page.send(r#"{"type":"navigate","to":"case"}"#).await;
    let seen = [page.root().inner_html(), page.emitted()].concat();
    assert!(!seen.contains("payload") && storage().length().unwrap() == 0);
    page.close();
}

#[wasm_bindgen_test]
async fn a_way_to_a_person_is_told_by_its_kind() {
    let page = Page::open("{}").await;
    // A test should call nobody.
    let stay = Closure::<dyn FnMut(web_sys::Event)>::new(|event: web_sys::Event| event.prevent_default());
    page.root().add_event_listener_with_callback("click", stay.as_ref().unchecked_ref()).unwrap();
    page.send(r#"{"type":"navigate","to":"contact"}"#).await;
    for (selector, kind) in [(".kh-phone", "phone"), (".kh-main p a[target]", "web"), (".kh-card", "case")] {
        page.press(selector).await;
        let event =
            format!(r#"{{"v":1,"type":"event","name":"contact-choose","data":{{"channel":"{kind}"}}}}"#);
        assert!(page.emitted().contains(&event), "{kind}");
    }
    page.close();
}
