//! Screens: a stack, with home at its foot.

use crate::effect::{Effect, Focus};
use crate::{CaseSeed, Screen, State};
use crate::{content, desk, flow, form, handover, search, update};
use klarna_help_wire::{EventData, EventFact};

/// Most screens kept behind the one shown.
const STACK_MAX: usize = 32;

pub(crate) fn go(state: &mut State, screen: Screen) -> Vec<Effect> {
    if let Some(effects) = handover::instead_of(state, &screen) {
        return effects;
    }
    if *state.screen() == screen {
        return vec![Effect::Focus(Focus::Heading)];
    }
    state.stack.push(screen);
    if state.stack.len() > STACK_MAX {
        // Home stays at the foot; the oldest screen above it goes.
        state.stack.remove(1);
    }
    shown(state)
}

pub(crate) fn back(state: &mut State) -> Vec<Effect> {
    // In a flow, back is the question before.
    if let Screen::Flow(slug) = state.screen().clone()
        && state.flow(&slug).is_some()
        && let Some(effects) = flow::back(state, &slug)
    {
        return effects;
    }
    if state.stack.len() > 1 {
        state.stack.pop();
    }
    shown(state)
}

pub(crate) fn home(state: &mut State) -> Vec<Effect> {
    state.stack = vec![Screen::Home];
    search::clear(state);
    shown(state)
}

/// A place by its public name: `home`, `contact`, `case`, `cases`, `article:<slug>`, `flow:<slug>`, `search:<text>`.
pub(crate) fn to(state: &mut State, name: String) -> Vec<Effect> {
    if state.pack.ready().is_none() {
        state.pending = Some(name);
        return Vec::new();
    }
    match name.split_once(':').unwrap_or((&name, "")) {
        ("home", "") => home(state),
        ("contact", "") => go(state, Screen::Contact),
        ("case", "") => form::start(state, CaseSeed::default()),
        ("cases", "") => cases(state),
        ("article", slug) => place(state, Screen::Article(slug.into())),
        ("flow", slug) => place(state, Screen::Flow(slug.into())),
        ("search", text) => {
            state.stack = vec![Screen::Home];
            let mut effects = search::typed(state, text.into());
            effects.push(Effect::Focus(Focus::Search));
            effects
        }
        _ => unknown(),
    }
}

/// An article or a flow. Whether there is such a thing the shelf tells: until it is there, the screen waits for it.
fn place(state: &mut State, screen: Screen) -> Vec<Effect> {
    let Some(target) = content::target_of(&screen).filter(|target| content::may_be(state, target)) else {
        return unknown();
    };
    state.linked = Some(target);
    go(state, screen)
}

fn unknown() -> Vec<Effect> {
    vec![Effect::event("error", EventData::of(EventFact::Code, "unknown-target"))]
}

/// The cases known here: the one there is, or a screen that lists them or says that there is none.
pub(crate) fn cases(state: &mut State) -> Vec<Effect> {
    let screen = match &state.desk.cases[..] {
        // Whoever is known has a list, which may have more.
        [only] if state.identity.is_none() => Screen::Case(only.case_id.clone()),
        _ => Screen::Cases,
    };
    go(state, screen)
}

/// What follows when another screen shows.
pub(crate) fn shown(state: &mut State) -> Vec<Effect> {
    state.flow_issue = None;
    state.flow_draft.clear();
    let screen = state.screen().clone();
    let mut effects = vec![
        Effect::Focus(Focus::Heading),
        Effect::event("navigate", EventData::of(EventFact::Screen, screen.name())),
    ];
    if screen != Screen::Home {
        content::ahead_of_screen(state, &mut effects);
        update::need_rest(state, &mut effects);
        update::need_content(state, &mut effects);
    }
    match &screen {
        Screen::Article(slug) => {
            effects.push(Effect::event("article-view", EventData::of(EventFact::Slug, slug)));
        }
        Screen::Flow(slug) if state.run(slug).is_none() => {
            state.runs.push((slug.clone(), klarna_help_pack::FlowRun::default()));
            effects.push(Effect::event("flow-start", EventData::of(EventFact::Slug, slug)));
        }
        Screen::Flow(slug) if state.flow(slug).is_some() => flow::write_kept(state, slug),
        Screen::Case(id) => effects.extend(desk::refresh(state, id)),
        _ => {}
    }
    if state.rest.ready().is_some() {
        effects.extend(content::only_english(state));
    }
    effects
}
