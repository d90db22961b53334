//! What the widget is doing, as a value: `update(&mut State, Action) -> Vec<Effect>`.
//!
//! Here: state, actions, effects, and every decision between them. Not here: Yew, a browser, a clock, randomness
//! (dates and fresh keys arrive with the action), words (crates/pack has them by key), HTTP (an effect asks for it).
#![warn(missing_docs)]

mod action;
mod content;
mod desk;
mod effect;
mod flow;
mod form;
mod handover;
mod host;
mod model;
mod navigate;
mod search;
mod unmasked;
mod update;
mod vote;

pub use action::Action;
pub use content::{
    Content, ContentAction, ContentEffect, Item, address, encoder_address, index_address, shelf_address,
    stock_address, vectors_address,
};
pub use desk::{
    Act, Desk, DeskAction, DeskEffect, Ended, Kept, KnownCase, Link, LookUp, LookUpField, NextTry, Reminder,
    Talk, TextFile, calendar,
};
pub use effect::{Effect, Focus, Notice};
pub use flow::FlowAction;
pub use form::{
    CaseForm, CaseSeed, Chosen, DRAFT_DAYS, Draft, DraftFile, Field, File, FileAction, FileEffect, FileFault,
    Files, FormAction, FormEffect, Offers, Outbox, Phase, Prepared, Stage, WaitsFor, build_request,
};
pub use model::{Failure, Load, Now, Screen, State};
pub use search::{Found, Group, GroupKind, Move, Pick, Results, Search, SearchAction, SearchEffect, pick_id};
pub use unmasked::Unmasked;
pub use update::update;
pub use vote::{Opinion, VoteAction};

#[cfg(test)]
mod tests;
