//! Debian's packages, with the rights that takes. Not here: which packages (debian.rs, browsers.rs).

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;
use std::process::Command;

/// Installs packages as root, or with sudo; says what to type where neither works.
pub fn install(project: &Project, packages: &[&str]) -> Outcome {
    let by_hand = format!("as root: apt-get install --no-install-recommends {}", packages.join(" "));
    if project.which("apt-get").is_none() {
        return Err(Failure::new("this system has no apt-get")
            .next(format!("install the equivalent of: {}", packages.join(" "))));
    }
    // The lists of a fresh container are empty; a failed update may still leave enough to install from.
    let _ = process::capture(as_root(project, "apt-get")?.args(["update", "-q"]));
    let mut install = as_root(project, "apt-get")?;
    install.env("DEBIAN_FRONTEND", "noninteractive");
    process::quiet(install.args(["install", "-y", "-q", "--no-install-recommends"]).args(packages))
        .map_err(|failure| failure.next(by_hand))
}

/// A command with root's rights. `sudo -n` never asks for a password: set-up must not hang.
pub fn as_root(project: &Project, program: &str) -> Outcome<Command> {
    if process::line(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Ok(project.command(program));
    }
    if !process::capture(project.command("sudo").args(["-n", "true"])).is_ok_and(|said| said.ok) {
        return Err(Failure::new(format!(
            "{program} needs root, and sudo is missing or asks for a password"
        ))
        .next("run `sudo -v` first, or `cargo xtask setup` as root"));
    }
    let mut command = project.command("sudo");
    command.args(["-n", program]);
    Ok(command)
}
