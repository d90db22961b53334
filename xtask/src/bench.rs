//! `bench embed`: what the embed costs a page, measured beside public yardsticks. Its table is `bench/embed/RESULTS.md`.
//!
//! Here: everything built and installed, and the measuring started. Not here: the measuring (`bench/embed/`, in
//! JavaScript, for it speaks to a browser), the yardsticks' packages (bench/packages.rs), the
//! portal's own benches (bench/portal.rs). No test depends on a result.

mod packages;
pub mod portal;
pub mod search;

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{drive, process, setup};

/// What is asked for on the command line.
#[derive(Debug)]
pub struct Options {
    /// Loads with and without a widget; the other measurements are fewer in proportion.
    pub pairs: u16,
    /// Four pairs at most, to see that it works.
    pub quick: bool,
}

/// Measures the embed and writes the table and, into `target/bench/`, every single number.
pub fn embed(project: &Project, options: &Options) -> Outcome {
    setup::run(project, true)?;
    let packages = packages::install(project)?;
    drive::build(project)?;
    let chromium = setup::chromium(project).ok_or_else(|| Failure::new("chromium is missing"))?;
    // A quick look must not pass for the table that is committed.
    let results = if options.quick { "target/bench/embed-quick.md" } else { "bench/embed/RESULTS.md" };
    let mut node = drive::script(project, "bench/embed/run.mjs")?;
    node.env("KH_PAIRS", options.pairs.to_string())
        .env("KH_QUICK", if options.quick { "1" } else { "" })
        .env("KH_CHROMIUM", chromium)
        .env("KH_PACKAGES", packages)
        .env("KH_RESULTS", project.path(results))
        .env("KH_RAW", project.path("target/bench/embed.json"));
    process::run(&mut node)
}
