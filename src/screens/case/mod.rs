//! A case after it was sent: where it stands, what happens next, by when; what was said, and what the customer can say and
//! do now.

mod act;
mod message;
mod reply;
mod timeline;

use super::receipt::{case_id, day, expected, keeping, sent_on};
use super::{Ui, alert, heading, status};
use crate::components::button::{Kind, button};
use crate::components::text::text;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DeskAction, Failure, KnownCase, Load, State};
use klarna_help_wire::{CaseView, ProblemCode};
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, id: &str) -> Html {
    let Some(case) = state.case(id) else {
        return html! { <>{ heading(ui.t(Key::StatusTitle)) }{ text("p", "", ui.t(Key::StatusGone)) }</> };
    };
    let refresh = |kind| {
        button(ui.t(Key::StatusRefresh), kind, ui.press(Action::desk(DeskAction::Refresh(id.to_owned()))))
    };
    let body = match &case.view {
        Load::Ready(view) => html! {
            <>
                if case.stale { <p role="alert" class="kh-note">{ ui.t(Key::StatusFail) }</p> }
                { standing(ui, case, view) }
                { act::failed(ui, case) }
                // What is new comes before the field to answer it.
                { text("h2", "", ui.t(Key::StatusTimeline)) }
                { timeline::view(ui, case, view) }
                { reply::view(state, ui, case, view) }
                { written(ui, case, view) }
                { act::rating(ui, case, view) }
                { act::ways(ui, case, view) }
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

fn standing(ui: &Ui, case: &KnownCase, view: &CaseView) -> Html {
    let by = day(ui, &view.expected_by);
    let done = case.talk.as_ref().and_then(|talk| talk.done);
    let who = match view.assignee.as_str() {
        "" => ui.t(Key::StatusNobody).to_owned(),
        agent => ui.i18n.with(Key::StatusWho, &[("agent", agent.to_owned())]),
    };
    html! {
        <>
            // It says what a press has done, and takes the focus from the button that went with it.
            if let Some(done) = done {
                <p class="kh-note" tabindex="-1" data-kh-focus="done">{ ui.t(done) }</p>
            }
            { text("p", "kh-state", ui.t(view.state.into())) }
            if view.late {
                { text("p", "kh-lead", &ui.i18n.with(Key::StatusLate, &[("date", by)])) }
            } else if case.is_open() {
                { text("p", "kh-lead", &expected(ui, case)) }
            }
            { text("h2", "", ui.t(Key::ReceiptNext)) }
            { text("p", "", ui.t(view.next_step.into())) }
            if case.is_open() { { text("p", "", &who) } }
            { act::ask(ui, case, view) }
        </>
    }
}

/// What the customer wrote at first, with all that went along.
fn written(ui: &Ui, case: &KnownCase, view: &CaseView) -> Html {
    html! {
        <>
            { text("h2", "", ui.t(Key::StatusYouWrote)) }
            { text("p", "kh-quiet", &sent_on(ui, &view.received_at)) }
            { text("p", "kh-wrote", &view.description) }
            if !view.tried.is_empty() { { text("p", "kh-wrote", &view.tried) } }
            { message::files(ui, case, &view.attachments) }
        </>
    }
}
