//! Articles: `content/articles/<slug>/{article.toml,<locale>.md}`.

use crate::links::{RawRule, SourceRule, category, link, rules};
use crate::refusal::Refusals;
use crate::source::{folders, head, localised, text, toml};
use crate::{markdown, refusal};
use klarna_help_pack::{ArticleMeta, Block, Link};
use klarna_help_wire::Area;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meta {
    area: Area,
    category: String,
    related: Vec<String>,
    #[serde(default)]
    suggest: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: String,
    summary: String,
    keywords: Vec<String>,
    #[serde(default)]
    asks: Vec<String>,
}

/// An article as read.
pub(crate) struct Article {
    pub(crate) meta: ArticleMeta,
    pub(crate) rules: Vec<SourceRule>,
    pub(crate) related: Vec<Link>,
    pub(crate) keywords: Vec<String>,
    /// Sentences as customers write them.
    pub(crate) asks: Vec<String>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) plain: String,
}

pub(crate) fn read(content: &Path, locale: &str, refusals: &mut Refusals) -> Vec<Article> {
    let folders = folders(&content.join("articles"), refusals);
    folders.into_iter().filter_map(|(slug, dir)| one(slug, &dir, locale, refusals)).collect()
}

fn one(slug: String, dir: &Path, locale: &str, refusals: &mut refusal::Refusals) -> Option<Article> {
    let meta_path = dir.join("article.toml");
    let meta: Meta = toml(&meta_path, refusals)?;
    let (path, foreign) = localised(dir, locale, "md", refusals);
    let (head, body): (Head, String) = {
        let text = text(&path, refusals)?;
        head(&path, &text, refusals)?
    };
    for (name, value) in [("title", &head.title), ("summary", &head.summary)] {
        if value.trim().is_empty() {
            refusals.add(&path, format!("has an empty {name}"), "write one");
        }
    }
    let blocks = markdown::blocks(&path, &body, refusals);
    if blocks.is_empty() {
        refusals.add(&path, "has no body", "write what the reader should do");
    }
    let plain = markdown::plain(&blocks);
    let related = meta.related.iter().filter_map(|l| link(&meta_path, l, refusals)).collect();
    let rules = rules(&meta_path, meta.suggest, refusals);
    let meta = ArticleMeta {
        slug,
        area: meta.area,
        category: category(&meta_path, &meta.category, refusals)?,
        title: head.title,
        summary: head.summary,
        foreign,
    };
    Some(Article { meta, rules, related, keywords: head.keywords, asks: head.asks, blocks, plain })
}
