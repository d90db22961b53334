//! Search as the customer types. Nothing typed leaves the page, and no event carries it.

use crate::effect::{Effect, Notice};
use crate::{Found, State};
use klarna_help_pack::Target;
use klarna_help_pack::ui::Key;

/// Most results shown.
const RESULTS: usize = 8;
/// Longest query kept, in characters.
const QUERY_MAX: usize = 300;

pub(crate) fn typed(state: &mut State, text: String) -> Vec<Effect> {
    state.query = match text.char_indices().nth(QUERY_MAX) {
        Some((end, _)) => text.get(..end).unwrap_or_default().into(),
        None => text,
    };
    if state.pack.ready().is_none() {
        return Vec::new();
    }
    state.found = find(state, &state.query, RESULTS);
    if state.query.trim().is_empty() {
        return Vec::new();
    }
    let notice = match state.found.len() {
        0 => Notice::plain(Key::SearchNone),
        1 => Notice { key: Key::SearchCountOne, args: vec![("count", "1".into())] },
        n => Notice { key: Key::SearchCountOther, args: vec![("count", n.to_string())] },
    };
    vec![Effect::Announce(notice)]
}

/// What fits a text, best first.
pub(crate) fn find(state: &State, text: &str, most: usize) -> Vec<Found> {
    let Some(pack) = state.pack.ready() else { return Vec::new() };
    let articles = pack.articles.len();
    let found = |hit: klarna_help_search::Hit| {
        let doc = usize::try_from(hit.doc).ok()?;
        let target = match pack.articles.get(doc) {
            Some(article) => Target::Article(article.slug.clone()),
            None => Target::Flow(pack.flows.get(doc.checked_sub(articles)?)?.slug.clone()),
        };
        Some(Found { target, score: hit.score })
    };
    state.index.search(text, most).hits.into_iter().filter_map(found).collect()
}

pub(crate) fn clear(state: &mut State) {
    state.query.clear();
    state.found.clear();
}
