//! Compiled content, as the widget and the portal read it, in the pieces in which it is fetched.
//!
//! Here: the pack of a locale (home), its shelf (what every other screen shares), an article or a flow in a file of its
//! own, the closed tree of blocks an article is made of, flows and their replay, markets, interface texts by key,
//! suggestion rules, and dates. Not here: Markdown or TOML (crates/author compiles them away), fetching, clocks (today's
//! date is an argument), the search index (crates/search reads it from a file of its own).
#![warn(missing_docs)]

mod article;
mod bin;
mod codec;
mod contact;
mod date;
mod evidence;
mod flow;
mod guide;
mod market;
pub mod money;
mod path;
mod policy;
mod read;
mod run;
mod shelf;
mod stock;
mod suggest;
pub mod ui;

pub use article::{ArticleMeta, Block, Body, Callout, Inline, Link};
pub use codec::{INDEX_FILE, PackError, Piece, VECTORS_FILE};
pub use date::Date;
pub use evidence::{Checklist, Evidence, Gives};
pub use flow::{
    Answer, Ask, Choice, Flow, FlowMeta, Goto, Next, Outcome, OutcomeKind, Say, Step, Told, Wait, WaitFrom,
    WaitUnit, When,
};
pub use guide::guide_first;
pub use market::{Complaint, Fact, Hours, Market, Phone};
pub use policy::{Needs, Policy};
pub use read::{Wrong, check as check_answer, read as read_answer, write as write_answer};
pub use run::{FlowRun, Given, Position, Replay};
pub use shelf::Shelf;
pub use stock::{STOCK_FILE, STOCK_HEAD, find_in_stock, stock, stock_list_end};
pub use suggest::{Facts, Fit, Offer, Rule, Suggestion, Target, Test, suggest};

/// The locale that everything is written in first, and that stands in where a translation is missing.
pub const SOURCE_LOCALE: &str = "en-GB";
/// Its language: what is shown in it on a page of another one says so.
pub const SOURCE_LANGUAGE: &str = "en";

/// Everything a first screen needs in one locale. What other screens need comes apart: see [`Shelf`].
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// BCP 47, such as `en-GB`.
    pub locale: String,
    /// The market's zone, as in [`Market::timezone`].
    pub timezone: String,
    /// Interface texts: the first ones of [`ui::KEYS`], in their order.
    pub ui: Vec<String>,
    /// Reasons for suggestions, in words.
    pub reasons: Vec<String>,
    /// What home may offer for a page: flows, then articles.
    pub offers: Vec<Offer>,
    /// When it offers what.
    pub rules: Vec<Rule>,
}

impl Pack {
    /// The text of an interface key, as far as it came; empty if the content is older than the key.
    pub fn text<'a>(&'a self, shelf: Option<&'a Shelf>, key: ui::Key) -> &'a str {
        let later = || shelf?.ui.get(key.index().checked_sub(ui::FIRST)?);
        self.ui.get(key.index()).or_else(later).map_or("", String::as_str)
    }

    /// What home says of something that it may offer.
    pub fn offer(&self, target: &Target) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.target == *target)
    }
}

bin::record!(Pack { locale, timezone, ui, reasons, offers, rules });
