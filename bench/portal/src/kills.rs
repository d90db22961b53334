//! `kill -9` under load, again and again, on the same data: nothing acknowledged is lost or doubled.

use crate::client::Client;
use crate::portal::Place;
use crate::random::Random;
use crate::{Fault, Setting, body, count, say};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
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
    // By number: the case ID that was acknowledged.
    let known: Arc<Mutex<HashMap<u64, String>>> = Arc::default();
    let (next, stop, differed) =
        (Arc::new(AtomicU64::new(1)), Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let start = Instant::now();
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let (known, next, stop, differed, run) =
            (known.clone(), next.clone(), stop.clone(), differed.clone(), setting.seed);
        senders.spawn(async move {
            let mut client = Client::new(address, Duration::from_secs(5));
            while !stop.load(Ordering::Relaxed) {
                let n = next.fetch_add(1, Ordering::Relaxed);
                // Until it is acknowledged, as the widget does; and now and then once more.
                let mut left = if n % 50 == 0 { 2 } else { 1 };
                while left > 0 {
                    match client.post_case(&body::key(run, n), &body::case(n)).await {
                        Ok(answer) if answer.status == 201 => {
                            left -= 1;
                            let id = case_id(&answer.body);
                            let before = known.lock().ok().and_then(|mut known| known.insert(n, id.clone()));
                            if before.is_some_and(|before| before != id) {
                                differed.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                        _ => tokio::time::sleep(Duration::from_millis(5)).await,
                    }
                }
            }
        });
    }
    for n in 1..=kills {
        tokio::time::sleep(Duration::from_millis(random.between(20, 300))).await;
        running.kill().await?;
        running = place.start(Some(address), &[]).await?;
        if n % 100 == 0 {
            say(&format!("{n} kills, {} acknowledged", known.lock().map_or(0, |known| known.len())));
        }
    }
    stop.store(true, Ordering::Relaxed);
    while senders.join_next().await.is_some() {}
    running.kill().await?;
    let counted = count::all(&place.database()).await?;
    let known = known.lock().map_err(|_| "a sender panicked")?;
    let lost = known.keys().filter(|n| !counted.by_number.contains_key(&format!("NW-{n}"))).count();
    let doubled = counted.by_number.values().filter(|cases| **cases > 1).count();
    let differed = differed.load(Ordering::Relaxed);
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

/// The case ID of a receipt.
pub fn case_id(receipt: &[u8]) -> String {
    let value: serde_json::Value = serde_json::from_slice(receipt).unwrap_or_default();
    value.get("caseId").and_then(|id| id.as_str()).unwrap_or_default().to_owned()
}
