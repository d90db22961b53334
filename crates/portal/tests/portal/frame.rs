//! The frame document and the policy it runs under.

use crate::harness::{CONFIG, TestPortal, get};
use serde_json::json;

#[tokio::test]
async fn the_template_is_filled_for_client_and_locale() {
    let portal = TestPortal::new().await;
    let answer = portal.get("/frame/0123456789ab/shop/en-GB").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let text = answer.text();
    assert!(!text.contains("__KH_"), "{text}");
    assert!(text.contains("<html lang=\"en-GB\" dir=\"ltr\">"));
    assert!(text.contains("href=\"/packs/en-GB-1.khp\""));
    let meta = text.split("content=\"").nth(1).unwrap().split('"').next().unwrap().replace("&quot;", "\"");
    let meta: serde_json::Value = serde_json::from_str(&meta).unwrap();
    assert_eq!(
        meta,
        json!({"clientId": "shop", "locale": "en-GB",
               "origins": ["https://shop.example", "https://www.shop.example"],
               "pack": "/packs/en-GB-1.khp", "bodies": "/packs/en-GB-1.khb", "api": "/api/v1",
               "helpUrl": "http://127.0.0.1:8080/help/shop/en-GB"})
    );
}

#[tokio::test]
async fn the_frame_runs_under_a_strict_policy_that_only_its_clients_pages_may_embed() {
    let portal = TestPortal::new().await;
    let answer = portal.get("/frame/0123456789ab/shop/en-GB").await;
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors https://shop.example https://www.shop.example; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "public, max-age=300, stale-while-revalidate=86400"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    assert!(answer.header("permissions-policy").contains("camera=(), "));
    assert!(answer.header("permissions-policy").contains("clipboard-write=(self)"));
    assert_eq!(answer.header("x-frame-options"), "", "it would refuse what frame-ancestors allows");
}

#[tokio::test]
async fn an_old_loader_gets_the_current_document() {
    let portal = TestPortal::new().await;
    let current = portal.get("/frame/0123456789ab/shop/en-GB").await;
    let old = portal.get("/frame/ffffffffffff/shop/en-GB").await;
    assert_eq!(current.body, old.body);
}

#[tokio::test]
async fn a_copy_that_is_still_good_is_not_sent_again() {
    let portal = TestPortal::new().await;
    let path = "/frame/0123456789ab/shop/en-GB";
    let first = portal.get(path).await;
    let tag = first.header("etag");
    for sent in [tag.to_owned(), format!("W/{tag}"), format!("\"other\", {tag}")] {
        let answer = portal.send(get(path, &[("if-none-match", &sent)])).await;
        assert_eq!(answer.status, 304, "{sent}");
        assert_eq!(answer.header("content-security-policy"), first.header("content-security-policy"));
        assert!(answer.body.is_empty());
    }
    assert_eq!(portal.send(get(path, &[("if-none-match", "\"other\"")])).await.status, 200);
    let inline = portal.get("/frame/0123456789ab/inline/en-GB").await;
    assert_ne!(inline.header("etag"), tag, "another client, another document");
}

#[tokio::test]
async fn a_locale_that_is_not_offered_gets_the_nearest_that_is() {
    let portal = TestPortal::new().await;
    for asked in ["sv-SE", "en-gb", "en", "en-US", "xx"] {
        let answer = portal.get(&format!("/frame/b/shop/{asked}")).await;
        assert_eq!(answer.status, 200, "{asked}");
        assert!(answer.text().contains("lang=\"en-GB\""), "{asked}");
    }
}

#[tokio::test]
async fn the_filled_document_is_compressed_for_who_can_read_it() {
    let portal = TestPortal::new().await;
    for encoding in ["br", "gzip"] {
        let answer = portal.send(get("/frame/b/shop/en-GB", &[("accept-encoding", encoding)])).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"));
    }
}

#[tokio::test]
async fn an_unknown_client_is_a_small_page_that_nobody_embeds() {
    let portal = TestPortal::new().await;
    for path in ["/frame/b/nobody/en-GB", "/frame/b/nobody/xx"] {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.body.len() < 1000);
    }
}

#[tokio::test]
async fn an_https_portal_asks_to_be_reached_by_https_only() {
    let portal = TestPortal::with(&CONFIG.replace("http://127.0.0.1:8080", "https://help.example")).await;
    let answer = portal.get("/frame/b/shop/en-GB").await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    assert!(answer.text().contains("https://help.example/help/shop/en-GB"));
}
