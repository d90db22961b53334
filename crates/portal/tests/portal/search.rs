//! Search on the portal: as JSON, and as a page without a script.

use crate::harness::TestPortal;
use klarna_help_wire::{FieldCode, ProblemCode};

#[tokio::test]
async fn a_search_finds_misspelt_words_and_says_how_sure_it_is() {
    let portal = TestPortal::new().await;
    let answer = portal.get("/api/v1/search?client=shop&locale=en-GB&q=refnud%20late").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let found = answer.json();
    assert_eq!(found["results"][0]["target"], "article:late-refund");
    assert_eq!(found["results"][0]["title"], "Your refund <late>");
    assert_eq!(found["results"][0]["url"], "http://127.0.0.1:8080/help/shop/en-GB/late-refund");
    assert!(found["results"][0]["score"].as_f64().unwrap() > 0.0);
    let nothing = portal.get("/api/v1/search?client=shop&locale=en-GB&q=zebra").await.json();
    assert_eq!(nothing["verdict"], "nothing");
}

#[tokio::test]
async fn a_question_that_is_wrong_is_told_by_its_field() {
    let portal = TestPortal::new().await;
    let check = async |query: &str, code| {
        let answer = portal.get(&format!("/api/v1/search?client=shop&locale=en-GB&q={query}")).await;
        assert_eq!(answer.status, 422, "{query}");
        assert_eq!((answer.problem().fields[0].field.as_str(), answer.problem().fields[0].code), ("q", code));
    };
    check("%20", FieldCode::Required).await;
    check(&"a".repeat(301), FieldCode::TooLong).await;
    let unknown = portal.get("/api/v1/search?client=nobody&locale=en-GB&q=refund").await;
    assert_eq!(unknown.problem().code, ProblemCode::UnknownClient);
}

#[tokio::test]
async fn the_page_without_a_script_searches_too_and_no_cache_keeps_what_was_asked() {
    let portal = TestPortal::new().await;
    let home = portal.get("/help/shop/en-GB").await;
    let form = home.text();
    assert!(form.contains("<form role=\"search\" action=\"/help/shop/en-GB/look/for\">"), "{form}");
    let answer = portal.get("/help/shop/en-GB/look/for?q=%22refund%22").await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"));
    let page = answer.text();
    assert!(page.contains("value=\"&quot;refund&quot;\""), "{page}");
    assert!(page.contains("<a href=\"/help/shop/en-GB/late-refund\">Your refund &lt;late&gt;</a>"), "{page}");
    let answer = portal.get("/help/shop/en-GB/look/for?q=zebra").await;
    let nothing = answer.text();
    assert!(nothing.contains("[search.none]") && nothing.contains("href=\"#contact\""), "{nothing}");
}
