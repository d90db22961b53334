//! A network that goes wrong between one end and the other, a fault a request.
//!
//! It reads whole requests (head and `content-length`), so that it can do what networks and proxies do at the worst
//! moment: forward, and lose the answer.

use crate::client::find;
use crate::random::Random;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What can go wrong, each in so many of a hundred requests.
#[derive(Clone, Copy)]
pub struct Odds {
    /// The connection is cut before anything is forwarded.
    pub cut_before: u64,
    /// The request is forwarded, the answer lost, the connection cut.
    pub cut_after: u64,
    /// The request is forwarded, and a 500 comes instead of the answer.
    pub five_hundred: u64,
    /// The request is forwarded, and the answer comes later than anybody waits.
    pub late: u64,
    /// Everything is slow, and right.
    pub slow: u64,
    /// How late is late.
    pub late_by: Duration,
}

/// How often each happened.
#[derive(Default)]
pub struct Happened {
    pub passed: AtomicU64,
    pub cut_before: AtomicU64,
    pub cut_after: AtomicU64,
    pub five_hundred: AtomicU64,
    pub late: AtomicU64,
    pub slow: AtomicU64,
}

/// Starts a proxy in front of `to`, and answers its own address.
pub async fn start(
    to: SocketAddr,
    odds: Odds,
    random: Random,
) -> std::io::Result<(SocketAddr, Arc<Happened>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let happened = Arc::new(Happened::default());
    let (counts, random) = (happened.clone(), Arc::new(Mutex::new(random)));
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let (counts, random) = (counts.clone(), random.clone());
            tokio::spawn(async move {
                // A connection that ends badly is what this is for.
                let _ = serve(stream, to, odds, &random, &counts).await;
            });
        }
    });
    Ok((address, happened))
}

async fn serve(
    mut near: TcpStream,
    to: SocketAddr,
    odds: Odds,
    random: &Mutex<Random>,
    counts: &Happened,
) -> std::io::Result<()> {
    let mut far: Option<TcpStream> = None;
    let mut rest = Vec::new();
    while let Some(request) = message(&mut near, &mut rest).await? {
        let roll = random.lock().map_or(99, |mut random| random.next() % 100);
        let count = |counter: &AtomicU64| counter.fetch_add(1, Ordering::Relaxed);
        let mut below = odds.cut_before;
        if roll < below {
            count(&counts.cut_before);
            return Ok(());
        }
        let mut stream = match far.take() {
            Some(stream) => stream,
            None => TcpStream::connect(to).await?,
        };
        stream.write_all(&request).await?;
        let mut left = Vec::new();
        let answer = message(&mut stream, &mut left).await?.unwrap_or_default();
        far = Some(stream);
        below += odds.cut_after;
        if roll < below {
            count(&counts.cut_after);
            return Ok(());
        }
        below += odds.five_hundred;
        if roll < below {
            count(&counts.five_hundred);
            near.write_all(b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n").await?;
            continue;
        }
        below += odds.late;
        if roll < below {
            count(&counts.late);
            tokio::time::sleep(odds.late_by).await;
            return Ok(());
        }
        below += odds.slow;
        if roll < below {
            count(&counts.slow);
            tokio::time::sleep(Duration::from_millis(300 + roll * 10)).await;
        } else {
            count(&counts.passed);
        }
        near.write_all(&answer).await?;
    }
    Ok(())
}

/// A whole message: its head, and the body that its head announces. `None` at the end of the connection.
async fn message(stream: &mut TcpStream, rest: &mut Vec<u8>) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = std::mem::take(rest);
    let end = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).to_ascii_lowercase();
    if head.contains("\r\ntransfer-encoding:") {
        while !bytes.ends_with(b"\r\n0\r\n\r\n") {
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(None);
            }
        }
        return Ok(Some(bytes));
    }
    let length: usize = head
        .split("\r\ncontent-length:")
        .nth(1)
        .and_then(|rest| rest.split('\r').next()?.trim().parse().ok())
        .unwrap_or(0);
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
    *rest = bytes.split_off(end + length);
    Ok(Some(bytes))
}
