//! The wasm32 standard library: by rustup, and where rustup's server cannot be reached, built from Debian's sources.
//!
//! Not here: the fallback's steps (debian.rs), which toolchain a build then uses (../toolchain.rs).

use super::{Item, debian};
use crate::failure::Outcome;
use crate::project::Project;
use crate::toolchain::{self, Wasm};
use crate::{pins, process};

/// The sources of the standard library, to compile it for size. Without them everything works, in more bytes.
pub fn sources(project: &Project) -> Outcome<Item> {
    if toolchain::has_sources(project) {
        return Ok(Item::There);
    }
    let said = process::capture(project.command("rustup").args(["component", "add", "rust-src"]));
    if toolchain::has_sources(project) {
        return Ok(Item::Installed("by rustup "));
    }
    if let Err(failure) = said {
        println!("{failure}");
    }
    Ok(Item::Missing(
        "the widget is built with the standard library as it is, and will be over its size budget",
    ))
}

pub fn install(project: &Project) -> Outcome<Item> {
    if toolchain::find(project) != Wasm::Missing {
        return Ok(Item::There);
    }
    let added = process::capture(project.command("rustup").args(["target", "add", pins::WASM_TARGET]));
    if toolchain::find(project) == Wasm::Here {
        return Ok(Item::Installed("by rustup "));
    }
    let why = match added {
        Ok(said) => said
            .text
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("it said nothing")
            .to_owned(),
        Err(failure) => failure.to_string(),
    };
    println!(
        "target {}: rustup cannot bring it ({why}); building it from Debian's sources",
        pins::WASM_TARGET
    );
    debian::install(project)?;
    Ok(Item::Installed("from Debian's sources "))
}
