//! Few ways out of many: enough to take each route once, and to give each answer once.

use super::{Edge, Route};
use klarna_help_pack::{Answer, Ask, Flow};
use std::collections::{BTreeMap, BTreeSet};

/// Something that has to be driven.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Edge(Edge),
    Answer(String, String),
}

fn things(route: &Route) -> BTreeSet<Thing> {
    let answers = route.asked.iter().map(|(step, answer)| Thing::Answer(step.clone(), key(answer)));
    route.edges.iter().map(|edge| Thing::Edge(*edge)).chain(answers).collect()
}

fn key(answer: &Answer) -> String {
    format!("{answer:?}")
}

/// Some of the ways, in their order: together they take every route and give every answer that all of them do. Each
/// pass takes the way that adds most for the thing that is hardest to come by.
pub fn cover(all: &[Route]) -> Vec<Route> {
    let sets: Vec<BTreeSet<Thing>> = all.iter().map(things).collect();
    let mut ways: BTreeMap<&Thing, Vec<usize>> = BTreeMap::new();
    for (i, set) in sets.iter().enumerate() {
        for thing in set {
            ways.entry(thing).or_default().push(i);
        }
    }
    let mut rare: Vec<(&Thing, &Vec<usize>)> = ways.iter().map(|(thing, ways)| (*thing, ways)).collect();
    rare.sort_by_key(|(_, ways)| ways.len());
    let (mut done, mut chosen) = (BTreeSet::new(), BTreeSet::new());
    for (thing, ways) in rare {
        if done.contains(thing) {
            continue;
        }
        let adds = |i: usize| sets.get(i).map_or(0, |set| set.iter().filter(|t| !done.contains(t)).count());
        // Of those that add as much, the first: it tells least.
        let best = ways.iter().copied().max_by_key(|i| (adds(*i), std::cmp::Reverse(*i)));
        if let Some((i, set)) = best.and_then(|i| Some((i, sets.get(i)?))) {
            chosen.insert(i);
            done.extend(set);
        }
    }
    chosen.into_iter().filter_map(|i| all.get(i).cloned()).collect()
}

/// The options that a flow offers, as step and option: what a coverage of its answers is measured by.
pub fn answers_of(flow: &Flow) -> BTreeSet<(String, String)> {
    let asking = flow.steps.iter().filter(|step| step.ask != Ask::Pass);
    asking
        .flat_map(|step| step.ask.options().iter().map(|option| (step.id.clone(), option.id.clone())))
        .collect()
}
