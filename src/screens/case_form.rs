//! The case form: what is known is filled in and shown, faults are told at their field, nothing typed is lost.

use super::{Ui, heading};
use crate::components::button::{Button, Kind, button};
use crate::components::callout::callout;
use crate::components::error_summary::error_summary;
use crate::components::field::{Control, Field as FieldView};
use crate::components::list::terms;
use crate::components::text::text;
use crate::platform;
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Bodies, Callout, Date};
use klarna_help_state::{Action, Failure, Field, FormAction, Phase, Screen, State};
use klarna_help_wire::{FieldCode, FieldError, RedactKind, redact};
use yew::prelude::*;

const FIELDS: [Field; 4] = [Field::Category, Field::Description, Field::Email, Field::Order];

pub(super) fn view(state: &State, ui: &Ui, bodies: &Bodies) -> Html {
    let form = &state.form;
    let sending = form.phase == Phase::Sending;
    let dispatch = ui.dispatch.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        dispatch.emit(Action::Form(FormAction::Send(platform::random::key())));
    });
    let hits = [&form.description, &form.order_id].map(|text| redact(text, &[]).hits);
    let masked = hits.iter().flatten().filter(|hit| hit.kind == RedactKind::Card).count();
    let label = match form.phase {
        Phase::Editing => Key::CaseSend,
        Phase::Sending => Key::CaseSending,
        Phase::Failed(_) => Key::CaseRetry,
    };
    html! {
        <>
            { heading(ui.t(Key::CaseTitle)) }
            { text("p", "", ui.t(Key::CaseIntro)) }
            { faults(state, ui) }
            { failure(state, ui) }
            <form class="kh-form" {onsubmit} novalidate={true}>
                { field(state, ui, bodies, Field::Category) }
                { field(state, ui, bodies, Field::Description) }
                if masked > 0 {
                    <p class="kh-note" role="status">{ ui.i18n.count(Key::CaseMaskedOne, Key::CaseMaskedOther, masked) }</p>
                }
                { field(state, ui, bodies, Field::Email) }
                { field(state, ui, bodies, Field::Order) }
                { evidence(state, ui, bodies) }
                { also_sent(state, ui) }
                { text("p", "kh-quiet", ui.t(Key::CaseNotStored)) }
                { Button { label: ui.t(label), kind: Kind::Primary, busy: sending, describe: None, onclick: None }.view() }
            </form>
        </>
    }
}

fn field(state: &State, ui: &Ui, bodies: &Bodies, field: Field) -> Html {
    let form = &state.form;
    let (value, label, hint, control) = match field {
        Field::Category => {
            let first = (String::new(), ui.t(Key::CaseCategoryChoose).to_owned());
            let options = [first].into_iter().chain(bodies.categories.iter().cloned()).collect();
            (&form.category, Key::CaseCategory, None, Control::Choose(options))
        }
        Field::Description => {
            (&form.description, Key::CaseDescription, Some(Key::CaseDescriptionHint), Control::Area)
        }
        Field::Email => {
            let control = Control::Line { kind: "email", autocomplete: "email" };
            (&form.email, Key::CaseEmail, Some(Key::CaseEmailHint), control)
        }
        Field::Order => {
            let control = Control::Line { kind: "text", autocomplete: "off" };
            (&form.order_id, Key::CaseOrder, Some(Key::CaseOrderHint), control)
        }
    };
    let error =
        form.errors.iter().find(|e| e.field == field.wire()).map(|e| words(ui, e)).unwrap_or_default();
    let dispatch = ui.dispatch.clone();
    FieldView {
        name: field.wire(),
        label: ui.t(label),
        hint: hint.map_or("", |key| ui.t(key)),
        error: &error,
        value,
        control,
        required: field != Field::Order,
        locked: form.phase == Phase::Sending,
        oninput: Callback::from(move |text| dispatch.emit(Action::Form(FormAction::Edit(field, text)))),
    }
    .view()
}

