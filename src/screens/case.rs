//! A case's status: where it stands, what happens next, by when, and what has happened.

use super::receipt::{case_id, expected, keeping};
use super::{Ui, alert, heading, status};
use crate::components::button::{Kind, button};
use crate::components::text::{around, text};
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DeskAction, Failure, Load, State};
use klarna_help_wire::{CaseState, CaseView, ProblemCode};
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, id: &str) -> Html {
    let Some(case) = state.case(id) else {
        return html! { <>{ heading(ui.t(Key::StatusTitle)) }{ text("p", "", ui.t(Key::StatusGone)) }</> };
    };
    let refresh = |kind| {
        button(ui.t(Key::StatusRefresh), kind, ui.press(Action::Desk(DeskAction::Refresh(id.to_owned()))))
    };
    let body = match &case.view {
        Load::Ready(view) => html! {
            <>
                if case.stale { <p role="alert" class="kh-note">{ ui.t(Key::StatusFail) }</p> }
                { view_of(ui, view, &expected(ui, case)) }
                <div class="kh-actions">{ refresh(Kind::Secondary) }</div>
            </>
        },
        Load::Failed(Failure::Refused(ProblemCode::CaseNotFound, _)) => alert(ui.t(Key::StatusGone)),
        Load::Failed(_) => html! {
            <>
                { alert(ui.t(Key::StatusFail)) }
                { text("p", "", &expected(ui, case)) }
                { refresh(Kind::Primary) }
            </>
        },
        Load::Idle | Load::Loading => status(ui.t(Key::Loading)),
    };
    html! {
        <>
            { heading(ui.t(Key::StatusTitle)) }
            { case_id(ui, id) }
            { body }
            { keeping(state, ui, case) }
        </>
    }
}

fn view_of(ui: &Ui, view: &CaseView, expected: &str) -> Html {
    let open = !matches!(view.state, CaseState::Resolved | CaseState::Closed);
    let events = view.timeline.iter().rev().map(|event| {
        around(
            "li",
            "",
            vec![text("strong", "", ui.t(event.state.into())), text("span", "", &ui.i18n.moment(&event.at))],
        )
    });
    html! {
        <>
            { text("p", "kh-state", ui.t(view.state.into())) }
            if open { { text("p", "kh-lead", expected) } }
            { text("h2", "", ui.t(Key::ReceiptNext)) }
            { text("p", "", ui.t(view.next_step.into())) }
            { text("h2", "", ui.t(Key::StatusTimeline)) }
            <ol class="kh-timeline">{ for events }</ol>
            { text("h2", "", ui.t(Key::StatusYouWrote)) }
            { text("p", "kh-wrote", &view.description) }
        </>
    }
}
