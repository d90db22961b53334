//! The text encoder of a language: `content/encoder/<language>-content.{khe,toml}`, which tools/encoder fitted to the content,
//! or else `<language>.{khe,toml}`, which knows no documents. What is here names it; nothing is trained.

use crate::refusal::Refusals;
use crate::source::toml;
use klarna_help_search::{Doc, Encoder};
use serde::Deserialize;
use std::path::Path;

/// What tools/encoder says of it. The rest is for the reader of the file.
#[derive(Deserialize)]
struct About {
    sha256: String,
    /// Of a fitted one without its documents.
    served_sha256: Option<String>,
}

/// An encoder, read, and the file that is served: a device gets the documents' vectors by themselves.
#[derive(Clone, Debug)]
pub(crate) struct Shipped {
    /// `<language>-<twelve digits of its hash>.khe`.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) encoder: Encoder,
}

/// Hash digits in a name.
const DIGITS: usize = 12;

/// The encoder of a locale's language; `None` for a language that has none: there, search goes by words alone.
pub(crate) fn read(content: &Path, locale: &str, refusals: &mut Refusals) -> Option<Shipped> {
    let language = locale.split('-').next().unwrap_or_default();
    let ways = [format!("encoder/{language}-content.khe"), format!("encoder/{language}.khe")];
    let path = ways.iter().map(|way| content.join(way)).find(|path| path.exists())?;
    let about: About = toml(&path.with_extension("toml"), refusals)?;
    let bytes = std::fs::read(&path)
        .map_err(|e| refusals.add(&path, format!("cannot be read: {e}"), "make it anew: tools/encoder"))
        .ok()?;
    let (Ok(encoder), Ok(bytes)) = (Encoder::read(&bytes), Encoder::without_fitted(&bytes)) else {
        refusals.add(&path, "is no encoder of this format", "make it anew: tools/encoder");
        return None;
    };
    let hash = about.served_sha256.unwrap_or(about.sha256);
    let hash = hash.get(..DIGITS).unwrap_or_default();
    Some(Shipped { name: format!("{language}-{hash}.khe"), bytes, encoder })
}

/// The share of documents, in percent, that may differ from those it was fitted to before a release should fit anew.
const OTHERS_MAX: usize = 10;

impl Shipped {
    /// Warns where many documents are others than the encoder was fitted to: they are found, but less well.
    pub(crate) fn warn_of_others(&self, docs: &[Doc<'_>], refusals: &mut Refusals) {
        let others = docs.iter().filter(|doc| !self.encoder.is_fitted_to(doc)).count();
        if self.encoder.is_fitted() && others * 100 > docs.len() * OTHERS_MAX {
            let all = docs.len();
            refusals.warn(format!(
                "{others} of {all} documents are not as the encoder knows them: python tools/encoder/fit.py --content content"
            ));
        }
    }
}
