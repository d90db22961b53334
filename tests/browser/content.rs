//! A small pack for the tests, with the real interface texts of the source locale.

use klarna_help_pack::*;
use klarna_help_search::{Doc, Language, Synonyms, build};
use klarna_help_wire::{Area, Category};

const TEXTS: &str = include_str!("../../content/ui/en-GB.toml");

/// The text of a key, read from the authored file: `"key" = "text"` on a line of its own.
fn text(key: &str) -> String {
    let start = format!("\"{key}\" = \"");
    let line = TEXTS.lines().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("no text for {key}")).trim_end_matches('"').to_owned()
}

fn named(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect()
}

/// Every file of a locale, by its path below the address it is served at: the pack is `pack.khp`.
pub fn files(locale: &str) -> Vec<(String, Vec<u8>)> {
    let (pack, shelf, index) = pieces(locale);
    let wait =
        [Inline::Text("Wait ".into()), Inline::Fact("refund-wait".into()), Inline::Text(" days.".into())];
    let body =
        Body { related: vec![Link::Flow("refund".into())], blocks: vec![Block::Paragraph(wait.to_vec())] };
    let named = |path: &str, bytes: Vec<u8>| (path.to_owned(), bytes);
    vec![
        named("pack.khp", pack.encode()),
        named("shelf.khs", shelf.encode()),
        named("index.khx", index),
        named("article/payment-declined.kha", body.encode()),
        named("flow/refund.khf", flow().encode()),
        named("flow/guide.khf", crate::flows::guide().encode()),
    ]
}

fn pieces(locale: &str) -> (Pack, Shelf, Vec<u8>) {
    let article = ArticleMeta {
        slug: "payment-declined".into(),
        area: Area::Payments,
        category: Category::PaymentDeclined,
        title: "Your payment was declined".into(),
        summary: "What to do now.".into(),
        // Nobody has translated it.
        foreign: locale != "en-GB",
    };
    let docs = [
        Doc {
            title: &article.title,
            keywords: &["card refused".into()],
            summary: &article.summary,
            ..Doc::default()
        },
        Doc { title: "Find your refund", summary: "A few questions.", ..Doc::default() },
    ];
    let index = build(&docs, Language::English, &Synonyms::none()).unwrap();
    let pack = Pack {
        locale: locale.into(),
        timezone: market().timezone,
        ui: ui::KEYS[..ui::FIRST].iter().map(|key| text(key)).collect(),
        reasons: vec!["because your payment was declined".into()],
        offers: vec![Offer {
            target: Target::Article(article.slug.clone()),
            title: article.title.clone(),
            foreign: article.foreign,
        }],
        rules: vec![Rule {
            test: Test::Is(2, "declined".into()),
            fits: vec![Fit { offer: 0, reason: 0, weight: 90, badge: false }],
        }],
    };
    let shelf = Shelf {
        market: market(),
        ui: ui::KEYS[ui::FIRST..].iter().map(|key| text(key)).collect(),
        evidence: vec![
            Evidence { key: "order-number".into(), gives: Gives::Order, words: "Order number".into() },
            Evidence { key: "tracking".into(), gives: Gives::Either, words: "Tracking number".into() },
        ],
        checklists: vec![Checklist {
            category: Category::RefundMissing,
            evidence: vec!["order-number".into(), "tracking".into()],
        }],
        categories: named(&[("refund-missing", "My refund has not come"), ("other", "Something else")]),
        encoder: String::new(),
        articles: vec![article],
        flows: vec![
            FlowMeta {
                slug: "refund".into(),
                area: Area::Returns,
                title: "Find your refund".into(),
                summary: "A few questions.".into(),
                foreign: false,
            },
            crate::flows::meta(),
        ],
    };
    (pack, shelf, index)
}

fn flow() -> Flow {
    let choice = |id: &str, label: &str| Choice { id: id.into(), label: label.into() };
    let step = |id: &str, question: &str, ask, next| Step {
        id: id.into(),
        question: question.into(),
        help: String::new(),
        ask,
        required: true,
        from: None,
        next,
    };
    let next = |when, goto| Next { when, goto };
    let outcome = |id: &str, title: &str, kind| Outcome {
        id: id.into(),
        kind,
        title: title.into(),
        steps: vec![vec![Inline::Text("Find your receipt.".into())]],
        next: vec![Inline::Text("We look at it.".into())],
        message: String::new(),
        link: None,
        action: None,
        category: Category::RefundMissing,
        evidence: vec!["order-number".into()],
    };
    let options = vec![choice("back", "I sent something back"), choice("unsure", "I'm not sure")];
    Flow {
        slug: "refund".into(),
        start: 0,
        steps: vec![
            step("kind", "What happened?", Ask::Choice(options), vec![next(When::Always, Goto::Step(1))]),
            step(
                "returned-on",
                "When did you send it back?",
                Ask::Date(false),
                vec![
                    next(When::Policy(Policy::RefundOverdue), Goto::Outcome(0)),
                    next(When::Always, Goto::Outcome(1)),
                ],
            ),
        ],
        outcomes: vec![
            outcome("send", "Send us your proof", OutcomeKind::SendCase),
            outcome(
                "wait",
                "Give it time",
                OutcomeKind::Wait(Wait {
                    fact: "refund-wait".into(),
                    unit: WaitUnit::Days,
                    from: WaitFrom::Step("returned-on".into()),
                }),
            ),
        ],
    }
}

fn market() -> Market {
    Market {
        code: "GB".into(),
        name: "United Kingdom".into(),
        currency: "GBP".into(),
        timezone: "Europe/London".into(),
        sample: true,
        official: vec![],
        official_emails: vec![],
        official_email_hosts: vec![],
        official_phones: vec![],
        help_url: "https://www.klarna.com/uk/customer-service/".into(),
        holidays: vec![],
        hours: Hours { days: vec![1, 2, 3, 4, 5], open: 540, close: 1080 },
        phone: Some(Phone { number: "+44 1632 960123".into(), sample: true }),
        response_days: vec![],
        default_response_days: 5,
        facts: vec![Fact { key: "refund-wait".into(), value: "14".into(), source: "sample".into() }],
        complaint: Complaint {
            final_weeks: 8,
            source: String::new(),
            ombudsman: "Ombudsman".into(),
            ombudsman_url: String::new(),
        },
    }
}
