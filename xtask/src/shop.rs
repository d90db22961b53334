//! A stand-in for a merchant's web server: `demo/` on an origin of its own. Not part of the product; never exposed.
//!
//! It listens on this machine only, sets no cookie and keeps nothing. Not here: the pages (demo/).

mod files;
mod headers;
pub mod identity;
mod tokens;

use crate::failure::{Failure, Outcome};
use crate::ports;
use files::Answer;
use headers::Headers;
use identity::Identity;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use tiny_http::{Header, Method, Request, Response, Server};
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
            let server = Server::from_listener(listener, None)
                .map_err(|error| Failure::new(format!("the shop cannot serve: {error}")))?;
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    answer(request, &shared);
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

fn answer(request: Request, shared: &Shared) {
    let tokens = Tokens::new(&shared.portal);
    let answer = match (request.method(), &shared.identity) {
        (Method::Get | Method::Head, _) => files::find(&shared.root, request.url(), &tokens),
        // By POST alone, and without a CORS header: no other page reads it.
        (Method::Post, Some(identity)) if request.url() == identity::PATH => Answer::token(identity.token()),
        _ => Answer::not_allowed(),
    };
    let mut response = Response::from_data(answer.body).with_status_code(answer.status);
    let fixed = [("Content-Type", answer.content_type), ("Cache-Control", "no-store")];
    let fixed = fixed.into_iter().map(|(name, value)| (name, value.to_owned()));
    let extra =
        shared.headers.of(&answer.name).iter().map(|(name, value)| (name.as_str(), tokens.fill(value)));
    for (name, value) in fixed.chain(extra) {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // A browser that went away is no fault of ours.
    let _ = request.respond(response);
}
