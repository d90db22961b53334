//! Static files: types, caching, compression, and what is not served.

use crate::dist::{KEPT, VERSION};
use crate::harness::{CONFIG, TestPortal, get};
use klarna_help_wire::ProblemCode;

const MOVING: &str = "public, max-age=300, stale-while-revalidate=86400";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

#[tokio::test]
async fn each_kind_of_file_has_its_type_and_lifetime_and_is_open_to_any_page() {
    let portal = TestPortal::new().await;
    let check = async |path: &str, content_type: &str, cache: &str| {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        for (name, value) in [
            ("content-type", content_type),
            ("cache-control", cache),
            ("access-control-allow-origin", "*"),
            ("timing-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        assert!(answer.header("vary").eq_ignore_ascii_case("accept-encoding"), "{path}");
    };
    check("/v1/klarna-help.js", "text/javascript", MOVING).await;
    for version in [VERSION, KEPT] {
        check(&format!("/{version}/klarna-help.js"), "text/javascript", IMMUTABLE).await;
        check(&format!("/{version}/core.js"), "text/javascript", IMMUTABLE).await;
    }
    check("/assets/app-1.js", "text/javascript", IMMUTABLE).await;
    check("/assets/app-1.wasm", "application/wasm", IMMUTABLE).await;
    check("/assets/app-1.css", "text/css", IMMUTABLE).await;
    check("/packs/en-GB-1.khp", "application/octet-stream", IMMUTABLE).await;
    check("/packs/en-GB-1/article/late-refund.kha", "application/octet-stream", IMMUTABLE).await;
}

#[tokio::test]
async fn a_file_is_sent_as_it_was_compressed_if_the_caller_takes_that() {
    let portal = TestPortal::new().await;
    let check = async |path: &str, accept: &str, encoding: &str, body: &str| {
        let answer = portal.send(get(path, &[("accept-encoding", accept)])).await;
        assert_eq!(answer.header("content-encoding"), encoding, "{path} {accept}");
        assert_eq!(answer.text(), body, "{path} {accept}");
    };
    for file in ["assets/app-1.wasm", "v1/klarna-help.js", &format!("{VERSION}/core.js")] {
        let path = format!("/{file}");
        check(&path, "gzip, deflate, br, zstd", "br", &format!("{file} as brotli")).await;
        check(&path, "gzip", "gzip", &format!("{file} as gzip")).await;
        check(&path, "identity", "", file).await;
        check(&path, "br;q=0", "", file).await;
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_that_no_cache_keeps() {
    let portal = TestPortal::new().await;
    for path in [
        "/assets/gone.js",
        "/assets/",
        "/assets/..%2fmanifest.json",
        "/assets/%2e%2e/manifest.json",
        "/assets/../manifest.json",
        "/packs/..%2f..%2fvar%2fsecret.key",
        "/v1/other.js",
        "/v1/manifest.json",
        "/frame.html",
        &format!("/{VERSION}/frame.html"),
        &format!("/{VERSION}/other.js"),
        &format!("/{VERSION}/klarna-help.js.br"),
        &format!("/{VERSION}/..%2fmanifest.json"),
        &format!("/{VERSION}/"),
        "/0.1.0-ffffffffffff/klarna-help.js",
        "/0.1.0-ffffffffffff/manifest.json",
        "/assets/manifest.json",
    ] {
        let answer = portal.get(path).await;
        assert_eq!(answer.problem().code, ProblemCode::NotFound, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn a_file_that_is_still_good_is_not_sent_again() {
    let portal = TestPortal::new().await;
    let first = portal.get("/v1/klarna-help.js").await;
    let again = portal.send(get("/v1/klarna-help.js", &[("if-none-match", first.header("etag"))])).await;
    assert_eq!(again.status, 304);
    assert_eq!(again.header("cache-control"), MOVING);
}

#[tokio::test]
async fn a_manifest_names_the_portal_it_is_read_from() {
    let portal = TestPortal::with(&CONFIG.replace("http://127.0.0.1:8080", "https://help.example")).await;
    let check = async |path: &str, version: &str, cache: &str| {
        let answer = portal.get(path).await;
        let manifest = answer.json();
        assert_eq!(manifest["version"], version, "{path}");
        assert_eq!(manifest["csp"]["frame"][0], "script-src https://help.example", "{path}");
        assert!(!answer.text().contains("{{"), "{path}");
        for (name, value) in [
            ("content-type", "application/json"),
            ("cache-control", cache),
            ("access-control-allow-origin", "*"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
    };
    check("/manifest.json", VERSION, MOVING).await;
    check(&format!("/{VERSION}/manifest.json"), VERSION, IMMUTABLE).await;
    check(&format!("/{KEPT}/manifest.json"), KEPT, IMMUTABLE).await;
}
