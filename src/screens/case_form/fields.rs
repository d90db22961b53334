//! The fields of the form, with what is masked in each and what is wrong with it.

use crate::components::field::{Control, Field as FieldView};
use crate::components::text::several;
use crate::screens::{Ui, masked};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Gives, Shelf};
use klarna_help_state::{Action, Field, FormAction, State};
use klarna_help_wire::{FieldCode, FieldError, Redaction};
use yew::prelude::*;

pub(super) fn field(state: &State, ui: &Ui, shelf: &Shelf, field: Field) -> Html {
    let form = &state.form;
    let (label, hint, control) = match field {
        Field::Category => {
            let first = (String::new(), ui.t(Key::CaseCategoryChoose).to_owned());
            let options = [first].into_iter().chain(shelf.categories.iter().cloned()).collect();
            (Key::CaseCategory, None, Control::Choose(options))
        }
        Field::Description => (Key::CaseDescription, Some(Key::CaseDescriptionHint), Control::Area),
        Field::Email => {
            let control = Control::Line { kind: "email", autocomplete: "email" };
            (Key::CaseEmail, Some(Key::CaseEmailHint), control)
        }
        Field::Order => {
            let control = Control::Line { kind: "text", autocomplete: "off" };
            (Key::CaseOrder, Some(Key::CaseOrderHint), control)
        }
        Field::When => (Key::CaseWhen, None, Control::Date(state.now.date.to_string())),
        Field::Tried => (Key::CaseTried, None, Control::Area),
        Field::Files => return Html::default(),
    };
    // What the list of evidence calls the date is what the date is.
    let named = form.checklist(shelf).find(|e| field == Field::When && e.gives == Gives::Date);
    let named = named.map(|e| ui.i18n.with(Key::CaseWhenNamed, &[("evidence", e.words.clone())]));
    let error =
        form.errors.iter().find(|e| e.field == field.wire()).map(|e| words(ui, e)).unwrap_or_default();
    let dispatch = ui.dispatch.clone();
    let view = FieldView {
        name: field.wire(),
        label: named.as_deref().unwrap_or(ui.t(label)),
        hint: hint.map_or("", |key| ui.t(key)),
        error: &error,
        value: form.text(field),
        control,
        required: matches!(field, Field::Category | Field::Description | Field::Email),
        locked: form.is_locked(),
        oninput: Callback::from(move |text| dispatch.emit(Action::form(FormAction::Edit(field, text)))),
    };
    let masks = match field {
        Field::Description | Field::Tried => Some(form.unmasked.redact(form.text(field))),
        Field::Order => Some(form.unmasked.redact_reference(form.text(field))),
        _ => None,
    };
    match masks {
        Some(redaction) => several(vec![view.view(), hidden(ui, &redaction)]),
        None => view.view(),
    }
}

/// What is masked in a text of this form.
pub(super) fn hidden(ui: &Ui, redaction: &Redaction) -> Html {
    let dispatch = ui.dispatch.clone();
    let turn = Callback::from(move |(tag, as_written)| {
        dispatch.emit(Action::form(FormAction::Unmask(tag, as_written)))
    });
    masked::view(ui, redaction, &turn)
}

/// A fault in words that say what to do.
pub(super) fn words(ui: &Ui, error: &FieldError) -> String {
    let limit = error.limit.map(|n| n.to_string()).unwrap_or_default();
    let key = match (error.field.as_str(), error.code) {
        ("category", _) => Key::ErrCategory,
        ("description", FieldCode::Required) => Key::ErrDescriptionRequired,
        ("description", FieldCode::TooShort) => Key::ErrDescriptionShort,
        ("description", FieldCode::TooLong) => Key::ErrDescriptionLong,
        ("email", FieldCode::Required) => Key::ErrEmailRequired,
        ("email", _) => Key::ErrEmailInvalid,
        ("orderId", FieldCode::TooLong) => Key::ErrOrderLong,
        ("happenedOn", _) => Key::ErrWhen,
        ("tried", FieldCode::TooLong) => Key::ErrTriedLong,
        ("attachments", _) => Key::ErrFiles,
        _ => return ui.i18n.with(Key::ErrOther, &[("field", error.field.clone())]),
    };
    ui.i18n.with(key, &[("limit", limit)])
}
