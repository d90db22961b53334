//! What a device has kept comes back; what waits goes out when there is a network, from whichever tab sees it first.

use super::send::{again, in_order, later};
use super::{Draft, FormEffect, Phase, WaitsFor};
use crate::effect::Effect;
use crate::{Screen, State};

/// The drafts that the device has. The first time one of them may fill an empty form; what else waits is sent beside it.
pub(super) fn recalled(state: &mut State, drafts: Vec<Draft>, online: bool) -> Vec<Effect> {
    if !state.may_remember() {
        return Vec::new();
    }
    if std::mem::take(&mut state.outbox.over) {
        return vec![Effect::form(FormEffect::Forget)];
    }
    let mut effects = Vec::new();
    let (over, mut drafts): (Vec<_>, Vec<_>) =
        drafts.into_iter().partition(|draft| draft.is_over(state.now.date));
    for draft in over {
        effects.push(Effect::form(FormEffect::Drop(draft.key.clone(), draft.ids())));
    }
    // One that waits comes before one that is being written: it is the one the customer is waiting for.
    drafts.sort_by_key(|draft| !draft.waiting);
    let first = !std::mem::replace(&mut state.outbox.recalled, true);
    if first && !state.form.begun && !drafts.is_empty() {
        effects.extend(adopt(state, drafts.remove(0), online));
    }
    for draft in drafts.into_iter().filter(|draft| draft.waiting && online) {
        let ours = state.form.key.as_ref() == Some(&draft.key) && !state.form.is_locked();
        if ours && Draft::of(state).is_some_and(|own| own.says_the_same(&draft)) {
            // The draft of this form was sent in another tab.
            effects.extend(adopt(state, draft, online));
            continue;
        }
        if ours {
            // It was, and is written on here: that is another case now.
            state.form.key = None;
            state.form.attempts.clear();
            effects.push(Effect::form(FormEffect::MakeKey));
        }
        effects.extend(beside(state, draft));
    }
    effects
}

fn adopt(state: &mut State, draft: Draft, online: bool) -> Vec<Effect> {
    let waiting = draft.waiting && !draft.attempts.is_empty();
    let shown = *state.screen() == Screen::CaseForm;
    let (keep, email) = (state.form.keep, std::mem::take(&mut state.form.email));
    state.form = draft.into_form();
    // That it is there means that the customer wanted it kept.
    state.form.keep = keep.or(Some(true));
    if state.form.email.is_empty() {
        state.form.email = email;
    }
    let mut effects: Vec<Effect> = state.form.files.wake().into_iter().map(in_order).collect();
    if waiting {
        state.form.phase = Phase::Waiting(WaitsFor::Network);
        state.form.unattended = !shown;
        effects.extend(if online { again(state) } else { Some(later(state)) });
    }
    effects
}

/// Sends what another tab left waiting, without touching the form. Its key makes it one case, whoever sends it.
fn beside(state: &mut State, draft: Draft) -> Option<Effect> {
    let known = state.form.key.as_ref() == Some(&draft.key)
        || state.outbox.beside.iter().any(|(key, _)| *key == draft.key);
    let request = draft.attempts.last().filter(|_| !known)?.clone();
    state.outbox.beside.push((draft.key.clone(), draft.ids()));
    Some(Effect::form(FormEffect::Send(Box::new(request), draft.key, state.identity.clone())))
}

/// The network is back, or somebody looks again: what waited for it goes on.
pub(super) fn wake(state: &mut State, online: bool) -> Vec<Effect> {
    if !online {
        return Vec::new();
    }
    let mut effects: Vec<Effect> = state.form.files.wake().into_iter().map(in_order).collect();
    state.form.missed = 0;
    effects.extend(onward(state));
    if state.may_remember() {
        effects.push(Effect::form(FormEffect::Recall));
    }
    effects
}

/// It is tried again, whatever the browser believes of its network; unless it was tried or changed since.
pub(super) fn waited(state: &mut State, missed: u8) -> Option<Effect> {
    if state.form.missed == missed { onward(state) } else { None }
}

fn onward(state: &mut State) -> Option<Effect> {
    if state.form.phase != Phase::Waiting(WaitsFor::Network) {
        return None;
    }
    state.form.unattended = *state.screen() != Screen::CaseForm;
    again(state)
}
