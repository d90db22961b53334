//! The probe, by which a page finds out why help does not start there.

use crate::dist::VERSION;
use crate::harness::{Answer, TestPortal, get};
use serde_json::{Value, json};

fn meta(answer: &Answer) -> Value {
    let text = answer.text();
    let meta = text
        .split("name=\"kh-probe\" content=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&quot;", "\"");
    serde_json::from_str(&meta).unwrap()
}

#[tokio::test]
async fn it_says_whether_the_asking_pages_origin_is_registered_and_names_no_other() {
    let portal = TestPortal::new().await;
    let check = async |path: &str, referrer: &str, client: bool, origin: &str, registered: bool| {
        let headers: &[(&str, &str)] = if referrer.is_empty() { &[] } else { &[("referer", referrer)] };
        let answer = portal.send(get(path, headers)).await;
        assert_eq!(answer.status, 200, "{path}");
        let expected = json!({"client": client, "origin": origin, "registered": registered});
        assert_eq!(meta(&answer), expected, "{path} {referrer}");
        assert!(
            origin == "https://www.shop.example" || !answer.text().contains("www.shop.example"),
            "{path}"
        );
    };
    let (shop, evil) = ("https://shop.example", "https://evil.example");
    check("/v1/probe/shop", "https://shop.example/", true, shop, true).await;
    check("/v1/probe/shop", "https://shop.example/checkout?step=2", true, shop, true).await;
    check("/v1/probe/shop", "https://shop.example", true, shop, true).await;
    check("/v1/probe/shop", "https://evil.example/", true, evil, false).await;
    check("/v1/probe/shop?origin=https%3A%2F%2Fshop.example", "", true, shop, true).await;
    check("/v1/probe/shop?origin=https%3A%2F%2Fevil.example", "https://shop.example/", true, evil, false)
        .await;
    check("/v1/probe/shop", "", true, "", false).await;
    check("/v1/probe/nobody", "https://shop.example/", false, shop, false).await;
    for nonsense in ["%22%3E%3Cscript%3E", "null", "*", "https://shop.example/", "%ff"] {
        check(&format!("/v1/probe/shop?origin={nonsense}"), "", true, "", false).await;
    }
    check("/v1/probe/shop?origin=a&origin=b", "", true, "", false).await;
    check("/v1/probe/shop", "about:client", true, "", false).await;
}

#[tokio::test]
async fn any_page_may_frame_it_and_it_may_do_nothing_but_look() {
    let portal = TestPortal::new().await;
    let answer = portal.get("/v1/probe/shop").await;
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'; \
             sandbox allow-scripts allow-same-origin",
        ),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    assert!(
        answer.text().contains(&format!("<script type=\"module\" src=\"/{VERSION}/probe.js\"></script>"))
    );
    assert!(answer.body.len() < 600);
}
