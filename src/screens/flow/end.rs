//! The outcome of a flow: what to do, what happens next and when, and the one thing to press.

use crate::components::button::{Kind, button};
use crate::components::text::{several, text};
use crate::i18n::fill;
use crate::screens::{Ui, heading, web_link};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Answer, Date, Inline, Link, Outcome, OutcomeKind, Replay, Shelf};
use klarna_help_state::{
    Action, CaseSeed, DeskAction, FlowAction, Reminder, Screen, State, TextFile, calendar,
};
use klarna_help_wire::HostAction;
use std::rc::Rc;
use yew::prelude::*;

pub(super) fn view(
    state: &State,
    ui: &Ui,
    shelf: &Shelf,
    (slug, title): (&str, &str),
    (replay, outcome): (&Replay<'_>, &Outcome),
) -> Html {
    let steps = outcome.steps.iter().map(|step| text("li", "", &ui.i18n.inlines(step)));
    // A day that has passed is nothing to wait for.
    let until = state.facts().and_then(|facts| replay.wait_until(outcome, &facts));
    let until = until.filter(|day| *day >= state.now.date);
    let wait = until.map(|day| {
        let words = ui.i18n.with(Key::FlowWaitUntil, &[("date", ui.i18n.date(day))]);
        several(vec![text("p", "kh-lead", &words), to_calendar(state, ui, slug, outcome, day)])
    });
    let evidence: Vec<Html> = outcome
        .evidence
        .iter()
        .filter_map(|key| shelf.evidence(key))
        .map(|evidence| text("li", "", &evidence.words))
        .collect();
    let sends = outcome.kind == OutcomeKind::SendCase;
    let sample = shelf.market.sample
        && (sends || until.is_some() || outcome.next.iter().any(|i| matches!(i, Inline::Fact(_))));
    html! {
        <section key={outcome.id.clone()}>
            { text("p", "kh-quiet", title) }
            { heading(&outcome.title) }
            { for wait }
            { text("h2", "", ui.t(Key::FlowWhatToDo)) }
            <ol>{ for steps }</ol>
            if outcome.kind == OutcomeKind::ContactStore { { message(state, ui, replay, outcome) } }
            if !evidence.is_empty() {
                { text("h2", "", ui.t(Key::FlowEvidence)) }
                <ul>{ for evidence }</ul>
            }
            { text("h2", "", ui.t(Key::FlowWhatNext)) }
            { text("p", "", &ui.i18n.inlines(&outcome.next)) }
            if sends { { text("p", "", &answer_by(state, ui, shelf, outcome)) } }
            if sample { { text("p", "kh-quiet", ui.t(Key::SampleNote)) } }
            <div class="kh-actions">
                { for actions(state, ui, slug, outcome) }
                { for outcome.link.as_ref().map(|l| read_more(ui, l)) }
            </div>
        </section>
    }
}

/// What can be pressed, the loudest first: what the page can do, what the outcome says, and always a way on to us.
fn actions(state: &State, ui: &Ui, slug: &str, outcome: &Outcome) -> Vec<Html> {
    let seed = CaseSeed { category: Some(outcome.category), flow: Some(slug.to_owned()) };
    let send = |kind| button(ui.t(Key::FlowSendCase), kind, ui.press(Action::StartCase(seed)));
    let offered = outcome.action.filter(|action| state.config.offers(*action));
    match (outcome.kind.clone(), offered) {
        (OutcomeKind::SendCase, _) => vec![send(Kind::Primary)],
        (OutcomeKind::Talk, _) => {
            let go = ui.press(Action::Go(Screen::Contact));
            vec![button(ui.t(Key::HumanAction), Kind::Primary, go), send(Kind::Secondary)]
        }
        (_, Some(action)) => {
            let act = ui.press(Action::flow(FlowAction::Act(action)));
            vec![button(ui.t(words_of(action)), Kind::Primary, act), send(Kind::Secondary)]
        }
        (_, None) => vec![send(Kind::Secondary)],
    }
}

fn words_of(action: HostAction) -> Key {
    match action {
        HostAction::RetryPayment => Key::ActRetryPayment,
        HostAction::ChooseMethod => Key::ActChooseMethod,
        HostAction::OpenOrder => Key::ActOpenOrder,
        HostAction::OpenAccount => Key::ActOpenAccount,
    }
}

/// By when the customer hears from us, if the case is sent today.
fn answer_by(state: &State, ui: &Ui, shelf: &Shelf, outcome: &Outcome) -> String {
    let days = shelf.market.response_days(outcome.category);
    let day = shelf.market.business_days_after(state.now.market_date, days);
    ui.i18n.with(Key::FlowAnswerBy, &[("date", ui.i18n.date(day))])
}

/// The day as a file for a calendar.
fn to_calendar(state: &State, ui: &Ui, slug: &str, outcome: &Outcome, day: Date) -> Html {
    let reminder = Reminder {
        id: &[slug, "-", &outcome.id].concat(),
        made: &[&state.now.date.to_string(), "T00:00:00Z"].concat(),
        day,
        summary: &ui.i18n.with(Key::FlowWaitTitle, &[("title", outcome.title.clone())]),
        description: ui.t(Key::FlowWaitNote),
    };
    let file = TextFile {
        name: [slug, ".ics"].concat(),
        media_type: "text/calendar;charset=utf-8",
        text: calendar(&reminder),
    };
    let save = ui.press(Action::desk(DeskAction::Save(Rc::new(file))));
    button(ui.t(Key::ReceiptSaveDate), Kind::Text, save)
}

/// The message to the store, with the order number in its place if it is known.
fn message(state: &State, ui: &Ui, replay: &Replay<'_>, outcome: &Outcome) -> Html {
    let given = replay.given.iter().find(|given| given.step.ask == klarna_help_pack::Ask::Order);
    let order = match given.map(|given| &given.answer) {
        Some(Answer::Text(order)) => Some(order.as_str()),
        _ => state.context.order_id.as_deref(),
    };
    let order = order.map(str::trim).filter(|id| !id.is_empty()).unwrap_or(ui.t(Key::FlowOrderUnknown));
    let words = fill(&outcome.message, |name| (name == "order").then_some(order));
    html! {
        <>
            { text("h2", "", ui.t(Key::FlowMessage)) }
            { text("blockquote", "kh-message", &words) }
            { button(ui.t(Key::FlowCopy), Kind::Secondary, ui.press(Action::Copy(words))) }
        </>
    }
}

fn read_more(ui: &Ui, link: &Link) -> Html {
    let words = ui.i18n.with(Key::FlowReadMore, &[("title", ui.link_title(link).to_owned())]);
    match (link, ui.follow(link)) {
        (Link::Web(address), _) => web_link(ui, address, &words),
        (_, Some(onclick)) => button(&words, Kind::Text, onclick),
        (_, None) => Html::default(),
    }
}
