//! Compiled content, as the widget and the portal read it.
//!
//! Here: the pack of a locale, the closed tree of blocks an article is made of, flows and their replay, markets,
//! interface texts by key, suggestion rules, and dates. Not here: Markdown or TOML (crates/author compiles them away),
//! fetching, clocks (today's date is an argument), ranking of searches (crates/search reads [`Pack::index`]).
#![warn(missing_docs)]

mod article;
mod bin;
mod codec;
mod date;
mod evidence;
mod flow;
mod market;
mod path;
mod policy;
mod run;
mod suggest;
pub mod ui;

pub use article::{ArticleMeta, Block, Bodies, Body, Callout, Inline, Link};
pub use codec::{PackError, decode_bodies, decode_pack, encode_bodies, encode_pack};
pub use date::Date;
pub use evidence::{Checklist, Evidence, Gives};
pub use flow::{
    Answer, Ask, Choice, Flow, FlowMeta, Goto, Next, Outcome, OutcomeKind, Step, Told, Wait, WaitFrom,
    WaitUnit, When,
};
pub use market::{Complaint, Fact, Hours, Market, Phone};
pub use policy::{Needs, Policy};
pub use run::{FlowRun, Position, Replay};
pub use suggest::{Facts, Rule, Suggestion, Target, Test, suggest};

/// Everything a first screen needs in one locale. What other screens need comes apart, in [`Bodies`].
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// BCP 47, such as `en-GB`.
    pub locale: String,
    /// The market's zone, as in [`Market::timezone`].
    pub timezone: String,
    /// Interface texts: the first ones of [`ui::KEYS`], in their order.
    pub ui: Vec<String>,
    /// Reasons for suggestions, by key.
    pub reasons: Vec<(String, String)>,
    /// Every article without its body.
    pub articles: Vec<ArticleMeta>,
    /// Every flow without its questions.
    pub flows: Vec<FlowMeta>,
    /// The search index, read by crates/search.
    pub index: Vec<u8>,
}

impl Pack {
    /// The text of an interface key, as far as it came; empty if the content is older than the key.
    pub fn text<'a>(&'a self, bodies: Option<&'a Bodies>, key: ui::Key) -> &'a str {
        let later = || bodies?.ui.get(key.index().checked_sub(ui::FIRST)?);
        self.ui.get(key.index()).or_else(later).map_or("", String::as_str)
    }

    /// An article by slug.
    pub fn article(&self, slug: &str) -> Option<&ArticleMeta> {
        self.articles.iter().find(|a| a.slug == slug)
    }

    /// A flow by slug.
    pub fn flow(&self, slug: &str) -> Option<&FlowMeta> {
        self.flows.iter().find(|f| f.slug == slug)
    }

    /// The words of a reason or a category key.
    pub fn named<'a>(list: &'a [(String, String)], key: &str) -> Option<&'a str> {
        list.iter().find(|(k, _)| k == key).map(|(_, words)| words.as_str())
    }
}

bin::record!(Pack { locale, timezone, ui, reasons, articles, flows, index });
