//! What goes along that the customer did not type.

use crate::components::list::terms;
use crate::screens::Ui;
use klarna_help_pack::Date;
use klarna_help_pack::ui::Key;
use klarna_help_state::State;
use yew::prelude::*;

/// All of it is shown.
pub(super) fn also_sent(state: &State, ui: &Ui) -> Html {
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
