//! HTTP/1.1, one request a connection, with every ending a network knows.
//!
//! By hand, because a framework has no way to reset a connection after the request was read or to stop in the middle of an
//! answer. Requests need a `Content-Length`; there is no chunked reading.

use http::{HeaderMap, HeaderName, HeaderValue};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Most bytes of a request.
const REQUEST_MAX: usize = 64 * 1024 * 1024;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

/// An answer and how it ends.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// More headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How it ends.
    pub ending: Ending,
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As it should.
    Whole,
    /// After this long.
    Late(Duration),
    /// In the middle of the body.
    Truncated,
    /// By a reset instead of an answer.
    Reset,
    /// Never: the caller has to give up.
    Never,
}

impl Reply {
    /// A JSON answer.
    pub fn json(status: u16, body: impl ToString) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status, headers, body: body.to_string().into_bytes(), ending: Ending::Whole }
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), ending: Ending::Whole }
    }
}

/// A server on a free port of this machine; it stops when this is dropped.
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts one. `answer` is called once a request, on the runtime's threads.
    ///
    /// # Errors
    /// No port to be had.
    pub async fn start(answer: impl Fn(Request) -> Reply + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let answer = Arc::new(answer);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answer = Arc::clone(&answer);
                tokio::spawn(async move {
                    // A caller that went away is the caller's business.
                    let _ = serve(stream, &*answer).await;
                });
            }
        });
        Ok(Self { address, task })
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, answer: &(impl Fn(Request) -> Reply + Sync)) -> io::Result<()> {
    let Some(request) = read(&mut stream).await? else { return Ok(()) };
    let reply = answer(request);
    match reply.ending {
        Ending::Whole => write(&mut stream, &reply, reply.body.len()).await?,
        Ending::Late(wait) => {
            tokio::time::sleep(wait).await;
            write(&mut stream, &reply, reply.body.len()).await?;
        }
        Ending::Truncated => write(&mut stream, &reply, reply.body.len() / 2).await?,
        // The data that was not read and the linger of zero make the close a reset.
        Ending::Reset => return socket_reset(stream),
        Ending::Never => {
            // Until the caller goes.
            let mut rest = [0; 64];
            while stream.read(&mut rest).await? > 0 {}
            return Ok(());
        }
    }
    stream.shutdown().await
}

fn socket_reset(stream: TcpStream) -> io::Result<()> {
    stream.set_zero_linger()?;
    drop(stream);
    Ok(())
}

async fn read(stream: &mut TcpStream) -> io::Result<Option<Request>> {
    let bad = || io::Error::new(io::ErrorKind::InvalidData, "not a request");
    let mut bytes = Vec::new();
    let (head, body_at) = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break (String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned(), end + 4);
        }
        if stream.read_buf(&mut bytes).await? == 0 || bytes.len() > 64 * 1024 {
            return Ok(None);
        }
    };
    let mut lines = head.lines();
    let mut first = lines.next().ok_or_else(bad)?.split(' ');
    let (method, target) = first.next().zip(first.next()).ok_or_else(bad)?;
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(bad)?;
        let name: HeaderName = name.trim().parse().map_err(|_| bad())?;
        headers.append(name, HeaderValue::from_str(value.trim()).map_err(|_| bad())?);
    }
    let length = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse().ok());
    let length: usize = length.unwrap_or(0);
    if length > REQUEST_MAX {
        return Err(bad());
    }
    let mut body = bytes.split_off(body_at);
    while body.len() < length {
        if stream.read_buf(&mut body).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(Request { method: method.to_owned(), target: target.to_owned(), headers, body }))
}

async fn write(stream: &mut TcpStream, reply: &Reply, bytes: usize) -> io::Result<()> {
    let mut head = format!(
        "HTTP/1.1 {} {}\r\ncontent-length: {}\r\nconnection: close\r\n",
        reply.status,
        http::StatusCode::from_u16(reply.status).ok().and_then(|s| s.canonical_reason()).unwrap_or("?"),
        reply.body.len()
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(reply.body.get(..bytes).unwrap_or_default()).await?;
    stream.flush().await
}
