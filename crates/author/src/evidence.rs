//! Evidence: `content/evidence.toml` says how each piece is given and what each category asks for; its words are in
//! `content/ui/<locale>.toml`.

use crate::refusal::Refusals;
use crate::source::toml;
use klarna_help_pack::{Checklist, Evidence, Gives};
use klarna_help_wire::{Category, EVIDENCE_MAX};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    gives: BTreeMap<String, String>,
    category: BTreeMap<String, Vec<String>>,
}

/// Every piece of evidence in the words of a locale, and the list of every category.
pub(crate) fn read(
    content: &Path,
    words: &[(String, String)],
    refusals: &mut Refusals,
) -> (Vec<Evidence>, Vec<Checklist>) {
    let path = content.join("evidence.toml");
    let Some(file) = toml::<File>(&path, refusals) else { return Default::default() };
    let mut evidence = Vec::new();
    for (key, gives) in &file.gives {
        let known = Gives::ALL.iter().find(|(name, _)| name == gives);
        let named = words.iter().find(|(named, _)| named == key);
        if known.is_none() {
            let what = format!("`{key}` is given as `{gives}`");
            refusals.add(&path, what, "use order, date, note, file or either");
        }
        if named.is_none() {
            let what = format!("the evidence `{key}` has no words");
            refusals.add(&path, what, "add it below [evidence] in content/ui");
        }
        if let (Some((_, gives)), Some((_, words))) = (known, named) {
            evidence.push(Evidence { key: key.clone(), gives: *gives, words: words.clone() });
        }
    }
    for (key, _) in words.iter().filter(|(key, _)| !file.gives.contains_key(key)) {
        let remedy = "say below [gives] how it is given, or remove its words";
        refusals.add(&path, format!("nobody knows how the evidence `{key}` is given"), remedy);
    }
    for name in file.category.keys().filter(|name| Category::parse(name).is_none()) {
        refusals.add(&path, format!("there is no category `{name}`"), "remove it, or mend its name");
    }
    let mut checklists = Vec::new();
    for category in Category::ALL {
        match file.category.get(category.as_str()) {
            Some(list) if !list.is_empty() => {
                check(&path, category.as_str(), list, &evidence, refusals);
                checklists.push(Checklist { category: *category, evidence: list.clone() });
            }
            _ => {
                let what = format!("the category `{}` asks for no evidence", category.as_str());
                refusals.add(&path, what, "list what helps below [category]");
            }
        }
    }
    (evidence, checklists)
}

/// Each piece is known and asked for once, and the form has the fields for it: one order number, one date.
pub(crate) fn check(path: &Path, of: &str, list: &[String], known: &[Evidence], refusals: &mut Refusals) {
    let gives = |key: &String| known.iter().find(|e| e.key == *key).map(|e| e.gives);
    for (i, key) in list.iter().enumerate() {
        if gives(key).is_none() {
            let remedy = "add it to content/evidence.toml and below [evidence] in content/ui";
            refusals.add(path, format!("the evidence `{key}` of `{of}` is not known"), remedy);
        }
        if list.iter().take(i).any(|other| other == key) {
            refusals.add(path, format!("`{of}` asks for `{key}` twice"), "ask once");
        }
    }
    for single in [Gives::Order, Gives::Date] {
        if list.iter().filter(|key| gives(key) == Some(single)).count() > 1 {
            let what = format!("`{of}` asks for two things that are one field of the form ({single:?})");
            refusals.add(path, what, "keep one of them; ask for the other as a note");
        }
    }
    if list.len() > EVIDENCE_MAX {
        refusals.add(path, format!("`{of}` asks for too much"), format!("list at most {EVIDENCE_MAX}"));
    }
}