/// A fault in words that say what to do.
fn words(ui: &Ui, error: &FieldError) -> String {
    let limit = error.limit.map(|n| n.to_string()).unwrap_or_default();
    let key = match (error.field.as_str(), error.code) {
        ("category", _) => Key::ErrCategory,
        ("description", FieldCode::Required) => Key::ErrDescriptionRequired,
        ("description", FieldCode::TooShort) => Key::ErrDescriptionShort,
        ("description", FieldCode::TooLong) => Key::ErrDescriptionLong,
        ("email", FieldCode::Required) => Key::ErrEmailRequired,
        ("email", _) => Key::ErrEmailInvalid,
        ("orderId", FieldCode::TooLong) => Key::ErrOrderLong,
        _ => return ui.i18n.with(Key::ErrOther, &[("field", error.field.clone())]),
    };
    ui.i18n.with(key, &[("limit", limit)])
}

fn faults(state: &State, ui: &Ui) -> Html {
    let entries = state.form.errors.iter().map(|error| {
        let target = FIELDS.into_iter().find(|f| f.wire() == error.field);
        (
            words(ui, error),
            target.map_or_else(Callback::noop, |f| ui.press(Action::Form(FormAction::FocusField(f)))),
        )
    });
    error_summary(ui.t(Key::CaseErrorsTitle), entries.collect())
}

/// Why the last try did not arrive, that nothing is lost, and another way.
fn failure(state: &State, ui: &Ui) -> Html {
    let Phase::Failed(failure) = &state.form.phase else { return Html::default() };
    let why = ui.t(match failure {
        Failure::Offline => Key::CaseFailOffline,
        Failure::Down => Key::CaseFailDown,
        Failure::Slow => Key::CaseFailSlow,
        Failure::Garbled => Key::CaseFailGarbled,
        Failure::Refused(..) => Key::CaseFailRefused,
    });
    let body = html! {
        <>
            { text("p", "", why) }
            { text("p", "", ui.t(Key::CaseFailKept)) }
            { button(ui.t(Key::CaseFailOtherWay), Kind::Text, ui.press(Action::Go(Screen::Contact))) }
        </>
    };
    html! {
        <div tabindex="-1" data-kh-focus="errors">
            { callout(Callout::Warning, ui.t(Key::CaseFailTitle), body) }
        </div>
    }
}

fn evidence(state: &State, ui: &Ui, bodies: &Bodies) -> Html {
    if state.form.evidence.is_empty() {
        return Html::default();
    }
    let items = state.form.evidence.iter().filter_map(|key| bodies.evidence(key));
    html! {
        <section class="kh-section">
            { text("h2", "", ui.t(Key::CaseEvidence)) }
            <ul>{ for items.map(|e| text("li", "", &e.words)) }</ul>
            { text("p", "kh-quiet", ui.t(Key::CaseEvidenceHint)) }
        </section>
    }
}

/// What goes along that the customer did not type: all of it is shown.
fn also_sent(state: &State, ui: &Ui) -> Html {
    let context = &state.context;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let amount = match (context.amount, &context.currency) {
        (Some(minor), Some(currency)) => ui.i18n.money(minor, currency),
        (Some(minor), None) => minor.to_string(),
        (None, _) => String::new(),
    };
    let due = context.due_date.as_deref().and_then(Date::parse).map(|d| ui.i18n.date(d)).unwrap_or_default();
    let entries = [
        (ui.t(Key::FactPage), text(&context.page)),
        (ui.t(Key::FactTopic), text(&context.topic)),
        (ui.t(Key::FactReference), text(&context.merchant_reference)),
        (ui.t(Key::FactAmount), amount),
        (ui.t(Key::FactPaymentStatus), text(&context.payment_status)),
        (ui.t(Key::FactErrorCode), text(&context.error_code)),
        (ui.t(Key::FactOrderState), text(&context.order_state)),
        (ui.t(Key::FactDueDate), due),
    ];
    let answers: Vec<(&str, String)> =
        state.form.answers.iter().map(|a| (a.question.as_str(), a.answer.clone())).collect();
    let some = entries.iter().any(|(_, value)| !value.is_empty());
    html! {
        <>
            if some {
                <details class="kh-topic">
                    <summary>{ ui.t(Key::CaseAlsoSent) }</summary>
                    { terms(&entries) }
                </details>
            }
            if !answers.is_empty() {
                <details class="kh-topic">
                    <summary>{ ui.t(Key::CaseAnswersSent) }</summary>
                    { terms(&answers) }
                </details>
            }
        </>
    }
}
