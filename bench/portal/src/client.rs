//! A small HTTP client on a kept connection: it has to be cheap beside the portal, on the same two cores.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// A connection, opened when it is needed.
pub struct Client {
    address: SocketAddr,
    stream: Option<TcpStream>,
    patience: Duration,
}

impl Client {
    pub fn new(address: SocketAddr, patience: Duration) -> Self {
        Self { address, stream: None, patience }
    }

    /// Sends a case.
    pub async fn post_case(&mut self, key: &str, body: &str) -> Result<Answer> {
        let request = format!(
            "POST /api/v1/cases HTTP/1.1\r\nhost: portal\r\ncontent-type: application/json\r\nidempotency-key: {key}\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.exchange(&request).await
    }

    async fn exchange(&mut self, request: &str) -> Result<Answer> {
        let done = tokio::time::timeout(self.patience, self.try_exchange(request)).await;
        let done = done.unwrap_or_else(|_| Err(Error::new(ErrorKind::TimedOut, "no answer in time")));
        if done.is_err() {
            self.stream = None;
        }
        done
    }

    async fn try_exchange(&mut self, request: &str) -> Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(self.address).await?;
                stream.set_nodelay(true)?;
                stream
            }
        };
        stream.write_all(request.as_bytes()).await?;
        let answer = read(&mut stream).await?;
        self.stream = Some(stream);
        Ok(answer)
    }
}

/// An answer with a `content-length`, as all of the API's have.
async fn read(stream: &mut TcpStream) -> Result<Answer> {
    let mut bytes = Vec::with_capacity(1024);
    let end = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, "cut short"));
        }
    };
    let head = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).to_ascii_lowercase();
    let status = head.get(9..12).and_then(|code| code.parse().ok());
    let length = head
        .split("\r\ncontent-length:")
        .nth(1)
        .and_then(|rest| rest.split('\r').next()?.trim().parse().ok());
    let (Some(status), Some(length)) = (status, length) else {
        return Err(Error::new(ErrorKind::InvalidData, "not an answer with a length"));
    };
    let mut body = bytes.split_off(end);
    while body.len() < length {
        if stream.read_buf(&mut body).await? == 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, "cut short"));
        }
    }
    Ok(Answer { status, body })
}

pub fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
