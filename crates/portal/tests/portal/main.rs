//! The portal from outside: its router, its store, and the binary as it is run. One target, so that it links once.
#![allow(missing_docs)]
// clippy.toml allows these inside test functions only; here the helpers stop at the first surprise too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod actions;
mod assets;
mod cases_create;
mod cases_idempotency;
mod cases_read;
mod command;
mod cors;
mod dist;
mod events;
mod frame;
mod harness;
mod health;
mod identity;
mod lifecycle;
mod lookup;
mod metrics;
mod openapi;
mod outbox;
mod plain;
mod privacy;
mod probe;
mod process;
mod retention;
mod search;
mod start;
mod store;
mod thread;
mod uploads;
mod uploads_crash;
mod uploads_s3;
mod votes;
mod work;
