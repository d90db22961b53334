//! The receipt: the case ID, what happens next, by when, and a record of it to keep.

mod record;

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
    let receipt = case.receipt.as_ref();
    let next = receipt.map(|r| ui.t(r.next_step.into())).unwrap_or_default();
    html! {
        <>
            { heading(ui.t(Key::ReceiptTitle)) }
            { case_id(ui, id) }
            { button(ui.t(Key::ReceiptCopyId), Kind::Text, ui.press(Action::Copy(id.to_owned()))) }
            { text("p", "kh-lead", &expected(ui, case)) }
            { for receipt.map(|r| text("p", "kh-quiet", &sent_on(ui, &r.received_at))) }
            { text("h2", "", ui.t(Key::ReceiptNext)) }
            { text("p", "", next) }
            if market.sample { { text("p", "kh-quiet", ui.t(Key::SampleNote)) } }
            <div class="kh-actions">
                { button(ui.t(Key::ReceiptStatus), Kind::Primary, ui.press(Action::Go(Screen::Case(id.to_owned())))) }
                { button(ui.t(Key::ReceiptDone), Kind::Secondary, ui.press(Action::Home)) }
                { for record::buttons(state, ui, case) }
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
    ui.i18n.with(Key::ReceiptExpected, &[("date", day(ui, &case.expected_by))])
}

/// A date in words; as it came if it is none.
pub(super) fn day(ui: &Ui, date: &str) -> String {
    Date::parse(date).map_or_else(|| date.to_owned(), |date| ui.i18n.date(date))
}

/// When the case was sent, in the customer's zone.
pub(super) fn sent_on(ui: &Ui, moment: &str) -> String {
    ui.i18n.with(Key::ReceiptReceived, &[("date", ui.i18n.moment(moment))])
}

/// Remembering the case on this device: only when asked, and undone as easily. One that the identity of the customer opens
/// needs no remembering.
pub(super) fn keeping(state: &State, ui: &Ui, case: &KnownCase) -> Html {
    if !state.may_remember() || case.token.is_empty() {
        return Html::default();
    }
    let press = |keep: bool| ui.press(Action::desk(DeskAction::Keep(case.case_id.clone(), keep)));
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
