//! Trunk's output with the module cut in parts, each optimised by itself, and the glue that joins them.
//!
//! Here: the order of the steps and their files. Not here: the cuts (split/parts.rs), the glue's (split/glue.rs), how the
//! lists of functions came to be (../split_profile.rs).

pub mod cut;
mod glue;
mod moved;
mod names;
mod parts;
mod reach;
mod script;
mod table;
mod words;

use super::{read, write};
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;
use crate::stamp;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Functions of the first part, by plain name, one a line.
pub const FIRST_LIST: &str = "xtask/src/dist/split/first-open.txt";
/// Functions of the part that answers a search, the same way.
pub const ANSWERS_LIST: &str = "xtask/src/dist/split/answers.txt";
/// The part that answers a search, in Trunk's folder.
pub const ANSWERS: &str = "answers.wasm";
/// The last part.
pub const REST: &str = "rest.wasm";
/// The glue that only these two need.
pub const LATER_GLUE: &str = "later.js";

/// What the compiler may have used, and what makes it small (docs/decisions/0003-bytes.md and 0006-module-in-parts.md).
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--low-memory-unused",
];
const PASSES: &[&str] = &[
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-O2",
    "-Oz",
    "--reorder-functions-by-name",
];

/// Trunk's module and its glue, as they were before the cut: what a profile is taken of.
pub struct Whole {
    pub wasm: PathBuf,
    pub glue: PathBuf,
}

/// Where the whole is kept.
pub fn whole(project: &Project) -> Whole {
    let at = |name: &str| project.path("target/xtask/split").join(name);
    Whole { wasm: at("whole.wasm"), glue: at("whole.js") }
}

/// Cuts the module in `trunk` (a folder) in place.
pub fn run(project: &Project, trunk: &Path) -> Outcome {
    let wasm_path = module(trunk)?;
    let glue_path = PathBuf::from(wasm_path.to_string_lossy().replace("_bg.wasm", ".js"));
    let wasm = read(&wasm_path)?;
    let glue = String::from_utf8(read(&glue_path)?)
        .map_err(|_| Failure::new(format!("{} is not UTF-8", glue_path.display())))?;
    let whole = whole(project);
    write(&whole.wasm, &wasm)?;
    write(&whole.glue, glue.as_bytes())?;

    let list = |path: &str| -> Outcome<BTreeSet<String>> {
        Ok(String::from_utf8_lossy(&read(&project.path(path))?).lines().map(str::to_owned).collect())
    };
    let (first, answers) = (list(FIRST_LIST)?, list(ANSWERS_LIST)?);
    let unknown = |what: String| {
        Failure::new(format!("wasm-bindgen's glue is not as xtask/src/dist/split/glue.rs knows it: {what}"))
            .next("compare target/xtask/split/whole.js with what that file edits")
    };
    let used = glue::exports(&glue).map_err(unknown)?;
    let parts = parts::cut(&wasm, &first, &answers, &used)
        .map_err(|what| Failure::new(format!("cannot cut {}: {what}", wasm_path.display())))?;
    if parts.gone > 0 {
        println!(
            "dist: {} functions of {FIRST_LIST} and {ANSWERS_LIST} are gone; `cargo xtask split-profile` finds what runs when anew",
            parts.gone
        );
    }
    optimise(project, "first", &parts.first, &wasm_path)?;
    optimise(project, "answers", &parts.answers, &trunk.join(ANSWERS))?;
    optimise(project, "rest", &parts.rest, &trunk.join(REST))?;
    let glue = glue::join(&glue, &parts.names, &parts.imports).map_err(unknown)?;
    write(&trunk.join(LATER_GLUE), glue.later.as_bytes())?;
    write(&glue_path, glue.first.as_bytes())
}

fn optimise(project: &Project, name: &str, wasm: &[u8], to: &Path) -> Outcome {
    let raw = project.path("target/xtask/split").join(format!("{name}.wasm"));
    write(&raw, wasm)?;
    process::quiet(project.command("wasm-opt").args(FEATURES).arg(&raw).args(PASSES).arg("--output").arg(to))
}

/// Makes any module small as the widget's are, in place: what `bench search` times.
pub fn smaller(project: &Project, module: &Path) -> Outcome {
    optimise(project, "bench", &read(module)?, module)
}

/// The one module that Trunk wrote.
pub fn module(trunk: &Path) -> Outcome<PathBuf> {
    let is_module = |file: &PathBuf| file.to_string_lossy().ends_with("_bg.wasm");
    let mut modules: Vec<PathBuf> = stamp::files(trunk)?.into_iter().filter(is_module).collect();
    match (modules.pop(), modules.pop()) {
        (Some(module), None) => Ok(module),
        _ => Err(Failure::new(format!("{} should hold exactly one module", trunk.display()))
            .next("remove the folder and run `cargo xtask dist` again")),
    }
}
