//! A case's status: where it stands, what happens next, by when, and what has happened.

use super::receipt::{expected, keeping};
use super::{Ui, heading};
use crate::components::button::{Kind, button};
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, Failure, Load, State};
use klarna_help_wire::{CaseState, CaseView, ProblemCode};
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, id: &str) -> Html {
    let Some(case) = state.case(id) else {
        return html! { <>{ heading(ui.t(Key::StatusTitle)) }<p>{ ui.t(Key::StatusGone) }</p></> };
    };
    let refresh = |kind| button(ui.t(Key::StatusRefresh), kind, ui.press(Action::Refresh(id.to_owned())));
    let body = match &case.view {
        Load::Ready(view) => html! {
            <>
                { status(ui, view, &expected(ui, case)) }
                <div class="kh-actions">{ refresh(Kind::Secondary) }</div>
            </>
        },
        Load::Failed(Failure::Refused(ProblemCode::CaseNotFound, _)) => {
            html! { <p role="alert">{ ui.t(Key::StatusGone) }</p> }
        }
        Load::Failed(_) => html! {
            <>
                <p role="alert">{ ui.t(Key::StatusFail) }</p>
                <p>{ expected(ui, case) }</p>
                { refresh(Kind::Primary) }
            </>
        },
        Load::Idle | Load::Loading => html! { <p class="kh-quiet" role="status">{ ui.t(Key::Loading) }</p> },
    };
    html! {
        <>
            { heading(ui.t(Key::StatusTitle)) }
            <p class="kh-case-id"><span>{ ui.t(Key::ReceiptId) }</span><strong>{ id }</strong></p>
            { body }
            { keeping(ui, case) }
        </>
    }
}

fn status(ui: &Ui, view: &CaseView, expected: &str) -> Html {
    let open = !matches!(view.state, CaseState::Resolved | CaseState::Closed);
    let events = view.timeline.iter().rev().map(|event| {
        html! { <li><strong>{ ui.i18n.state(event.state) }</strong><span>{ ui.i18n.moment(&event.at) }</span></li> }
    });
    html! {
        <>
            <p class="kh-state">{ ui.i18n.state(view.state) }</p>
            if open { <p class="kh-lead">{ expected }</p> }
            <h2>{ ui.t(Key::ReceiptNext) }</h2>
            <p>{ ui.i18n.next_step(view.next_step) }</p>
            <h2>{ ui.t(Key::StatusTimeline) }</h2>
            <ol class="kh-timeline">{ for events }</ol>
            <h2>{ ui.t(Key::StatusYouWrote) }</h2>
            <p class="kh-wrote">{ &view.description }</p>
        </>
    }
}
