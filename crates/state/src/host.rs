//! What the host page asks for: each message of the loader to what it does.
//!
//! Not here: handing over to an app in a frame and going on in one (handover.rs).

use crate::effect::{Effect, Focus, Notice};
use crate::{CaseForm, Content, Failure, Field, Load, Outbox, Phase, Screen, State};
use crate::{content, desk, form, handover, navigate, search, update};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Suggestion, suggest};
use klarna_help_wire::{Category, Consent, Prefill, Secret, ToApp};

pub(crate) fn message(state: &mut State, message: ToApp) -> Vec<Effect> {
    match message {
        ToApp::Open => open(state),
        ToApp::Closed => {
            state.open = false;
            Vec::new()
        }
        ToApp::Context { mut context } => {
            context.drop_overlong();
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
        ToApp::Suggest => offer(state),
        ToApp::Prefill { fields } => {
            prefill(state, &fields);
            Vec::new()
        }
        ToApp::Reset => reset(state),
        ToApp::Identify { token } => identify(state, token),
        ToApp::Logout => logout(state),
        ToApp::Consent(consent) => consented(state, consent),
        ToApp::Locale { locale, pack, content } => {
            state.asked_locale = Some((locale, pack, content));
            // What changes it comes with the rest of the module.
            if state.rest.ready().is_some() { speak(state) } else { Vec::new() }
        }
        // The app in somebody else's page would only hand it back.
        ToApp::Resume { .. } if state.config.is_public() => Vec::new(),
        ToApp::Resume { handover } => handover::resume(state, handover),
        ToApp::Rest { ok } => rest(state, ok),
    }
}

/// Goes on in the language that was asked for last.
#[inline(never)]
pub(crate) fn speak(state: &mut State) -> Vec<Effect> {
    match state.asked_locale.take() {
        Some((locale, pack, content)) if pack != state.config.pack => {
            (state.config.locale, state.config.pack, state.config.content) = (locale, pack, content);
            state.content = Content::default();
            update::load_pack(state)
        }
        _ => Vec::new(),
    }
}

fn open(state: &mut State) -> Vec<Effect> {
    let first = !state.opened;
    state.open = true;
    state.opened = true;
    state.offered = offers(state);
    let mut effects = Vec::new();
    if first {
        effects.push(Effect::Focus(update::focus_on_open(state)));
        effects.extend(update::recall(state));
    }
    // Later the focus is left where it was: a frame keeps it, a dialog in the page finds its first control.
    // Help that opens again tries again by itself what had failed.
    if matches!(state.pack, Load::Failed(_)) {
        effects.extend(update::retry(state));
    }
    effects
}

/// Home draws what fits the context each time; here it is said, if it shows, is new, and interrupts nobody. The focus
/// stays: it may be in the host page.
fn offer(state: &mut State) -> Vec<Effect> {
    let offers = offers(state);
    let idle = state.open && *state.screen() == Screen::Home && state.query.trim().is_empty();
    let new = idle && !offers.is_empty() && offers != state.offered;
    state.offered = offers;
    if new { vec![Effect::Announce(Notice::plain(Key::HomeFits))] } else { Vec::new() }
}

fn offers(state: &State) -> Vec<Suggestion> {
    state.pack.ready().map(|pack| suggest(pack, &state.context, state.now.date)).unwrap_or_default()
}

/// Says nothing back: the host would learn what the customer has edited.
fn prefill(state: &mut State, fields: &Prefill) {
    let form = &mut state.form;
    if form.is_locked() {
        return;
    }
    form.order_given |= fields.order_id.is_some();
    form.fill(Field::Category, fields.category.map(Category::as_str));
    form.fill(Field::Email, fields.email.as_deref());
    form.fill(Field::Order, fields.order_id.as_deref());
    form.fill(Field::Description, fields.description.as_deref());
}

fn reset(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    if state.form.phase != Phase::Sending {
        if state.rest.ready().is_some() {
            effects = form::over(state);
        } else {
            // What the device keeps of drafts comes with the rest, and so does taking it away.
            state.outbox.over = true;
            state.form = CaseForm::default();
        }
    }
    effects.extend(search::over(state));
    state.runs.clear();
    state.opinions.clear();
    state.pending = None;
    state.handover = None;
    let shown = navigate::home(state);
    // Nothing shows yet that could have changed.
    if state.pack.ready().is_some() {
        effects.extend(shown);
    }
    effects
}

/// A case on its way arrives; its receipt finds no form with its key, and goes to nobody.
pub(crate) fn logout(state: &mut State) -> Vec<Effect> {
    state.identity = None;
    state.form.phase = Phase::Editing;
    let mut effects = desk::leave(state);
    effects.extend(reset(state));
    state.outbox = Outbox { over: state.outbox.over, ..Outbox::default() };
    effects.extend(forget(state));
    effects
}

fn identify(state: &mut State, token: Secret) -> Vec<Effect> {
    if state.identity.is_some() {
        return desk::another_token(state, token);
    }
    state.identity = Some(token);
    Vec::new()
}

fn consented(state: &mut State, consent: Consent) -> Vec<Effect> {
    let before = std::mem::replace(&mut state.consent, consent);
    let taken_back = before.storage == Some(true) && consent.storage != before.storage;
    let mut effects = if taken_back { search::over(state) } else { Vec::new() };
    effects.extend(match (before.may_store(), consent.may_store()) {
        (true, false) => {
            for case in &mut state.desk.cases {
                case.kept = false;
            }
            // What takes it off the device comes with the rest.
            if state.rest.ready().is_some() { unkeep(state) } else { Vec::new() }
        }
        (false, true) => update::recall(state).into_iter().collect(),
        _ => Vec::new(),
    });
    effects
}

/// Takes off the device what may not be there.
#[inline(never)]
pub(crate) fn unkeep(state: &mut State) -> Vec<Effect> {
    let mut effects = forget(state);
    effects.extend(form::unkeep(state));
    effects
}

/// In somebody else's page nothing was ever remembered, and the storage there is not ours to touch.
fn forget(state: &State) -> Vec<Effect> {
    if state.config.is_public() { Vec::new() } else { vec![Effect::Forget] }
}

fn rest(state: &mut State, ok: Option<bool>) -> Vec<Effect> {
    if state.rest.ready().is_some() {
        return Vec::new();
    }
    match ok {
        None => content::answers_came(state),
        Some(true) => content::rest_came(state),
        Some(false) => {
            state.rest = Load::Failed(Failure::Down);
            Vec::new()
        }
    }
}
