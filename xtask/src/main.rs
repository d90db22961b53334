//! The project's task runner: `cargo xtask COMMAND`. Not part of the product, never shipped.
//!
//! Here: reading the command line. Each command is a module; `cargo xtask help` lists them.
#![allow(clippy::print_stdout)] // It is a program for a terminal.

mod bench;
mod checks;
mod content;
mod demo;
mod dist;
mod drive;
mod failure;
mod flows;
mod pins;
mod ports;
mod process;
mod project;
mod sdk;
mod setup;
mod shop;
mod size;
mod split_profile;
mod stamp;
mod test;
mod toolchain;

use failure::{Failure, Outcome};
use pico_args::Arguments;
use project::Project;
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "cargo xtask COMMAND

  setup [--tests]     install what is missing of the pinned tools; --tests: the browser too
  demo                set up, build and run everything on this machine
      [--port 8080] [--shop-port 8081] [--data var] [--open]
  test                set up for tests and run every ring; the last line is `N passed, N failed`
      [--ring checks|host|portal|helpdesk|browser|e2e|engines|api|faults|repro] [--filter TEXT]
  content             compile content/ and print everything it refuses
  flow-graph SLUG     a flow as Mermaid, and as target/flows/SLUG.svg
      [--all]         every flow, into target/flows/
      [--coverage]    routes driven in the last e2e run, and how long the ways are
      [--routes]      target/flows/routes.json: ways that take every route, for the errands
  dist                build what the portal serves into dist/
  size                dist/ against size-budget.toml
  split-profile       find anew which functions the first part of the module needs
  bench embed         measure what the embed costs a page, beside public yardsticks; writes bench/embed/RESULTS.md
      [--pairs 20] [--quick]
  bench search        how well, how fast and in how many bytes search finds; writes bench/search/RESULTS.md
      [--quick]
  bench faults        cases through faults, and what became of each; writes bench/portal/FAULTS.md
  bench kills         kill -9 under load; writes bench/portal/KILLS.md
  bench load          durable cases a second, open streams; writes bench/portal/LOAD.md
      [--short] [--count N] [--seed N] [--postgres URL]
  sdk [--check]       write the SDK's types and reference from loader/klarna-help.d.ts; --check: are they fresh?
  shop --port NUMBER --portal URL [--root demo]
                      only the demo shop: a merchant's pages on an origin of their own

Tools are kept in $KLARNA_HELP_TOOLS, or ~/.cache/klarna-help/tools.";

