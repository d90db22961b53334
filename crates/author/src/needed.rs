//! What helped most on each kind of page of a market: `content/needed/<market>.toml`, written by
//! `klarna-help-portal votes needed` from votes of customers who agreed to be counted.
//!
//! It becomes rules as authors write them. Counts beat an author's guess at what a page needs, and nothing else: they take
//! the weight of the strongest rule on that page alone, and those rules step down, so that what an order or a payment says
//! still comes first.

use crate::articles::Article;
use crate::flows::ReadFlow;
use crate::links::SourceRule;
use crate::refusal::Refusals;
use crate::source::toml;
use klarna_help_pack::Test;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Key of the reason that is shown.
const REASON: &str = "most-needed";
/// Weight on a page of which no author thought.
const WEIGHT: u8 = 40;
/// The place of `page` among [`Test::TEXT_FACTS`].
const PAGE: u8 = 0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The last day that was counted; for people.
    #[serde(rename = "until")]
    _until: String,
    /// How many days; likewise.
    #[serde(rename = "days")]
    _days: u32,
    pages: BTreeMap<String, Vec<String>>,
}

/// Adds the rules of a market. Content that is gone since the counting is left out, with a warning.
pub(crate) fn add(
    content: &Path,
    market: &str,
    articles: &mut [Article],
    flows: &mut [ReadFlow],
    refusals: &mut Refusals,
) {
    let path = content.join("needed").join(format!("{}.toml", market.to_ascii_lowercase()));
    if !path.exists() {
        return;
    }
    let Some(file) = toml::<File>(&path, refusals) else { return };
    for (page, list) in file.pages {
        let test = Test::Is(PAGE, page);
        let own = |rules: &[SourceRule]| rules.iter().filter(|r| r.test == test).map(|r| r.weight).max();
        let authored = articles.iter().map(|a| own(&a.rules)).chain(flows.iter().map(|f| own(&f.rules)));
        let strongest = authored.flatten().max().unwrap_or(WEIGHT);
        let steps = u8::try_from(list.len()).unwrap_or(u8::MAX);
        let rules = articles.iter_mut().map(|a| &mut a.rules).chain(flows.iter_mut().map(|f| &mut f.rules));
        for guess in rules.flatten().filter(|rule| rule.test == test) {
            guess.weight = guess.weight.saturating_sub(steps).max(1);
        }
        for (place, about) in (0_u8..).zip(list) {
            let rule = SourceRule {
                test: test.clone(),
                reason: REASON.to_owned(),
                weight: strongest.saturating_sub(place).max(1),
                badge: false,
            };
            let rules = match about.split_once(':') {
                Some(("article", slug)) => {
                    articles.iter_mut().find(|a| a.meta.slug == slug).map(|a| &mut a.rules)
                }
                Some(("flow", slug)) => flows.iter_mut().find(|f| f.meta.slug == slug).map(|f| &mut f.rules),
                _ => None,
            };
            match rules {
                Some(rules) => {
                    // Its own guess at the same page gives way: an offer has one reason.
                    rules.retain(|other| other.test != test);
                    rules.push(rule);
                }
                None => refusals.warn(format!("{}: there is no {about} any more", path.display())),
            }
        }
    }
}
