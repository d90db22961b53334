//! Words of one meaning, for search: `content/synonyms/<locale>.toml`.

use crate::refusal::Refusals;
use crate::source::toml;
use klarna_help_search::Synonyms;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    groups: Vec<Vec<String>>,
}

/// Reads a locale's groups. A locale without the file has none, with a warning: words of another language are no help.
pub(crate) fn read(content: &Path, locale: &str, refusals: &mut Refusals) -> Synonyms {
    let path = content.join("synonyms").join(format!("{locale}.toml"));
    if !path.exists() {
        refusals.warn(format!("{} is not there: search knows no synonyms", path.display()));
        return Synonyms::none();
    }
    let Some(raw) = toml::<Raw>(&path, refusals) else { return Synonyms::none() };
    let mut seen = BTreeSet::new();
    for group in &raw.groups {
        let first = group.first().map_or("", String::as_str);
        if group.len() < 2 || group.iter().any(|phrase| phrase.trim().is_empty()) {
            refusals.add(&path, format!("the group of `{first}` has no two phrases"), "write two or more");
        }
        for phrase in group.iter().filter(|phrase| !seen.insert(phrase.to_lowercase())) {
            refusals.add(&path, format!("`{phrase}` is in two groups, or twice in one"), "write it once");
        }
    }
    Synonyms { groups: raw.groups }
}
