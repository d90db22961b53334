//! The cases known here, those that wait first; and the way to one that is not.

use super::receipt::day;
use super::{Ui, alert, heading, status};
use crate::components::button::{Kind, button};
use crate::components::card::Card;
use crate::components::list::{cards, section};
use crate::components::text::{several, text};
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DeskAction, KnownCase, Load, Screen, State};
use klarna_help_wire::CaseState;
use yew::prelude::*;

/// Most cases on home.
const ON_HOME: usize = 3;

pub(super) fn view(state: &State, ui: &Ui) -> Html {
    let known = &state.desk.cases;
    let loading = state.desk.listing == Load::Loading;
    let (open, ended): (Vec<_>, Vec<_>) = known.iter().partition(|case| case.is_open());
    let part = |words, cases: Vec<&KnownCase>| match cases.is_empty() {
        true => Html::default(),
        false => section(ui.t(words), cases.into_iter().map(|case| card(ui, case)).collect()),
    };
    html! {
        <>
            { heading(ui.t(Key::HomeCases)) }
            if matches!(state.desk.listing, Load::Failed(_)) {
                { alert(ui.t(Key::CasesListFail)) }
                { button(ui.t(Key::Retry), Kind::Secondary, ui.press(Action::desk(DeskAction::List))) }
            }
            if known.is_empty() && loading {
                { status(ui.t(Key::Loading)) }
            } else if known.is_empty() {
                { text("p", "", ui.t(Key::CasesNone)) }
            }
            { part(Key::CasesOpen, open) }
            { part(Key::CasesEnded, ended) }
            { cards(vec![find(ui)]) }
        </>
    }
}

/// The way to a case that was sent from elsewhere.
pub(super) fn find(ui: &Ui) -> Html {
    let onclick = ui.press(Action::Go(Screen::LookUp));
    Card { title: ui.t(Key::CasesFind), text: ui.t(Key::CasesFindText), tag: "", onclick }.view()
}

/// Those on home: a few, and the way to the others.
#[inline(never)]
pub(super) fn some(state: &State, ui: &Ui) -> Html {
    let known = &state.desk.cases;
    if known.is_empty() {
        return Html::default();
    }
    let mut open: Vec<&KnownCase> = known.iter().filter(|case| case.is_open() || case.unread() > 0).collect();
    if open.is_empty() {
        open.extend(known.first());
    }
    let list = open.iter().take(ON_HOME).map(|case| card(ui, case)).collect();
    let all = ui.press(Action::Go(Screen::Cases));
    several(vec![
        section(ui.t(Key::HomeCases), list),
        if known.len() > open.len().min(ON_HOME) {
            button(ui.t(Key::CasesAll), Kind::Text, all)
        } else {
            Html::default()
        },
    ])
}

/// A case: where it stands, who has it, by when; what is new, as far as that is known.
fn card(ui: &Ui, case: &KnownCase) -> Html {
    let view = case.view.ready();
    let late = view.is_some_and(|view| view.late);
    let mut parts = Vec::new();
    if let Some(state) = case.state() {
        parts.push(ui.t(state.into()).to_owned());
    }
    if let Some(view) = view.filter(|_| case.is_open()) {
        if view.state == CaseState::WaitingForYou {
            parts.push(ui.t(view.next_step.into()).to_owned());
        } else if !view.assignee.is_empty() {
            parts.push(ui.i18n.with(Key::StatusWho, &[("agent", view.assignee.clone())]));
        }
    }
    if case.is_open() && !late {
        parts.push(ui.i18n.with(Key::ReceiptExpected, &[("date", day(ui, &case.expected_by))]));
    }
    let unread = case.unread() as usize;
    let tag = match unread {
        0 if late => ui.t(Key::CasesLate).to_owned(),
        0 => String::new(),
        count => ui.i18n.count(Key::CasesUnreadOne, Key::CasesUnreadOther, count),
    };
    let onclick = ui.press(Action::Go(Screen::Case(case.case_id.clone())));
    Card { title: &case.case_id, text: &parts.join(" · "), tag: &tag, onclick }.view()
}
