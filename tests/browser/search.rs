//! The search field and its list: keys, what assistive technology is told, what stays from letter to letter, searches of
//! before.

use crate::page::{Page, settle};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

const FIELD: &str = "[data-kh-focus=search]";
const MARKED: &str = "[role=option][aria-selected=true]";

async fn typed(text: &str) -> Page {
    let page = Page::open("{}").await;
    page.one(FIELD).unchecked_into::<web_sys::HtmlElement>().focus().unwrap();
    page.type_into(FIELD, text).await;
    page
}

fn said(page: &Page, name: &str) -> Option<String> {
    page.one(FIELD).get_attribute(name)
}

#[wasm_bindgen_test]
async fn the_field_says_what_it_is_and_whether_it_has_a_list() {
    let page = Page::open("{}").await;
    assert_eq!(said(&page, "role").as_deref(), Some("combobox"));
    assert_eq!(said(&page, "aria-expanded").as_deref(), Some("false"));
    page.type_into(FIELD, "card refused").await;
    assert_eq!(said(&page, "aria-expanded").as_deref(), Some("true"));
    let list = page.one(&format!("#{}", said(&page, "aria-controls").unwrap()));
    assert_eq!(list.get_attribute("role").as_deref(), Some("listbox"));
    assert_eq!(said(&page, "aria-activedescendant"), None, "nothing is marked before a key asks for it");
    for group in page.all("[role=listbox] [role=group]") {
        let label = page.text(&format!("#{}", group.get_attribute("aria-labelledby").unwrap()));
        assert!(!label.is_empty(), "{}", group.outer_html());
    }
    page.close();
}

#[wasm_bindgen_test]
async fn arrow_keys_mark_enter_opens_and_the_focus_never_leaves_the_field() {
    let page = typed("card refused").await;
    assert!(page.key(FIELD, "ArrowDown").await, "the key is taken from the browser");
    let marked = page.one(MARKED);
    assert_eq!(said(&page, "aria-activedescendant"), Some(marked.id()));
    assert!(marked.text_content().unwrap().contains("Your payment was declined"));
    page.key(FIELD, "End").await;
    assert!(page.text(MARKED).contains("Talk to a person"));
    page.key(FIELD, "ArrowDown").await;
    assert!(page.focus_is(FIELD));
    assert!(page.key(FIELD, "Enter").await);
    assert_eq!(page.text("h1"), "Your payment was declined");
    page.close();
}

#[wasm_bindgen_test]
async fn home_and_end_are_the_texts_until_something_is_marked() {
    let page = typed("card refused").await;
    for key in ["Home", "End", "ArrowLeft"] {
        assert!(!page.key(FIELD, key).await, "{key}");
    }
    page.key(FIELD, "ArrowUp").await;
    assert!(page.key(FIELD, "Home").await);
    assert!(!page.key(FIELD, "ArrowLeft").await, "the caret moves");
    assert!(page.all(MARKED).is_empty());
    page.close();
}

#[wasm_bindgen_test]
async fn escape_unmarks_then_empties_then_closes() {
    let page = typed("card refused").await;
    page.key(FIELD, "ArrowDown").await;
    page.key(FIELD, "Escape").await;
    assert!(page.all(MARKED).is_empty());
    assert_eq!(page.value(FIELD), "card refused");
    page.key(FIELD, "Escape").await;
    assert_eq!(page.value(FIELD), "");
    assert!(!page.emitted().contains(r#""type":"close""#));
    page.key(FIELD, "Escape").await;
    assert!(page.emitted().contains(r#""type":"close""#));
    page.close();
}

#[wasm_bindgen_test]
async fn an_option_that_stays_keeps_its_element_so_nothing_flashes() {
    // As sure before as after: another verdict is another group.
    let page = typed("payment decli").await;
    let first = page.one("[role=option]");
    for text in ["payment declin", "payment decline", "payment declined"] {
        page.type_into(FIELD, text).await;
        assert!(page.root().contains(Some(&first)), "{text}");
        assert!(page.one("[role=option]").is_same_node(Some(&first)), "{text}");
    }
    page.close();
}

#[wasm_bindgen_test]
async fn the_words_found_are_marked_and_what_is_typed_is_never_markup() {
    let page = typed("payment declined").await;
    let marked: Vec<_> =
        page.all("[role=option] mark").iter().filter_map(|mark| mark.text_content()).collect();
    assert_eq!(marked, ["payment", "declined"]);
    page.type_into(FIELD, "payment declined <img src=x>").await;
    assert!(page.all("img").is_empty());
    page.close();
}

#[wasm_bindgen_test]
async fn how_many_and_the_best_are_announced_once_the_customer_pauses() {
    let page = Page::open("{}").await;
    for text in ["c", "ca", "card refused"] {
        page.type_into(FIELD, text).await;
        assert_eq!(page.announced(), "");
    }
    page.until(|p| p.announced() == "1 result: Your payment was declined").await;
    page.close();
}

#[wasm_bindgen_test]
async fn where_nothing_fits_people_come_first_and_the_text_goes_along() {
    let page = typed("xyzzy plugh").await;
    assert!(page.text(".kh-main").contains("We have nothing on this"));
    assert!(page.text("[role=option]").contains("Write to us about this"));
    page.press("[role=option]").await;
    assert_eq!(page.value("#kh-description"), "xyzzy plugh");
    page.close();
}

#[wasm_bindgen_test]
async fn searches_of_before_are_offered_with_consent_and_can_be_taken_away() {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    storage.clear().unwrap();
    let page = typed("card refused").await;
    page.press("[role=option]").await;
    assert_eq!(storage.length().unwrap(), 0, "nobody has agreed");
    page.send(r#"{"type":"consent","storage":true}"#).await;
    page.press("[aria-label=Back]").await;
    page.type_into(FIELD, "card refused 4111 1111 1111 1111").await;
    page.press("[role=option]").await;
    let kept = storage.get_item("klarna-help:recent:demo").unwrap().unwrap();
    assert!(kept.contains("card refused") && !kept.contains("4111 1111"), "{kept}");
    page.close();

    let page = Page::open("{}").await;
    page.send(r#"{"type":"consent","storage":true}"#).await;
    page.until(|p| p.text("[role=option]").contains("card refused")).await;
    page.press("[role=option]").await;
    assert!(page.value(FIELD).starts_with("card refused"));
    page.key(FIELD, "Escape").await;
    page.press_text("Clear recent searches").await;
    assert!(page.all("[role=option]").is_empty());
    assert_eq!(storage.length().unwrap(), 0);
    settle(20).await;
    page.close();
}
