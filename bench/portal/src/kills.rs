//! `kill -9` under load, again and again, on the same data: nothing acknowledged is lost or doubled.

use crate::client::Client;
use crate::customers::Told;
use crate::portal::Place;
use crate::random::Random;
use crate::{Fault, Setting, count, say};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CLIENTS: u64 = 16;

/// Kills the portal `count` times.
pub async fn run(setting: &Setting, count: Option<u64>) -> Result<String, Fault> {
    let kills = count.unwrap_or(if setting.short { 20 } else { 1000 });
    let dir = tempfile::tempdir()?;
    let place = Place::new(setting, dir.path(), &dir.path().join("var"), "")?;
    let mut random = Random::new(setting.seed, 1);
    let mut running = place.start(None, &[]).await?;
    let address = running.address;
    let told: Arc<Told> = Arc::default();
    let (next, stop) = (Arc::new(AtomicU64::new(1)), Arc::new(AtomicBool::new(false)));
    let start = Instant::now();
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let (told, next, stop, run) = (told.clone(), next.clone(), stop.clone(), setting.seed);
        senders.spawn(async move {
            let mut client = Client::new(address, Duration::from_secs(5));
            while !stop.load(Ordering::Relaxed) {
                let n = next.fetch_add(1, Ordering::Relaxed);
                // Now and then once more.
                let times = if n.is_multiple_of(50) { 2 } else { 1 };
                told.send(&mut client, run, n, times, Duration::from_millis(5)).await;
            }
        });
    }
    for n in 1..=kills {
        tokio::time::sleep(Duration::from_millis(random.between(20, 300))).await;
        running.kill().await?;
        running = place.start(Some(address), &[]).await?;
        if n % 100 == 0 {
            say(&format!("{n} kills, {} acknowledged", told.receipts.lock().await.len()));
        }
    }
    stop.store(true, Ordering::Relaxed);
    while senders.join_next().await.is_some() {}
    running.kill().await?;
    let counted = count::all(&place.database()).await?;
    let known = told.receipts.lock().await;
    let (lost, doubled) = (counted.lost(known.keys()), counted.doubled());
    let differed = told.differed.load(Ordering::Relaxed);
    let table = format!(
        "# Killed under load\n\n{kills} times `kill -9` in {:.0} s, {CLIENTS} clients, {}.\n\n\
         | acknowledged | lost | doubled | answered differently | outbox orphans | integrity check |\n|---|---|---|---|---|---|\n\
         | {} | {lost} | {doubled} | {differed} | {} | {} |\n\nCases stored: {}, events {}, keys {}.\n",
        start.elapsed().as_secs_f64(),
        if setting.postgres.is_some() { "PostgreSQL" } else { "SQLite" },
        known.len(),
        counted.orphans,
        counted.integrity,
        counted.cases,
        counted.events,
        counted.keys,
    );
    let good =
        lost == 0 && doubled == 0 && differed == 0 && counted.orphans == 0 && counted.integrity == "ok";
    if good { Ok(table) } else { Err(table.into()) }
}
