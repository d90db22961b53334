//! The one door: each action to the module that decides about it.

use crate::effect::{Effect, Focus, Notice};
use crate::{Action, Load, Screen, State};
use crate::{case, flow, navigate, search};
use klarna_help_pack::Pack;
use klarna_help_pack::ui::Key;
use klarna_help_search::Index;
use klarna_help_wire::{EventData, FromApp, ToApp};
use std::rc::Rc;

/// Takes an action in, and says what is to be done about it.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Mounted => {
            state.pack = Load::Loading;
            vec![Effect::LoadPack]
        }
        Action::Host(message, now) => {
            state.now = now;
            host(state, message)
        }
        Action::PackLoaded(result, now) => {
            state.now = now;
            pack_loaded(state, result)
        }
        Action::BodiesLoaded(result) => {
            state.bodies = match result {
                Ok(bodies) => Load::Ready(bodies),
                Err(failure) => Load::Failed(failure),
            };
            Vec::new()
        }
        Action::Retry => retry(state),
        Action::Go(screen) => navigate::go(state, screen),
        Action::Pick(screen) => {
            let mut effects = vec![Effect::event(
                "search",
                EventData { count: u32::try_from(state.found.len()).ok(), ..EventData::default() },
            )];
            effects.extend(navigate::go(state, screen));
            effects
        }
        Action::Back => navigate::back(state),
        Action::Home => navigate::home(state),
        Action::CloseAsked => vec![Effect::Emit(FromApp::Close)],
        Action::Type(text) => search::typed(state, text),
        Action::ClearSearch => {
            search::clear(state);
            vec![Effect::Focus(Focus::Search)]
        }
        Action::Draft(text) => {
            state.flow_draft = text;
            Vec::new()
        }
        Action::Answer { flow, step, answer } => flow::answer(state, &flow, &step, answer),
        Action::Change { flow, step } => flow::change(state, &flow, &step),
        Action::StartCase(seed) => case::start(state, seed),
        Action::Edit(field, text) => case::edit(state, field, text),
        Action::Send(key) => case::send(state, key),
        Action::Sent(result) => case::sent(state, result),
        Action::Refresh(id) => case::refresh(state, &id),
        Action::CaseLoaded(id, result) => case::loaded(state, &id, result),
        Action::Keep(id, keep) => case::keep(state, &id, keep),
        Action::Kept(id, kept) => case::kept(state, &id, kept),
        Action::Remembered(cases) => {
            case::remembered(state, cases);
            Vec::new()
        }
        Action::Copy(text) => vec![Effect::Copy(text)],
        Action::Copied(worked) => {
            let key = if worked { Key::FlowCopied } else { Key::FlowCopyFailed };
            vec![Effect::Announce(Notice::plain(key))]
        }
        Action::FocusField(field) => vec![Effect::Focus(Focus::Field(field))],
    }
}

fn host(state: &mut State, message: ToApp) -> Vec<Effect> {
    match message {
        ToApp::Open => {
            let first = !state.opened;
            state.open = true;
            state.opened = true;
            let mut effects = Vec::new();
            if first {
                effects.push(Effect::Focus(focus_on_open(state)));
                effects.push(Effect::ReadRemembered);
            }
            // Later the focus is left where it was: a frame keeps it, a dialog in the page finds its first control.
            // Help that opens again tries again by itself what had failed.
            if matches!(state.pack, Load::Failed(_)) {
                effects.extend(retry(state));
            }
            effects
        }
        ToApp::Closed => {
            state.open = false;
            Vec::new()
        }
        ToApp::Context { context } => {
            state.context = *context;
            Vec::new()
        }
        ToApp::Search { text } => {
            state.stack = vec![Screen::Home];
            let mut effects = search::typed(state, text);
            effects.push(Effect::Focus(Focus::Search));
            effects
        }
        ToApp::Navigate { to } => navigate::to(state, to),
    }
}

/// Somebody who was typing goes on typing; everybody else starts at the heading, which opens no keyboard on a phone.
fn focus_on_open(state: &State) -> Focus {
    let searching = *state.screen() == Screen::Home && !state.query.is_empty();
    if searching { Focus::Search } else { Focus::Heading }
}

fn pack_loaded(state: &mut State, result: Result<(Rc<Pack>, Rc<Index>), crate::Failure>) -> Vec<Effect> {
    match result {
        Ok((pack, index)) => {
            state.pack = Load::Ready(pack);
            state.index = index;
            state.bodies = Load::Loading;
            let mut effects = vec![Effect::Emit(FromApp::Ready), Effect::LoadBodies];
            if let Some(to) = state.pending.take() {
                effects.extend(navigate::to(state, to));
            }
            let text = state.query.clone();
            effects.extend(search::typed(state, text));
            // The screen before it, and a retry with its button, are gone.
            effects.push(Effect::Focus(focus_on_open(state)));
            effects
        }
        Err(failure) => {
            let code = failure.name();
            state.pack = Load::Failed(failure);
            // The screen says so and offers a retry, so the loader may show it.
            vec![
                Effect::Emit(FromApp::Ready),
                Effect::event("error", EventData::code(code)),
                Effect::Focus(Focus::Heading),
            ]
        }
    }
}

fn retry(state: &mut State) -> Vec<Effect> {
    if !matches!(state.pack, Load::Ready(_) | Load::Loading) {
        state.pack = Load::Loading;
        return vec![Effect::LoadPack, Effect::Focus(Focus::Heading)];
    }
    if !matches!(state.bodies, Load::Ready(_) | Load::Loading) {
        state.bodies = Load::Loading;
        return vec![Effect::LoadBodies, Effect::Focus(Focus::Heading)];
    }
    Vec::new()
}
