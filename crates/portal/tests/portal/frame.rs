//! The frame document and the policy it runs under.

use crate::dist::{KEPT, VERSION};
use crate::harness::{CONFIG, TestPortal, get};
use klarna_help_wire::ProblemCode;
use serde_json::{Value, json};

const WEEK: &str = "public, max-age=604800, immutable";

/// The current document of a client.
fn current(client: &str) -> String {
    format!("/frame/{VERSION}/{client}/en-GB")
}

/// The values of `shop`.
fn values() -> Value {
    json!({"clientId": "shop", "locale": "en-GB", "dir": "ltr",
           "origins": ["https://shop.example", "https://www.shop.example"],
           "pack": "/packs/en-GB-1.khp", "content": "/packs/en-GB-1", "locales": ["en-GB"], "api": "/api/v1",
           "helpUrl": "http://127.0.0.1:8080/help/shop/en-GB"})
}

#[tokio::test]
async fn the_template_is_filled_for_client_and_locale() {
    let portal = TestPortal::new().await;
    let answer = portal.get(&current("shop")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let text = answer.text();
    assert!(!text.contains("__KH_"), "{text}");
    assert!(text.contains("<html lang=\"en-GB\" dir=\"ltr\">"));
    assert!(text.contains("href=\"/packs/en-GB-1.khp\""));
    let meta = text.split("content=\"").nth(1).unwrap().split('"').next().unwrap().replace("&quot;", "\"");
    assert_eq!(serde_json::from_str::<Value>(&meta).unwrap(), values());
}

#[tokio::test]
async fn the_same_values_come_as_json_to_the_frame_and_to_pages_that_run_the_app_inline() {
    let portal = TestPortal::new().await;
    let check = async |client: &str, origin: &str, allowed: &str| {
        let path = format!("{}.json", current(client));
        let answer = portal.send(get(&path, &[("origin", origin)])).await;
        assert_eq!(answer.status, 200);
        for (name, value) in [
            ("content-type", "application/json"),
            ("cache-control", WEEK),
            ("access-control-allow-origin", allowed),
        ] {
            assert_eq!(answer.header(name), value, "{client} {origin} {name}");
        }
        assert!(answer.headers.get_all("vary").iter().any(|vary| vary == "Origin"), "{client} {origin}");
        answer.json()
    };
    assert_eq!(check("shop", "http://127.0.0.1:8080", "").await, values());
    check("shop", "https://shop.example", "").await;
    check("inline", "https://inline.example", "https://inline.example").await;
    check("blog", "https://blog.example", "https://blog.example").await;
    check("blog", "https://inline.example", "").await;
    let unknown = portal.get(&format!("{}.json", current("nobody"))).await;
    assert_eq!(unknown.problem().code, ProblemCode::UnknownClient);
    assert_eq!(unknown.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_frame_runs_under_a_strict_policy_that_only_its_clients_pages_may_embed() {
    let portal = TestPortal::new().await;
    let answer = portal.get(&current("shop")).await;
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; \
         frame-ancestors https://shop.example https://www.shop.example; \
         require-trusted-types-for 'script'; trusted-types 'none'; sandbox allow-scripts allow-same-origin \
         allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals"
    );
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-opener-policy", "unsafe-none"),
        ("timing-allow-origin", "*"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    assert!(answer.header("permissions-policy").contains("camera=(), "));
    assert!(answer.header("permissions-policy").contains("clipboard-write=(self)"));
    assert_eq!(answer.header("x-frame-options"), "", "it would refuse what frame-ancestors allows");
}

#[tokio::test]
async fn a_kept_version_has_its_own_document_and_any_other_gets_the_current_one() {
    let portal = TestPortal::new().await;
    let now = portal.get(&current("shop")).await;
    let unknown = portal.get("/frame/0.1.0-ffffffffffff/shop/en-GB").await;
    assert_eq!(now.body, unknown.body);
    let kept = portal.get(&format!("/frame/{KEPT}/shop/en-GB")).await;
    assert_eq!(kept.status, 200);
    for (text, own, other) in [(now.text(), 1, 0), (kept.text(), 0, 1)] {
        assert!(
            text.contains(&format!("/packs/en-GB-{own}.khp"))
                && text.contains(&format!("/assets/app-{own}.js"))
        );
        assert!(!text.contains(&format!("-{other}.")), "{text}");
    }
    let values = portal.get(&format!("/frame/{KEPT}/shop/en-GB.json")).await;
    assert_eq!(values.json()["content"], "/packs/en-GB-0");
}

#[tokio::test]
async fn a_document_is_kept_as_long_as_its_address_says_what_it_is() {
    let config = CONFIG.replacen("locales = [\"en-GB\"]", "locales = [\"en-GB\", \"sv-SE\"]", 1);
    let portal = TestPortal::with(&config).await;
    let check = async |address: &str, cache: &str| {
        for path in
            [format!("/frame/{address}"), format!("/frame/{}", address.replacen("en-GB", "en-GB.json", 1))]
        {
            assert_eq!(portal.get(&path).await.header("cache-control"), cache, "{path}");
        }
    };
    check(&format!("{VERSION}/shop/en-GB"), WEEK).await;
    check(&format!("{KEPT}/shop/en-GB"), WEEK).await;
    // The loader's retry, to get past a copy that does not work.
    check(&format!("{VERSION}/shop/en-GB?r=1"), "public, max-age=60").await;
    check(&format!("{VERSION}/shop/en-GB?"), "public, max-age=60").await;
    // The client may come to offer it.
    check(&format!("{VERSION}/shop/de-DE"), "public, max-age=300, stale-while-revalidate=86400").await;
    // The next release may be another.
    check("0.1.0-ffffffffffff/shop/en-GB", "no-cache").await;
    check("0.1.0-ffffffffffff/shop/en-GB?r=1", "no-cache").await;
    // The version before had no such locale.
    check(&format!("{KEPT}/shop/sv-SE"), "no-cache").await;
}

#[tokio::test]
async fn a_copy_that_is_still_good_is_not_sent_again() {
    let portal = TestPortal::new().await;
    let path = current("shop");
    let path = path.as_str();
    let first = portal.get(path).await;
    let tag = first.header("etag");
    for sent in [tag.to_owned(), format!("W/{tag}"), format!("\"other\", {tag}")] {
        let answer = portal.send(get(path, &[("if-none-match", &sent)])).await;
        assert_eq!(answer.status, 304, "{sent}");
        assert_eq!(answer.header("content-security-policy"), first.header("content-security-policy"));
        assert!(answer.body.is_empty());
    }
    assert_eq!(portal.send(get(path, &[("if-none-match", "\"other\"")])).await.status, 200);
    let inline = portal.get(&current("inline")).await;
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
