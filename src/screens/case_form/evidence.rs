//! What helps to answer sooner: the order, the date, what the category or the flow asks for, what was tried, files.

use super::fields::{field, hidden};
use crate::components::field::{Control, Field as FieldView};
use crate::components::text::text;
use crate::screens::{Ui, attach};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Evidence, Shelf};
use klarna_help_state::{Action, Field, FileAction, FormAction, State};
use klarna_help_wire::NOTE_MAX;
use yew::prelude::*;

pub(super) fn view(state: &State, ui: &Ui, shelf: &Shelf, files: &Callback<FileAction>) -> Html {
    let form = &state.form;
    let items = form.checklist(shelf).filter(|e| e.gives.note() || e.gives.file());
    html! {
        <section class="kh-section" aria-labelledby="kh-more">
            <h2 id="kh-more">{ ui.t(Key::CaseMore) }</h2>
            { text("p", "kh-quiet", ui.t(Key::CaseMoreHint)) }
            { field(state, ui, shelf, Field::Order) }
            { field(state, ui, shelf, Field::When) }
            { for items.map(|evidence| item(state, ui, evidence, files)) }
            { field(state, ui, shelf, Field::Tried) }
            <h3>{ ui.t(Key::FilesTitle) }</h3>
            { attach::limits(ui) }
            { text("p", "kh-field__hint", ui.t(Key::FilesDrop)) }
            { attach::pickers(ui, None, form.is_locked(), files) }
            { attach::list(ui, &form.files, form.is_locked(), files) }
        </section>
    }
}

/// A piece of evidence: its line, its button, or both.
fn item(state: &State, ui: &Ui, evidence: &Evidence, files: &Callback<FileAction>) -> Html {
    let form = &state.form;
    let locked = form.is_locked();
    let note = evidence.gives.note().then(|| {
        let (dispatch, key) = (ui.dispatch.clone(), evidence.key.clone());
        let value = form.note(&evidence.key);
        let line = FieldView {
            name: &["evidence-", &evidence.key].concat(),
            label: &ui.i18n.with(Key::CaseOptional, &[("evidence", evidence.words.clone())]),
            hint: "",
            error: "",
            value,
            control: Control::Note(NOTE_MAX),
            required: false,
            locked,
            oninput: Callback::from(move |text| {
                dispatch.emit(Action::form(FormAction::Note(key.clone(), text)))
            }),
        };
        html! { <>{ line.view() }{ hidden(ui, &form.unmasked.redact_note(&evidence.key, value)) }</> }
    });
    let files = evidence
        .gives
        .file()
        .then(|| attach::pickers(ui, Some((&evidence.key, &evidence.words)), locked, files));
    html! { <div class="kh-evidence" key={evidence.key.clone()}>{ for note }{ for files }</div> }
}
