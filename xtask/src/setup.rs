//! `setup`: every tool at its pinned version, one line an item. Running it again changes nothing.
//!
//! Nothing is fetched but from crates.io, npm, rustup and the distribution's packages.
//! Not here: how each item is installed (setup/), the pinned versions (pins.rs, xtask/npm/).

mod apt;
mod browsers;
mod cargo_tools;
mod debian;
mod engines;
mod node;
mod postgres;
mod schemathesis;
mod wasm_target;

use crate::failure::Outcome;
use crate::pins;
use crate::project::Project;
use std::time::Instant;

pub use browsers::{chromedriver, chromium};
pub use engines::programs as engines;
pub use node::install as npm_install;
pub use schemathesis::program as schemathesis;

/// How an item came to be there.
pub enum Item {
    /// It was.
    There,
    /// It was installed now; how, in a few words.
    Installed(&'static str),
    /// It could not be had, and is not needed to go on; what follows from that.
    Missing(&'static str),
}

/// The whole set-up; with `tests`, the browsers and PostgreSQL too.
pub fn run(project: &Project, tests: bool) -> Outcome {
    report("node", || node::check(tests))?;
    report("npm packages (wasm-opt, terser, tsc, test drivers)", || node::packages(project))?;
    report("target wasm32-unknown-unknown", || wasm_target::install(project))?;
    report("sources of the standard library", || wasm_target::sources(project))?;
    for tool in cargo_tools::TOOLS {
        report(&format!("{} {}", tool.package, tool.version), || cargo_tools::install(project, tool))?;
    }
    if tests {
        report("chromium and chromedriver", || browsers::install(project))?;
        report("postgresql", || postgres::install(project))?;
        report("firefox and webkitgtk", || engines::install(project))?;
        report(&format!("geckodriver {}", pins::GECKODRIVER), || engines::geckodriver(project))?;
        report("schemathesis", || schemathesis::install(project))?;
    }
    Ok(())
}

/// How to run the tools by hand, for whoever asked for set-up alone.
pub fn print_path(project: &Project) {
    let [npm, bin] = project.bins();
    println!("to run the tools yourself, such as `trunk serve`:");
    println!("  export PATH=\"{}:{}:$PATH\"", npm.display(), bin.display());
}

fn report(name: &str, install: impl FnOnce() -> Outcome<Item>) -> Outcome {
    let start = Instant::now();
    match install()? {
        Item::There => println!("{name}: there"),
        Item::Missing(so) => println!("{name}: cannot be had; {so}"),
        Item::Installed(how) => println!("{name}: installed {how}in {:.0} s", start.elapsed().as_secs_f64()),
    }
    Ok(())
}
