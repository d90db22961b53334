//! Running other programs: to the terminal, captured, or asked for one line.
//!
//! Not here: which programs (project.rs) and long-lived ones (demo/portal.rs).

use crate::failure::{Failure, Outcome};
use std::process::{Command, Stdio};

/// What a program said, and whether it was content.
#[derive(Debug)]
pub struct Said {
    /// Its exit code was zero.
    pub ok: bool,
    /// Its standard output, then its standard error.
    pub text: String,
}

/// Runs a program whose output goes to the terminal; not zero is a failure.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("{} ended with {status}", name(command))).next("its own words are above"))
}

/// Runs a program and keeps what it says.
pub fn capture(command: &mut Command) -> Outcome<Said> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Ok(Said { ok: output.status.success(), text })
}

/// Runs a program quietly; if it fails, what it said is in the failure.
pub fn quiet(command: &mut Command) -> Outcome {
    let said = capture(command)?;
    if said.ok {
        Ok(())
    } else {
        Err(Failure::new(format!("{} failed:\n{}", name(command), said.text.trim_end())))
    }
}

/// The first line a program prints, or `None` if it is missing or fails.
pub fn line(command: &mut Command) -> Option<String> {
    let said = capture(command).ok().filter(|said| said.ok)?;
    said.text.lines().next().map(|line| line.trim().to_owned())
}

fn name(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let first = command.get_args().next().map(|arg| arg.to_string_lossy()).unwrap_or_default();
    format!("`{} {first}`", program.rsplit('/').next().unwrap_or(&program)).replace(" `", "`")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot start {}: {error}", name(command)))
        .next("`cargo xtask setup` says what is missing")
}
