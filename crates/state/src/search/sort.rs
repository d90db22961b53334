//! Looking for a text, and the order in which what was found is shown.

use super::model::{Found, Group, GroupKind, Results};
use crate::State;
use klarna_help_pack::{Shelf, Target, guide_first};
use klarna_help_search::Verdict;
use klarna_help_wire::Category;
use std::ops::Range;
use std::rc::Rc;

/// What is found with less than this part of the best one's score says nothing of the category.
const FITS: f32 = 0.5;

/// How something is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// By its words: at once.
    Words,
    /// By meaning too, where what finds by it is there.
    Meaning,
}

/// What fits a text, best first, and how sure the best is; `None` while nothing can answer.
pub(crate) fn find(state: &State, text: &str, most: usize, by: By) -> Option<(Verdict, Vec<Found>)> {
    let (shelf, index) = (state.shelf()?, state.content.index.ready()?);
    let meaning = state.content.meaning.ready().filter(|_| by == By::Meaning);
    let answer = index.answer(meaning.map(Rc::as_ref), text, most);
    let found = answer.hits.into_iter().filter_map(|hit| {
        let target = shelf.document(usize::try_from(hit.doc).ok()?)?;
        Some(Found { target, score: hit.score, in_title: Vec::new(), in_text: Vec::new() })
    });
    Some((answer.verdict, found.collect()))
}

/// What is shown for a text.
pub(super) fn results(state: &State, most: usize, by: By) -> Option<Results> {
    let (verdict, mut found) = find(state, &state.query, most, by)?;
    guide_first(&mut found, |found| (&found.target, found.score));
    mark(state, &mut found);
    let verdict = if found.is_empty() { Verdict::Nothing } else { verdict };
    Some(Results { verdict, groups: groups(verdict, found) })
}

/// The answer, if there is one; then guides and articles, and of these first the kind that has the better one: what the
/// customer most likely means is never below what they less likely mean.
pub(super) fn groups(verdict: Verdict, mut found: Vec<Found>) -> Vec<Group> {
    let mut groups = Vec::new();
    if verdict == Verdict::Answer && !found.is_empty() {
        groups.push(Group { kind: GroupKind::Answer, found: vec![found.remove(0)] });
    }
    let guide_first = matches!(found.first().map(|best| &best.target), Some(Target::Flow(_)));
    let (guides, articles): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|found| matches!(found.target, Target::Flow(_)));
    let mut both = [
        Group { kind: GroupKind::Guides, found: guides },
        Group { kind: GroupKind::Articles, found: articles },
    ];
    if !guide_first {
        both.reverse();
    }
    groups.extend(both.into_iter().filter(|group| !group.found.is_empty()));
    groups
}

fn words<'a>(shelf: &'a Shelf, target: &Target) -> Option<(&'a str, &'a str)> {
    match target {
        Target::Article(slug) => shelf.article(slug).map(|a| (a.title.as_str(), a.summary.as_str())),
        Target::Flow(slug) => shelf.flow(slug).map(|f| (f.title.as_str(), f.summary.as_str())),
    }
}

/// Finds the words of the query in titles and summaries. The query is understood once, for all of them in one text.
fn mark(state: &State, found: &mut [Found]) {
    let (Some(shelf), Some(index)) = (state.shelf(), state.content.index.ready()) else { return };
    let mut text = String::new();
    let mut ends = Vec::with_capacity(found.len());
    for one in found.iter() {
        let (title, summary) = words(shelf, &one.target).unwrap_or_default();
        let begins = text.len();
        text.extend([title, "\n"]);
        let middle = text.len();
        text.extend([summary, "\n"]);
        ends.push((begins, middle, text.len()));
    }
    let places = index.highlight(&text, &state.query);
    for (one, (begins, middle, end)) in found.iter_mut().zip(ends) {
        one.in_title = within(&places, begins, middle);
        one.in_text = within(&places, middle, end);
    }
}

fn within(places: &[Range<usize>], from: usize, to: usize) -> Vec<Range<usize>> {
    let inside = places.iter().filter(|place| place.start >= from && place.end <= to);
    inside.map(|place| place.start - from..place.end - from).collect()
}

/// What the case is about, as far as the results tell: by the best one, or, where that is a guide, by the best article that
/// fits about as well. Nothing where nothing fits.
pub(super) fn category(shelf: &Shelf, results: &Results) -> Option<Category> {
    let best = results.best().filter(|_| results.verdict != Verdict::Nothing)?;
    let mut near: Vec<&Found> = results.all().filter(|found| found.score >= best.score * FITS).collect();
    near.sort_by(|a, b| b.score.total_cmp(&a.score));
    near.into_iter().find_map(|found| match &found.target {
        Target::Article(slug) => shelf.article(slug).map(|article| article.category),
        Target::Flow(_) => None,
    })
}
