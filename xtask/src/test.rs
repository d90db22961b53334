//! `test`: every ring in order, however the one before it went, and one last line: `N passed, N failed`.
//!
//! Not here: what a ring runs (test/rings.rs, test/checks.rs, test/repro.rs), reading runners' words (counts.rs, digest.rs).

mod checks;
mod counts;
mod digest;
mod repro;
mod rings;

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::setup;
use counts::Counts;
use std::time::Instant;

/// A ring of tests, from the innermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    Checks,
    Host,
    Portal,
    Helpdesk,
    Browser,
    EndToEnd,
    Engines,
    Api,
    Faults,
    Repro,
}

impl Ring {
    /// In the order they run: what is cheap and tells most comes first.
    pub const ALL: [Ring; 10] = [
        Ring::Checks,
        Ring::Host,
        Ring::Portal,
        Ring::Helpdesk,
        Ring::Browser,
        Ring::EndToEnd,
        Ring::Engines,
        Ring::Api,
        Ring::Faults,
        Ring::Repro,
    ];

    /// As on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Ring::Checks => "checks",
            Ring::Host => "host",
            Ring::Portal => "portal",
            Ring::Helpdesk => "helpdesk",
            Ring::Browser => "browser",
            Ring::EndToEnd => "e2e",
            Ring::Engines => "engines",
            Ring::Api => "api",
            Ring::Faults => "faults",
            Ring::Repro => "repro",
        }
    }

    /// From the command line.
    pub fn parse(name: &str) -> Outcome<Ring> {
        Ring::ALL.into_iter().find(|ring| ring.name() == name).ok_or_else(|| {
            let all: Vec<&str> = Ring::ALL.iter().map(|ring| ring.name()).collect();
            Failure::new(format!("there is no ring `{name}`")).next(format!("one of: {}", all.join(", ")))
        })
    }

    /// Whether it needs more than what builds the product.
    fn needs_test_tools(self) -> bool {
        !matches!(self, Ring::Checks | Ring::Host | Ring::Repro)
    }
}

/// What a ring came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub counts: Counts,
    /// What to print of what failed.
    pub failures: String,
}

/// Runs one ring or all; true if nothing failed. Prints the last line itself: nothing may come after it.
pub fn run(project: &Project, ring: Option<Ring>, filter: Option<&str>) -> bool {
    let rings = ring.map_or_else(|| Ring::ALL.to_vec(), |ring| vec![ring]);
    let mut total = Counts::default();
    if let Err(failure) = setup::run(project, rings.iter().any(|ring| ring.needs_test_tools())) {
        total.failed = 1;
        println!("{failure}\n\n{total}");
        return false;
    }
    let mut times = Vec::new();
    for ring in rings {
        println!("\n== {}", ring.name());
        let start = Instant::now();
        let result = match ring {
            Ring::Checks => checks::run(project, filter),
            Ring::Host => rings::host(project, filter),
            Ring::Portal => rings::portal(project, filter),
            Ring::Helpdesk => rings::helpdesk(project, filter),
            Ring::Browser => rings::browser(project, filter),
            Ring::EndToEnd => rings::end_to_end(project, filter),
            Ring::Engines => rings::engines(project, filter),
            Ring::Api => rings::api(project, filter),
            Ring::Faults => rings::faults(project, filter),
            Ring::Repro => repro::run(project, filter),
        };
        let report = settle(result, filter.is_some());
        if !report.failures.is_empty() {
            println!("{}", report.failures.trim_end());
        }
        total = total + report.counts;
        times.push(format!(
            "{:<8} {:>8.1} s   {}",
            ring.name(),
            start.elapsed().as_secs_f64(),
            report.counts
        ));
    }
    println!("\n== rings\n{}\n", times.join("\n"));
    if total == Counts::default() {
        println!("no test has `{}` in its name", filter.unwrap_or_default());
        total.failed = 1;
    }
    println!("{total}");
    total.failed == 0
}

/// A ring that could not run, or ran nothing, has failed: silence is not success. With a filter it may be empty.
fn settle(result: Outcome<Report>, filtered: bool) -> Report {
    let mut report = result.unwrap_or_else(|failure| Report {
        counts: Counts { passed: 0, failed: 1 },
        failures: failure.to_string(),
    });
    if report.counts == Counts::default() && !filtered {
        report.counts.failed = 1;
        report.failures += "this ring ran no test at all";
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_that_ran_nothing_has_failed() {
        let failed = Counts { passed: 0, failed: 1 };
        assert_eq!(settle(Ok(Report::default()), false).counts, failed);
        assert_eq!(settle(Ok(Report::default()), true).counts, Counts::default());
        assert_eq!(
            settle(Err(Failure::new("no node")), true),
            Report { counts: failed, failures: "no node".into() }
        );
        let fine = Counts { passed: 3, failed: 0 };
        assert_eq!(settle(Ok(Report { counts: fine, failures: String::new() }), false).counts, fine);
    }

    #[test]
    fn rings_have_names() {
        for ring in Ring::ALL {
            assert_eq!(Ring::parse(ring.name()), Ok(ring));
        }
        assert!(
            Ring::parse("x")
                .unwrap_err()
                .to_string()
                .contains("checks, host, portal, helpdesk, browser, e2e, engines, api, faults, repro")
        );
    }
}
