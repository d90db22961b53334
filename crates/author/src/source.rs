//! Reading files: TOML with a typed error, Markdown with its `+++` head, folders in a fixed order, the source locale.

use crate::refusal::Refusals;
use klarna_help_pack::SOURCE_LOCALE;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads and parses a TOML file.
pub(crate) fn toml<T: DeserializeOwned>(path: &Path, refusals: &mut Refusals) -> Option<T> {
    let text = text(path, refusals)?;
    parse(path, &text, refusals)
}

/// Reads a text file.
pub(crate) fn text(path: &Path, refusals: &mut Refusals) -> Option<String> {
    fs::read_to_string(path)
        .map_err(|e| refusals.add(path, format!("cannot be read: {e}"), "add the file, as UTF-8"))
        .ok()
}

/// Splits `+++` TOML `+++` from what follows, and parses it.
pub(crate) fn head<T: DeserializeOwned>(
    path: &Path,
    text: &str,
    refusals: &mut Refusals,
) -> Option<(T, String)> {
    let split = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n"));
    let Some((head, body)) = split else {
        refusals.add(path, "has no head", "begin with a line `+++`, TOML, and a line `+++`");
        return None;
    };
    Some((parse(path, head, refusals)?, body.to_owned()))
}

fn parse<T: DeserializeOwned>(path: &Path, text: &str, refusals: &mut Refusals) -> Option<T> {
    ::toml::from_str(text)
        .map_err(|e| {
            let what = e.to_string().trim().replace('\n', " ");
            refusals.add(path, what, "see docs/authoring.md for the format");
        })
        .ok()
}

/// Folders below `dir`, by name; their names are slugs.
pub(crate) fn folders(dir: &Path, refusals: &mut Refusals) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for (name, path) in entries(dir, refusals).into_iter().filter(|(_, path)| path.is_dir()) {
        if is_slug(&name) {
            found.push((name, path));
        } else {
            refusals.add(&path, "is not a slug", "use lower-case letters, digits and single hyphens");
        }
    }
    found
}

/// Files below `dir` that end in `.toml`, by name.
pub(crate) fn toml_files(dir: &Path, refusals: &mut Refusals) -> Vec<PathBuf> {
    let is_toml = |path: &PathBuf| path.extension().is_some_and(|e| e == "toml");
    entries(dir, refusals).into_iter().map(|(_, path)| path).filter(is_toml).collect()
}

fn entries(dir: &Path, refusals: &mut Refusals) -> Vec<(String, PathBuf)> {
    let Ok(read) = fs::read_dir(dir) else {
        refusals.add(dir, "cannot be read", "add the folder");
        return Vec::new();
    };
    let mut found: Vec<_> =
        read.flatten().map(|e| (e.file_name().to_string_lossy().into_owned(), e.path())).collect();
    found.sort();
    found
}

/// The file of a locale in a folder, or the source locale's with a warning; and whether it is that one.
pub(crate) fn localised(
    dir: &Path,
    locale: &str,
    extension: &str,
    refusals: &mut Refusals,
) -> (PathBuf, bool) {
    let path = dir.join(format!("{locale}.{extension}"));
    if path.exists() || locale == SOURCE_LOCALE {
        return (path, false);
    }
    refusals.warn(format!("{} has no {locale}: {SOURCE_LOCALE} is shown", dir.display()));
    (dir.join(format!("{SOURCE_LOCALE}.{extension}")), true)
}

pub(crate) fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}
