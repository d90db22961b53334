//! Drives the portal's binary as a crowd of customers and a run of bad luck would, and counts what became of every case.
//!
//! `faults`: cases through kills, cut connections, 500s, slow answers, a full disk, and a helpdesk that answers badly.
//! `kills`: `kill -9` under load, again and again. `load`: how many durable cases a second, and how many open streams.
//! Started by `cargo xtask bench faults|kills|load`, which builds everything first. Ends with an error if a case was lost
//! or doubled; figures are printed and, asked for, written as a table.
//!
//! Randomness comes from a seed that is printed, so that a run can be made again.

mod body;
mod client;
mod count;
mod customers;
mod disk;
mod faults;
mod kills;
mod load;
mod portal;
mod proxy;
mod random;
mod rt;
mod streams;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// What every run needs.
pub struct Setting {
    /// The portal's binary.
    pub portal: PathBuf,
    /// What it serves.
    pub dist: PathBuf,
    /// Where the table goes; none for a short run.
    pub results: Option<PathBuf>,
    /// Few cases, for CI.
    pub short: bool,
    /// Of every random choice.
    pub seed: u64,
    /// A PostgreSQL to use instead of SQLite.
    pub postgres: Option<String>,
    /// Clients of `load` that send at once.
    pub clients: usize,
    /// `rt5-up.sh`, which starts a Request Tracker; without it that part does not run.
    pub rt5: Option<PathBuf>,
}

/// Why a run did not go as it should.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Nothing is left to do if even this cannot be written.
            let _ = writeln!(std::io::stderr(), "klarna-help-bench: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Fault> {
    let mut args = pico_args::Arguments::from_env();
    let what = args.subcommand()?.unwrap_or_default();
    let path = |text: &std::ffi::OsStr| Ok::<_, std::convert::Infallible>(PathBuf::from(text));
    let setting = Setting {
        portal: args.value_from_os_str("--portal", path)?,
        dist: args.value_from_os_str("--dist", path)?,
        results: args.opt_value_from_os_str("--results", path)?,
        short: args.contains("--short"),
        seed: args.opt_value_from_str("--seed")?.unwrap_or_else(random::seed),
        postgres: args.opt_value_from_str("--postgres")?,
        clients: args.opt_value_from_str("--clients")?.unwrap_or(32),
        rt5: args.opt_value_from_os_str("--rt5", path)?,
    };
    let counts = args.opt_value_from_str("--count")?;
    say(&format!("seed {}", setting.seed));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let table = runtime.block_on(async {
        match what.as_str() {
            "faults" => faults::run(&setting, counts).await,
            "kills" => kills::run(&setting, counts).await,
            "load" => load::run(&setting, counts).await,
            other => Err(format!("there is no bench \"{other}\": faults, kills or load").into()),
        }
    })?;
    say(&table);
    if let Some(results) = &setting.results {
        std::fs::write(results, &table)?;
    }
    Ok(())
}

/// Progress and results, for whoever watches.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
