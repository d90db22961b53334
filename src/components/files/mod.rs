//! Files: buttons that choose them, a place that takes what is dropped or pasted, and the list with its progress.
//!
//! The input itself is in the label, out of sight but not out of reach: keyboard and screen reader find it as a file
//! input, and the label is the button that is seen.

use crate::components::Example;
use crate::components::button::{Button, Kind};
use crate::components::text::text;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, File, FileList, HtmlInputElement};
use yew::prelude::*;

/// Kinds that can be sent, as a file input reads them.
const ACCEPT: &str =
    "image/png,image/jpeg,image/webp,image/heic,image/heif,application/pdf,text/plain,.heic,.heif,.txt,.log";

/// Takes files that were chosen.
pub type OnFiles = Callback<Vec<File>>;

/// A button that chooses files.
pub struct Picker<'a> {
    /// Its id.
    pub id: String,
    /// Its words.
    pub label: &'a str,
    /// Whether it takes a photo with the device's camera, where there is one.
    pub camera: bool,
    /// Whether it takes nothing now.
    pub locked: bool,
    /// The place that the focus goes to when files are at fault; empty if it is not this one.
    pub focus: Option<&'static str>,
    /// Takes what was chosen.
    pub onfiles: OnFiles,
}

impl Picker<'_> {
    /// Its markup.
    pub fn view(self) -> Html {
        let onfiles = self.onfiles;
        let onchange = move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input else { return };
            let files = list(input.files());
            // The same file may be chosen again after it was taken out.
            input.set_value("");
            if !files.is_empty() {
                onfiles.emit(files);
            }
        };
        let class = if self.camera { "kh-picker kh-picker--camera" } else { "kh-picker" };
        let (accept, capture) = if self.camera { ("image/*", Some("environment")) } else { (ACCEPT, None) };
        html! {
            <label {class} for={self.id.clone()}>
                <input id={self.id} type="file" {accept} {capture} multiple={!self.camera} disabled={self.locked}
                    data-kh-focus={self.focus} {onchange} />
                <span class="kh-button">{ self.label }</span>
            </label>
        }
    }
}

/// A place that takes files that are dropped on it or pasted in it. Everything else that is dropped or pasted goes its way.
pub fn zone(inside: Html, onfiles: OnFiles) -> Html {
    let ondragover = |event: DragEvent| {
        let files = event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0));
        if files {
            event.prevent_default();
        }
    };
    let dropped = onfiles.clone();
    let ondrop = move |event: DragEvent| {
        let files = of(event.data_transfer());
        if !files.is_empty() {
            event.prevent_default();
            dropped.emit(files);
        }
    };
    let onpaste = move |event: Event| {
        let event = event.dyn_into::<web_sys::ClipboardEvent>();
        let files = event.as_ref().map(|event| of(event.clipboard_data())).unwrap_or_default();
        // A table copied from a sheet is text and a picture of it: somebody who types wants the text.
        let text = event
            .as_ref()
            .ok()
            .and_then(|event| event.clipboard_data())
            .is_some_and(|data| data.types().includes(&"text/plain".into(), 0));
        if let Ok(event) = event
            && !files.is_empty()
            && !text
        {
            event.prevent_default();
            onfiles.emit(files);
        }
    };
    html! { <div class="kh-zone" {ondragover} {ondrop} {onpaste}>{ inside }</div> }
}

fn of(data: Option<DataTransfer>) -> Vec<File> {
    list(data.and_then(|data| data.files()))
}

fn list(files: Option<FileList>) -> Vec<File> {
    let files = files.as_ref();
    let count = files.map_or(0, FileList::length);
    (0..count).filter_map(|i| files?.get(i)).collect()
}

/// A file of the list.
pub struct Entry {
    /// What it is told apart by.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Where it stands, in words.
    pub state: String,
    /// Something else to know; may be empty.
    pub note: String,
    /// Whether the words are those of a fault.
    pub fault: bool,
    /// How much has arrived, of 100, while it is on its way.
    pub percent: Option<u8>,
    /// Words, longer words, and what a press does.
    pub actions: Vec<(String, String, Callback<MouseEvent>)>,
}

/// The list of files; nothing without entries. Their progress is not spoken: a file that arrived or failed is announced.
pub fn files(label: &str, entries: Vec<Entry>) -> Html {
    if entries.is_empty() {
        return Html::default();
    }
    html! { <ul class="kh-files" aria-label={label.to_owned()}>{ for entries.into_iter().map(entry) }</ul> }
}

fn entry(file: Entry) -> Html {
    let state = if file.fault { "kh-field__error" } else { "kh-files__state" };
    let buttons = file.actions.into_iter().map(|(label, long, onclick)| {
        Button { label: &label, kind: Kind::Text, busy: false, describe: Some(long), onclick: Some(onclick) }
            .view()
    });
    html! {
        <li key={file.key}>
            { text("strong", "kh-files__name", &file.name) }
            { text("span", state, &file.state) }
            if !file.note.is_empty() { { text("span", "kh-files__state", &file.note) } }
            if let Some(percent) = file.percent {
                <progress max="100" value={percent.to_string()} aria-label={file.name.clone()}></progress>
            }
            <span class="kh-files__actions">{ for buttons }</span>
        </li>
    }
}

/// Examples.
pub fn examples() -> Vec<Example> {
    let none = Callback::noop;
    let file = |name: &str, state: &str, fault, percent| Entry {
        key: name.to_owned(),
        name: name.to_owned(),
        state: state.to_owned(),
        note: String::new(),
        fault,
        percent,
        actions: vec![("Remove".to_owned(), ["Remove ", name].concat(), none())],
    };
    let picker = Picker {
        id: "example-picker".to_owned(),
        label: "Add files",
        camera: false,
        locked: false,
        focus: None,
        onfiles: Callback::noop(),
    };
    let entries = vec![
        file("receipt.pdf", "Attached", false, None),
        file("photo.jpg", "Sending: 40 %", false, Some(40)),
        file("film.png", "It did not arrive.", true, None),
    ];
    vec![("file picker", picker.view()), ("files", files("Your files", entries))]
}
