//! The rings that run programs: cargo's tests on the host, in the portal, in a browser, and errands end to end.
//!
//! Not here: the tests (crates/*, src/, tests/), the checks (checks.rs).

use super::Report;
use super::counts::{self, Counts};
use super::digest;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::{bench, drive, flows, pins, process, setup, toolchain};
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Everything that runs without a browser and without the portal.
pub fn host(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    let mut cargo = project.command("cargo");
    cargo.args(["test", "--no-fail-fast", "--workspace", "--exclude", "klarna-help-portal"]).args(filter);
    cargo_ring(project, "host", &mut cargo)
}

/// The portal against a real database.
pub fn portal(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    let mut cargo = project.command("cargo");
    cargo.args(["test", "--no-fail-fast", "--package", "klarna-help-portal"]).args(filter);
    cargo_ring(project, "portal", &mut cargo)
}

/// The connectors against a real Request Tracker, started from Debian's packages on this machine.
pub fn helpdesk(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    let mut cargo = project.command("cargo");
    cargo.args([
        "test",
        "--no-fail-fast",
        "--package",
        "klarna-help-helpdesk",
        "--features",
        "rt",
        "--test",
        "rt",
    ]);
    cargo_ring(project, "helpdesk", cargo.args(filter))
}

/// The portal's API against its own document.
pub fn api(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    if filter.is_some_and(|filter| !"api".contains(filter)) {
        return Ok(Report::default());
    }
    errands(project, "api", None, vec![("KH_SCHEMATHESIS", setup::schemathesis(project))])
}

/// Cases through faults, in small numbers: every count that is not right is a failure.
pub fn faults(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    let mut report = Report::default();
    let runs: Vec<&str> =
        ["faults", "kills", "load"].into_iter().filter(|run| run.contains(filter.unwrap_or(""))).collect();
    if runs.is_empty() {
        return Ok(report);
    }
    drive::build(project)?;
    process::run(project.command("cargo").args(["build", "--quiet", "--package", "klarna-help-bench"]))?;
    for run in runs {
        let mut bench = bench::portal::command(project, "debug", run)?;
        let said = logged(project, run, bench.arg("--short"))?;
        if said.ok {
            report.counts.passed += 1;
        } else {
            report.counts.failed += 1;
            report.failures += &digest::end(&said.text);
        }
    }
    Ok(report)
}

/// The widget in headless Chromium.
pub fn browser(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    let driver = setup::chromedriver(project).ok_or_else(|| Failure::new("chromedriver is missing"))?;
    let mut cargo = toolchain::wasm_command(project, "cargo");
    // The runner takes the first driver it is told of; another browser's, left in the environment, would win.
    for other in ["GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
        cargo.env_remove(other).env_remove(format!("{other}_REMOTE"));
    }
    cargo
        .env_remove("CHROMEDRIVER_REMOTE")
        .env_remove("NO_HEADLESS")
        .env("CHROMEDRIVER", driver)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", project.path("webdriver.json"))
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .args(["test", "--no-fail-fast", "--target", pins::WASM_TARGET, "--test", "browser"])
        .args(filter);
    cargo_ring(project, "browser", &mut cargo)
}

/// A customer's errands in Chromium, against the portal as it is run.
pub fn end_to_end(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    let chromium = setup::chromium(project).ok_or_else(|| Failure::new("chromium is missing"))?;
    let routes = project.root.join(flows::routes(project)?);
    errands(project, "e2e", filter, vec![("KH_CHROMIUM", chromium), ("KH_ROUTES", routes)])
}

/// The errand of every customer in Chromium, Firefox and WebKitGTK.
pub fn engines(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    errands(project, "engines", filter, setup::engines(project)?)
}

/// A runner of ours, `tests/<name>/run.mjs`, with what is built now and the programs it needs.
fn errands(
    project: &Project,
    name: &str,
    filter: Option<&str>,
    programs: Vec<(&str, PathBuf)>,
) -> Outcome<Report> {
    drive::build(project)?;
    let mut node = drive::script(project, &format!("tests/{name}/run.mjs"))?;
    node.env("KH_FILTER", filter.unwrap_or_default()).envs(programs);
    let said = logged(project, name, &mut node)?;
    Ok(match counts::of_summary(&said.text) {
        Some(counts) => judge(counts, said.ok, digest::end(&said.text)),
        None => judge(Counts::default(), false, digest::end(&said.text)),
    })
}

fn cargo_ring(project: &Project, name: &str, cargo: &mut Command) -> Outcome<Report> {
    let said = logged(project, name, cargo)?;
    Ok(judge(counts::of_cargo(&said.text), said.ok, digest::of_cargo(&said.text)))
}

/// A runner that ended badly without counting a failure did not get to its end: that is one.
fn judge(mut counts: Counts, ok: bool, digest: String) -> Report {
    if !ok && counts.failed == 0 {
        counts.failed = 1;
    }
    let failures = if counts.failed == 0 { String::new() } else { digest };
    Report { counts, failures }
}

/// Runs a program with all it says in a file, in the order it says it: a long ring can be watched there.
fn logged(project: &Project, name: &str, command: &mut Command) -> Outcome<process::Said> {
    let log = project.path("target/xtask/logs").join(format!("{name}.log"));
    println!("running; all it says goes to {}", log.strip_prefix(&project.root).unwrap_or(&log).display());
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    }
    let open = || -> std::io::Result<(File, File)> {
        let file = File::create(&log)?;
        Ok((file.try_clone()?, file))
    };
    let (out, err) = open().map_err(|error| Failure::io("write", &log, &error))?;
    let status =
        command.env("CARGO_TERM_COLOR", "never").stdin(Stdio::null()).stdout(out).stderr(err).status();
    let ok = status.map_err(|error| Failure::new(format!("cannot start the ring: {error}")))?.success();
    let bytes = fs::read(&log).map_err(|error| Failure::io("read", &log, &error))?;
    Ok(process::Said { ok, text: String::from_utf8_lossy(&bytes).into_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_did_not_end_well_counts_as_a_failure() {
        let counts = |passed, failed| Counts { passed, failed };
        assert_eq!(
            judge(counts(3, 0), true, "x".into()),
            Report { counts: counts(3, 0), failures: String::new() }
        );
        assert_eq!(
            judge(counts(3, 0), false, "x".into()),
            Report { counts: counts(3, 1), failures: "x".into() }
        );
        assert_eq!(judge(counts(3, 2), false, "x".into()).counts, counts(3, 2));
    }
}
