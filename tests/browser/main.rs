//! The widget in a real browser, without a portal: mounted as the loader mounts it, its content from `data:` addresses.
//!
//! Here: drawing, focus, announcements, keyboard. Not here: the loader, the frame, the portal (tests/e2e has them).
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod content;
mod embed;
mod flows;
mod fuzz;
mod json;
mod page;
mod search;

use page::{Page, settle};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn every_example_of_the_gallery_draws_something_and_every_control_has_a_name() {
    let page = Page::gallery().await;
    assert!(klarna_help::components::gallery().len() >= 15);
    for example in page.all("[data-example]") {
        assert!(!example.inner_html().is_empty(), "{:?}", example.get_attribute("data-example"));
    }
    for control in page.all("button, input, select, textarea") {
        let labels = control.get_attribute("id").map(|id| page.all(&format!("label[for='{id}']")).len());
        let named = !control.text_content().unwrap_or_default().trim().is_empty()
            && control.tag_name() == "BUTTON"
            || control.has_attribute("aria-label")
            || labels == Some(1)
            // A label around its control names it too.
            || control.closest("label").ok().flatten().is_some();
        assert!(named, "{}", control.outer_html());
    }
}

#[wasm_bindgen_test]
async fn home_offers_what_fits_the_page_and_says_why() {
    let page = Page::open(r#"{"page":"checkout","paymentStatus":"declined"}"#).await;
    let first = page.text(".kh-section .kh-card");
    assert!(first.contains("Your payment was declined"), "{first}");
    assert!(first.contains("because your payment was declined"), "{first}");
    page.close();
}

#[wasm_bindgen_test]
async fn a_screen_takes_the_focus_to_its_heading_and_back_returns() {
    let page = Page::open(r#"{"paymentStatus":"declined"}"#).await;
    page.press(".kh-section .kh-card").await;
    assert_eq!(page.text("h1"), "Your payment was declined");
    page.until(|p| p.focused() == "Your payment was declined").await;
    assert!(page.text(".kh-article").contains("Wait 14 days."));
    page.press("[aria-label=Back]").await;
    page.until(|p| p.focused() == "How can we help?").await;
    page.close();
}

#[wasm_bindgen_test]
async fn every_screen_has_a_way_to_a_person() {
    let page = Page::open("{}").await;
    for place in ["home", "article:payment-declined", "flow:refund", "case"] {
        page.send(&format!(r#"{{"type":"navigate","to":"{place}"}}"#)).await;
        assert!(page.text(".kh-human").contains("Talk to a person"), "{place}");
    }
    page.press(".kh-human button").await;
    assert_eq!(page.text("h1"), "Talk to a person");
    page.close();
}

#[wasm_bindgen_test]
async fn a_flow_goes_from_its_first_question_to_an_outcome_and_an_answer_can_be_changed() {
    let page = Page::open("{}").await;
    page.send(r#"{"type":"navigate","to":"flow:refund"}"#).await;
    page.press_text("I sent something back").await;
    assert_eq!(page.text("h1"), "When did you send it back?");
    page.submit("form").await;
    page.until(|p| p.focused() == "Enter a whole date: day, month and year.").await;
    page.set("input[type=date]", "2020-01-01").await;
    page.submit("form").await;
    assert_eq!(page.text("h1"), "Send us your proof");
    page.press_text("Change").await;
    assert_eq!(page.text("h1"), "What happened?");
    page.press_text("I sent something back").await;
    assert_eq!(page.text("h1"), "Send us your proof", "the later answer still counts");
    page.press_text("Send us your case").await;
    assert!(page.text(".kh-form").contains("Order number"));
    assert_eq!(page.value("select"), "refund-missing");
    page.close();
}

#[wasm_bindgen_test]
async fn an_incomplete_case_shows_its_faults_at_the_fields_and_nothing_typed_is_lost() {
    let page = Page::open(r#"{"orderId":"NW-1"}"#).await;
    page.send(r#"{"type":"navigate","to":"case"}"#).await;
    assert_eq!(page.value("#kh-orderId"), "NW-1");
    page.set("#kh-description", "short").await;
    page.submit("form").await;
    page.until(|p| p.focused().contains("Please check these")).await;
    assert!(page.text("#kh-description-error").contains("at least 10 characters"));
    assert_eq!(page.one("#kh-email").get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(page.value("#kh-description"), "short");
    page.press_text("Enter your e-mail address.").await;
    page.until(|p| p.focus_is("#kh-email")).await;
    page.close();
}

#[wasm_bindgen_test]
async fn a_portal_that_is_down_is_said_in_words_and_the_draft_stays() {
    let page = Page::open("{}").await;
    page.send(r#"{"type":"navigate","to":"case"}"#).await;
    page.choose("select", "other").await;
    page.set("#kh-description", "I paid with 4111 1111 1111 1111 twice.").await;
    page.set("#kh-email", "ada@example.org").await;
    assert!(page.text(".kh-masks").contains("We send: •••• 1111"));
    page.submit("form").await;
    page.until(|p| p.text(".kh-main").contains("Your case was not sent")).await;
    assert!(page.text(".kh-main").contains("Everything you wrote is still here"));
    assert_eq!(page.value("#kh-email"), "ada@example.org");
    assert_eq!(page.text("form [type=submit]"), "Try again");
    page.close();
}

#[wasm_bindgen_test]
async fn closing_and_opening_again_keeps_the_screen_and_what_was_typed() {
    let page = Page::open("{}").await;
    page.send(r#"{"type":"navigate","to":"case"}"#).await;
    page.set("#kh-description", "half a story").await;
    page.escape().await;
    assert!(page.emitted().contains(r#"{"v":1,"type":"close"}"#));
    page.send(r#"{"type":"closed"}"#).await;
    page.send(r#"{"type":"open"}"#).await;
    assert_eq!(page.value("#kh-description"), "half a story");
    page.close();
}

#[wasm_bindgen_test]
async fn content_that_does_not_come_is_said_with_a_retry_and_links_that_work() {
    let page = Page::with_pack("{}", "data:text/html,<h1>502</h1>").await;
    assert!(page.text("h1").contains("could not be loaded"));
    assert!(page.text("button.kh-button").contains("Try again"));
    assert_eq!(
        page.one(".kh-links a").get_attribute("href").as_deref(),
        Some("http://127.0.0.1:9/help/demo/en-GB")
    );
    page.close();
}

#[wasm_bindgen_test]
async fn what_is_no_message_is_dropped() {
    let page = Page::open("{}").await;
    let before = page.text(".kh-main");
    let long = format!(r#"{{"type":"search","text":"{}"}}"#, "x".repeat(30_000));
    for message in ["", "null", "{}", r#"{"type":"eval"}"#, r#"{"type":"navigate"}"#, &long] {
        page.send(message).await;
    }
    page.send(r#"{"type":"navigate","to":"javascript:alert(1)"}"#).await;
    assert_eq!(page.text(".kh-main"), before);
    assert!(page.emitted().contains("unknown-target"));
    page.close();
}

#[wasm_bindgen_test]
async fn nothing_is_stored_while_a_customer_searches_and_writes() {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    storage.clear().unwrap();
    let page = Page::open("{}").await;
    page.type_into("[data-kh-focus=search]", "refund").await;
    page.send(r#"{"type":"navigate","to":"case"}"#).await;
    page.set("#kh-email", "ada@example.org").await;
    assert_eq!(storage.length().unwrap(), 0);
    page.close();
}

#[wasm_bindgen_test]
async fn a_bad_configuration_draws_nothing_and_unmounting_leaves_nothing() {
    let root = page::element();
    let emit = js_sys::Function::new_no_args("");
    assert!(klarna_help::mount(root.clone(), "{]", emit).is_err());
    assert_eq!(root.inner_html(), "");
    let page = Page::open("{}").await;
    let root = page.root();
    page.close();
    settle(20).await;
    assert_eq!(root.inner_html(), "");
}
