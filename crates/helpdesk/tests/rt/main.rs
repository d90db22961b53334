//! The RT connector against a real Request Tracker 5 that nobody in this project wrote.
//!
//! `tests/helpdesk/rt5/rt5-up.sh` starts one from Debian's packages, on loopback, in a folder of its own. Needs the feature
//! `rt`, so that a plain `cargo test --workspace` starts none:
//! `cargo test -p klarna-help-helpdesk --features rt --test rt`. Where the packages cannot be installed this fails, unless
//! `KH_WITHOUT_RT=1` says that it may not run; then it says so.
#![allow(missing_docs)]
// clippy.toml allows these inside test functions only; here the helpers stop at the first surprise too.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

#[path = "../conformance/mod.rs"]
mod conformance;
mod server;
mod side;
mod traps;

use conformance::conforms;
use server::Server;
use side::RtSide;

/// One instance for all: a start takes 10 to 20 seconds.
#[test]
fn the_connector_keeps_its_word_against_a_real_request_tracker() {
    let Some(server) = Server::start() else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let side = RtSide::new(&server);
        println!("conformance, replies by REST");
        conforms(&server.desk(|_| {}), &side).await;
        println!("conformance, replies by mail");
        conforms(&server.desk(|config| config.mail = Some(server.mail())), &side).await;
        traps::all(&server, &side).await;
    });
}
