//! `bench faults`, `bench kills` and `bench load`: the portal as it is run, through bad luck and a crowd.
//!
//! Here: everything built, as it ships, and the run started. Not here: the run (`bench/portal`, a program of its own).

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{dist, process};
use std::ffi::OsString;
use std::process::Command;

/// Runs one of them. `more`: what was said after its name.
pub fn run(project: &Project, what: &str, more: Vec<OsString>) -> Outcome {
    dist::run(project)?;
    let packages = ["--package", "klarna-help-portal", "--package", "klarna-help-bench"];
    process::run(project.command("cargo").args(["build", "--quiet", "--release"]).args(packages))?;
    let short = more.iter().any(|argument| argument == "--short");
    let mut bench = command(project, "release", what)?;
    if !short {
        let results = project.path("bench/portal").join(format!("{}.md", what.to_uppercase()));
        bench.arg("--results").arg(results);
    }
    process::run(bench.args(more))
}

/// The program as a profile built it, told where the portal of the same profile is.
pub fn command(project: &Project, profile: &str, what: &str) -> Outcome<Command> {
    let built = project.target().join(profile);
    let bench = built.join("klarna-help-bench");
    if !bench.is_file() {
        return Err(Failure::new(format!("{} is not there", bench.display())));
    }
    let mut command = Command::new(bench);
    command
        .current_dir(&project.root)
        .arg(what)
        .arg("--portal")
        .arg(built.join("klarna-help-portal"))
        .arg("--dist")
        .arg(project.dist());
    // Where it was said that none can be had, the run says that it went without.
    if what == "faults" && std::env::var_os("KH_WITHOUT_RT").is_none() {
        command.arg("--rt5").arg(project.path("tests/helpdesk/rt5/rt5-up.sh"));
    }
    Ok(command)
}
