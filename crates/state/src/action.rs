//! What can happen to the widget.

use crate::{
    CaseSeed, ContentAction, DeskAction, Failure, FlowAction, FormAction, Now, Screen, SearchAction,
};
use klarna_help_pack::Pack;
use klarna_help_wire::ToApp;
use std::rc::Rc;

/// Something that happened.
// Cloned for each press it is bound to: what is heavy is counted, not copied. What later screens do is behind one count,
// so that the first part of the module has none of its cloning and dropping (docs/decisions/0006).
#[derive(Clone, Debug)]
pub enum Action {
    /// The app was mounted.
    Mounted,
    /// A message from the loader, and when. Bound to no press, so this is its only holder.
    Host(Rc<ToApp>, Now),
    /// The content of an address came, or did not.
    PackLoaded(String, Result<Rc<Pack>, Failure>, Now),
    /// Something of the other pieces of content.
    Content(Rc<ContentAction>),
    /// Go on in another of the client's languages.
    Speak(String),
    /// Try again what the current screen waits for.
    Retry,
    /// Show a screen.
    Go(Screen),
    /// Back to the screen before.
    Back,
    /// Back to home, with an empty search.
    Home,
    /// The customer wants the panel closed.
    CloseAsked,
    /// The search field changed.
    Type(String),
    /// The search field is to be emptied.
    ClearSearch,
    /// Something of the list below the search field.
    Search(Rc<SearchAction>),
    /// Something of the flow shown.
    Flow(Rc<FlowAction>),
    /// Go to the case form.
    StartCase(CaseSeed),
    /// Something of the case form.
    Form(Rc<FormAction>),
    /// Something of the cases that were sent.
    Desk(Rc<DeskAction>),
    /// A way to a person was used that leads out of here: `phone` or `web`.
    Contacted(&'static str),
    /// Put a text on the clipboard.
    Copy(String),
    /// Whether that worked.
    Copied(bool),
}

impl Action {
    /// Something of the other pieces of content.
    pub fn content(action: ContentAction) -> Self {
        Action::Content(Rc::new(action))
    }

    /// Something of the list below the search field.
    pub fn search(action: SearchAction) -> Self {
        Action::Search(Rc::new(action))
    }

    /// Something of the case form.
    pub fn form(action: FormAction) -> Self {
        Action::Form(Rc::new(action))
    }

    /// Something of the flow shown.
    pub fn flow(action: FlowAction) -> Self {
        Action::Flow(Rc::new(action))
    }

    /// Something of the cases that were sent.
    pub fn desk(action: DeskAction) -> Self {
        Action::Desk(Rc::new(action))
    }
}
