//! A stand-in for a merchant's web server: `demo/` on an origin of its own. Not part of the product; never exposed.
//!
//! It listens on this machine only, sets no cookie and keeps nothing. Not here: the pages (demo/).

mod files;
mod headers;
pub mod identity;
mod tokens;

use crate::failure::{Failure, Outcome};
use crate::ports;
use files::Found;
use headers::Headers;
use identity::Identity;
use klarna_help_local::{Answer, Asked, Method, serve};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use tokens::Tokens;

/// A shop that holds its port but does not answer yet.
pub struct Shop {
    listeners: Vec<TcpListener>,
    /// The port it holds.
    pub port: u16,
}

impl Shop {
    /// Takes the port for `localhost`, in both families.
    pub fn take_port(port: u16, flag: &str) -> Outcome<Shop> {
        let v4 = ports::listen(port, flag)?;
        let port = v4.local_addr().map_err(|error| Failure::new(format!("no port: {error}")))?.port();
        let listeners = std::iter::once(v4).chain(ports::listen_v6(port, flag)?).collect();
        Ok(Shop { listeners, port })
    }

    /// The origin that its pages have.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Answers from now on, in threads that end with the process. Without `identity` nobody is signed in.
    pub fn serve(self, root: PathBuf, portal: &str, identity: Option<Identity>) -> Outcome {
        let root = root.canonicalize().map_err(|error| Failure::io("open", &root, &error))?;
        let headers = Headers::read(&root, portal)?;
        let shared = Arc::new(Shared { root, headers, portal: portal.to_owned(), identity });
        for listener in self.listeners {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                if let Err(error) = serve(listener, move |asked| answer(&asked, &shared)) {
                    eprintln!("the shop cannot serve: {error}");
                }
            });
        }
        Ok(())
    }
}

/// What every thread answers from.
struct Shared {
    root: PathBuf,
    headers: Headers,
    portal: String,
    identity: Option<Identity>,
}

fn answer(asked: &Asked, shared: &Shared) -> Answer {
    let tokens = Tokens::new(&shared.portal);
    let found = match (&asked.method, &shared.identity) {
        (&Method::GET | &Method::HEAD, _) => files::find(&shared.root, &asked.address, &tokens),
        // By POST alone, and without a CORS header: no other page reads it.
        (&Method::POST, Some(identity)) if asked.address == identity::PATH => Found::token(identity.token()),
        _ => Found::not_allowed(),
    };
    let fixed = [("content-type", found.content_type), ("cache-control", "no-store")];
    let fixed = fixed.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let extra = shared.headers.of(&found.name).iter().map(|(name, value)| (name.clone(), tokens.fill(value)));
    Answer { status: found.status, headers: fixed.chain(extra).collect(), body: found.body }
}
