//! Where the case stands, always in words: draft, waiting, on its way. And what can be done about it.

use crate::components::button::{Button, Kind, button};
use crate::components::callout::callout;
use crate::components::check::check;
use crate::components::text::text;
use crate::screens::Ui;
use klarna_help_pack::Callout;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DRAFT_DAYS, FormAction, Phase, State, WaitsFor};
use yew::prelude::*;

/// The line above the button, the button, and the choice to keep the draft.
pub(super) fn view(state: &State, ui: &Ui) -> Html {
    let form = &state.form;
    let busy = matches!(form.phase, Phase::Sending | Phase::Waiting(WaitsFor::Files));
    let label = ui.t(match form.phase {
        Phase::Editing => Key::CaseSend,
        Phase::Sending | Phase::Waiting(WaitsFor::Files) => Key::CaseSending,
        Phase::Waiting(WaitsFor::Network) => Key::CaseSendNow,
        Phase::Failed(_) => Key::CaseRetry,
    });
    let dispatch = ui.dispatch.clone();
    let keep = Callback::from(move |keep| dispatch.emit(Action::form(FormAction::Keep(keep))));
    html! {
        <>
            if state.may_remember() && !form.is_locked() {
                { check("kh-keep-draft", ui.t(Key::DraftKeep), ui.t(Key::DraftKeepNote), state.keeps_draft(), keep) }
            }
            <p class="kh-standing" role="status">{ words(state, ui) }</p>
            <div class="kh-actions">
                { Button { label, kind: Kind::Primary, busy, describe: None, onclick: None }.view() }
                if let Phase::Waiting(_) = form.phase {
                    { button(ui.t(Key::CaseRethink), Kind::Secondary, ui.press(Action::form(FormAction::Rethink))) }
                }
            </div>
        </>
    }
}

fn words(state: &State, ui: &Ui) -> String {
    let form = &state.form;
    let kept = state.keeps_draft() && !form.save_refused;
    match form.phase {
        Phase::Sending => ui.t(Key::CaseSending).to_owned(),
        Phase::Waiting(WaitsFor::Files) => ui.t(Key::CaseWaitsFiles).to_owned(),
        Phase::Waiting(WaitsFor::Network) => {
            let close = if kept { Key::CaseWaitsKept } else { Key::CaseWaitsNotKept };
            [ui.t(Key::CaseWaitsNetwork), " ", ui.t(close)].concat()
        }
        Phase::Editing | Phase::Failed(_) if kept => {
            ui.i18n.with(Key::DraftKept, &[("days", DRAFT_DAYS.to_string())])
        }
        Phase::Editing | Phase::Failed(_) => {
            ui.t(if form.save_refused { Key::DraftRefused } else { Key::CaseNotStored }).to_owned()
        }
    }
}

/// A draft that the device had kept says so, and can be taken away.
pub(super) fn restored(state: &State, ui: &Ui) -> Html {
    let form = &state.form;
    let Some(date) = form.restored.filter(|_| !form.is_locked()) else { return Html::default() };
    let body = html! {
        <>
            { text("p", "", &ui.i18n.with(Key::DraftRestored, &[("date", ui.i18n.date(date))])) }
            { button(ui.t(Key::DraftDiscard), Kind::Text, ui.press(Action::form(FormAction::Discard))) }
        </>
    };
    callout(Callout::Note, ui.t(Key::CalloutNote), body)
}
