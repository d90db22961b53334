//! Chromium and its driver, for the browser and end-to-end rings. `CHROME` and `CHROMEDRIVER` name others.
//!
//! Not here: how they are started (test/), the other engines (engines.rs).

use super::{Item, apt};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use std::env;
use std::path::PathBuf;

pub fn install(project: &Project) -> Outcome<Item> {
    if chromium(project).is_some() && chromedriver(project).is_some() {
        return Ok(Item::There);
    }
    let way_out = "or install any Chromium with its driver, and name them in CHROME and CHROMEDRIVER";
    apt::install(project, &["chromium", "chromium-driver"])
        .map_err(|failure| Failure::new(failure.to_string()).next(way_out))?;
    if chromium(project).is_some() && chromedriver(project).is_some() {
        return Ok(Item::Installed("by apt-get "));
    }
    Err(Failure::new("chromium or chromedriver is still missing after apt-get").next(way_out))
}

/// The browser.
pub fn chromium(project: &Project) -> Option<PathBuf> {
    named("CHROME").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| project.which(name))
    })
}

/// Its driver.
pub fn chromedriver(project: &Project) -> Option<PathBuf> {
    named("CHROMEDRIVER").or_else(|| project.which("chromedriver"))
}

// Set but empty is as good as not set: wasm-bindgen-test would try to run the empty name and fail without a reason.
pub(super) fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
