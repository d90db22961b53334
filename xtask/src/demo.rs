//! `demo`: the product on this machine, from nothing: set-up, dist, the portal, and a shop on another origin.
//!
//! Not here: the portal (crates/portal), the shop's pages (demo/), the shop's server (shop.rs).

mod portal;

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::shop::Shop;
use crate::shop::identity::Identity;
use crate::{dist, ports, process, setup};
use portal::Portal;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What the command line says.
pub struct Options {
    pub port: u16,
    pub shop_port: u16,
    pub data: PathBuf,
    pub open: bool,
}

/// Runs until Ctrl-C, SIGTERM, or the portal's end.
pub fn run(project: &Project, options: &Options) -> Outcome {
    let start = Instant::now();
    // Before anything is built: finding a port taken after ten minutes of set-up is no kindness.
    if options.port == options.shop_port && options.port != 0 {
        return Err(Failure::new(
            "--port and --shop-port must differ: the shop is another origin than the portal",
        ));
    }
    ports::check(options.port, "--port")?;
    let shop = Shop::take_port(options.shop_port, "--shop-port")?;
    setup::run(project, false)?;
    dist::run(project)?;
    println!("portal: compiling");
    process::run(project.command("cargo").args(["build", "--quiet", "--package", "klarna-help-portal"]))?;

    // From here on a signal is an event of ours, so that the portal does not outlive us.
    let signals = Signals::new([SIGINT, SIGTERM]);
    let mut signals = signals.map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))?;
    let (shop_origin, portal_origin) = (shop.origin(), format!("http://127.0.0.1:{}", options.port));
    let identity = Identity::new();
    let mut portal = Portal::start(project, options, &portal_origin, &shop_origin, &identity)?;
    portal.wait_until_ready(Duration::from_secs(30))?;
    // Only now: a page served earlier would meet a portal that is not there yet.
    shop.serve(project.path("demo"), &portal_origin, Some(identity))?;
    greet(&shop_origin, &portal_origin, options, start.elapsed());
    if options.open {
        open(project, &shop_origin);
    }
    loop {
        if signals.pending().next().is_some() {
            println!("stopping");
            return portal.stop();
        }
        if let Some(status) = portal.ended()? {
            return Err(Failure::new(format!("the portal ended by itself with {status}"))
                .next("its own words are above"));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn greet(shop: &str, portal: &str, options: &Options, took: Duration) {
    println!(
        "
Klarna Help is running ({:.0} s).

  shop    {shop}    a merchant's pages, on their own origin: start here
  portal  {portal}    the frame, content and cases

Try:
  - open the shop's checkout and press the Help button: the page says the payment was declined, so does help
  - type what a customer would, such as \"refund\", and open an article or go through the questions
  - send a case, close the panel, open it again: the case's status is there
  - open {shop}/account.html, where the shop says who is signed in: every case of that customer is there
  - see it as the company does: target/debug/klarna-help-portal cases list --data {}
  - stop this with Ctrl-C and start it again: the case is still there

Ctrl-C stops both.",
        took.as_secs_f64(),
        options.data.display()
    );
}

fn open(project: &Project, address: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if let Err(failure) = process::quiet(project.command(opener).arg(address)) {
        println!("{failure}\n  open {address} yourself");
    }
}
