//! Schemathesis, which tests the portal's API from its own document: in a virtual environment of Python's, tests only.
//!
//! Not here: the run (tests/api), the pinned packages (xtask/python/requirements.txt).

use super::{Item, apt};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{process, stamp};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const REQUIREMENTS: &str = "xtask/python/requirements.txt";

/// The program.
pub fn program(project: &Project) -> PathBuf {
    folder(project).join("bin/st")
}

pub fn install(project: &Project) -> Outcome<Item> {
    let folder = folder(project);
    let wanted = stamp::Stamp::default().path(&project.root, REQUIREMENTS)?.end();
    let kept = folder.join("installed.stamp");
    if stamp::matches(&kept, &wanted) && program(project).is_file() {
        return Ok(Item::There);
    }
    let make = || process::quiet(project.command("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    if make().is_err() {
        // Debian keeps `venv` in a package of its own.
        apt::install(project, &["python3", "python3-venv"])?;
        make()?;
    }
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-input", "-r"])
        .arg(project.path(REQUIREMENTS));
    process::quiet(&mut pip).map_err(|failure| failure.next("is PyPI reachable from here?"))?;
    fs::write(&kept, wanted).map_err(|error| Failure::io("write", &kept, &error))?;
    Ok(Item::Installed("from PyPI "))
}

fn folder(project: &Project) -> PathBuf {
    project.tools.join("schemathesis")
}
