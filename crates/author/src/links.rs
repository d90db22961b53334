//! Links and rules as authors write them.

use crate::refusal::Refusals;
use klarna_help_pack::{Link, Rule, Test};
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

/// Rules from their tables.
pub(crate) fn rules(path: &Path, raw: Vec<RawRule>, refusals: &mut Refusals) -> Vec<Rule> {
    let mut rules = Vec::new();
    for rule in raw {
        let test = match (rule.is.clone(), rule.at_most) {
            (Some(text), None) if Rule::TEXT_FACTS.contains(&rule.fact.as_str()) => Test::Is(text),
            (None, Some(number)) if rule.fact == "due_in_days" => Test::AtMost(number),
            _ => {
                let remedy = format!(
                    "use `is` with one of {}, or `at_most` with due_in_days",
                    Rule::TEXT_FACTS.join(" ")
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
        let RawRule { fact, reason, weight, badge, .. } = rule;
        rules.push(Rule { fact, test, reason, weight, badge });
    }
    rules
}
