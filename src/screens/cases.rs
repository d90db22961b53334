//! The cases known here; or, if there is none, where one could be.

use super::{Ui, heading};
use crate::components::card::Card;
use crate::components::list::cards;
use crate::components::text::{several, text};
use klarna_help_pack::Date;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, KnownCase, Screen, State};
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui) -> Html {
    let known = &state.desk.cases;
    let body = if known.is_empty() {
        text("p", "", ui.t(Key::CasesNone))
    } else {
        cards(known.iter().map(|case| card(ui, case)).collect())
    };
    several(vec![heading(ui.t(Key::HomeCases)), body])
}

/// A case, by its ID, and where it stands as far as that is known.
pub(super) fn card(ui: &Ui, case: &KnownCase) -> Html {
    let by = Date::parse(&case.expected_by).map(|date| ui.i18n.date(date)).unwrap_or_default();
    let text = match case.view.ready() {
        Some(view) => ui.t(view.state.into()).to_owned(),
        None => ui.i18n.with(Key::ReceiptExpected, &[("date", by)]),
    };
    let onclick = ui.press(Action::Go(Screen::Case(case.case_id.clone())));
    Card { title: &case.case_id, text: &text, tag: "", onclick }.view()
}
