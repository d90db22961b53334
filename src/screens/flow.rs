//! A guided flow: one question at a time, the answers given with Change, and the outcome.

use super::{Ui, heading, web_link};
use crate::components::button::{Kind, button};
use crate::components::card::Card;
use crate::components::field::Ask as AskField;
use crate::components::text::{several, text};
use crate::i18n::fill;
use klarna_help_pack::ui::Key;
use klarna_help_pack::{
    Answer, Ask, Date, Facts, Flow, FlowRun, Inline, Link, Outcome, OutcomeKind, Position, Replay, Shelf,
    Step,
};
use klarna_help_state::{Action, CaseSeed, FlowIssue, State};
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, shelf: &Shelf, slug: &str) -> Html {
    let missing = || several(vec![heading(ui.t(Key::Help)), text("p", "", ui.t(Key::ArticleMissing))]);
    let Some(meta) = shelf.flow(slug) else { return missing() };
    let (Some(flow), Some(run)) = (state.flow(slug), state.run(slug)) else { return missing() };
    let (Some(facts), Some(replay)) = (state.facts(), state.replay(slug)) else { return missing() };
    let Some(position) = &replay.position else { return missing() };
    let body = match position {
        Position::Asking(step) => question(state, ui, &meta.title, (flow, step), replay.answered.len()),
        Position::Ended(outcome) => end(state, ui, shelf, (&meta.title, flow, run, outcome), &facts),
    };
    html! {
        <div class="kh-flow">
            { body }
            { given(ui, flow, &replay) }
        </div>
    }
}

fn question(state: &State, ui: &Ui, title: &str, (flow, step): (&Flow, &Step), answered: usize) -> Html {
    let answer = |answer: Result<Answer, FlowIssue>| Action::Answer {
        flow: flow.slug.clone(),
        step: step.id.clone(),
        answer,
    };
    let issue = state.flow_issue.map(|issue| {
        let text = ui.t(match issue {
            FlowIssue::Missing => Key::FlowNeedAnswer,
            FlowIssue::BadDate => Key::FlowBadDate,
            FlowIssue::FutureDate => Key::FlowFutureDate,
        });
        html! { <p class="kh-field__error" id="kh-ask-error" tabindex="-1" data-kh-focus="errors">{ text }</p> }
    });
    let control = match &step.ask {
        Ask::Choice(options) => {
            let options = options.iter().map(|option| {
                let onclick = ui.press(answer(Ok(Answer::Choice(option.id.clone()))));
                html! { <li>{ Card { title: &option.label, text: "", tag: "", onclick }.view() }</li> }
            });
            html! { <ul class="kh-cards">{ for options }</ul> }
        }
        _ => {
            let date = matches!(step.ask, Ask::Date(_));
            let draft = ui.dispatch.clone();
            let (dispatch, slug, id) = (ui.dispatch.clone(), flow.slug.clone(), step.id.clone());
            let onsubmit = Callback::from(move |text: String| {
                let answer = match (text.trim().is_empty(), date) {
                    (true, _) => Err(FlowIssue::Missing),
                    (_, true) => Date::parse(&text).map(Answer::Date).ok_or(FlowIssue::BadDate),
                    (_, false) => Ok(Answer::Text(text)),
                };
                dispatch.emit(Action::Answer { flow: slug.clone(), step: id.clone(), answer });
            });
            AskField {
                kind: if date { "date" } else { "text" },
                label: ui.t(if date { Key::FlowDate } else { Key::FlowText }),
                value: &state.flow_draft,
                max: date.then(|| state.now.date.to_string()),
                wrong: state.flow_issue.is_some(),
                action: ui.t(Key::FlowContinue),
                oninput: Callback::from(move |text| draft.emit(Action::Draft(text))),
                onsubmit,
            }
            .view()
        }
    };
    html! {
        <section key={step.id.clone()}>
            <p class="kh-quiet">
                { title }{ " · " }{ ui.i18n.with(Key::FlowQuestion, &[("number", (answered + 1).to_string())]) }
            </p>
            { heading(&step.question) }
            if !step.help.is_empty() { { text("p", "", &step.help) } }
            { for issue }
            { control }
        </section>
    }
}

