//! What home may offer, by what it tests: the rules of every article and flow, as far as home could ever show them.
//!
//! Home shows few offers. Where as many others are offered before a rule's own whenever its test holds, the rule says
//! nothing, and is left out; with it, perhaps, the title of what it speaks for. That is why the pack stays small when
//! content grows.

use crate::Read;
use crate::links::SourceRule;
use crate::refusal::Refusals;
use klarna_help_pack::{Fit, Offer, Rule, Target, Test};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Most offers that home shows: `OFFERS` of src/screens/home.rs.
const SHOWN: usize = 3;

/// Offers, rules and reasons of a pack.
#[derive(Debug, Default)]
pub(crate) struct Offers {
    pub(crate) offers: Vec<Offer>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) reasons: Vec<String>,
}

/// What a test speaks for: a place in the list of entries, with the rule.
type Spoken<'a> = Vec<(usize, &'a SourceRule)>;

pub(crate) fn build(
    content: &Path,
    read: &Read,
    words: &[(String, String)],
    refusals: &mut Refusals,
) -> Offers {
    // Flows first: where weights are one, a guide is the better offer.
    let flows = read.flows.iter().map(|f| {
        let target = Target::Flow(f.meta.slug.clone());
        (Offer { target, title: f.meta.title.clone(), foreign: f.meta.foreign }, &f.rules)
    });
    let articles = read.articles.iter().map(|a| {
        let target = Target::Article(a.meta.slug.clone());
        (Offer { target, title: a.meta.title.clone(), foreign: a.meta.foreign }, &a.rules)
    });
    let entries: Vec<(Offer, &Vec<SourceRule>)> = flows.chain(articles).collect();
    let mut tests: BTreeMap<&Test, Spoken<'_>> = BTreeMap::new();
    for (place, (offer, rules)) in entries.iter().enumerate() {
        for rule in *rules {
            if !words.iter().any(|(key, _)| *key == rule.reason) {
                let what = format!("the reason `{}` has no words", rule.reason);
                refusals.add(&folder(content, &offer.target), what, "add it below [reason] in content/ui");
            }
            tests.entry(&rule.test).or_default().push((place, rule));
        }
    }
    // A guide and an article of one slug are offered as one (`suggest`).
    let subject = |place: usize| {
        let slug = entries.get(place).map(|(offer, _)| offer.target.slug());
        entries.iter().position(|(offer, _)| Some(offer.target.slug()) == slug).unwrap_or(place)
    };
    let kept: Vec<(&Test, Spoken<'_>)> =
        tests.keys().map(|test| (*test, seen(test, &tests, subject))).collect();

    let mut built = Offers::default();
    let mut places: Vec<usize> =
        kept.iter().flat_map(|(_, fits)| fits.iter().map(|(place, _)| *place)).collect();
    places.sort_unstable();
    places.dedup();
    for (test, fits) in kept.into_iter().filter(|(_, fits)| !fits.is_empty()) {
        let fits = fits.into_iter().filter_map(|(place, rule)| {
            let text = words.iter().find(|(key, _)| *key == rule.reason).map(|(_, text)| text)?;
            let known = built.reasons.iter().position(|reason| reason == text);
            let reason = known.unwrap_or_else(|| {
                built.reasons.push(text.clone());
                built.reasons.len() - 1
            });
            let offer = u16::try_from(places.binary_search(&place).ok()?).ok()?;
            Some(Fit { offer, reason: u16::try_from(reason).ok()?, weight: rule.weight, badge: rule.badge })
        });
        let fits = fits.collect();
        built.rules.push(Rule { test: test.clone(), fits });
    }
    built.offers = places.iter().filter_map(|place| Some(entries.get(*place)?.0.clone())).collect();
    built
}

/// Where something is authored.
fn folder(content: &Path, target: &Target) -> PathBuf {
    match target {
        Target::Article(slug) => content.join("articles").join(slug),
        Target::Flow(slug) => content.join("flows").join(slug),
    }
}

/// The rules of a test that home could show, best first: fewer than [`SHOWN`] others are offered before each whenever
/// the test holds. `subject` says of a place what it is offered as.
fn seen<'a>(
    test: &Test,
    tests: &BTreeMap<&Test, Spoken<'a>>,
    subject: impl Fn(usize) -> usize,
) -> Spoken<'a> {
    // Every rule that holds when the test does: its own, and those on a later due date.
    let mut holding: Spoken<'a> = Vec::new();
    for (other, spoken) in tests {
        let implied = match (test, other) {
            (Test::DueWithin(days), Test::DueWithin(more)) => more >= days,
            _ => *other == test,
        };
        if implied {
            holding.extend(spoken.iter().copied());
        }
    }
    holding.sort_by_key(|(place, rule)| (std::cmp::Reverse(rule.weight), *place));
    let mut first: Vec<usize> = Vec::new();
    for (place, _) in &holding {
        let subject = subject(*place);
        if !first.contains(&subject) {
            first.push(subject);
        }
    }
    first.truncate(SHOWN);
    let all: &[_] = tests.get(test).map_or(&[], Vec::as_slice);
    let mut own: Spoken<'a> = Vec::new();
    for (place, rule) in all {
        // An article whose guide has as strong a rule adds nothing to it.
        let guide = subject(*place);
        let covered =
            guide != *place && all.iter().any(|(other, own)| *other == guide && own.weight >= rule.weight);
        if first.contains(&guide) && !covered {
            own.push((*place, rule));
        }
    }
    own.sort_by_key(|(place, rule)| (std::cmp::Reverse(rule.weight), *place));
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(test: Test, weight: u8) -> SourceRule {
        SourceRule { test, reason: "r".into(), weight, badge: false }
    }

    #[test]
    fn only_what_home_could_show_is_kept() {
        let page = || Test::Is(0, "checkout".into());
        let check = |all: &[(Test, usize, u8)], of: Test, expected: &[usize]| {
            let rules: Vec<(usize, SourceRule)> =
                all.iter().map(|(test, place, weight)| (*place, rule(test.clone(), *weight))).collect();
            let mut tests: BTreeMap<&Test, Spoken<'_>> = BTreeMap::new();
            for (place, rule) in &rules {
                tests.entry(&rule.test).or_default().push((*place, rule));
            }
            let places: Vec<usize> =
                seen(&of, &tests, |place| place % 10).into_iter().map(|(place, _)| place).collect();
            assert_eq!(places, expected);
        };
        let many = [(page(), 0, 10), (page(), 1, 40), (page(), 2, 20), (page(), 3, 40)];
        check(&many, page(), &[1, 3, 2]);
        // A due date that is nearer implies the one that is farther: what that offers counts too.
        let due = Test::DueWithin;
        let dates = [(due(7), 0, 50), (due(7), 1, 60), (due(7), 2, 70), (due(3), 3, 40), (due(3), 4, 65)];
        check(&dates, due(3), &[4]);
        check(&dates, due(7), &[2, 1, 0]);
        // 11 is an article on the subject of guide 1, and takes nobody's place.
        let twins = [(page(), 0, 10), (page(), 1, 40), (page(), 11, 40), (page(), 2, 20), (page(), 3, 15)];
        check(&twins, page(), &[1, 2, 3]);
        let stronger = [(page(), 1, 40), (page(), 11, 50)];
        check(&stronger, page(), &[11, 1]);
    }
}
