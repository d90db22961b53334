//! The receipt: the case ID, what happens next, and by when.

use super::{Ui, heading};
use crate::components::button::{Kind, button};
use crate::components::text::{around, text};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Date, Market};
use klarna_help_state::{Action, DeskAction, KnownCase, Screen, State};
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, market: &Market, id: &str) -> Html {
    let Some(case) = state.case(id) else {
        return html! { <>{ heading(ui.t(Key::ReceiptTitle)) }{ text("p", "", ui.t(Key::StatusGone)) }</> };
    };
    let next = case.receipt.as_ref().map(|r| ui.t(r.next_step.into())).unwrap_or_default();
    html! {
        <>
            { heading(ui.t(Key::ReceiptTitle)) }
            { case_id(ui, id) }
            { button(ui.t(Key::ReceiptCopyId), Kind::Text, ui.press(Action::Copy(id.to_owned()))) }
            { text("p", "kh-lead", &expected(ui, case)) }
            { text("h2", "", ui.t(Key::ReceiptNext)) }
            { text("p", "", next) }
            if market.sample { { text("p", "kh-quiet", ui.t(Key::SampleNote)) } }
            <div class="kh-actions">
                { button(ui.t(Key::ReceiptStatus), Kind::Primary, ui.press(Action::Go(Screen::Case(id.to_owned())))) }
                { button(ui.t(Key::ReceiptDone), Kind::Secondary, ui.press(Action::Home)) }
            </div>
            { keeping(state, ui, case) }
        </>
    }
}

/// The ID, large enough to be read out on the phone.
pub(super) fn case_id(ui: &Ui, id: &str) -> Html {
    around("p", "kh-case-id", vec![text("span", "", ui.t(Key::ReceiptId)), text("strong", "", id)])
}

/// By when the customer hears from us.
pub(super) fn expected(ui: &Ui, case: &KnownCase) -> String {
    let date = Date::parse(&case.expected_by).map(|date| ui.i18n.date(date));
    ui.i18n.with(Key::ReceiptExpected, &[("date", date.unwrap_or_else(|| case.expected_by.clone()))])
}

/// Remembering the case on this device: only when asked, and undone as easily.
pub(super) fn keeping(state: &State, ui: &Ui, case: &KnownCase) -> Html {
    if !state.may_remember() {
        return Html::default();
    }
    let press = |keep: bool| ui.press(Action::Desk(DeskAction::Keep(case.case_id.clone(), keep)));
    html! {
        <section class="kh-section" tabindex="-1" data-kh-focus="keep">
            if case.kept {
                { text("p", "", ui.t(Key::ReceiptKept)) }
                { button(ui.t(Key::ReceiptForget), Kind::Text, press(false)) }
            } else {
                { button(ui.t(Key::ReceiptKeep), Kind::Text, press(true)) }
                if case.keep_refused { { text("p", "kh-note", ui.t(Key::ReceiptKeepFailed)) } }
                { text("p", "kh-quiet", ui.t(Key::ReceiptKeepNote)) }
            }
        </section>
    }
}
