//! A guided flow: one question at a time, the answers given with Change, and the outcome.
//!
//! Here: the frame of it, and the answers. A question is drawn by `question`, an outcome by `end`.

mod end;
mod question;

use super::{Ui, heading};
use crate::components::button::{Kind, button};
use crate::components::text::{several, text};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Position, Replay, Say, Shelf, Step};
use klarna_help_state::{Action, FlowAction, Screen, State};
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, shelf: &Shelf, slug: &str) -> Html {
    let missing = || several(vec![heading(ui.t(Key::Help)), text("p", "", ui.t(Key::ArticleMissing))]);
    let (Some(meta), Some(replay)) = (shelf.flow(slug), state.replay(slug)) else { return missing() };
    let Some(position) = &replay.position else { return missing() };
    let body = match position {
        Position::Asking(step) if state.config.is_public() && step.ask.is_personal() => {
            elsewhere(ui, slug, step)
        }
        Position::Asking(step) => question::view(state, ui, shelf, &meta.title, (&replay, step)),
        Position::Ended(outcome) => end::view(state, ui, shelf, (slug, &meta.title), (&replay, outcome)),
    };
    html! {
        <div class="kh-flow">
            { body }
            { given(ui, shelf, &replay) }
        </div>
    }
}

/// A question that somebody else's page may neither show nor hear the answer of: it is asked in our own frame, which opens
/// by itself. The button is for when that did not work.
fn elsewhere(ui: &Ui, slug: &str, step: &Step) -> Html {
    let go = ui.press(Action::Go(Screen::Flow(slug.to_owned())));
    html! {
        <section key={step.id.clone()}>
            { heading(&step.question) }
            { text("p", "", ui.t(Key::FlowElsewhere)) }
            { button(ui.t(Key::FlowContinue), Kind::Primary, go) }
        </section>
    }
}

/// How answers are put into words here: dates and amounts as the customer's language writes them.
fn in_words(ui: &Ui, shelf: &Shelf, step: &Step, answer: &klarna_help_pack::Answer) -> String {
    let say = Say {
        date: &|date| ui.i18n.date(date),
        money: &|minor| ui.i18n.money(minor, &shelf.market.currency),
        text: &|key| ui.t(key).to_owned(),
    };
    step.words(answer, &say)
}

fn given(ui: &Ui, shelf: &Shelf, replay: &Replay<'_>) -> Html {
    if replay.given.is_empty() {
        return Html::default();
    }
    let entries = replay.given.iter().map(|given| {
        let step = given.step;
        let change = Action::flow(FlowAction::Change(step.id.clone()));
        let label = ui.i18n.with(Key::FlowChangeWhat, &[("question", step.question.clone())]);
        html! {
            <div>
                { text("dt", "", &step.question) }
                <dd>
                    { in_words(ui, shelf, step, &given.answer) }
                    if given.told { { text("span", "kh-told", ui.t(Key::FlowTold)) } }
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
