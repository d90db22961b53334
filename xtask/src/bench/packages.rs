//! The yardsticks and Lighthouse from npm, pinned in `bench/embed/`: installed outside the repository, once a lock file.
//!
//! Not here: the tools that building and testing need (setup/node.rs). These are large, and only a measurement needs them.

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{process, stamp};
use std::fs;
use std::path::PathBuf;

/// The folder whose `node_modules` has them.
pub fn install(project: &Project) -> Outcome<PathBuf> {
    let files = ["package.json", "package-lock.json"];
    let mut wanted = stamp::Stamp::default();
    for name in files {
        wanted = wanted.path(&project.root, &format!("bench/embed/{name}"))?;
    }
    let wanted = wanted.end();
    let folder = project.tools.join("bench-embed");
    let kept = folder.join("installed.stamp");
    if stamp::matches(&kept, &wanted) && folder.join("node_modules").is_dir() {
        return Ok(folder);
    }
    println!("installing the yardsticks and Lighthouse from npm (some 250 MB)");
    fs::create_dir_all(&folder).map_err(|error| Failure::io("make", &folder, &error))?;
    for name in files {
        let from = project.path("bench/embed").join(name);
        fs::copy(&from, folder.join(name)).map_err(|error| Failure::io("copy", &from, &error))?;
    }
    // No install scripts: none of these packages needs one, and none should run.
    let flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    process::quiet(project.command("npm").args(flags).current_dir(&folder)).map_err(|failure| {
        failure.next("npm must reach its registry once; after that it is not asked again")
    })?;
    stamp::keep(&kept, &wanted)?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_lock_names_no_registry() {
        // A host in the lock would be asked whatever the user's own npm is set to.
        let lock = include_str!("../../../bench/embed/package-lock.json");
        assert!(!lock.contains("\"resolved\""), "write the lock with `omit-lockfile-registry-resolved=true`");
    }
}
