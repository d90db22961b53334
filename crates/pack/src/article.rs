//! Articles: what lists show of them, and their bodies as a small closed tree that can hold no markup.

use crate::bin::{choice, record};
use klarna_help_wire::{Area, Category};

/// An article without its body, as the shelf has it.
#[derive(Clone, Debug, PartialEq)]
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
    /// It was not translated: title, summary and body are those of [`crate::SOURCE_LOCALE`].
    pub foreign: bool,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// An article's body, in a file of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// What to read or do next.
    pub related: Vec<Link>,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// A block of an article.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callout {
    /// Good to know.
    Note,
    /// Something that could cost money or an account.
    Warning,
}

/// A run of text inside a block.
#[derive(Clone, Debug, PartialEq)]
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

record!(ArticleMeta { slug, area, category, title, summary, foreign });
choice!(Link { 0 = Article(slug), 1 = Flow(slug), 2 = Contact, 3 = Case(category), 4 = Web(address) });
record!(Body { related, blocks });
choice!(Block { 0 = Heading(list), 1 = Paragraph(list), 2 = Steps(items), 3 = Bullets(items), 4 = Callout(kind, body) });
choice!(Callout { 0 = Note, 1 = Warning });
choice!(Inline { 0 = Text(words), 1 = Strong(words), 2 = Em(words), 3 = Link(link, words), 4 = Fact(key) });
