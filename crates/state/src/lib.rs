//! What the widget is doing, as a value: `update(&mut State, Action) -> Vec<Effect>`.
//!
//! Here: state, actions, effects, and every decision between them. Not here: Yew, a browser, a clock, randomness
//! (dates and fresh keys arrive with the action), words (crates/pack has them by key), HTTP (an effect asks for it).
#![warn(missing_docs)]

mod action;
mod case;
mod effect;
mod flow;
mod handover;
mod host;
mod model;
mod navigate;
mod search;
mod update;

pub use action::{Action, CaseSeed, Field};
pub use case::build_request;
pub use effect::{Effect, Focus, Notice};
pub use model::{CaseForm, Failure, FlowIssue, Found, Kept, KnownCase, Load, Now, Phase, Screen, State};
pub use update::update;

#[cfg(test)]
mod tests;
