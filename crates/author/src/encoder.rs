//! The text encoder of a language: `content/encoder/<language>.{khe,toml}`, made by tools/encoder. What is here names it;
//! nothing is trained.

use crate::refusal::Refusals;
use crate::source::toml;
use klarna_help_search::Encoder;
use serde::Deserialize;
use std::path::Path;

/// What tools/encoder says of it. The rest is for the reader of the file.
#[derive(Deserialize)]
struct About {
    sha256: String,
}

/// An encoder, read, and the file that is served.
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
    let path = content.join(format!("encoder/{language}.khe"));
    if !path.exists() {
        return None;
    }
    let about: About = toml(&path.with_extension("toml"), refusals)?;
    let bytes = std::fs::read(&path)
        .map_err(|e| refusals.add(&path, format!("cannot be read: {e}"), "make it anew: tools/encoder"))
        .ok()?;
    let Ok(encoder) = Encoder::read(&bytes) else {
        refusals.add(&path, "is no encoder of this format", "make it anew: tools/encoder");
        return None;
    };
    let hash = about.sha256.get(..DIGITS).unwrap_or_default();
    Some(Shipped { name: format!("{language}-{hash}.khe"), bytes, encoder })
}
