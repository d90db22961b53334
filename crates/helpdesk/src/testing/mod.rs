//! For tests and the fault bench alone (feature `testing`): a small HTTP server that can end an answer badly, and a receiver
//! of the webhook that counts what it was given.

mod server;
mod standin;

pub use server::{Ending, Reply, Request, Server};
pub use standin::{Fault, StandIn};
