//! Tools from crates.io, built once into the tools folder with a light profile: they run for seconds, so minutes
//! of optimising would never pay back. (Measured on two cores: wasm-bindgen 1.5 min, trunk 3.7 min, geckodriver 0.9 min.)
//!
//! Not here: their versions (pins.rs).

use super::Item;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{pins, process};

/// A package and the programs we need of it.
pub struct Tool {
    pub package: &'static str,
    pub version: &'static str,
    programs: &'static [&'static str],
    /// wasm-bindgen-cli's own lock names a version that a registry need not serve any more.
    locked: bool,
    /// rustc's `opt-level`.
    optimised: &'static str,
}

pub const TOOLS: &[Tool] = &[
    Tool {
        package: "wasm-bindgen-cli",
        version: pins::WASM_BINDGEN,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        locked: false,
        optimised: "1",
    },
    Tool { package: "trunk", version: pins::TRUNK, programs: &["trunk"], locked: true, optimised: "1" },
];

/// For tests alone. It only hands messages on: nothing in it is worth optimising.
pub const GECKODRIVER: Tool = Tool {
    package: "geckodriver",
    version: pins::GECKODRIVER,
    programs: &["geckodriver"],
    locked: true,
    optimised: "0",
};

pub fn install(project: &Project, tool: &Tool) -> Outcome<Item> {
    if is_there(project, tool) {
        return Ok(Item::There);
    }
    std::fs::create_dir_all(&project.tools).map_err(|error| Failure::io("make", &project.tools, &error))?;
    println!("{} {}: building, which takes some minutes once", tool.package, tool.version);
    let mut cargo = project.command("cargo");
    cargo
        .current_dir(&project.tools)
        .args(["install", tool.package, "--version", tool.version, "--force", "--quiet", "--root"])
        .arg(&project.tools)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.optimised)
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    if tool.locked {
        cargo.arg("--locked");
    }
    process::quiet(&mut cargo)?;
    if is_there(project, tool) {
        return Ok(Item::Installed(""));
    }
    Err(Failure::new(format!(
        "{} was installed, but does not answer with version {}",
        tool.package, tool.version
    ))
    .next(format!("look in {}", project.tools.join("bin").display())))
}

fn is_there(project: &Project, tool: &Tool) -> bool {
    tool.programs.iter().all(|program| {
        process::line(project.command(program).arg("--version"))
            .is_some_and(|line| line.split_whitespace().nth(1) == Some(tool.version))
    })
}
