//! How many durable cases a second, how long each takes, and what open event streams cost.

use crate::client::Client;
use crate::portal::Place;
use crate::{Fault, Setting, body, count, say, streams};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Sends cases for `seconds`, then opens streams.
pub async fn run(setting: &Setting, seconds: Option<u64>) -> Result<String, Fault> {
    let length = Duration::from_secs(seconds.unwrap_or(if setting.short { 3 } else { 20 }));
    let dir = tempfile::tempdir()?;
    let place = Place::new(setting, dir.path(), &dir.path().join("var"), "")?;
    let running = place.start(None, &[]).await?;
    let (before, _) = running.memory();
    let next = Arc::new(AtomicU64::new(1));
    let start = Instant::now();
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..setting.clients {
        let (next, address, run) = (next.clone(), running.address, setting.seed);
        senders.spawn(async move {
            let mut client = Client::new(address, Duration::from_secs(10));
            let mut times = Vec::new();
            let mut refused = 0;
            while start.elapsed() < length {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let sent = Instant::now();
                match client.post_case(&body::key(run, n), &body::case(n)).await {
                    Ok(answer) if answer.status == 201 => times.push(sent.elapsed()),
                    _ => refused += 1,
                }
            }
            (times, refused)
        });
    }
    let (mut times, mut refused) = (Vec::new(), 0);
    while let Some(done) = senders.join_next().await {
        let (own, not) = done?;
        times.extend(own);
        refused += not;
    }
    let elapsed = start.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| {
        let place = (times.len() as f64 * share) as usize;
        times.get(place.min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let (after, most) = running.memory();
    say(&format!("{} cases in {elapsed:.1} s", times.len()));
    let open = streams::open(&running, setting, if setting.short { 500 } else { 10_000 }).await?;
    running.kill().await?;
    let counted = count::all(&place.database()).await?;
    let rate = times.len() as f64 / elapsed;
    Ok(format!(
        "# Load\n\n{} clients beside the portal on the same cores, {elapsed:.1} s, {}.\n\n\
         | durable cases/s | p50 ms | p99 ms | p99.9 ms | refused | RSS at start, after, most (MiB) |\n|---|---|---|---|---|---|\n\
         | {rate:.0} | {:.1} | {:.1} | {:.1} | {refused} | {}, {}, {} |\n\n{open}\nIn the database afterwards: {} cases for {} acknowledged; integrity check {}.\n",
        setting.clients,
        if setting.postgres.is_some() {
            "PostgreSQL, synchronous_commit on"
        } else {
            "SQLite, WAL, `synchronous=FULL`, group commit"
        },
        at(0.5),
        at(0.99),
        at(0.999),
        before / 1024,
        after / 1024,
        most / 1024,
        counted.cases,
        times.len(),
        counted.integrity,
    ))
}
