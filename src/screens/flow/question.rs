//! A question of a flow, with the control for its kind and what is wrong with the answer.

use crate::components::ask::{Ask as AskField, Boxes, ERROR_ID, Line};
use crate::components::button::{Kind, button};
use crate::components::card::Card;
use crate::components::text::text;
use crate::screens::{Ui, attach, heading};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Answer, Ask, Choice, Replay, Shelf, Step, Wrong, write_answer};
use klarna_help_state::{Action, Files, FlowAction, FormAction, State};
use klarna_help_wire::{ANSWER_MAX, ORDER_MAX};
use yew::prelude::*;

pub(super) fn view(
    state: &State,
    ui: &Ui,
    shelf: &Shelf,
    title: &str,
    (replay, step): (&Replay<'_>, &Step),
) -> Html {
    let progress = [("number", replay.number.to_string()), ("most", replay.most.to_string())];
    let issue = state.flow_issue.map(|wrong| {
        let words = what_to_do(ui, shelf, step, wrong);
        html! { <p class="kh-field__error" id={ERROR_ID} tabindex="-1" data-kh-focus="errors">{ words }</p> }
    });
    // On with the answer it has: after going back, or instead of changing it.
    let forward = replay.kept.is_some().then(|| {
        let press = ui.press(Action::flow(FlowAction::Forward));
        button(ui.t(Key::FlowForward), Kind::Text, press)
    });
    html! {
        <section key={step.id.clone()}>
            <p class="kh-quiet">{ title }{ " · " }{ ui.i18n.with(Key::FlowQuestion, &progress) }</p>
            { heading(&step.question) }
            if !step.help.is_empty() { { text("p", "", &step.help) } }
            { for issue }
            { control(state, ui, shelf, (step, replay.kept.as_ref())) }
            { for forward }
        </section>
    }
}

fn control(state: &State, ui: &Ui, shelf: &Shelf, (step, kept): (&Step, Option<&Answer>)) -> Html {
    match &step.ask {
        Ask::Choice(options) => cards(ui, step, options, kept),
        Ask::Choices(options, _) => boxes(state, ui, step, options),
        Ask::File(key) => files(state, ui, shelf, step, key),
        Ask::Confirm => html! {
            <ul class="kh-cards">
                { card(ui, step, ui.t(Key::FlowYes), Answer::Yes, kept) }
                if !step.required { { card(ui, step, ui.t(Key::FlowNotYet), Answer::Unsure, kept) } }
            </ul>
        },
        Ask::Date(_) | Ask::Money | Ask::Order | Ask::Email | Ask::Text => line(state, ui, shelf, step),
        Ask::Pass => Html::default(),
    }
}

fn cards(ui: &Ui, step: &Step, options: &[Choice], kept: Option<&Answer>) -> Html {
    let cards =
        options.iter().map(|option| card(ui, step, &option.label, Answer::Choice(option.id.clone()), kept));
    html! { <ul class="kh-cards">{ for cards }</ul> }
}

/// One answer, as a press; the one given before says so.
fn card(ui: &Ui, step: &Step, title: &str, answer: Answer, kept: Option<&Answer>) -> Html {
    let tag = if kept == Some(&answer) { ui.t(Key::FlowText) } else { "" };
    let onclick = ui.press(Action::flow(FlowAction::Answer { step: step.id.clone(), answer }));
    html! { <li>{ Card { title, text: "", tag, onclick }.view() }</li> }
}

fn boxes(state: &State, ui: &Ui, step: &Step, options: &[Choice]) -> Html {
    let ticked = |id: &str| state.flow_draft.split(',').any(|one| one == id);
    let (dispatch, submit) = (ui.dispatch.clone(), ui.dispatch.clone());
    let (id, text) = (step.id.clone(), state.flow_draft.clone());
    Boxes {
        label: &step.question,
        entries: options.iter().map(|o| (o.id.as_str(), o.label.as_str(), ticked(&o.id))).collect(),
        wrong: state.flow_issue.is_some(),
        action: ui.t(Key::FlowContinue),
        onchange: Callback::from(move |(id, ticked)| {
            dispatch.emit(Action::flow(FlowAction::Tick(id, ticked)))
        }),
        onsubmit: Callback::from(move |()| {
            submit.emit(Action::flow(FlowAction::Submit { step: id.clone(), text: text.clone() }));
        }),
    }
    .view()
}

fn line(state: &State, ui: &Ui, shelf: &Shelf, step: &Step) -> Html {
    let currency = [("currency", shelf.market.currency.clone())];
    let money = ui.i18n.with(Key::FlowMoney, &currency);
    let off = Line { kind: "text", autocomplete: "off", ..Line::default() };
    let line = match &step.ask {
        Ask::Date(future) => {
            let max = (!future).then(|| state.now.date.to_string());
            Line { label: ui.t(Key::FlowDate), kind: "date", max, ..off }
        }
        Ask::Money => Line { label: &money, keyboard: Some("decimal"), ltr: true, ..off },
        Ask::Order => Line { label: ui.t(Key::FlowOrder), hint: ui.t(Key::FlowOrderHint), ltr: true, ..off },
        Ask::Email => {
            Line { label: ui.t(Key::FlowEmail), kind: "email", autocomplete: "email", ltr: true, ..off }
        }
        _ => Line { label: ui.t(Key::FlowText), ..off },
    };
    let (draft, submit, id) = (ui.dispatch.clone(), ui.dispatch.clone(), step.id.clone());
    AskField {
        id: "kh-ask",
        line,
        value: &state.flow_draft,
        wrong: state.flow_issue.is_some(),
        action: ui.t(Key::FlowContinue),
        beside: unsure(ui, step),
        oninput: Callback::from(move |text| draft.emit(Action::flow(FlowAction::Draft(text)))),
        onsubmit: Callback::from(move |text| {
            submit.emit(Action::flow(FlowAction::Submit { step: id.clone(), text }));
        }),
    }
    .view()
}

/// Files go to the case form at once, below their piece of evidence.
fn files(state: &State, ui: &Ui, shelf: &Shelf, step: &Step, key: &str) -> Html {
    let dispatch = ui.dispatch.clone();
    let send = Callback::from(move |action| dispatch.emit(Action::form(FormAction::File(action))));
    let form = &state.form;
    let words = shelf.evidence(key).map_or("", |evidence| evidence.words.as_str());
    let these = form.files.list.iter().filter(|file| file.evidence == key).cloned().collect();
    let these = Files { list: these, refused: form.files.refused.clone() };
    let done = ui.press(Action::flow(FlowAction::Answer { step: step.id.clone(), answer: Answer::Files }));
    html! {
        <div class="kh-ask">
            { attach::limits(ui) }
            { attach::pickers(ui, Some((key, words)), form.is_locked(), &send) }
            { attach::list(ui, &these, form.is_locked(), &send) }
            { button(ui.t(Key::FlowContinue), Kind::Primary, done) }
            { unsure(ui, step) }
        </div>
    }
}

/// The honest way on for who does not know.
fn unsure(ui: &Ui, step: &Step) -> Html {
    if step.required {
        return Html::default();
    }
    let answer = FlowAction::Answer { step: step.id.clone(), answer: Answer::Unsure };
    button(ui.t(step.unsure()), Kind::Secondary, ui.press(Action::flow(answer)))
}

/// What is wrong with an answer, in words that say what to do.
fn what_to_do(ui: &Ui, shelf: &Shelf, step: &Step, wrong: Wrong) -> String {
    let key = match (wrong, &step.ask) {
        (Wrong::Missing, Ask::Choices(..)) => Key::FlowNeedChoices,
        (Wrong::Missing, Ask::Date(_)) if step.required => Key::FlowBadDate,
        (Wrong::Missing, Ask::Date(_)) => Key::FlowNeedDate,
        (Wrong::Missing, Ask::Money) => Key::FlowNeedMoney,
        (Wrong::Missing, Ask::Order) => Key::FlowNeedOrder,
        (Wrong::Missing, Ask::Email) => Key::FlowNeedEmail,
        (Wrong::Missing, Ask::Text) => Key::FlowNeedText,
        (Wrong::Missing, Ask::File(_)) if step.required => Key::FlowNeedFileOnly,
        (Wrong::Missing, Ask::File(_)) => Key::FlowNeedFile,
        (Wrong::Missing, _) => Key::FlowNeedAnswer,
        (Wrong::Date, _) => Key::FlowBadDate,
        (Wrong::Future, _) => Key::FlowFutureDate,
        (Wrong::Amount, _) => Key::FlowBadMoney,
        (Wrong::Order, _) => Key::FlowBadOrder,
        (Wrong::Email, _) => Key::FlowBadEmail,
        (Wrong::Long, _) => Key::FlowLongText,
    };
    let limit = if wrong == Wrong::Order { ORDER_MAX } else { ANSWER_MAX };
    let example = write_answer(&Answer::Money(EXAMPLE), &shelf.market.currency);
    ui.i18n.with(key, &[("limit", limit.to_string()), ("example", example)])
}

/// An amount to show how one is written, in minor units.
const EXAMPLE: i64 = 4_995;
