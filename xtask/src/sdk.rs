//! `cargo xtask sdk`: what is made from `loader/klarna-help.d.ts`, the one source of the SDK's types and reference.
//!
//! Not here: reading it and writing it (js/sdk/, for it needs the TypeScript compiler), the packages (packages/).

use crate::failure::Outcome;
use crate::process;
use crate::project::Project;
use std::process::Command;

/// Writes the tables of `docs/embedding.md` and the types of the npm package anew.
pub fn run(project: &Project) -> Outcome {
    process::run(&mut script(project, "sdk.mjs"))
}

/// Whether they are as the source has it.
pub fn check(project: &Project) -> Outcome {
    process::quiet(script(project, "sdk.mjs").arg("--check"))
        .map_err(|failure| failure.next("run `cargo xtask sdk` and look at what it changed"))
}

/// Whether the packages' scripts and examples agree with their types, and wrong uses are refused.
pub fn types(project: &Project) -> Outcome {
    process::quiet(&mut script(project, "sdk/check-types.mjs"))
}

fn script(project: &Project, name: &str) -> Command {
    let mut node = project.command("node");
    node.arg(project.path("xtask/js").join(name)).arg(&project.root).env("KH_NPM", project.npm());
    node
}
