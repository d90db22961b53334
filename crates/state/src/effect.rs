//! What the widget asks of the world. `src/effects.rs` is the only place that carries them out.

use crate::{ContentEffect, DeskEffect, Field, FormEffect, SearchEffect};
use klarna_help_pack::ui::Key;
use klarna_help_wire::{EventData, FromApp};
use std::rc::Rc;

/// Something to be done.
// What later screens need is behind one count: see `Action`.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Fetch the pack at an address.
    LoadPack(String),
    /// Fetch something into the browser's cache: it will be read soon.
    Ahead(String),
    /// Something of the other pieces of content.
    Content(Rc<ContentEffect>),
    /// Tell the loader.
    Emit(FromApp),
    /// Say something to assistive technology.
    Announce(Notice),
    /// Move the focus.
    Focus(Focus),
    /// Take away everything that this device remembers.
    Forget,
    /// The locale that is drawn from now on.
    Language(String),
    /// Put a text on the clipboard.
    Copy(String),
    /// Something that the list below the search field needs.
    Search(Rc<SearchEffect>),
    /// Something that the case form needs.
    Form(Rc<FormEffect>),
    /// Something that cases that were sent need.
    Desk(Rc<DeskEffect>),
}

/// An announcement: an interface text with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The text.
    pub key: Key,
    /// Name and value of each argument.
    pub args: Vec<(&'static str, String)>,
}

impl Notice {
    /// A text without arguments.
    pub fn plain(key: Key) -> Self {
        Self { key, args: Vec::new() }
    }
}

/// Where the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The heading of the screen, which starts at its top.
    Heading,
    /// The part about remembering a case.
    Keep,
    /// The search field, with the caret at the end.
    Search,
    /// The list of faults.
    Errors,
    /// A field of the case form.
    Field(Field),
    /// Another place of a later screen, by the name that the drawing gave it.
    At(&'static str),
}

impl Effect {
    /// Something of the other pieces of content.
    pub(crate) fn content(effect: ContentEffect) -> Self {
        Effect::Content(Rc::new(effect))
    }

    /// Something that the list below the search field needs.
    pub(crate) fn search(effect: SearchEffect) -> Self {
        Effect::Search(Rc::new(effect))
    }

    /// Something that the case form needs.
    pub(crate) fn form(effect: FormEffect) -> Self {
        Effect::Form(Rc::new(effect))
    }

    /// Something that cases that were sent need.
    pub(crate) fn desk(effect: DeskEffect) -> Self {
        Effect::Desk(Rc::new(effect))
    }

    /// A public event.
    pub(crate) fn event(name: &'static str, data: EventData) -> Self {
        Effect::Emit(FromApp::Event { name, data })
    }
}