fn main() -> ExitCode {
    match command(Arguments::from_env()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// False: it ran, and what it judged is not well.
fn command(mut args: Arguments) -> Outcome<bool> {
    let project = Project::find();
    let help = args.contains(["-h", "--help"]);
    let name = args.subcommand().map_err(usage)?;
    match name.as_deref() {
        _ if help => println!("{HELP}"),
        Some("help") => println!("{HELP}"),
        Some("setup") => {
            let tests = args.contains("--tests");
            end(args)?;
            setup::run(&project, tests)?;
            setup::print_path(&project);
        }
        Some("content") => {
            end(args)?;
            content::run(&project)?;
        }
        Some("flow-graph") => return flow_graph(&project, args),
        Some("dist") => {
            end(args)?;
            dist::run(&project)?;
        }
        Some("split-profile") => {
            end(args)?;
            split_profile::run(&project)?;
        }
        Some("size") => {
            end(args)?;
            size::run(&project)?;
        }
        Some("sdk") => {
            let only_check = args.contains("--check");
            end(args)?;
            if only_check { sdk::check(&project)? } else { sdk::run(&project)? }
        }
        Some("bench") => bench(&project, args)?,
        Some("demo") => demo::run(&project, &demo_options(args)?)?,
        Some("shop") => shop(&project, args)?,
        Some("test") => {
            let ring: Option<String> = args.opt_value_from_str("--ring").map_err(usage)?;
            let filter: Option<String> = args.opt_value_from_str("--filter").map_err(usage)?;
            end(args)?;
            let ring = ring.as_deref().map(test::Ring::parse).transpose()?;
            return Ok(test::run(&project, ring, filter.as_deref()));
        }
        Some(other) => {
            return Err(Failure::new(format!("there is no command `{other}`")).next("cargo xtask help"));
        }
        None => return Err(Failure::new("which command?").next("cargo xtask help")),
    }
    Ok(true)
}

fn bench(project: &Project, mut args: Arguments) -> Outcome {
    match args.subcommand().map_err(usage)?.as_deref() {
        Some("embed") => {}
        Some(what @ ("faults" | "kills" | "load")) => {
            return bench::portal::run(project, what, args.finish());
        }
        Some("search") => {
            let quick = args.contains("--quick");
            end(args)?;
            return bench::search::run(project, quick);
        }
        _ => {
            return Err(
                Failure::new("bench what? embed, search, faults, kills or load").next("cargo xtask help")
            );
        }
    }
    let pairs: Option<NonZeroU16> = args.opt_value_from_str("--pairs").map_err(usage)?;
    let options =
        bench::Options { pairs: pairs.map_or(20, NonZeroU16::get), quick: args.contains("--quick") };
    end(args)?;
    bench::embed(project, &options)
}

fn flow_graph(project: &Project, mut args: Arguments) -> Outcome<bool> {
    let (all, coverage) = (args.contains("--all"), args.contains("--coverage"));
    let routes = args.contains("--routes");
    let slug: Option<String> = args.opt_free_from_str().map_err(usage)?;
    end(args)?;
    match (slug, all, coverage, routes) {
        (Some(slug), false, false, false) => flows::graph(project, &slug)?,
        (None, true, false, false) => flows::graphs(project)?,
        (None, false, true, false) => return flows::coverage(project),
        (None, false, false, true) => println!("{}", flows::routes(project)?.display()),
        _ => {
            let what = "flow-graph of what? a flow, --all, --coverage or --routes";
            return Err(Failure::new(what).next("cargo xtask help"));
        }
    }
    Ok(true)
}

fn demo_options(mut args: Arguments) -> Outcome<demo::Options> {
    let options = demo::Options {
        port: port(&mut args, "--port", 8080)?,
        shop_port: port(&mut args, "--shop-port", 8081)?,
        data: args.opt_value_from_str("--data").map_err(usage)?.unwrap_or_else(|| PathBuf::from("var")),
        open: args.contains("--open"),
    };
    end(args)?;
    Ok(options)
}

fn port(args: &mut Arguments, flag: &'static str, default: u16) -> Outcome<u16> {
    let given: Option<NonZeroU16> = args.opt_value_from_str(flag).map_err(|error| {
        Failure::new(format!("{flag} takes a number from 1 to 65535: {error}")).next("cargo xtask help")
    })?;
    Ok(given.map_or(default, NonZeroU16::get))
}

fn shop(project: &Project, mut args: Arguments) -> Outcome {
    let port: u16 = args.value_from_str("--port").map_err(usage)?;
    let portal: String = args.value_from_str("--portal").map_err(usage)?;
    let root: Option<PathBuf> = args.opt_value_from_str("--root").map_err(usage)?;
    end(args)?;
    let shop = shop::Shop::take_port(port, "--port")?;
    let origin = shop.origin();
    shop.serve(root.unwrap_or_else(|| project.path("demo")), portal.trim_end_matches('/'), None)?;
    println!("shop {origin}");
    // It ends when it is ended: it keeps nothing that would have to be put away.
    loop {
        std::thread::park();
    }
}

fn end(args: Arguments) -> Outcome {
    match args.finish().first() {
        None => Ok(()),
        Some(extra) => {
            Err(Failure::new(format!("what is {}?", extra.to_string_lossy())).next("cargo xtask help"))
        }
    }
}

fn usage(error: pico_args::Error) -> Failure {
    Failure::new(error.to_string()).next("cargo xtask help")
}
