//! Scripts of ours that drive the product as it is built now: errands, the profile of the module, the bench.
//!
//! Not here: the scripts, and what each makes of what they say.

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{dist, process};
use std::process::Command;

/// Builds what they drive: `dist/`, the portal that serves it, and the preview of an author.
pub fn build(project: &Project) -> Outcome {
    dist::run(project)?;
    // One by one: together they would be built with each other's features, and so anew each time.
    for package in ["klarna-help-portal", "klarna-help-author"] {
        process::run(project.command("cargo").args(["build", "--quiet", "--package", package]))?;
    }
    Ok(())
}

/// A script by its path in the project, told where the portal, what it serves, the preview, the demo shop and npm's
/// packages are.
pub fn script(project: &Project, path: &str) -> Outcome<Command> {
    let shop = std::env::current_exe()
        .map_err(|error| Failure::new(format!("cannot find xtask itself: {error}")))?;
    let mut node = project.command("node");
    node.arg(path)
        .env("KH_PORTAL_BIN", project.portal())
        .env("KH_DIST", project.dist())
        .env("KH_AUTHOR_BIN", project.author())
        .env("KH_SHOP", shop)
        // Modules ignore NODE_PATH: they resolve their packages from here with createRequire.
        .env("KH_NPM", project.npm());
    Ok(node)
}
