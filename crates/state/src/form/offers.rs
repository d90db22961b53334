//! Articles and flows that may answer what is being written. They never stand in the way of sending.

use crate::effect::{Effect, Notice};
use crate::search::{self, By};
use crate::{Found, State};
use klarna_help_pack::Target;
use klarna_help_pack::ui::Key;
use klarna_help_search::Verdict;

/// Most that are offered.
const OFFERS: usize = 3;
/// Fewer whole words than this say too little.
const WORDS_MIN: usize = 3;
/// How sure the best has to be, from 0 to 1, where the search itself does not call it an answer. Below it would be a guess,
/// and somebody who writes to us is not to be held up by one.
const SURE: f32 = 0.4;
/// What is found with less than this part of the best one's score fits by a common word alone.
const FITS: f32 = 0.5;
/// Characters of the text that are looked at: its end, where the customer is.
const LOOKED_AT: usize = 300;

/// Looks again when a word is finished; said once, when there first is something, and never with the focus.
pub(super) fn look(state: &mut State) -> Option<Effect> {
    let text = &state.form.description;
    let whole = text.rsplit_once(char::is_whitespace).map_or("", |(whole, _)| whole);
    let start = whole.char_indices().rev().nth(LOOKED_AT).map_or(0, |(at, _)| at);
    let looked = whole.get(start..).unwrap_or_default().to_owned();
    if looked == state.form.offers.looked {
        return None;
    }
    let list = if whole.split_whitespace().count() < WORDS_MIN {
        Vec::new()
    } else {
        let found = search::find(state, &looked, OFFERS, By::Meaning);
        found.map(|(verdict, found)| fitting(verdict, found, &state.form.flow)).unwrap_or_default()
    };
    let notice = match list.len() {
        1 => Notice::plain(Key::OffersOne),
        n => Notice { key: Key::OffersOther, args: vec![("count", n.to_string())] },
    };
    let offers = &mut state.form.offers;
    offers.looked = looked;
    offers.list = list;
    let first = !offers.list.is_empty() && !offers.said;
    offers.said |= first;
    first.then_some(Effect::Announce(notice))
}

/// Only where the best is likely to answer; and not the flow the customer comes from: it has sent them here.
fn fitting(verdict: Verdict, found: Vec<Found>, from: &str) -> Vec<Target> {
    let best = found.first().map_or(0.0, |f| f.score);
    let sure = verdict == Verdict::Answer || verdict == Verdict::Maybe && best >= SURE;
    let fits = |f: &Found| sure && f.score >= best * FITS && f.target != Target::Flow(from.into());
    found.into_iter().filter(fits).map(|f| f.target).collect()
}
