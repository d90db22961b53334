//! Which Rust toolchain can compile for wasm32. Not here: getting one (setup/wasm_target.rs, setup/debian.rs).

use crate::pins;
use crate::process;
use crate::project::Project;
use std::path::Path;
use std::process::Command;

/// The toolchain that the Debian fallback links into rustup.
pub const FALLBACK: &str = "debian-web";

/// Where the wasm32 standard library is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wasm {
    /// In the toolchain in use.
    Here,
    /// In the fallback toolchain: builds for wasm32 run with `RUSTUP_TOOLCHAIN=debian-web`.
    Fallback,
    /// Nowhere yet.
    Missing,
}

/// Looks each time, so that there is no note that could go stale.
pub fn find(project: &Project) -> Wasm {
    if has_std(&mut project.command("rustc")) {
        Wasm::Here
    } else if has_std(project.command("rustc").env("RUSTUP_TOOLCHAIN", FALLBACK)) {
        Wasm::Fallback
    } else {
        Wasm::Missing
    }
}

/// A command that compiles for wasm32 wherever that is possible.
pub fn wasm_command(project: &Project, program: &str) -> Command {
    let mut command = project.command(program);
    if find(project) == Wasm::Fallback {
        command.env("RUSTUP_TOOLCHAIN", FALLBACK);
    }
    command
}

/// Where a toolchain keeps the sources of the standard library.
const SOURCES: &str = "lib/rustlib/src/rust/library/std/Cargo.toml";

/// Whether the standard library can be compiled along with the widget.
pub fn has_sources(project: &Project) -> bool {
    let sysroot = process::line(wasm_command(project, "rustc").args(["--print", "sysroot"]));
    sysroot.is_some_and(|dir| Path::new(&dir).join(SOURCES).is_file())
}

/// A command that compiles the widget as it ships: with a standard library compiled for size, whose panics are a bare
/// trap without words (docs/decisions/0003-bytes.md has the figures). Where the sources of the standard library are
/// missing it compiles with the one that is there: everything works, in more bytes than the budget allows.
///
/// In a target folder of its own: `RUSTC_BOOTSTRAP` counts as a change to build scripts of the host, and in a shared
/// folder each release build would make the tests compile anew.
pub fn release_command(project: &Project, program: &str) -> Command {
    let mut command = wasm_command(project, program);
    command.env("CARGO_TARGET_DIR", project.path("target/widget"));
    if has_sources(project) {
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
            );
    }
    command
}

fn has_std(rustc: &mut Command) -> bool {
    rustc.args(["--print", "target-libdir", "--target", pins::WASM_TARGET]);
    process::line(rustc).is_some_and(|dir| {
        std::fs::read_dir(Path::new(&dir)).is_ok_and(|mut entries| {
            entries.any(|entry| {
                entry.is_ok_and(|entry| {
                    let name = entry.file_name();
                    let name = name.to_string_lossy();
                    name.starts_with("libstd-") && name.ends_with(".rlib")
                })
            })
        })
    })
}
