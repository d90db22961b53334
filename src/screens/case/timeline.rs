//! What has happened to a case, newest first: what, when, by whom, and what was said.

use super::message::{blocks, files};
use crate::components::text::text;
use crate::screens::Ui;
use crate::screens::receipt::day;
use klarna_help_pack::ui::Key;
use klarna_help_state::KnownCase;
use klarna_help_wire::{CaseEvent, CaseEventKind, CaseView};
use yew::prelude::*;

pub(super) fn view(ui: &Ui, case: &KnownCase, view: &CaseView) -> Html {
    html! { <ol class="kh-timeline">{ for view.timeline.iter().rev().map(|event| entry(ui, case, event)) }</ol> }
}

fn entry(ui: &Ui, case: &KnownCase, event: &CaseEvent) -> Html {
    html! {
        <li key={event.seq.to_string()}>
            { text("strong", "", &title(ui, event)) }
            { text("span", "", &ui.i18n.moment(&event.at)) }
            { for event.message.iter().map(|message| html! {
                <>{ blocks(ui, &message.body) }{ files(ui, case, &message.attachments) }</>
            }) }
        </li>
    }
}

fn title(ui: &Ui, event: &CaseEvent) -> String {
    let by = |named, unnamed| match event.agent.as_str() {
        "" => ui.t(unnamed).to_owned(),
        agent => ui.i18n.with(named, &[("agent", agent.to_owned())]),
    };
    match event.kind {
        CaseEventKind::Received => ui.t(Key::EventReceived).to_owned(),
        CaseEventKind::StateChanged => ui.t(event.state.into()).to_owned(),
        CaseEventKind::CustomerMessage => ui.t(Key::EventCustomerMessage).to_owned(),
        CaseEventKind::AgentMessage => by(Key::EventAgentMessageBy, Key::EventAgentMessage),
        CaseEventKind::Assigned => by(Key::EventAssignedTo, Key::EventAssigned),
        CaseEventKind::UpdateAsked => ui.t(Key::EventUpdateAsked).to_owned(),
        CaseEventKind::PromiseMoved => {
            ui.i18n.with(Key::EventPromiseMoved, &[("date", day(ui, &event.expected_by))])
        }
        CaseEventKind::Rated => {
            let rating = event.rating.map(|rating| rating.to_string()).unwrap_or_default();
            ui.i18n.with(Key::EventRated, &[("rating", rating)])
        }
    }
}
