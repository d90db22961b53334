//! Links and rules as authors write them.

use crate::refusal::Refusals;
use klarna_help_pack::{Link, Test};
use klarna_help_wire::Category;
use serde::Deserialize;
use std::path::Path;

/// `article:slug`, `flow:slug`, `contact:`, `case:category` or an https address; refused otherwise.
pub(crate) fn link(path: &Path, text: &str, refusals: &mut Refusals) -> Option<Link> {
    let link = match text.split_once(':') {
        Some(("article", slug)) => Some(Link::Article(slug.into())),
        Some(("flow", slug)) => Some(Link::Flow(slug.into())),
        Some(("contact", "")) => Some(Link::Contact),
        Some(("case", name)) => Category::parse(name).map(Link::Case),
        Some(("https", _)) => Some(Link::Web(text.into())),
        _ => None,
    };
    if link.is_none() {
        let remedy = "use article:slug, flow:slug, contact:, case:category or https://…";
        refusals.add(path, format!("`{text}` is not a link"), remedy);
    }
    link
}

/// A category by name; refused otherwise.
pub(crate) fn category(path: &Path, name: &str, refusals: &mut Refusals) -> Option<Category> {
    let found = Category::parse(name);
    if found.is_none() {
        let names: Vec<&str> = Category::ALL.iter().map(|c| c.as_str()).collect();
        refusals.add(path, format!("`{name}` is not a category"), format!("use one of {}", names.join(" ")));
    }
    found
}

/// A `[[suggest]]` table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRule {
    fact: String,
    is: Option<String>,
    at_most: Option<i64>,
    reason: String,
    weight: u8,
    #[serde(default)]
    badge: bool,
}

/// A rule of one article or flow. The pack keeps it by its test (offers.rs).
#[derive(Clone, Debug)]
pub(crate) struct SourceRule {
    pub(crate) test: Test,
    /// Key of a reason.
    pub(crate) reason: String,
    pub(crate) weight: u8,
    pub(crate) badge: bool,
}

/// Rules from their tables.
pub(crate) fn rules(path: &Path, raw: Vec<RawRule>, refusals: &mut Refusals) -> Vec<SourceRule> {
    let mut rules = Vec::new();
    for rule in raw {
        let place = Test::TEXT_FACTS.iter().position(|fact| *fact == rule.fact);
        let test = match (rule.is.clone(), rule.at_most, place.and_then(|place| u8::try_from(place).ok())) {
            (Some(text), None, Some(place)) => Test::Is(place, text),
            (None, Some(days), None) if rule.fact == "due_in_days" => Test::DueWithin(days),
            _ => {
                let remedy = format!(
                    "use `is` with one of {}, or `at_most` with due_in_days",
                    Test::TEXT_FACTS.join(" ")
                );
                refusals.add(path, format!("a rule on `{}` has no test that fits", rule.fact), remedy);
                continue;
            }
        };
        if !(1..=100).contains(&rule.weight) {
            refusals.add(path, format!("weight {} is out of range", rule.weight), "use 1 to 100");
        }
        if rule.badge && !["payment_status", "error_code"].contains(&rule.fact.as_str()) {
            let what = format!("a rule on `{}` has a badge", rule.fact);
            refusals.add(path, what, "only payment_status and error_code are trouble to tell of unasked");
        }
        let RawRule { reason, weight, badge, .. } = rule;
        rules.push(SourceRule { test, reason, weight, badge });
    }
    rules
}
