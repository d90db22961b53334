//! Interface texts: `content/ui/<locale>.toml`.

use crate::refusal::Refusals;
use crate::source::toml;
use klarna_help_pack::SOURCE_LOCALE;
use klarna_help_pack::ui::KEYS;
use klarna_help_wire::Category;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    ui: BTreeMap<String, String>,
    reason: BTreeMap<String, String>,
    evidence: BTreeMap<String, String>,
    category: BTreeMap<String, String>,
}

/// The texts of a locale, in the order the pack has them.
pub(crate) struct Interface {
    pub(crate) ui: Vec<String>,
    pub(crate) reasons: Vec<(String, String)>,
    pub(crate) evidence: Vec<(String, String)>,
    pub(crate) categories: Vec<(String, String)>,
}

pub(crate) fn read(content: &Path, locale: &str, refusals: &mut Refusals) -> Option<Interface> {
    let source_path = content.join(format!("ui/{SOURCE_LOCALE}.toml"));
    let source: File = toml(&source_path, refusals)?;
    let path = content.join(format!("ui/{locale}.toml"));
    let own: Option<File> = if locale == SOURCE_LOCALE { None } else { toml(&path, refusals) };

    for key in source.ui.keys().chain(own.iter().flat_map(|f| f.ui.keys())) {
        if !KEYS.contains(&key.as_str()) {
            refusals.add(
                &path,
                format!("the key `{key}` is used nowhere"),
                "remove it, or add it to ui_keys.rs",
            );
        }
    }
    let mut ui = Vec::new();
    for key in KEYS {
        let text = own.as_ref().and_then(|f| f.ui.get(*key)).or_else(|| {
            if own.is_some() {
                refusals.warn(format!("ui/{locale}.toml has no `{key}`: {SOURCE_LOCALE} is shown"));
            }
            source.ui.get(*key)
        });
        if text.is_none() {
            refusals.add(&source_path, format!("has no `{key}`"), "the source locale needs every key");
        }
        ui.push(text.cloned().unwrap_or_default());
    }
    for category in Category::ALL {
        if !source.category.contains_key(category.as_str()) {
            let what = format!("has no name for the category `{}`", category.as_str());
            refusals.add(&source_path, what, "add it below [category]");
        }
    }
    let merge = |pick: fn(&File) -> &BTreeMap<String, String>| {
        let mut merged = pick(&source).clone();
        merged.extend(own.iter().flat_map(|f| pick(f).clone()));
        merged.into_iter().collect::<Vec<_>>()
    };
    // Categories keep the order of the enum, which is the order they are offered in.
    let named = merge(|f| &f.category);
    let place = |name: &str| Category::ALL.iter().position(|c| c.as_str() == name);
    let mut categories: Vec<_> = named.into_iter().filter(|(name, _)| place(name).is_some()).collect();
    categories.sort_by_key(|(name, _)| place(name));
    Some(Interface { ui, reasons: merge(|f| &f.reason), evidence: merge(|f| &f.evidence), categories })
}
