//! A tiny `dist/`, as `cargo xtask dist` would write it, with two releases in it.

use klarna_help_pack::ui::{FIRST, KEYS};
use klarna_help_pack::{
    ArticleMeta, Block, Body, Callout, Complaint, Fact, Hours, Inline, Link, Market, Pack, Phone, Piece,
    Shelf,
};
use klarna_help_search::{Doc, Language, Synonyms};
use klarna_help_wire::{Area, Category};
use serde_json::{Map, Value, json};
use std::path::Path;

pub const TEMPLATE: &str = "<!doctype html><html lang=\"__KH_LANG__\" dir=\"__KH_DIR__\">\
    <meta name=\"kh-frame\" content=\"__KH_META__\"><link rel=\"preload\" href=\"__KH_PACK__\">\
    <script type=\"module\" src=\"/assets/app-__N__.js\"></script>";

/// The current release, and one that is kept.
pub const VERSION: &str = "0.1.0-0123456789ab";
pub const KEPT: &str = "0.1.0-aaaaaaaaaaaa";

/// Writes it: `en-GB` in GB and `sv-SE` in SE; the release before had `en-GB` alone.
pub fn write(dist: &Path) {
    let file = |name: &str, bytes: &[u8]| {
        let path = dist.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    let locale = |tag: &str, market: &str, n: u8| {
        (
            tag.to_owned(),
            json!({"market": market, "pack": format!("/packs/{tag}-{n}.khp"), "content": format!("/packs/{tag}-{n}")}),
        )
    };
    let current =
        manifest(VERSION, 1, [locale("en-GB", "GB", 1), locale("sv-SE", "SE", 1)].into_iter().collect());
    file("manifest.json", current.as_bytes());
    for (version, n, manifest) in [
        (VERSION, 1, current),
        (KEPT, 0, manifest(KEPT, 0, [locale("en-GB", "GB", 0)].into_iter().collect())),
    ] {
        file(&format!("{version}/manifest.json"), manifest.as_bytes());
        file(&format!("{version}/frame.html"), TEMPLATE.replace("__N__", &n.to_string()).as_bytes());
        for name in [
            format!("assets/app-{n}.js"),
            format!("assets/app-{n}.wasm"),
            format!("assets/app-{n}.css"),
            format!("{version}/klarna-help.js"),
            format!("{version}/core.js"),
            "v1/klarna-help.js".to_owned(),
        ] {
            file(&name, name.as_bytes());
            file(&format!("{name}.br"), format!("{name} as brotli").as_bytes());
            file(&format!("{name}.gz"), format!("{name} as gzip").as_bytes());
        }
    }
    for (locale, market, zone) in [("en-GB", "GB", "Europe/London"), ("sv-SE", "SE", "Europe/Stockholm")] {
        file(&format!("packs/{locale}-1.khp"), &pack(locale, zone).encode());
        file(&format!("packs/{locale}-1/shelf.khs"), &shelf(market, zone).encode());
        file(&format!("packs/{locale}-1/index.khx"), &index());
        file(&format!("packs/{locale}-1/article/late-refund.kha"), &late_refund().encode());
        let empty = Body { related: vec![], blocks: vec![] };
        file(&format!("packs/{locale}-1/article/pay-later.kha"), &empty.encode());
    }
}

fn manifest(version: &str, n: u8, locales: Map<String, Value>) -> String {
    let paths = [
        "/v1/klarna-help.js".to_owned(),
        format!("/{version}/klarna-help.js"),
        format!("/{version}/core.js"),
        format!("/assets/app-{n}.wasm"),
    ];
    let files: Vec<Value> = paths.iter().map(|path| json!({"path": path})).collect();
    json!({
        "version": version,
        "locales": locales,
        "files": files,
        "csp": {"frame": ["script-src {{portal}}", "frame-src {{portal}}"]}
    })
    .to_string()
}

/// Each text is its own key in brackets, but those with arguments.
fn texts() -> Vec<String> {
    let text = |key: &&str| match *key {
        "contact.hours" => "{days}, {open} to {close} ({zone})".to_owned(),
        "contact.complaint_text" => "{weeks} weeks, then {ombudsman}".to_owned(),
        key => format!("[{key}]"),
    };
    KEYS.iter().map(text).collect()
}

fn pack(locale: &str, zone: &str) -> Pack {
    Pack {
        locale: locale.into(),
        timezone: zone.into(),
        ui: texts().drain(..FIRST).collect(),
        reasons: vec![],
        offers: vec![],
        rules: vec![],
    }
}

fn article(slug: &str, area: Area, title: &str) -> ArticleMeta {
    ArticleMeta {
        slug: slug.into(),
        area,
        category: Category::Other,
        title: title.into(),
        summary: format!("About {slug}."),
        foreign: false,
    }
}

fn shelf(market: &str, zone: &str) -> Shelf {
    let pay_later = article("pay-later", Area::Payments, "Pay later");
    Shelf {
        market: self::market(market, zone),
        ui: texts().split_off(FIRST),
        evidence: vec![],
        checklists: vec![],
        categories: vec![],
        encoder: String::new(),
        articles: vec![
            article("late-refund", Area::Returns, "Your refund <late>"),
            // The Swedes get it in English.
            ArticleMeta { foreign: market == "SE", ..pay_later },
        ],
        flows: vec![],
    }
}

fn index() -> Vec<u8> {
    let doc = |title| Doc { title, ..Doc::default() };
    let docs = [doc("Your refund <late>"), doc("Pay later")];
    klarna_help_search::build(&docs, Language::of_locale("en-GB"), &Synonyms::none()).unwrap()
}

fn late_refund() -> Body {
    let text = |t: &str| Inline::Text(t.into());
    let link = |link: Link, words: &str| Inline::Link(link, words.into());
    let blocks = vec![
        Block::Heading(vec![text("How long it takes")]),
        Block::Paragraph(vec![
            text("Allow "),
            Inline::Fact("refund-wait".into()),
            text(" days & <script>alert(1)</script>"),
        ]),
        Block::Steps(vec![
            vec![Inline::Strong("Wait".into())],
            vec![link(Link::Article("pay-later".into()), "pay \"later\"")],
        ]),
        Block::Bullets(vec![vec![Inline::Em("soon".into())]]),
        Block::Callout(
            Callout::Warning,
            vec![vec![
                link(Link::Web("https://www.klarna.com/?a=1&b=2".into()), "web"),
                link(Link::Web("javascript:alert(1)".into()), "bad"),
                link(Link::Case(Category::RefundMissing), "case"),
            ]],
        ),
    ];
    let related = vec![Link::Flow("refund-missing".into()), Link::Article("pay-later".into())];
    Body { related, blocks }
}

fn market(code: &str, zone: &str) -> Market {
    Market {
        code: code.into(),
        name: code.into(),
        currency: "GBP".into(),
        timezone: zone.into(),
        sample: true,
        official: vec!["www.klarna.com".into()],
        official_emails: vec![],
        official_email_hosts: vec![],
        official_phones: vec![],
        help_url: "https://www.klarna.com/help/".into(),
        holidays: vec!["2026-12-25".into(), "2026-12-28".into()],
        hours: Hours { days: vec![1, 2, 3, 4, 5], open: 540, close: 1080 },
        phone: Some(Phone { number: "+44 1632 960123".into(), sample: true }),
        response_days: vec![(Category::PaymentDeclined, 2)],
        default_response_days: 5,
        facts: vec![Fact { key: "refund-wait".into(), value: "14".into(), source: "sample".into() }],
        complaint: Complaint {
            final_weeks: 8,
            source: "https://example.org".into(),
            ombudsman: "Ombudsman".into(),
            ombudsman_url: "https://example.org".into(),
        },
    }
}
