//! Pages without script.

use crate::harness::{Answer, TestPortal};

fn assert_strict(answer: &Answer) {
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let text = answer.text();
    assert!(!text.contains("<script") && !text.contains(" style=") && !text.contains(" on"), "{text}");
}

#[tokio::test]
async fn the_index_lists_articles_by_area_and_the_ways_to_reach_a_person() {
    let portal = TestPortal::new().await;
    let answer = portal.get("/help/shop/en-GB").await;
    assert_eq!(answer.status, 200);
    assert_strict(&answer);
    let text = answer.text();
    for part in [
        "<html lang=\"en-GB\" dir=\"ltr\">",
        "<a class=\"skip\" href=\"#main\"",
        "<h1>[home.title]</h1>",
        "<h2 id=\"payments\">[area.payments]</h2>",
        "<a href=\"/help/shop/en-GB/late-refund\">Your refund &lt;late&gt;</a><p>About late-refund.</p>",
        "<section id=\"contact\"",
        "href=\"https://www.klarna.com/help/\"",
        "<a href=\"tel:+441632960123\">+44 1632 960123</a> <span lang=\"en\">(sample number",
        "Monday to Friday, 09:00 to 18:00 (Europe/London)",
        "8 weeks, then Ombudsman",
        "[sample.note]",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(text.find("[area.payments]") < text.find("[area.returns]"));
    assert!(!text.contains("[area.account]"), "an area without articles has no heading");
}

#[tokio::test]
async fn an_article_is_its_tree_of_blocks_with_facts_and_links_and_no_markup_of_its_own() {
    let portal = TestPortal::new().await;
    let answer = portal.get("/help/shop/en-GB/late-refund").await;
    assert_eq!(answer.status, 200);
    assert_strict(&answer);
    let text = answer.text();
    for part in [
        "<title>Your refund &lt;late&gt; – Klarna Help</title>",
        "<h1>Your refund &lt;late&gt;</h1><p class=\"summary\">About late-refund.</p>",
        "<h2>How long it takes</h2>",
        "<p>Allow 14 days &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<ol><li><strong>Wait</strong></li>",
        "<li><a href=\"/help/shop/en-GB/pay-later\">pay &quot;later&quot;</a></li></ol>",
        "<ul><li><em>soon</em></li></ul>",
        "<div class=\"callout warning\" role=\"note\"><p><strong>[callout.warning]</strong></p>",
        "<a href=\"https://www.klarna.com/?a=1&amp;b=2\">web</a>bad<a href=\"#contact\">case</a>",
        "<h2 id=\"next\">[article.related]</h2><ul><li><a href=\"/help/shop/en-GB/pay-later\">Pay later</a></li></ul>",
        "<a href=\"/help/shop/en-GB\">[home.browse]</a>",
        "<section id=\"contact\"",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(!text.contains("javascript:"));
}

#[tokio::test]
async fn every_link_between_plain_pages_leads_somewhere() {
    let portal = TestPortal::new().await;
    for page in ["/help/shop/en-GB", "/help/shop/en-GB/late-refund", "/help/shop/en-GB/pay-later"] {
        let answer = portal.get(page).await;
        for link in answer.text().split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if link.starts_with('/') {
                assert_eq!(portal.get(link).await.status, 200, "{link} on {page}");
            }
        }
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_a_page_and_not_a_document_for_programs() {
    let portal = TestPortal::new().await;
    for path in ["/help/nobody/en-GB", "/help/shop/en-GB/nothing"] {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_strict(&answer);
        assert!(answer.text().contains("<h1>Page not found</h1>"));
    }
}

#[tokio::test]
async fn the_style_sheet_is_served_to_these_pages() {
    let portal = TestPortal::new().await;
    let answer = portal.get("/help.css").await;
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(!answer.header("etag").is_empty());
}

#[tokio::test]
async fn an_article_that_was_not_translated_is_marked_and_said_to_be() {
    let config = crate::harness::CONFIG.replacen("locales = [\"en-GB\"]", "locales = [\"sv-SE\"]", 1);
    let portal = TestPortal::with(&config).await;
    let list = portal.get("/help/shop/sv-SE").await;
    let list = list.text();
    assert!(list.contains("<li lang=\"en\"><a href=\"/help/shop/sv-SE/pay-later\">"), "{list}");
    assert!(list.contains("<li><a href=\"/help/shop/sv-SE/late-refund\">"), "{list}");
    let article = portal.get("/help/shop/sv-SE/pay-later").await;
    let article = article.text();
    assert!(article.contains("<p>[only_english]</p><article lang=\"en\">"), "{article}");
    assert!(!portal.get("/help/shop/sv-SE/late-refund").await.text().contains("[only_english]"));
}
