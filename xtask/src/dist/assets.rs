//! The frame's files: Trunk's output, minified, and each named by what is in it, so that it may be cached for ever.
//!
//! Trunk names a module by its bytes *before* wasm-bindgen and wasm-opt ran, so a change of their flags would change
//! the file and not its name; names are therefore given anew here. Not here: the page (frame.rs), compression.

use super::frame::{INIT, Page, SHEET};
use super::{minify, read, split, style};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::stamp;
use std::collections::BTreeMap;
use std::path::Path;

/// Where the portal serves them.
const BASE: &str = "/assets/";

/// The files to write under `dist/assets`, and what the manifest says of them.
#[derive(Debug, Default)]
pub struct Assets {
    /// Name to content.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Addresses.
    pub glue: String,
    pub wasm: String,
    pub css: String,
    /// The finished template.
    pub html: String,
}

/// Reads `trunk` (a folder), where `page` came from.
pub fn gather(project: &Project, trunk: &Path, page: Page) -> Outcome<Assets> {
    let mut assets = Assets { html: page.html, ..Assets::default() };
    let mut init = page.init;
    let module = split::module(trunk)?;
    let wasm_name = module.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let glue_name = wasm_name.replace("_bg.wasm", ".js");

    assets.wasm = assets.add("app", "wasm", read(&trunk.join(&wasm_name))?);
    let answers = assets.add("answers", "wasm", read(&trunk.join(split::ANSWERS))?);
    let rest = assets.add("rest", "wasm", read(&trunk.join(split::REST))?);
    let later = assets.add("later", "css", joined(trunk, &page.later)?);
    let beside = |address: &str| format!("./{}", address.trim_start_matches(BASE));
    let later_glue = minify::module(project, &trunk.join(split::LATER_GLUE))?;
    let later_glue = later_glue.replace("__KH_LATER__", &beside(&later));
    let later_glue = assets.add("later", "js", later_glue.into_bytes());
    let mut glue = minify::module(project, &trunk.join(&glue_name))?;
    let tokens = [("__KH_ANSWERS__", answers), ("__KH_REST__", rest), ("__KH_LATER_GLUE__", later_glue)];
    for (token, address) in tokens {
        glue = glue.replace(token, &beside(&address));
    }
    for (from, to) in snippets(project, trunk, &mut assets)? {
        glue = glue.replace(&format!("./snippets/{from}"), &beside(&to));
        assets.html = assets.html.replace(&format!("{BASE}snippets/{from}"), &to);
    }
    assets.glue = assets.add("app", "js", glue.into_bytes());
    let moved = [(wasm_name, assets.wasm.clone()), (glue_name, assets.glue.clone())];
    for (from, to) in &moved {
        init = init.replace(&format!("{BASE}{from}"), to);
        assets.html = assets.html.replace(&format!("{BASE}{from}"), to);
    }
    let init = minify::module_text(project, "init.js", &init)?;
    let init = assets.add("init", "js", init.into_bytes());
    assets.html = assets.html.replace(INIT, &init);

    assets.css = assets.add("app", "css", joined(trunk, &page.sheets)?);
    assets.html = assets.html.replace(SHEET, &assets.css);
    others(project, trunk, &mut assets)?;
    Ok(assets)
}

impl Assets {
    /// Takes a file in under a name of its content; answers its address.
    fn add(&mut self, stem: &str, extension: &str, bytes: Vec<u8>) -> String {
        let name = format!("{stem}-{}.{extension}", stamp::short_hash(&bytes, 12));
        let address = format!("{BASE}{name}");
        self.files.insert(name, bytes);
        address
    }
}

/// Sheets as one.
fn joined(trunk: &Path, addresses: &[String]) -> Outcome<Vec<u8>> {
    let sheets: Outcome<Vec<_>> =
        addresses.iter().map(|address| Ok((address.clone(), text(trunk, address)?))).collect();
    Ok(style::join(&sheets?)?.into_bytes())
}

/// Every other file the page names: scripts such as frame.js, icons.
fn others(project: &Project, trunk: &Path, assets: &mut Assets) -> Outcome {
    for tag in super::html::tags(&assets.html) {
        let Some(address) = tag.attribute("src").or(tag.attribute("href")) else { continue };
        let Some(name) = address.strip_prefix(BASE) else { continue };
        if assets.files.contains_key(name) {
            continue;
        }
        let (stem, extension) = stem_and_extension(name);
        let file = trunk.join(name);
        let bytes = match (extension, tag.attribute("type")) {
            ("js", Some("module")) => minify::module(project, &file)?.into_bytes(),
            ("js", _) => minify::script(project, &file)?.into_bytes(),
            _ => read(&file)?,
        };
        let new = assets.add(stem, extension, bytes);
        assets.html = assets.html.replace(address, &new);
    }
    Ok(())
}

/// Scripts that a crate brought along (`#[wasm_bindgen(inline_js)]`): (path under snippets/, new address).
fn snippets(project: &Project, trunk: &Path, assets: &mut Assets) -> Outcome<Vec<(String, String)>> {
    let folder = trunk.join("snippets");
    let mut moved = Vec::new();
    for file in stamp::files(&folder)? {
        let from = file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy().into_owned();
        let script = minify::module(project, &file)?;
        let to = assets.add("part", "js", script.into_bytes());
        moved.push((from, to));
    }
    Ok(moved)
}

/// `frame-79f1eb32.js` is (`frame`, `js`): Trunk's own hash goes.
fn stem_and_extension(name: &str) -> (&str, &str) {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    match stem.rsplit_once('-') {
        Some((short, hash)) if hash.len() >= 8 && hash.chars().all(|c| c.is_ascii_hexdigit()) => {
            (short, extension)
        }
        _ => (stem, extension),
    }
}

fn text(trunk: &Path, address: &str) -> Outcome<String> {
    let bytes = read(&trunk.join(address.trim_start_matches(BASE)))?;
    String::from_utf8(bytes).map_err(|_| Failure::new(format!("{address} is not UTF-8")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunks_hash_is_dropped_and_a_word_is_not() {
        assert_eq!(stem_and_extension("frame-79f1eb328667de19.js"), ("frame", "js"));
        assert_eq!(stem_and_extension("side-panel.js"), ("side-panel", "js"));
        assert_eq!(stem_and_extension("icon"), ("icon", "bin"));
    }

    #[test]
    fn a_name_is_its_content() {
        let mut assets = Assets::default();
        let (a, b) = (assets.add("app", "js", b"1".to_vec()), assets.add("app", "js", b"2".to_vec()));
        assert_eq!(a, "/assets/app-6b86b273ff34.js");
        assert_ne!(a, b);
    }
}
