//! A compiler for wasm32 without rustup's server: Debian's `rustc-web`, with the standard library built from its sources.
//!
//! The steps are those of Debian 12 with its security updates, tried with rustc-web 1.96.0.
//! Not here: when this is needed (wasm_target.rs).

use super::apt;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::toolchain::{self, FALLBACK, Wasm};
use crate::{pins, process, stamp};
use std::path::{Path, PathBuf};

/// All of one version; `--no-install-recommends` keeps the rest of Debian's Rust away.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];
const LINKER: &str = "/usr/bin/rust-lld";
const SOURCES: &str = "/usr/lib/rustlib/src/rust/library";
const LIBRARIES: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";

pub fn install(project: &Project) -> Outcome {
    apt::install(project, &PACKAGES)?;
    install_linker(project)?;
    let scratch = project.tools.join("wasm-std");
    // An empty target folder: two builds' libraries side by side give E0464.
    let _ = std::fs::remove_dir_all(&scratch);
    std::fs::create_dir_all(&scratch).map_err(|error| Failure::io("make", &scratch, &error))?;
    process::quiet(project.command("cp").arg("-r").arg(SOURCES).arg(&scratch))?;
    build_std(project, &scratch.join("library"))?;
    copy_libraries(project, &scratch.join("library"))?;
    process::quiet(project.command("rustup").args(["toolchain", "link", FALLBACK, "/usr"]))?;
    let _ = std::fs::remove_dir_all(&scratch);
    match toolchain::find(project) {
        Wasm::Missing => Err(Failure::new(
            "the standard library was built, but the compiler does not find it",
        )
        .next(format!(
            "look at {LIBRARIES} and `rustc +{FALLBACK} --print target-libdir --target {}`",
            pins::WASM_TARGET
        ))),
        _ => Ok(()),
    }
}

/// `rust-lld` is a link to `lld-22` or so, in a package of that name which rust-web-llvm does not ask for.
fn install_linker(project: &Project) -> Outcome {
    let link = Path::new(LINKER);
    if link.exists() {
        return Ok(());
    }
    let target = std::fs::read_link(link).map_err(|error| Failure::io("read", link, &error))?;
    let package = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    apt::install(project, &[&package])
}

fn build_std(project: &Project, library: &Path) -> Outcome {
    let mut cargo = project.command("/usr/bin/cargo");
    // `cargo xtask` itself runs under another toolchain, whose libraries must not be found first.
    for inherited in
        ["LD_LIBRARY_PATH", "RUSTUP_TOOLCHAIN", "CARGO", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"]
    {
        cargo.env_remove(inherited);
    }
    cargo
        .current_dir(library)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTFLAGS", "-Zforce-unstable-if-unmarked")
        .env("__CARGO_DEFAULT_LIB_METADATA", "stablestd")
        .args([
            "build",
            "--profile",
            "dist",
            "--target",
            pins::WASM_TARGET,
            "--manifest-path",
            "sysroot/Cargo.toml",
        ])
        // Debian's vendor/ lacks some dev-dependencies: cargo takes them from crates.io, by the lock file.
        .args(["--features", "compiler-builtins-mem", "--locked"]);
    process::quiet(&mut cargo)
}

fn copy_libraries(project: &Project, library: &Path) -> Outcome {
    let built: Vec<PathBuf> =
        stamp::files(&library.join("target").join(pins::WASM_TARGET).join("dist/deps"))?
            .into_iter()
            .filter(|file| file.extension().is_some_and(|extension| extension == "rlib"))
            .collect();
    if built.is_empty() {
        return Err(Failure::new("building the standard library for wasm32 gave no library")
            .next("see whether Debian's rustc-web and rust-web-src are of one version"));
    }
    process::quiet(apt::as_root(project, "mkdir")?.args(["-p", LIBRARIES]))?;
    process::quiet(apt::as_root(project, "cp")?.args(&built).arg(LIBRARIES))
}
