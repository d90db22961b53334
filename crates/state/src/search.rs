//! Search as the customer types. Nothing typed leaves the page, and no event carries it.

use crate::effect::{Effect, Notice};
use crate::{Found, State};
use klarna_help_pack::ui::Key;
use klarna_help_search::Verdict;

/// Most results shown.
const RESULTS: usize = 8;
/// Longest query kept, in characters.
const QUERY_MAX: usize = 300;

pub(crate) fn typed(state: &mut State, text: String) -> Vec<Effect> {
    state.query = match text.char_indices().nth(QUERY_MAX) {
        Some((end, _)) => text.get(..end).unwrap_or_default().into(),
        None => text,
    };
    // What answers comes with the rest of the module. Until then the text is kept.
    if state.rest.ready().is_some() {
        return answer(state);
    }
    if state.pack.ready().is_none() {
        return Vec::new();
    }
    let waits = !state.query.trim().is_empty();
    let said = std::mem::replace(&mut state.search_waits, waits);
    if waits && !said { vec![Effect::Announce(Notice::plain(Key::SearchWait))] } else { Vec::new() }
}

/// Answers what is typed, once the shelf and the index are there; says once that it waits for them.
#[inline(never)]
pub(crate) fn answer(state: &mut State) -> Vec<Effect> {
    state.found = find(state, &state.query, RESULTS);
    if state.query.trim().is_empty() {
        state.search_waits = false;
        return Vec::new();
    }
    let there = is_there(state);
    let said = std::mem::replace(&mut state.search_waits, !there);
    let notice = match state.found.len() {
        _ if !there && said => return Vec::new(),
        _ if !there => Notice::plain(Key::SearchWait),
        0 => Notice::plain(Key::SearchNone),
        1 => Notice { key: Key::SearchCountOne, args: vec![("count", "1".into())] },
        n => Notice { key: Key::SearchCountOther, args: vec![("count", n.to_string())] },
    };
    vec![Effect::Announce(notice)]
}

/// Whether a search can be answered.
pub(crate) fn is_there(state: &State) -> bool {
    state.shelf().is_some() && state.content.index.ready().is_some()
}

/// What fits a text, best first.
pub(crate) fn find(state: &State, text: &str, most: usize) -> Vec<Found> {
    let (Some(shelf), Some(index)) = (state.shelf(), state.content.index.ready()) else { return Vec::new() };
    let found = |hit: klarna_help_search::Hit| {
        let place = usize::try_from(hit.doc).ok()?;
        Some(Found { target: shelf.document(place)?, score: hit.score })
    };
    let by_meaning = state.content.meaning.ready().map(|meaning| index.search_with(meaning, text, most));
    // Everything means something: where nothing is near, only what has the words is shown.
    let sure = by_meaning.filter(|found| found.verdict != Verdict::Nothing);
    let answer = sure.unwrap_or_else(|| index.search(text, most));
    answer.hits.into_iter().filter_map(found).collect()
}

pub(crate) fn clear(state: &mut State) {
    state.search_waits = false;
    state.query.clear();
    state.found.clear();
}
