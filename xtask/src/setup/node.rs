//! Node, and the npm packages pinned in `xtask/npm/`: installed outside the repository, once a lock file.
//!
//! Not here: Node itself is the user's; we only check that it is there and new enough.

use super::Item;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{pins, process, stamp};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Node and npm exist and Node is new enough.
pub fn check(tests: bool) -> Outcome<Item> {
    let needed = if tests { pins::NODE_FOR_TESTS } else { pins::NODE };
    let way_out = format!(
        "install Node {needed} or newer with npm, from https://nodejs.org, or by `apt-get install nodejs npm` where that is new enough"
    );
    let Some(version) = process::line(Command::new("node").arg("--version")) else {
        return Err(Failure::new("node is not on PATH").next(way_out));
    };
    if major(&version).is_none_or(|major| major < needed) {
        return Err(Failure::new(format!("node is {version}, which is too old")).next(way_out));
    }
    if process::line(Command::new("npm").arg("--version")).is_none() {
        return Err(Failure::new("npm is not on PATH").next(way_out));
    }
    Ok(Item::There)
}

/// The packages of `xtask/npm/package-lock.json`, exactly.
pub fn packages(project: &Project) -> Outcome<Item> {
    let installed = install(project, "xtask/npm", &project.npm(), None)?;
    Ok(if installed { Item::Installed("") } else { Item::There })
}

/// Installs what the lock file in `from` (a folder of the project) names into `folder`, exactly, once a lock file; says
/// `notice` before it does. Answers whether there was anything to do.
pub fn install(project: &Project, from: &str, folder: &Path, notice: Option<&str>) -> Outcome<bool> {
    let files = ["package.json", "package-lock.json"];
    let mut wanted = stamp::Stamp::default();
    for name in files {
        wanted = wanted.path(&project.root, &format!("{from}/{name}"))?;
    }
    let wanted = wanted.end();
    let kept = folder.join("installed.stamp");
    if stamp::matches(&kept, &wanted) && folder.join("node_modules").is_dir() {
        return Ok(false);
    }
    if let Some(notice) = notice {
        println!("{notice}");
    }
    fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    for name in files {
        let from = project.path(from).join(name);
        fs::copy(&from, folder.join(name)).map_err(|error| Failure::io("copy", &from, &error))?;
    }
    // No install scripts: none of these packages needs one, and none should run.
    let flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    process::quiet(project.command("npm").args(flags).current_dir(folder)).map_err(|failure| {
        failure.next("npm must reach its registry once; after that it is not asked again")
    })?;
    stamp::keep(&kept, &wanted)?;
    Ok(true)
}

fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_nodes_version() {
        assert_eq!(super::major("v20.20.2"), Some(20));
        assert_eq!(super::major("nonsense"), None);
    }

    #[test]
    fn the_lock_names_no_registry() {
        // A host in the lock would be asked whatever the user's own npm is set to.
        let lock = include_str!("../../npm/package-lock.json");
        assert!(!lock.contains("\"resolved\""), "write the lock with `omit-lockfile-registry-resolved=true`");
    }
}
