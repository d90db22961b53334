//! A proof of work, done on the device while the customer waits: in slices, so that the page stays alive. (Workers are not
//! for us: Trusted Types without a policy refuse their address.)
//!
//! The search itself: `crates/wire/src/work.rs`.

use crate::platform::pause::pause;
use crate::{api, json};
use js_sys::Date;
use klarna_help_state::Failure;
use klarna_help_wire::{Search, Solver};

/// How long a slice takes, in milliseconds: less than a frame.
const SLICE_MS: f64 = 10.0;
/// Hashes between two looks at the clock.
const TRIES: u32 = 200;

/// Fetches a challenge and solves it: the value of the header `Altcha`.
pub(crate) async fn solve(api: &str) -> Result<String, Failure> {
    let challenge = api::challenge(api).await?;
    let mut solver = Solver::new(&challenge).ok_or(Failure::Garbled)?;
    let mut slice = Date::now();
    loop {
        match solver.search(TRIES) {
            Search::Found(number) => {
                let solution = json::solution(&challenge, number);
                let base64 = web_sys::window().and_then(|window| window.btoa(&solution).ok());
                return base64.ok_or(Failure::Garbled);
            }
            Search::Nothing => return Err(Failure::Garbled),
            Search::More if Date::now() - slice < SLICE_MS => {}
            Search::More => {
                pause(0).await;
                slice = Date::now();
            }
        }
    }
}
