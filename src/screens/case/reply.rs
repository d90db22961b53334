//! The reply: what was typed stays until it has arrived, and what will be masked is said before.

use crate::components::button::{Button, Kind};
use crate::components::field::{Control, Field};
use crate::components::text::text;
use crate::platform;
use crate::screens::{Ui, attach, masked};
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DeskAction, KnownCase, Phase, State, Talk};
use klarna_help_wire::{CaseView, FieldCode};
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, case: &KnownCase, view: &CaseView) -> Html {
    if !view.can_reply {
        return Html::default();
    }
    let none = Talk::default();
    let talk = case.talk.as_deref().unwrap_or(&none);
    let sending = talk.is_locked();
    let label = match talk.phase {
        Phase::Editing => Key::ReplySend,
        Phase::Waiting(_) | Phase::Sending => Key::CaseSending,
        Phase::Failed(_) => Key::CaseRetry,
    };
    let error = talk.errors.iter().find(|error| error.field == "text");
    let error = error.map(|error| match error.code {
        FieldCode::TooLong => {
            let limit = error.limit.map(|limit| limit.to_string()).unwrap_or_default();
            ui.i18n.with(Key::ErrReplyLong, &[("limit", limit)])
        }
        _ => ui.t(Key::ErrReplyRequired).to_owned(),
    });
    let (id, dispatch) = (case.case_id.clone(), ui.dispatch.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        dispatch.emit(Action::desk(DeskAction::Reply(id.clone(), platform::random::key())));
    });
    let (id, dispatch) = (case.case_id.clone(), ui.dispatch.clone());
    let field = Field {
        name: "reply",
        label: ui.t(Key::ReplyLabel),
        hint: ui.t(Key::ReplyHint),
        error: error.as_deref().unwrap_or_default(),
        value: &talk.text,
        control: Control::Area,
        required: true,
        locked: sending,
        oninput: Callback::from(move |text| {
            dispatch.emit(Action::desk(DeskAction::Write(id.clone(), text)));
        }),
    };
    let (id, dispatch) = (case.case_id.clone(), ui.dispatch.clone());
    let turn = Callback::from(move |(tag, as_written)| {
        dispatch.emit(Action::desk(DeskAction::Unmask(id.clone(), tag, as_written)));
    });
    let (id, dispatch) = (case.case_id.clone(), ui.dispatch.clone());
    let files = Callback::from(move |action| {
        dispatch.emit(Action::desk(DeskAction::File(id.clone(), action)));
    });
    let form = html! {
        <form class="kh-form kh-section" {onsubmit} novalidate={true}>
            { field.view() }
            { masked::view(ui, &talk.unmasked.redact(&talk.text), &turn) }
            { attach::limits(ui) }
            { attach::pickers(ui, None, sending, &files) }
            { attach::list(ui, &talk.files, sending, &files) }
            if sending && state.desk.checking { { text("p", "kh-quiet", ui.t(Key::WorkChecking)) } }
            { Button { label: ui.t(label), kind: Kind::Primary, busy: sending, describe: None, onclick: None }.view() }
        </form>
    };
    attach::around(form, &files)
}
