//! `bench search`: how well, how fast and in how many bytes search finds, beside public engines. Its table is
//! `bench/search/RESULTS.md`.
//!
//! Here: everything built, and the run started. Not here: the measuring (`bench/search/`, in JavaScript, for it speaks to
//! a browser and to engines from npm).

use crate::dist::split;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{pins, process, setup, toolchain};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many articles the made-up help centres have.
const ARTICLES: [&str; 3] = ["100", "1000", "10000"];

/// Measures search. `quick`: the smallest help centre alone, and not into RESULTS.md.
pub fn run(project: &Project, quick: bool) -> Outcome {
    let packages = project.tools.join("bench-search");
    let notice = "installing the public search engines from npm (11 MB)";
    setup::npm_install(project, "bench/search", &packages, Some(notice))?;
    let work = project.path("target/bench/search");
    fs::create_dir_all(&work).map_err(|error| Failure::io("make", &work, &error))?;
    let build = ["build", "--quiet", "--release", "--package", "klarna-help-search-cli"];
    process::run(project.command("cargo").args(build))?;
    let program = project.target().join("release/klarna-help-search");
    for articles in ARTICLES {
        corpus(&program, articles, &work)?;
    }
    module(project, &work.join("module"))?;
    let bench = ["bench", "--quiet", "--package", "klarna-help-search-cli", "--bench", "keystroke"];
    process::run(project.command("cargo").args(bench))?;
    let chromium = setup::chromium(project).ok_or_else(|| Failure::new("chromium is missing"))?;
    let results = if quick { "target/bench/search-quick.md" } else { "bench/search/RESULTS.md" };
    let mut node = project.command("node");
    node.arg("bench/search/run.mjs")
        .env("KH_SEARCH_BIN", program)
        .env("KH_SEARCH_WORK", &work)
        .env("KH_PACKAGES", packages)
        .env("KH_CHROMIUM", chromium)
        .env("KH_CRITERION", project.target().join("criterion"))
        .env("KH_ENCODER", project.path("content/encoder/en.khe"))
        .env("KH_QUICK", if quick { "1" } else { "" })
        .env("KH_RESULTS", project.path(results))
        .env("KH_RAW", project.path("target/bench/search.json"));
    if let Some(questions) = questions(project) {
        node.env("KH_SEARCH_EVAL", questions);
    }
    process::run(&mut node)
}

/// The questions stand outside the project: they are not ours to hand on.
fn questions(project: &Project) -> Option<PathBuf> {
    let named = std::env::var_os("KH_SEARCH_EVAL").map(PathBuf::from);
    named
        .or_else(|| Some(project.path("../shared/search-eval")))
        .filter(|folder| folder.join("clean.json").is_file())
}

fn corpus(program: &Path, articles: &str, work: &Path) -> Outcome {
    let made = Command::new(program).args(["--corpus", articles]).output();
    let made = made.map_err(|error| Failure::io("run", program, &error))?;
    let file = work.join(format!("{articles}.json"));
    fs::write(&file, made.stdout).map_err(|error| Failure::io("write", &file, &error))
}

/// `crates/search` as a module of its own, compiled and made small as the widget is.
fn module(project: &Project, folder: &Path) -> Outcome {
    let package =
        ["--package", "klarna-help-bench-search", "--target", pins::WASM_TARGET, "--profile", "wasm"];
    process::run(toolchain::release_command(project, "cargo").args(["build", "--quiet"]).args(package))?;
    let built =
        project.path("target/widget").join(pins::WASM_TARGET).join("wasm/klarna_help_bench_search.wasm");
    let bindgen = ["--target", "web", "--no-typescript", "--out-dir"];
    process::run(project.command("wasm-bindgen").args(bindgen).arg(folder).arg(built))?;
    split::smaller(project, &folder.join("klarna_help_bench_search_bg.wasm"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_lock_names_no_registry() {
        // A host in the lock would be asked whatever the user's own npm is set to.
        let lock = include_str!("../../../bench/search/package-lock.json");
        assert!(!lock.contains("\"resolved\""), "write the lock with `omit-lockfile-registry-resolved=true`");
    }
}
