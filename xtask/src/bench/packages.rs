//! The yardsticks and Lighthouse from npm, pinned in `bench/embed/`: installed outside the repository, once a lock file.
//!
//! Not here: the tools that building and testing need (setup/node.rs). These are large, and only a measurement needs them.

use crate::failure::Outcome;
use crate::project::Project;
use crate::setup;
use std::path::PathBuf;

/// The folder whose `node_modules` has them.
pub fn install(project: &Project) -> Outcome<PathBuf> {
    let folder = project.tools.join("bench-embed");
    let notice = "installing the yardsticks and Lighthouse from npm (some 250 MB)";
    setup::npm_install(project, "bench/embed", &folder, Some(notice))?;
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
