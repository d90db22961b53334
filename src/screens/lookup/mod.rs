//! Finding a case without the device that sent it: case ID and e-mail, then the code from the mail.
//!
//! What it says is the same whether there is such a case or not.

use super::{Ui, heading, why};
use crate::components::button::{Button, Kind, button};
use crate::components::callout::callout;
use crate::components::error_summary::error_summary;
use crate::components::field::{Control, Field};
use crate::components::text::text;
use klarna_help_pack::Callout;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DeskAction, LookUp, LookUpField, Phase, State};
use klarna_help_wire::{FieldCode, FieldError, LookupAnswer};
use yew::prelude::*;

const FIELDS: [LookUpField; 3] = [LookUpField::CaseId, LookUpField::Email, LookUpField::Code];

pub(super) fn view(state: &State, ui: &Ui) -> Html {
    let none = LookUp::default();
    let lookup = state.desk.lookup.as_deref().unwrap_or(&none);
    let sending = lookup.phase == Phase::Sending;
    let (words, action, fields) = match &lookup.sent {
        None => (Key::LookupAsk, DeskAction::AskCode, &FIELDS[..2]),
        Some(_) => (Key::LookupOpen, DeskAction::TradeCode, &FIELDS[2..]),
    };
    let dispatch = ui.dispatch.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        dispatch.emit(Action::desk(action.clone()));
    });
    let label = ui.t(if sending { Key::CaseSending } else { words });
    html! {
        <>
            { heading(ui.t(Key::LookupTitle)) }
            { match &lookup.sent {
                None => text("p", "", ui.t(Key::LookupIntro)),
                Some(answer) => sent(ui, answer),
            } }
            { faults(ui, lookup) }
            { failure(ui, lookup) }
            <form class="kh-form" {onsubmit} novalidate={true}>
                { for fields.iter().map(|which| field(ui, lookup, *which)) }
                if sending && state.desk.checking { { text("p", "kh-quiet", ui.t(Key::WorkChecking)) } }
                { Button { label, kind: Kind::Primary, busy: sending, describe: None, onclick: None }.view() }
            </form>
            if lookup.sent.is_some() {
                { button(ui.t(Key::LookupAgain), Kind::Text, ui.press(Action::desk(DeskAction::LookUpAgain))) }
            }
        </>
    }
}

fn sent(ui: &Ui, answer: &LookupAnswer) -> Html {
    let more = ui.i18n.with(Key::LookupSentMore, &[("minutes", answer.minutes.to_string())]);
    let folder = [("folder", answer.mail_folder.clone())];
    html! {
        <>
            { text("p", "kh-lead", ui.t(Key::LookupSent)) }
            { text("p", "", &more) }
            if !answer.mail_folder.is_empty() {
                { text("p", "kh-note", &ui.i18n.with(Key::LookupMailFolder, &folder)) }
            }
        </>
    }
}

fn field(ui: &Ui, lookup: &LookUp, which: LookUpField) -> Html {
    let line = |kind, autocomplete| Control::Line { kind, autocomplete };
    let (value, label, hint, control) = match which {
        LookUpField::CaseId => {
            (&lookup.case_id, Key::LookupCaseId, Key::LookupCaseIdHint, line("text", "off"))
        }
        LookUpField::Email => (&lookup.email, Key::LookupEmail, Key::LookupEmailHint, line("email", "email")),
        LookUpField::Code => {
            (&lookup.code, Key::LookupCode, Key::LookupCodeHint, line("text", "one-time-code"))
        }
    };
    let error = lookup.errors.iter().find(|error| error.field == which.wire());
    let dispatch = ui.dispatch.clone();
    Field {
        name: which.wire(),
        label: ui.t(label),
        hint: ui.t(hint),
        error: error.map(|error| words(ui, error)).unwrap_or_default(),
        value,
        control,
        required: true,
        locked: lookup.phase == Phase::Sending,
        oninput: Callback::from(move |text| dispatch.emit(Action::desk(DeskAction::LookUp(which, text)))),
    }
    .view()
}

/// A fault in words that say what to do.
fn words<'a>(ui: &'a Ui, error: &FieldError) -> &'a str {
    ui.t(match (error.field.as_str(), error.code) {
        ("caseId", FieldCode::Required) => Key::ErrCaseIdRequired,
        ("caseId", _) => Key::ErrCaseIdInvalid,
        ("email", FieldCode::Required) => Key::ErrEmailRequired,
        ("email", _) => Key::ErrEmailInvalid,
        (_, FieldCode::Required) => Key::ErrCodeRequired,
        (_, FieldCode::Unknown) => Key::ErrCodeWrong,
        _ => Key::ErrCodeInvalid,
    })
}

fn faults(ui: &Ui, lookup: &LookUp) -> Html {
    let entries = lookup.errors.iter().map(|error| {
        let target = FIELDS.into_iter().find(|field| field.wire() == error.field);
        let press = target.map(|field| ui.press(Action::desk(DeskAction::Focus(field))));
        (words(ui, error).to_owned(), press.unwrap_or_else(Callback::noop))
    });
    error_summary(ui.t(Key::CaseErrorsTitle), entries.collect())
}

fn failure(ui: &Ui, lookup: &LookUp) -> Html {
    let Phase::Failed(failure) = &lookup.phase else { return Html::default() };
    html! {
        <div tabindex="-1" data-kh-focus="failed">
            { callout(Callout::Warning, ui.t(Key::LookupFailTitle), text("p", "", ui.t(why(failure)))) }
        </div>
    }
}
