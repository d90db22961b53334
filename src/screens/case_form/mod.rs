//! The case form: what is known is filled in and shown, faults are told at their field, nothing typed is lost. First what
//! everybody has to say; what helps further follows on the same page, and none of it has to be filled in.

mod also;
mod evidence;
mod fields;
mod standing;

use super::{Ui, attach, heading};
use crate::components::button::{Kind, button};
use crate::components::callout::callout;
use crate::components::card::Card;
use crate::components::error_summary::error_summary;
use crate::components::list::section;
use crate::components::text::text;
use crate::platform;
use fields::field;
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Callout, Shelf, Target};
use klarna_help_state::{Action, Failure, Field, FormAction, Phase, Screen, State};
use yew::prelude::*;

const FIELDS: [Field; 7] = [
    Field::Category,
    Field::Description,
    Field::Email,
    Field::Order,
    Field::When,
    Field::Tried,
    Field::Files,
];

pub(super) fn view(state: &State, ui: &Ui, shelf: &Shelf) -> Html {
    let dispatch = ui.dispatch.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        dispatch.emit(Action::form(FormAction::Send(platform::random::key())));
    });
    let dispatch = ui.dispatch.clone();
    let files = Callback::from(move |action| dispatch.emit(Action::form(FormAction::File(action))));
    let form = html! {
        <form class="kh-form" {onsubmit} novalidate={true}>
            { field(state, ui, shelf, Field::Category) }
            { field(state, ui, shelf, Field::Description) }
            { offers(state, ui) }
            { field(state, ui, shelf, Field::Email) }
            { evidence::view(state, ui, shelf, &files) }
            { also::also_sent(state, ui) }
            { standing::view(state, ui) }
        </form>
    };
    html! {
        <>
            { heading(ui.t(Key::CaseTitle)) }
            { text("p", "", ui.t(Key::CaseIntro)) }
            { standing::restored(state, ui) }
            { faults(state, ui) }
            { failure(state, ui) }
            { attach::around(form, &files) }
        </>
    }
}

/// What may answer it, after the text it may answer. It comes and goes without taking the focus or the place of a field.
fn offers(state: &State, ui: &Ui) -> Html {
    let list = &state.form.offers.list;
    if list.is_empty() || state.form.is_locked() {
        return Html::default();
    }
    let card = |target: &Target| {
        let (title, words) = ui.words_of(target);
        let onclick = ui.press(Action::Go(Ui::screen_of(target)));
        Card { title, text: words, tag: "", onclick }.view()
    };
    section(ui.t(Key::OffersTitle), list.iter().map(card).collect())
}

fn faults(state: &State, ui: &Ui) -> Html {
    let entries = state.form.errors.iter().map(|error| {
        let target = FIELDS.into_iter().find(|f| f.wire() == error.field);
        let go = |f| ui.press(Action::form(FormAction::FocusField(f)));
        (fields::words(ui, error), target.map_or_else(Callback::noop, go))
    });
    error_summary(ui.t(Key::CaseErrorsTitle), entries.collect())
}

/// Why the last try did not arrive, that nothing is lost, and another way.
fn failure(state: &State, ui: &Ui) -> Html {
    let Phase::Failed(failure) = &state.form.phase else { return Html::default() };
    let why = ui.t(match failure {
        Failure::Offline => Key::CaseFailOffline,
        Failure::Down => Key::CaseFailDown,
        Failure::Slow => Key::CaseFailSlow,
        Failure::Garbled => Key::CaseFailGarbled,
        Failure::Refused(..) => Key::CaseFailRefused,
    });
    let body = html! {
        <>
            { text("p", "", why) }
            { text("p", "", ui.t(Key::CaseFailKept)) }
            { button(ui.t(Key::CaseFailOtherWay), Kind::Text, ui.press(Action::Go(Screen::Contact))) }
        </>
    };
    html! {
        <div tabindex="-1" data-kh-focus="errors">
            { callout(Callout::Warning, ui.t(Key::CaseFailTitle), body) }
        </div>
    }
}
