//! Many customers who watch a case at once.

use crate::client::Client;
use crate::portal::Running;
use crate::{Fault, Setting, body, say};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Opens so many event streams, each of its own connection, holds them, and tells what they cost the portal.
pub async fn open(running: &Running, setting: &Setting, wanted: usize) -> Result<String, Fault> {
    let mut client = Client::new(running.address, Duration::from_secs(10));
    let answer = client.post_case(&body::key(setting.seed, u64::MAX), &body::case(0)).await?;
    let receipt: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let text = |name: &str| receipt.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let request = format!(
        "GET /api/v1/cases/{}/events HTTP/1.1\r\nhost: portal\r\naccept: text/event-stream\r\nauthorization: Bearer {}\r\n\r\n",
        text("caseId"),
        text("token"),
    );
    let (before, _) = running.memory();
    let start = Instant::now();
    let mut open = Vec::with_capacity(wanted);
    let mut fault = String::new();
    for _ in 0..wanted {
        match stream(running, &request).await {
            Ok(stream) => open.push(stream),
            Err(error) => {
                // Most likely this process or the portal is out of file descriptors: told, not hidden.
                fault = format!(" (then: {error})");
                break;
            }
        }
    }
    let (after, _) = running.memory();
    say(&format!("{} streams{fault}", open.len()));
    Ok(format!(
        "{} open event streams{fault}, opened in {:.1} s: RSS {} → {} MiB, {:.1} KiB a stream.\n",
        open.len(),
        start.elapsed().as_secs_f64(),
        before / 1024,
        after / 1024,
        after.saturating_sub(before) as f64 / open.len().max(1) as f64,
    ))
}

/// A stream whose first bytes have come.
async fn stream(running: &Running, request: &str) -> Result<TcpStream, Fault> {
    let mut stream = TcpStream::connect(running.address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut start = [0; 512];
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut start)).await??;
    let head = String::from_utf8_lossy(start.get(..read).unwrap_or_default());
    if head.starts_with("HTTP/1.1 200") {
        Ok(stream)
    } else {
        Err(head.lines().next().unwrap_or_default().to_owned().into())
    }
}
