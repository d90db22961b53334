//! A web server for this machine alone: the preview of content and the demo shop answer with it.
//!
//! Here: connections, and a thread for each answer, which may wait. Not here: addresses (each user's own), anything of
//! the portal. Connections cost no thread: a browser keeps some open that it asks nothing of, and a pool that counts
//! threads leaves the next one unanswered (tiny_http 0.12 did).
#![warn(missing_docs)]

pub use axum::http::{HeaderName, HeaderValue, Method};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;

/// What is asked: the method, and the address with its query.
#[derive(Debug)]
pub struct Asked {
    /// As it was sent.
    pub method: Method,
    /// From the path on: `/a?b=c`.
    pub address: String,
}

/// What is answered.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status; one that there is not becomes 500.
    pub status: u16,
    /// Names and values. What cannot stand in a header is left out.
    pub headers: Vec<(String, String)>,
    /// All of it. HEAD is answered without it.
    pub body: Vec<u8>,
}

/// Answers on a listener until the process ends; it does not come back.
///
/// # Errors
/// What the system says when it cannot be listened on.
pub fn serve<F>(listener: TcpListener, answer: F) -> io::Result<()>
where
    F: Fn(Asked) -> Answer + Send + Sync + 'static,
{
    listener.set_nonblocking(true)?;
    let answer = Arc::new(answer);
    let handler = move |request: Request<Body>| {
        let answer = Arc::clone(&answer);
        async move {
            let address = request.uri().path_and_query().map_or("/", |all| all.as_str()).to_owned();
            let asked = Asked { method: request.method().clone(), address };
            // One that failed is this answer's matter alone.
            spawn_blocking(move || response(answer(asked))).await.unwrap_or_else(|_| failed())
        }
    };
    Builder::new_current_thread().enable_io().build()?.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, Router::new().fallback(handler)).await
    })
}

fn response(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

fn failed() -> Response<Body> {
    response(Answer { status: 500, headers: Vec::new(), body: b"This answer failed.".to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::thread;

    fn started() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            serve(listener, |asked| {
                assert_ne!(asked.address, "/fails");
                let headers = vec![("x-one".into(), "1".into()), ("no name".into(), "2".into())];
                Answer {
                    status: 200,
                    headers,
                    body: format!("{} {}", asked.method, asked.address).into_bytes(),
                }
            })
        });
        address
    }

    fn ask(mut stream: &TcpStream, line: &str) -> String {
        write!(stream, "{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        said
    }

    #[test]
    fn each_request_has_its_answer_and_one_that_fails_is_not_the_next_ones_matter() {
        let address = started();
        let one = |line: &str| ask(&TcpStream::connect(address).unwrap(), line);
        assert!(one("GET /fails").starts_with("HTTP/1.1 500 "));
        let said = one("POST /a?b=c");
        assert!(said.starts_with("HTTP/1.1 200 ") && said.contains("x-one: 1\r\n"), "{said}");
        assert!(said.ends_with("\r\n\r\nPOST /a?b=c") && !said.contains("no name"), "{said}");
        assert!(one("HEAD /a").ends_with("\r\n\r\n"));
    }

    #[test]
    fn connections_that_ask_nothing_keep_nobody_waiting() {
        let address = started();
        let connect = || TcpStream::connect(address).unwrap();
        let idle: Vec<TcpStream> = (0..64).map(|_| connect()).collect();
        assert!(ask(&connect(), "GET /").ends_with("GET /"));
        for stream in &idle {
            assert!(ask(stream, "GET /later").ends_with("GET /later"));
        }
    }
}
