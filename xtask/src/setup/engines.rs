//! Firefox and WebKitGTK with their drivers, for the ring `engines`. `FIREFOX` and `GECKODRIVER` name others.
//!
//! Where they cannot be had every other ring still runs, and that one fails and says so.
//! Not here: Chromium (browsers.rs), how an engine is started (tests/engines/lib/engines.mjs).

use super::browsers::named;
use super::{Item, apt, cargo_tools};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use std::path::{Path, PathBuf};

/// WebKitGTK has no headless mode: Xvfb is the screen it draws on.
const PACKAGES: [&str; 3] = ["firefox-esr", "webkit2gtk-driver", "xvfb"];
const WITHOUT: &str = "the ring `engines` will fail";

pub fn install(project: &Project) -> Outcome<Item> {
    if all_there(project) {
        return Ok(Item::There);
    }
    if let Err(failure) = apt::install(project, &PACKAGES) {
        println!("{failure}");
    }
    Ok(if all_there(project) { Item::Installed("by apt-get ") } else { Item::Missing(WITHOUT) })
}

/// Firefox's driver, which Debian has not.
pub fn geckodriver(project: &Project) -> Outcome<Item> {
    if named("GECKODRIVER").is_some() {
        return Ok(Item::There);
    }
    cargo_tools::install(project, &cargo_tools::GECKODRIVER).or_else(|failure| {
        println!("{failure}");
        Ok(Item::Missing(WITHOUT))
    })
}

/// The variables that name the programs to `tests/engines`. One that is missing is not set.
pub fn programs(project: &Project) -> Outcome<Vec<(&'static str, PathBuf)>> {
    let chromium = super::chromium(project).ok_or_else(|| Failure::new("chromium is missing"))?;
    let all = [
        ("KH_CHROMIUM", Some(chromium)),
        ("KH_CHROMEDRIVER", super::chromedriver(project)),
        ("KH_FIREFOX", firefox(project)),
        ("KH_GECKODRIVER", named("GECKODRIVER").or_else(|| project.which("geckodriver"))),
        ("KH_WEBKIT_DRIVER", project.which("WebKitWebDriver")),
        ("KH_MINIBROWSER", mini_browser()),
        ("KH_XVFB", project.which("Xvfb")),
    ];
    Ok(all.into_iter().filter_map(|(name, path)| Some((name, path?))).collect())
}

fn all_there(project: &Project) -> bool {
    firefox(project).is_some()
        && project.which("WebKitWebDriver").is_some()
        && mini_browser().is_some()
        && project.which("Xvfb").is_some()
}

fn firefox(project: &Project) -> Option<PathBuf> {
    named("FIREFOX").or_else(|| ["firefox-esr", "firefox"].iter().find_map(|name| project.which(name)))
}

/// WebKitGTK's own small browser lies beside its library, in a folder that is named by the machine's architecture.
fn mini_browser() -> Option<PathBuf> {
    let folders = Path::new("/usr/lib").read_dir().ok()?;
    let places = folders.filter_map(|entry| Some(entry.ok()?.path().join("webkit2gtk-4.1/MiniBrowser")));
    places.into_iter().find(|path| path.is_file())
}
