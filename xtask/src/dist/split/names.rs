//! What functions, imports and exports of the module are called.
//!
//! Here: names without what changes with each build, and short names for what module and glue call each other's things.
//! Not here: the same names in the glue (glue.rs).

use std::collections::{BTreeMap, BTreeSet};
use walrus::{Module, ModuleConfig};

/// Import module of every part: what the glue gives.
pub const GLUE: &str = "w";

/// What the glue and the module call each other's things, for short: (before, after).
#[derive(Debug, Default)]
pub struct Names {
    /// The import module that becomes [`GLUE`].
    pub module: String,
    pub imports: BTreeMap<String, String>,
    pub exports: BTreeMap<String, String>,
}

/// A module as it is written, with the names of its functions.
pub fn parse(wasm: &[u8]) -> Result<Module, String> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(true).generate_producers_section(false);
    config.parse(wasm).map_err(|error| format!("{error:#}"))
}

/// A function's name without what changes with each build: `<yew[5d5fa1aad83fd07]::Scope>` is `<yew::Scope>`.
pub fn plain_name(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut left = name;
    while let Some((before, after)) = left.split_once('[') {
        plain.push_str(before);
        let hash =
            after.find(']').filter(|end| *end >= 8 && after[..*end].bytes().all(|b| b.is_ascii_hexdigit()));
        left = match hash {
            Some(end) => &after[end + 1..],
            None => {
                plain.push('[');
                after
            }
        };
    }
    plain + left
}

/// Gives imports and exports short names; an export that is not in `used` (by the glue) goes.
pub fn shorten(module: &mut Module, used: &BTreeSet<String>) -> Result<Names, String> {
    let names = names(module, used)?;
    for import in module.imports.iter_mut() {
        if let Some(short) = names.imports.get(&import.name) {
            import.module = GLUE.to_owned();
            import.name = short.clone();
        }
    }
    for id in module.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
        match names.exports.get(&module.exports.get(id).name) {
            Some(short) => module.exports.get_mut(id).name = short.clone(),
            None => module.exports.delete(id),
        }
    }
    Ok(names)
}

fn names(module: &Module, used: &BTreeSet<String>) -> Result<Names, String> {
    let mut names = Names::default();
    for (import, number) in module.imports.iter().zip(0..) {
        if number > 0 && import.module != names.module {
            return Err(format!("it imports from {} and {}", names.module, import.module));
        }
        names.module = import.module.clone();
        names.imports.insert(import.name.clone(), format!("i{number:x}"));
    }
    let exports = module.exports.iter().filter(|export| used.contains(&export.name));
    names.exports =
        exports.zip(0..).map(|(export, number)| (export.name.clone(), format!("x{number:x}"))).collect();
    Ok(names)
}
