//! Articles: what lists show of them, and their bodies as a small closed tree that can hold no markup.

use crate::suggest::Rule;
use klarna_help_wire::{Area, Category};
use serde::{Deserialize, Serialize};

/// An article without its body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleMeta {
    /// Its folder's name under `content/articles/`.
    pub slug: String,
    /// Where it is listed.
    pub area: Area,
    /// The category chosen when the reader goes on to a person.
    pub category: Category,
    /// Title in the pack's locale.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What to read or do next.
    pub related: Vec<Link>,
    /// When home offers it.
    pub rules: Vec<Rule>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// An article, by slug.
    Article(String),
    /// A flow, by slug.
    Flow(String),
    /// The ways to reach a person.
    Contact,
    /// The case form with a category chosen.
    Case(Category),
    /// A page outside, on one of the market's official hosts; opens in a new tab.
    Web(String),
}

/// The bodies of every article of a locale.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bodies {
    /// One an article.
    pub bodies: Vec<Body>,
}

/// One article's body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The article.
    pub slug: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

impl Bodies {
    /// The blocks of an article.
    pub fn get(&self, slug: &str) -> Option<&[Block]> {
        self.bodies.iter().find(|b| b.slug == slug).map(|b| b.blocks.as_slice())
    }
}

/// A block of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A heading below the title.
    Heading(Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A numbered list.
    Steps(Vec<Vec<Inline>>),
    /// A bulleted list.
    Bullets(Vec<Vec<Inline>>),
    /// A note or a warning.
    Callout(Callout, Vec<Vec<Inline>>),
}

/// How loud a callout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Callout {
    /// Good to know.
    Note,
    /// Something that could cost money or an account.
    Warning,
}

/// A run of text inside a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Strong importance.
    Strong(String),
    /// Stress.
    Em(String),
    /// A link and its words.
    Link(Link, String),
    /// A value of the market, by key; see [`crate::Market::fact`].
    Fact(String),
}
