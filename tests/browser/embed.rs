//! What a host page asks for, as the customer sees it: another language, consent, cases, a second module, a page that is
//! not ours.

use crate::content;
use crate::page::{Page, data};
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
    page.type_into("[data-kh-focus=search]", "card refused").await;
    assert!(page.text(".kh-main").contains("Your payment was declined"));
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
    page.press_text("Tell us what happened").await;
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
    let (pack, bodies) = content::in_locale("ar");
    let (pack, bodies) = (data(&pack), data(&bodies));
    page.send(&format!(r#"{{"type":"locale","locale":"ar","pack":"{pack}","bodies":"{bodies}"}}"#)).await;
    page.until(|p| p.root().get_attribute("dir").as_deref() == Some("rtl")).await;
    assert_eq!(page.value("[data-kh-focus=search]"), "refund");
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
