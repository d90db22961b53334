//! `klarna-help-author`: what an author runs while writing. It needs a release (`dist/`) and no portal.
//!
//! Here: the command line. Not here: the compiler (the library beside it), the preview (preview.rs).
#![allow(clippy::print_stdout)] // It is a program for a terminal.

mod preview;

use klarna_help_author::compile;
use pico_args::Arguments;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "klarna-help-author COMMAND

  check      compile the content and print everything that is refused, and every warning
      [--content content]
  preview    show the content in the widget, anew whenever a file changes
      [--content content] [--dist dist] [--port 8090]

The widget comes from a release: `cargo xtask dist` makes one. docs/authoring.md has the format of the content.";

fn main() -> ExitCode {
    match command(Arguments::from_env()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}\n  klarna-help-author --help");
            ExitCode::FAILURE
        }
    }
}

/// False: it ran, and the content is refused.
fn command(mut args: Arguments) -> Result<bool, String> {
    let help = args.contains(["-h", "--help"]);
    let name = args.subcommand().map_err(|error| error.to_string())?;
    let content = path(&mut args, "--content", "content")?;
    match name.as_deref() {
        _ if help => println!("{HELP}"),
        Some("check") => {
            end(args)?;
            return Ok(check(&content));
        }
        Some("preview") => {
            let dist = path(&mut args, "--dist", "dist")?;
            let port = args.opt_value_from_str("--port").map_err(|error| error.to_string())?;
            end(args)?;
            preview::run(content, &dist, port.unwrap_or(8090))?;
        }
        _ => return Err("which command?".into()),
    }
    Ok(true)
}

fn path(args: &mut Arguments, flag: &'static str, default: &str) -> Result<PathBuf, String> {
    let given: Option<PathBuf> = args.opt_value_from_str(flag).map_err(|error| error.to_string())?;
    Ok(given.unwrap_or_else(|| PathBuf::from(default)))
}

fn end(args: Arguments) -> Result<(), String> {
    match args.finish().first() {
        None => Ok(()),
        Some(extra) => Err(format!("what is {}?", extra.to_string_lossy())),
    }
}

fn check(content: &Path) -> bool {
    match compile(content) {
        Ok(locales) => {
            for locale in &locales {
                println!("{} for {}: {} warnings", locale.locale, locale.market, locale.warnings.len());
                for warning in &locale.warnings {
                    println!("  {warning}");
                }
            }
            true
        }
        Err(refusals) => {
            for refusal in &refusals {
                println!("{refusal}");
            }
            println!("{} faults", refusals.len());
            false
        }
    }
}
