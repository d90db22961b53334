//! The shelf of a locale: what every screen but home shares, in one file that is fetched after the first screen.

use crate::bin::record;
use crate::{ArticleMeta, Checklist, Evidence, FlowMeta, Market, Target};

/// What a locale has besides its [`crate::Pack`]: the market, the texts of later screens, and what lists show of every
/// article and flow. What stands in one is a file of its own ([`crate::Body`], [`crate::FlowFile`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    /// The market this locale is served in.
    pub market: Market,
    /// Interface texts: those of [`crate::ui::KEYS`] that the pack does not have, in their order.
    pub ui: Vec<String>,
    /// Every piece of evidence.
    pub evidence: Vec<Evidence>,
    /// What each category asks for.
    pub checklists: Vec<Checklist>,
    /// Names of categories, by wire name.
    pub categories: Vec<(String, String)>,
    /// The text encoder of this language, by the name of its file beside the locale's folder; empty if there is none.
    pub encoder: String,
    /// Every article, without its body. The search index knows them by their places here.
    pub articles: Vec<ArticleMeta>,
    /// Every flow that is listed, without its questions. In the index they follow the articles.
    pub flows: Vec<FlowMeta>,
}

impl Shelf {
    /// An article by slug.
    pub fn article(&self, slug: &str) -> Option<&ArticleMeta> {
        self.articles.iter().find(|a| a.slug == slug)
    }

    /// A flow by slug.
    pub fn flow(&self, slug: &str) -> Option<&FlowMeta> {
        self.flows.iter().find(|f| f.slug == slug)
    }

    /// A document of the search index.
    pub fn document(&self, place: usize) -> Option<Target> {
        match self.articles.get(place) {
            Some(article) => Some(Target::Article(article.slug.clone())),
            None => {
                let flow = self.flows.get(place.checked_sub(self.articles.len())?)?;
                Some(Target::Flow(flow.slug.clone()))
            }
        }
    }

    /// A piece of evidence by key.
    pub fn evidence(&self, key: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|e| e.key == key)
    }

    /// What a category asks for, by wire name; nothing while none is chosen.
    pub fn checklist(&self, category: &str) -> &[String] {
        self.checklists.iter().find(|c| c.category.as_str() == category).map_or(&[], |c| &c.evidence)
    }
}

record!(Shelf { market, ui, evidence, checklists, categories, encoder, articles, flows });
