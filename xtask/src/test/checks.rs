//! The ring of checks: each is one test. Not here: their rules (../checks/).

use super::Report;
use super::counts::Counts;
use super::digest;
use crate::checks::{Finding, edges, forbidden, loader};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::toolchain::Wasm;
use crate::{dist, pins, process, sdk, size, toolchain};
use std::process::Command;
use std::time::Instant;

type Check = fn(&Project) -> Outcome;

/// What is cheap first; the size needs what `dist` made.
const CHECKS: &[(&str, Check)] = &[
    ("formatting", formatting),
    ("import edges", |project| findings(edges::check(project)?)),
    ("forbidden calls", |project| findings(forbidden::check(project)?)),
    ("loader types", loader::check),
    ("sdk is made anew", sdk::check),
    ("package types", sdk::types),
    ("clippy on the host", clippy_host),
    ("clippy for wasm32", clippy_wasm),
    ("dist builds", dist::run),
    ("size budget", size::run),
];

pub fn run(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    let mut report = Report::default();
    for (name, check) in CHECKS.iter().filter(|(name, _)| filter.is_none_or(|filter| name.contains(filter))) {
        let start = Instant::now();
        let result = check(project);
        let verdict = if result.is_ok() { "ok" } else { "FAILED" };
        println!("{name} ... {verdict} ({:.1} s)", start.elapsed().as_secs_f64());
        report.counts =
            report.counts + Counts { passed: result.is_ok().into(), failed: result.is_err().into() };
        if let Err(failure) = result {
            report.failures += &format!("\n---- {name}\n{failure}\n");
        }
    }
    Ok(report)
}

fn findings(found: Vec<Finding>) -> Outcome {
    if found.is_empty() {
        return Ok(());
    }
    Err(Failure::new(found.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")))
}

fn formatting(project: &Project) -> Outcome {
    let said = process::capture(project.command("cargo").args([
        "fmt",
        "--all",
        "--",
        "--check",
        "--color=never",
        "-l",
    ]))?;
    if said.ok { Ok(()) } else { Err(Failure::new(digest::end(&said.text)).next("run `cargo fmt --all`")) }
}

fn clippy_host(project: &Project) -> Outcome {
    let mut cargo = project.command("cargo");
    cargo.args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    digested(&mut cargo)
}

fn clippy_wasm(project: &Project) -> Outcome {
    let mut cargo = toolchain::wasm_command(project, "cargo");
    // Debian's fallback has no clippy; there the compiler's own warnings have to do.
    let fallback = toolchain::find(project) == Wasm::Fallback;
    cargo.args([if fallback { "check" } else { "clippy" }, "--quiet", "--package", "klarna-help"]);
    cargo.args(["--target", pins::WASM_TARGET, "--lib", "--test", "browser"]);
    if !fallback {
        cargo.args(["--", "-D", "warnings"]);
    }
    digested(&mut cargo)
}

fn digested(cargo: &mut Command) -> Outcome {
    let said = process::capture(cargo.env("CARGO_TERM_COLOR", "never"))?;
    if said.ok { Ok(()) } else { Err(Failure::new(digest::of_cargo(&said.text))) }
}
