//! The one door: each action to the module that decides about it.

use crate::effect::{Effect, Focus, Notice};
use crate::{Action, DeskEffect, Failure, Load, Screen, State};
use crate::{content, desk, flow, form, handover, host, navigate, search, vote};
use klarna_help_pack::Pack;
use klarna_help_pack::ui::Key;
use klarna_help_wire::{EventData, EventFact, FromApp};
use std::rc::Rc;

/// Takes an action in, and says what is to be done about it.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let sends = matches!(action, Action::StartCase(_) | Action::Go(Screen::CaseForm));
    let chosen = sends && *state.screen() == Screen::Contact;
    let mut effects = act(state, action);
    if chosen {
        effects.push(Effect::event("contact-choose", EventData::of(EventFact::Channel, "case")));
    }
    // Not before it is there: no case is known before.
    if state.rest.ready().is_some() {
        effects.extend(settle(state));
    }
    effects
}

/// What follows from what has changed, whatever changed it.
#[inline(never)]
fn settle(state: &mut State) -> Vec<Effect> {
    let mut effects = vote::settle(state);
    effects.extend(desk::settle(state));
    effects
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Mounted => load_pack(state),
        Action::Host(message, now) => {
            state.now = now;
            Rc::into_inner(message).map_or_else(Vec::new, |message| host::message(state, message))
        }
        Action::PackLoaded(address, result, now) => {
            state.now = now;
            // What comes for a language that was left meanwhile is too late.
            if address == state.config.pack { pack_loaded(state, result) } else { Vec::new() }
        }
        Action::Content(action) => content::came(state, Rc::unwrap_or_clone(action)),
        Action::Speak(locale) => vec![Effect::Emit(FromApp::Speak { locale })],
        Action::Retry => retry(state),
        Action::Go(screen) => navigate::go(state, screen),
        Action::Back => navigate::back(state),
        Action::Home => navigate::home(state),
        Action::CloseAsked => vec![Effect::Emit(FromApp::Close)],
        Action::Type(text) => search::typed(state, text),
        Action::ClearSearch => {
            search::clear(state);
            vec![Effect::Focus(Focus::Search)]
        }
        Action::Search(action) => search::update(state, action),
        Action::Flow(action) => flow::update(state, action),
        Action::StartCase(seed) => form::start(state, seed),
        Action::Form(action) => form::update(state, action),
        Action::Desk(action) => desk::update(state, action),
        Action::Contacted(channel) => {
            vec![Effect::event("contact-choose", EventData::of(EventFact::Channel, channel))]
        }
        Action::Copy(text) => vec![Effect::Copy(text)],
        Action::Copied(worked) => {
            let key = if worked { Key::FlowCopied } else { Key::FlowCopyFailed };
            vec![Effect::Announce(Notice::plain(key))]
        }
    }
}

/// Somebody who was typing goes on typing; everybody else starts at the heading, which opens no keyboard on a phone.
pub(crate) fn focus_on_open(state: &State) -> Focus {
    let searching = *state.screen() == Screen::Home && !state.query.is_empty();
    if searching { Focus::Search } else { Focus::Heading }
}

pub(crate) fn load_pack(state: &mut State) -> Vec<Effect> {
    state.pack = Load::Loading;
    let mut effects = vec![Effect::LoadPack(state.config.pack.clone())];
    content::ahead(state, &mut effects);
    effects
}

fn pack_loaded(state: &mut State, result: Result<Rc<Pack>, Failure>) -> Vec<Effect> {
    // Also of what failed: the screen says so and offers a retry, so the loader may show it.
    let mut effects = Vec::new();
    if !std::mem::replace(&mut state.ready, true) {
        effects.push(Effect::Emit(FromApp::Ready));
    }
    match result {
        Ok(pack) => {
            effects.push(Effect::Language(pack.locale.clone()));
            state.pack = Load::Ready(pack);
            need_rest(state, &mut effects);
            need_content(state, &mut effects);
            if let Some(to) = state.pending.take() {
                effects.extend(navigate::to(state, to));
            }
            if let Some(handover) = state.handover.take() {
                effects.extend(handover::resume(state, handover));
            }
            let text = state.query.clone();
            effects.extend(search::typed(state, text));
            // The screen before it, and a retry with its button, are gone.
            effects.push(Effect::Focus(focus_on_open(state)));
        }
        Err(failure) => {
            effects.push(Effect::event("error", EventData::of(EventFact::Code, failure.name())));
            effects.push(Effect::Focus(Focus::Heading));
            state.pack = Load::Failed(failure);
        }
    }
    effects
}

/// Asks for the other pieces of content, unless they are there or on their way. What reads them comes later, and asks when
/// it does.
pub(crate) fn need_content(state: &mut State, effects: &mut Vec<Effect>) {
    if state.answers {
        content::need(state, effects);
    }
}

/// Reads what the device remembers once help was opened, as soon as it can be shown.
pub(crate) fn recall(state: &State) -> Option<Effect> {
    let there = state.rest.ready().is_some() && state.shelf().is_some();
    (there && state.opened && state.may_remember()).then_some(Effect::desk(DeskEffect::ReadRemembered))
}

/// Asks for the later parts of the module, unless they are there or on their way.
pub(crate) fn need_rest(state: &mut State, effects: &mut Vec<Effect>) {
    if wanted(&mut state.rest) {
        effects.push(Effect::Emit(FromApp::NeedRest));
    }
}

/// Whether something is to be asked for now; from then on it is on its way.
pub(crate) fn wanted<T>(load: &mut Load<T>) -> bool {
    let wanted = matches!(load, Load::Idle | Load::Failed(_));
    if wanted {
        *load = Load::Loading;
    }
    wanted
}

/// Asks again for what did not come.
pub(crate) fn retry(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    match state.pack {
        Load::Failed(_) => effects = load_pack(state),
        Load::Ready(_) => {
            need_content(state, &mut effects);
            need_rest(state, &mut effects);
        }
        Load::Idle | Load::Loading => {}
    }
    if !effects.is_empty() {
        effects.push(Effect::Focus(Focus::Heading));
    }
    effects
}
