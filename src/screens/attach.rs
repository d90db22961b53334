//! Files in a form: buttons, limits, the list with its progress and faults. For every form that sends files.

use super::Ui;
use crate::components::files::{Entry, OnFiles, Picker, files, zone};
use crate::components::text::text;
use crate::platform::held;
use klarna_help_pack::ui::Key;
use klarna_help_state::{File, FileAction, FileFault, Files, Stage};
use klarna_help_wire::{FILE_MAX_BYTES, FILES_MAX, FILES_MAX_BYTES};
use yew::prelude::*;

/// What the limits are, before anything is chosen.
pub(super) fn limits(ui: &Ui) -> Html {
    let args = [
        ("count", FILES_MAX.to_string()),
        ("each", megabytes(FILE_MAX_BYTES)),
        ("all", megabytes(FILES_MAX_BYTES)),
    ];
    text("p", "kh-field__hint", &ui.i18n.with(Key::FilesLimits, &args))
}

/// A button for files, and one for a photo; `evidence` is what they are, by key and words, if they are something.
pub(super) fn pickers(
    ui: &Ui,
    evidence: Option<(&str, &str)>,
    locked: bool,
    send: &Callback<FileAction>,
) -> Html {
    let key = evidence.map_or("", |(key, _)| key).to_owned();
    let label = match evidence {
        Some((_, words)) => ui.i18n.with(Key::FilesAddFor, &[("evidence", words.to_owned())]),
        None => ui.t(Key::FilesAdd).to_owned(),
    };
    let onfiles = chosen(key.clone(), send);
    let picker = |camera: bool, label: &str| {
        let id = ["kh-files", if camera { "-photo-" } else { "-" }, &key].concat();
        let focus = (!camera && evidence.is_none()).then_some("attachments");
        Picker { id, label, camera, locked, focus, onfiles: onfiles.clone() }.view()
    };
    html! {
        <div class="kh-pickers">
            { picker(false, &label) }
            if evidence.is_none() { { picker(true, ui.t(Key::FilesPhoto)) } }
        </div>
    }
}

/// A place around a form that takes what is dropped or pasted.
pub(super) fn around(inside: Html, send: &Callback<FileAction>) -> Html {
    zone(inside, chosen(String::new(), send))
}

fn chosen(evidence: String, send: &Callback<FileAction>) -> OnFiles {
    let send = send.clone();
    Callback::from(move |files| send.emit(FileAction::Choose(held::hold(files), evidence.clone())))
}

/// What was chosen: how far each is, and what could not be taken, with its name and why.
pub(super) fn list(ui: &Ui, of: &Files, locked: bool, send: &Callback<FileAction>) -> Html {
    let refused = of.refused.iter().map(|(name, fault)| text("li", "", &words(ui, name, fault)));
    let entries = of.list.iter().map(|file| entry(ui, file, locked, send));
    html! {
        <>
            if !of.refused.is_empty() { <ul class="kh-field__error kh-refused">{ for refused }</ul> }
            { files(ui.t(Key::FilesList), entries.collect()) }
        </>
    }
}

fn entry(ui: &Ui, file: &File, locked: bool, send: &Callback<FileAction>) -> Entry {
    let name = file.name.clone();
    let part = |sent: i64| u8::try_from(sent.saturating_mul(100) / file.size.max(1)).unwrap_or(100).min(100);
    let state = match &file.stage {
        Stage::Preparing => ui.t(Key::FilesPreparing).to_owned(),
        Stage::Queued => ui.t(Key::FilesQueued).to_owned(),
        Stage::Uploading(sent) => ui.i18n.with(Key::FilesUploading, &[("percent", part(*sent).to_string())]),
        Stage::Paused(_) => ui.t(Key::FilesPaused).to_owned(),
        Stage::Done => ui.t(Key::FilesDone).to_owned(),
        Stage::Failed(fault) => words(ui, &name, fault),
        Stage::Lost => ui.t(Key::FilesLost).to_owned(),
    };
    let percent = match file.stage {
        Stage::Uploading(sent) | Stage::Paused(sent) => Some(part(sent)),
        _ => None,
    };
    let mut actions = Vec::new();
    let mut offer = |short: Key, long: Key, action: FileAction| {
        let send = send.clone();
        let onclick = Callback::from(move |_| send.emit(action.clone()));
        actions.push((ui.t(short).to_owned(), ui.i18n.with(long, &[("name", name.clone())]), onclick));
    };
    if let Stage::Failed(_) = file.stage {
        offer(Key::FilesRetry, Key::FilesRetryWhat, FileAction::Retry(file.id));
    }
    if !locked {
        offer(Key::FilesRemove, Key::FilesRemoveWhat, FileAction::Cancel(file.id));
    }
    Entry {
        key: file.id.to_string(),
        name: file.name.clone(),
        state,
        note: if file.as_is { ui.t(Key::FilesAsIs).to_owned() } else { String::new() },
        fault: matches!(file.stage, Stage::Failed(_) | Stage::Lost),
        percent,
        actions,
    }
}

/// Why a file cannot go along, in words that say what to do.
fn words(ui: &Ui, name: &str, fault: &FileFault) -> String {
    let (key, limit) = match fault {
        FileFault::Empty => (Key::FaultEmpty, String::new()),
        FileFault::Kind => (Key::FaultKind, String::new()),
        FileFault::TooLarge => (Key::FaultTooLarge, megabytes(FILE_MAX_BYTES)),
        FileFault::TooLargeTogether => (Key::FaultTooLargeTogether, megabytes(FILES_MAX_BYTES)),
        FileFault::TooMany => (Key::FaultTooMany, FILES_MAX.to_string()),
        FileFault::Unreadable => (Key::FaultUnreadable, String::new()),
        FileFault::Portal(_) => (Key::FaultPortal, String::new()),
    };
    ui.i18n.with(key, &[("name", name.to_owned()), ("limit", limit)])
}

fn megabytes(bytes: i64) -> String {
    (bytes / (1024 * 1024)).to_string()
}
