//! Searches of before, kept on the device for whoever comes back: only where the host passed on that the customer has
//! agreed, never in somebody else's page, masked like everything that is kept, and gone with logout, reset and the consent.

use super::model::SearchEffect;
use crate::State;
use crate::effect::{Effect, Focus, Notice};
use klarna_help_pack::ui::Key;
use klarna_help_wire::redact;

/// Most that are kept.
const RECENT: usize = 5;
/// Fewer characters than this are no search to come back to.
const SHORTEST: usize = 3;
/// Characters of a search that are kept: what is longer is a story, and stays in nobody's list.
const LONGEST: usize = 80;

impl State {
    /// What was searched for before, newest first; nothing without consent.
    pub fn recent_searches(&self) -> &[String] {
        if may_keep(self) { &self.search.recent } else { &[] }
    }
}

fn may_keep(state: &State) -> bool {
    state.consent.storage == Some(true) && !state.config.is_public()
}

/// Keeps the search that led somewhere; not one that was done before the rest was there, which masks it.
pub(super) fn keep(state: &mut State) -> Option<Effect> {
    state.rest.ready()?;
    keep_masked(state)
}

#[inline(never)]
fn keep_masked(state: &mut State) -> Option<Effect> {
    let masked = redact(&state.query, &[]).text;
    let text = masked.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = text.chars().count();
    if !may_keep(state) || !(SHORTEST..=LONGEST).contains(&length) {
        return None;
    }
    let recent = &mut state.search.recent;
    // Not by every script: the tables for that would be in what everybody downloads first (docs/decisions/0013).
    recent.retain(|other| !other.eq_ignore_ascii_case(&text));
    recent.insert(0, text);
    recent.truncate(RECENT);
    Some(Effect::search(SearchEffect::Keep(recent.clone())))
}

/// What the device had. It is not shown before there is consent.
pub(super) fn recalled(state: &mut State, texts: Vec<String>) -> Vec<Effect> {
    if state.search.over {
        return over(state);
    }
    let fits = |text: &String| (SHORTEST..=LONGEST).contains(&text.chars().count());
    state.search.recent = texts.into_iter().filter(fits).take(RECENT).collect();
    Vec::new()
}

/// The customer takes them away.
pub(super) fn clear(state: &mut State) -> Vec<Effect> {
    state.search.recent.clear();
    state.search.active = None;
    vec![
        Effect::search(SearchEffect::Keep(Vec::new())),
        Effect::Announce(Notice::plain(Key::SearchRecentCleared)),
        Effect::Focus(Focus::Search),
    ]
}

/// The customer is done, or takes consent back: what is known is gone at once, what the device has as soon as the rest is
/// there, which takes it away.
pub(crate) fn over(state: &mut State) -> Vec<Effect> {
    state.search.recent.clear();
    state.search.over = state.rest.ready().is_none();
    if state.search.over || state.config.is_public() {
        return Vec::new();
    }
    vec![Effect::search(SearchEffect::Keep(Vec::new()))]
}

/// The rest is there.
pub(crate) fn rest_came(state: &mut State) -> Vec<Effect> {
    if state.search.over { over(state) } else { Vec::new() }
}
