//! Scripts through terser. Not here: which scripts (assets.rs, loader.rs), style sheets (style.rs).

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;
use std::fs;
use std::path::Path;

/// A module, from a file.
pub fn module(project: &Project, file: &Path) -> Outcome<String> {
    terser(project, file, true)
}

/// A module that exists only as text. `name` is what terser's errors call it.
pub fn module_text(project: &Project, name: &str, text: &str) -> Outcome<String> {
    terser(project, &scratch(project, name, text)?, true)
}

/// A classic script: names at its top are the page's globals and stay.
pub fn script(project: &Project, file: &Path) -> Outcome<String> {
    terser(project, file, false)
}

fn terser(project: &Project, file: &Path, module: bool) -> Outcome<String> {
    let out = project.path("target/xtask/terser/out.js");
    make_parent(&out)?;
    let mut command = project.command("terser");
    command
        .arg(file)
        .args([
            "--compress",
            "ecma=2022,passes=3",
            "--define",
            "KH_RELEASE=true",
            "--mangle",
            "--ecma",
            "2022",
            "--output",
        ])
        .arg(&out);
    if module {
        command.arg("--module");
    }
    process::quiet(&mut command)?;
    let text = fs::read_to_string(&out).map_err(|error| Failure::io("read", &out, &error))?;
    Ok(text.trim_end().to_owned())
}

fn scratch(project: &Project, name: &str, text: &str) -> Outcome<std::path::PathBuf> {
    let file = project.path("target/xtask/terser").join(name);
    make_parent(&file)?;
    fs::write(&file, text).map_err(|error| Failure::io("write", &file, &error))?;
    Ok(file)
}

fn make_parent(file: &Path) -> Outcome {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))
}
