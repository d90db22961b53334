//! A token bucket for each network prefix, and for each client, in memory.
//!
//! Here: the buckets and the caller's prefix. Why not tower_governor: it keys by whole addresses, writes its own error
//! bodies, and brings a dozen crates; this is a map and a subtraction. Not here: proof of work, and buckets shared by
//! several portals (later issues).

use crate::config::{Config, Limits};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// More keys than this are forgotten at once: intake stays open under a flood from everywhere, and memory small.
const KEYS_MAX: usize = 50_000;

/// The address a connection came from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The part of an address that stands for one household or office: also the only part that is kept, in memory alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// 24 bits.
    V4([u8; 3]),
    /// 56 bits.
    V6([u8; 7]),
    /// Not known: requests without a socket, in tests.
    Unknown,
}

struct Bucket {
    tokens: f64,
    at: Instant,
}

/// The buckets: of prefixes, or of clients by their ids.
pub struct Limiter<K = Prefix> {
    burst: f64,
    per_second: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

impl Limiter {
    /// Full buckets for everyone who sends cases.
    pub fn new(limits: Limits) -> Self {
        Self::of(limits.case_burst, limits.cases_per_minute)
    }
}

impl<K: Eq + Hash> Limiter<K> {
    /// Full buckets of so many tokens, filled by so many a minute.
    pub fn of(burst: u32, per_minute: u32) -> Self {
        let (burst, per_second) = (f64::from(burst), f64::from(per_minute) / 60.0);
        Self { burst, per_second, buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes one token.
    ///
    /// # Errors
    /// The whole seconds until there is one again.
    pub fn take(&self, key: K, now: Instant) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= KEYS_MAX && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| self.filled(bucket, now) < self.burst);
            if buckets.len() >= KEYS_MAX {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket { tokens: self.burst, at: now });
        let tokens = self.filled(bucket, now);
        if tokens >= 1.0 {
            *bucket = Bucket { tokens: tokens - 1.0, at: now };
            return Ok(());
        }
        *bucket = Bucket { tokens, at: now };
        let wait = std::time::Duration::from_secs_f64((1.0 - tokens) / self.per_second);
        Err(wait.as_secs() + 1)
    }

    /// How full a bucket is, from 0 to 1. Takes nothing.
    pub fn level(&self, key: K, now: Instant) -> f64 {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.get(&key).map_or(1.0, |bucket| self.filled(bucket, now) / self.burst)
    }

    fn filled(&self, bucket: &Bucket, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.tokens + seconds * self.per_second).min(self.burst)
    }
}

/// The prefix that a request came from.
pub(crate) fn prefix_of(config: &Config, parts: &Parts) -> Prefix {
    prefix(parts.extensions.get::<Peer>().copied(), &parts.headers, config.trusted_proxies)
}

/// The caller's prefix. Behind `trusted` proxies the address is the one that the outermost of them appended to
/// `X-Forwarded-For`; whatever stands before it, the caller may have written.
pub fn prefix(peer: Option<Peer>, headers: &HeaderMap, trusted: usize) -> Prefix {
    let forwarded = || -> Option<IpAddr> {
        let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
        hops.get(hops.len().checked_sub(trusted)?)?.parse().ok()
    };
    let address = if trusted == 0 { None } else { forwarded() };
    match address.or(peer.map(|Peer(address)| address)).map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => v4(address),
        Some(IpAddr::V6(address)) => v6(address),
        None => Prefix::Unknown,
    }
}

fn v4(address: Ipv4Addr) -> Prefix {
    let [a, b, c, _] = address.octets();
    Prefix::V4([a, b, c])
}

fn v6(address: Ipv6Addr) -> Prefix {
    let [a, b, c, d, e, f, g, ..] = address.octets();
    Prefix::V6([a, b, c, d, e, f, g])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_bucket_empties_tells_when_to_come_back_and_fills_again() {
        let limiter = Limiter::of(2, 30);
        let start = Instant::now();
        let (one, two) = (Prefix::V4([1, 2, 3]), Prefix::V4([1, 2, 4]));
        assert_eq!(limiter.take(one, start), Ok(()));
        assert_eq!(limiter.take(one, start), Ok(()));
        assert_eq!(limiter.take(one, start), Err(3));
        assert_eq!(limiter.take(two, start), Ok(()), "another prefix has its own");
        assert!((limiter.level(two, start) - 0.5).abs() < 1e-9);
        assert_eq!(limiter.level(Prefix::Unknown, start), 1.0, "nobody took of it");
        assert_eq!(limiter.take(one, start + Duration::from_secs(3)), Ok(()));
    }

    #[test]
    fn only_what_a_trusted_proxy_wrote_is_believed() {
        let check = |forwarded: &[&str], trusted, expected| {
            let mut headers = HeaderMap::new();
            for line in forwarded {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            let peer = Some(Peer("10.0.0.1".parse().unwrap()));
            assert_eq!(prefix(peer, &headers, trusted), expected, "{forwarded:?} {trusted}");
        };
        check(&["203.0.113.9"], 0, Prefix::V4([10, 0, 0]));
        check(&["198.51.100.7, 203.0.113.9"], 1, Prefix::V4([203, 0, 113]));
        check(&["198.51.100.7", "203.0.113.9, 10.1.1.1"], 2, Prefix::V4([203, 0, 113]));
        check(&["2001:db8:1:2ff::9"], 1, Prefix::V6([0x20, 0x01, 0x0d, 0xb8, 0, 1, 2]));
        check(&["::ffff:203.0.113.9"], 1, Prefix::V4([203, 0, 113]));
        check(&["nonsense"], 1, Prefix::V4([10, 0, 0]));
        check(&[], 3, Prefix::V4([10, 0, 0]));
    }
}
