//! The expensive part: cargo, wasm-bindgen and wasm-opt by way of Trunk, then the cut, into `target/trunk-release`, only when its inputs changed.
//!
//! Not here: what becomes of Trunk's output (frame.rs, assets.rs).

use super::split;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::stamp::{self, Stamp};
use crate::{pins, process, toolchain};
use std::path::PathBuf;

/// Everything the widget is made of. A new input that is missing here would leave an old widget in dist/.
const INPUTS: &[&str] = &[
    "src",
    "crates/wire",
    "crates/pack",
    "crates/search",
    "crates/state",
    "Cargo.lock",
    "Cargo.toml",
    ".cargo/config.toml",
    "index.html",
    "styles",
    "loader/frame.js",
    "Trunk.toml",
    "xtask/src/toolchain.rs",
    "xtask/src/dist/split.rs",
    "xtask/src/dist/split",
    "xtask/npm/package-lock.json",
];

/// A hash of all inputs and tools.
pub fn stamp(project: &Project) -> Outcome<String> {
    let mut stamp = Stamp::default().fact(pins::TRUNK).fact(pins::WASM_BINDGEN);
    let rustc = process::line(toolchain::wasm_command(project, "rustc").arg("--version"));
    stamp = stamp.fact(&rustc.unwrap_or_default());
    stamp = stamp.fact(if toolchain::has_sources(project) { "std for size" } else { "std as it is" });
    for input in INPUTS {
        stamp = stamp.path(&project.root, input)?;
    }
    Ok(stamp.end())
}

/// Builds the widget if `stamp` is new; answers the folder.
pub fn build(project: &Project, stamp: &str) -> Outcome<PathBuf> {
    // Not the folder of Trunk.toml: `trunk serve` would put a debug build there, under an unchanged stamp.
    let out = project.path("target/trunk-release");
    let kept = project.path("target/xtask/widget.stamp");
    if stamp::matches(&kept, stamp) && out.join("index.html").is_file() {
        println!("dist: the widget is unchanged");
        return Ok(out);
    }
    // A build that fails half-way must not be taken for the old one.
    let _ = std::fs::remove_file(&kept);
    println!("dist: compiling the widget");
    // First by cargo itself: it may fetch what is missing, which Trunk, told to stay offline, may not.
    let target = ["--target", pins::WASM_TARGET, "--profile", "wasm"];
    process::run(toolchain::release_command(project, "cargo").arg("build").args(target))?;
    println!("dist: wasm-bindgen");
    let mut trunk = toolchain::release_command(project, "trunk");
    // Trunk takes NO_COLOR=1 for a wrong argument.
    trunk.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    // The profile stands in index.html too, so that `trunk build --release` by hand makes the same module.
    trunk.args(["--quiet", "build", "--release", "--offline", "--dist"]).arg(&out);
    process::quiet(&mut trunk)
        .map_err(|failure| failure.next("`cargo xtask setup` installs what Trunk needs"))?;
    if !out.join("index.html").is_file() {
        return Err(Failure::new(format!("Trunk wrote no page into {}", out.display())));
    }
    println!("dist: the module in its parts");
    split::run(project, &out)?;
    stamp::keep(&kept, stamp)?;
    Ok(out)
}