fn given(ui: &Ui, flow: &Flow, replay: &Replay<'_>) -> Html {
    if replay.answered.is_empty() {
        return Html::default();
    }
    let entries = replay.answered.iter().map(|(step, answer)| {
        let said = step.words(answer, |date| ui.i18n.date(date));
        let change = Action::Change { flow: flow.slug.clone(), step: step.id.clone() };
        let label = ui.i18n.with(Key::FlowChangeWhat, &[("question", step.question.clone())]);
        html! {
            <div>
                { text("dt", "", &step.question) }
                <dd>
                    { said }
                    <button type="button" class="kh-button kh-button--text" aria-label={label}
                        onclick={ui.press(change)}>{ ui.t(Key::FlowChange) }</button>
                </dd>
            </div>
        }
    });
    html! {
        <section class="kh-section">
            { text("h2", "", ui.t(Key::FlowYourAnswers)) }
            <dl class="kh-terms">{ for entries }</dl>
        </section>
    }
}

fn end(
    state: &State,
    ui: &Ui,
    shelf: &Shelf,
    (title, flow, run, outcome): (&str, &Flow, &FlowRun, &Outcome),
    facts: &Facts<'_>,
) -> Html {
    let steps = outcome.steps.iter().map(|step| text("li", "", &ui.i18n.inlines(step)));
    let until = run
        .wait_until(outcome, facts)
        .map(|date| text("p", "kh-lead", &ui.i18n.with(Key::FlowWaitUntil, &[("date", ui.i18n.date(date))])));
    let seed = CaseSeed { category: Some(outcome.category), flow: Some(flow.slug.clone()) };
    let send = Action::StartCase(seed);
    let action = match outcome.kind {
        OutcomeKind::SendCase => Some(button(ui.t(Key::FlowSendCase), Kind::Primary, ui.press(send))),
        OutcomeKind::Talk => {
            let go = Action::Go(klarna_help_state::Screen::Contact);
            Some(button(ui.t(Key::HumanAction), Kind::Primary, ui.press(go)))
        }
        _ => Some(button(ui.t(Key::FlowSendCase), Kind::Secondary, ui.press(send))),
    };
    let evidence: Vec<Html> = outcome
        .evidence
        .iter()
        .filter_map(|key| shelf.evidence(key))
        .map(|evidence| text("li", "", &evidence.words))
        .collect();
    let sample =
        shelf.market.sample && (until.is_some() || outcome.next.iter().any(|i| matches!(i, Inline::Fact(_))));
    html! {
        <section key={outcome.id.clone()}>
            { text("p", "kh-quiet", title) }
            { heading(&outcome.title) }
            { for until }
            { text("h2", "", ui.t(Key::FlowWhatToDo)) }
            <ol>{ for steps }</ol>
            if outcome.kind == OutcomeKind::ContactStore { { message(state, ui, outcome) } }
            if !evidence.is_empty() {
                { text("h2", "", ui.t(Key::FlowEvidence)) }
                <ul>{ for evidence }</ul>
            }
            { text("h2", "", ui.t(Key::FlowWhatNext)) }
            { text("p", "", &ui.i18n.inlines(&outcome.next)) }
            if sample { { text("p", "kh-quiet", ui.t(Key::SampleNote)) } }
            <div class="kh-actions">{ for action }{ for outcome.link.as_ref().map(|l| read_more(ui, l)) }</div>
        </section>
    }
}

/// The message to the store, with the order number in its place if the page told it.
fn message(state: &State, ui: &Ui, outcome: &Outcome) -> Html {
    let order = state.context.order_id.as_deref().filter(|id| !id.trim().is_empty());
    let order = order.unwrap_or(ui.t(Key::FlowOrderUnknown));
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
