//! What a customer can do with a case besides writing: only what the portal says can be done now.

use crate::components::button::{Button, Kind, button};
use crate::components::callout::callout;
use crate::components::field::{Control, Field};
use crate::components::rating::Rating;
use crate::components::text::text;
use crate::platform;
use crate::screens::{Ui, why};
use klarna_help_pack::Callout;
use klarna_help_pack::ui::Key;
use klarna_help_state::{Action, DeskAction, KnownCase, Phase};
use klarna_help_wire::{CaseAction, CaseView};
use yew::prelude::*;

/// The button of an action, if it can be done now.
fn way(ui: &Ui, case: &KnownCase, view: &CaseView, action: CaseAction, words: Key, kind: Kind) -> Html {
    if !view.can.contains(&action) {
        return Html::default();
    }
    let busy = case.talk.as_ref().and_then(|talk| talk.acting()) == Some(action);
    let label = ui.t(if busy { Key::CaseSending } else { words });
    Button { label, kind, busy, describe: None, onclick: Some(does(ui, case, action)) }.view()
}

/// A press that does an action. Its key is made with the press; a try that had no answer keeps its own.
fn does(ui: &Ui, case: &KnownCase, action: CaseAction) -> Callback<MouseEvent> {
    let (id, dispatch) = (case.case_id.clone(), ui.dispatch.clone());
    Callback::from(move |_| {
        dispatch.emit(Action::desk(DeskAction::Act(id.clone(), action, platform::random::key())));
    })
}

/// Asking for an update, which the portal takes once a working day from when the answer is late.
pub(super) fn ask(ui: &Ui, case: &KnownCase, view: &CaseView) -> Html {
    way(ui, case, view, CaseAction::AskUpdate, Key::StatusAsk, Kind::Secondary)
}

/// Opening again, and ending; the latter only after a question.
pub(super) fn ways(ui: &Ui, case: &KnownCase, view: &CaseView) -> Html {
    let confirm = |confirming| ui.press(Action::desk(DeskAction::Confirm(case.case_id.clone(), confirming)));
    let confirming = case.talk.as_ref().is_some_and(|talk| talk.confirming);
    html! {
        <div class="kh-actions">
            { way(ui, case, view, CaseAction::Reopen, Key::StatusReopen, Kind::Secondary) }
            if view.can.contains(&CaseAction::Close) {
                if confirming {
                    <div class="kh-note" role="group" tabindex="-1" data-kh-focus="confirm" aria-labelledby="kh-confirm">
                        <p id="kh-confirm">{ ui.t(Key::StatusCloseSure) }</p>
                        { way(ui, case, view, CaseAction::Close, Key::StatusCloseYes, Kind::Secondary) }
                        { button(ui.t(Key::StatusCloseNo), Kind::Text, confirm(false)) }
                    </div>
                } else {
                    <button type="button" class="kh-button kh-button--text" data-kh-focus="close-case"
                        onclick={confirm(true)}>{ ui.t(Key::StatusClose) }</button>
                }
            }
        </div>
    }
}

/// How it went, in one to five.
pub(super) fn rating(ui: &Ui, case: &KnownCase, view: &CaseView) -> Html {
    if !view.can.contains(&CaseAction::Rate) {
        return Html::default();
    }
    let talk = case.talk.as_deref();
    let busy = talk.and_then(|talk| talk.acting()) == Some(CaseAction::Rate);
    let wrong = |field| talk.and_then(|talk| talk.errors.iter().find(|error| error.field == field));
    let limit = wrong("comment").map(|error| {
        let limit = error.limit.map(|limit| limit.to_string()).unwrap_or_default();
        ui.i18n.with(Key::ErrCommentLong, &[("limit", limit)])
    });
    let keys = [Key::RateOne, Key::RateTwo, Key::RateThree, Key::RateFour, Key::RateFive];
    let (id, dispatch) = (case.case_id.clone(), ui.dispatch.clone());
    let rating = Rating {
        legend: ui.t(Key::RateTitle),
        words: keys.map(|key| ui.t(key)),
        error: wrong("rating").map(|_| ui.t(Key::ErrRating)).unwrap_or_default(),
        value: talk.and_then(|talk| talk.rating),
        onchange: Callback::from(move |rating| {
            dispatch.emit(Action::desk(DeskAction::Rate(id.clone(), rating)));
        }),
    };
    let (id, dispatch) = (case.case_id.clone(), ui.dispatch.clone());
    let comment = Field {
        name: "comment",
        label: ui.t(Key::RateComment),
        hint: "",
        error: limit.as_deref().unwrap_or_default(),
        value: talk.map(|talk| talk.comment.as_str()).unwrap_or_default(),
        control: Control::Area,
        required: false,
        locked: busy,
        oninput: Callback::from(move |text| {
            dispatch.emit(Action::desk(DeskAction::Comment(id.clone(), text)));
        }),
    };
    html! {
        <section class="kh-section kh-form">
            { rating.view() }
            { comment.view() }
            { way(ui, case, view, CaseAction::Rate, Key::RateSend, Kind::Secondary) }
        </section>
    }
}

/// Why the last reply or action did not arrive, and that nothing is lost.
pub(super) fn failed(ui: &Ui, case: &KnownCase) -> Html {
    let Some(talk) = case.talk.as_deref() else { return Html::default() };
    let act = talk.act.as_ref().map(|act| (&act.phase, Key::ActKept));
    let said = [Some((&talk.phase, Key::ReplyKept)), act].into_iter().flatten();
    let mut failures = said.filter_map(|(phase, kept)| match phase {
        Phase::Failed(failure) => Some((failure, kept)),
        Phase::Editing | Phase::Waiting(_) | Phase::Sending => None,
    });
    let Some((failure, kept)) = failures.next_back() else { return Html::default() };
    let body = html! { <>{ text("p", "", ui.t(why(failure))) }{ text("p", "", ui.t(kept)) }</> };
    html! {
        <div tabindex="-1" data-kh-focus="failed">
            { callout(Callout::Warning, ui.t(Key::ReplyFailTitle), body) }
        </div>
    }
}
