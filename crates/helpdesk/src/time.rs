//! Times in answers: dates with any offset, and `Retry-After`.

use http::HeaderMap;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::time::Duration;

/// Longest wait that is believed: a helpdesk that says more would stop a connector for a day by one wrong header.
const WAIT_MAX: Duration = Duration::from_secs(3600);

/// An instant as helpdesks write it: RFC 3339 with `Z` or any offset (`-06:00`).
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// `Retry-After` (RFC 9110 10.2.3): seconds, or a date, counted from the answer's own `Date` if it has one.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let from = date(headers).unwrap_or(now);
            let until = rfc2822::parse(text).ok()?.timestamp();
            Duration::try_from(until.duration_since(from)).unwrap_or_default()
        }
    };
    Some(wait.min(WAIT_MAX))
}

/// The answer's `Date`.
pub(crate) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(http::header::DATE)?.to_str().ok()?;
    Some(rfc2822::parse(text).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn a_wait_is_read_in_seconds_or_as_a_date() {
        let check = |retry: &str, expected: Option<u64>| {
            let mut headers = HeaderMap::new();
            headers.insert("date", HeaderValue::from_static("Mon, 23 Nov 2026 07:00:00 GMT"));
            headers.insert("retry-after", HeaderValue::from_str(retry).unwrap());
            let wait = retry_after(&headers, Timestamp::UNIX_EPOCH).map(|wait| wait.as_secs());
            assert_eq!(wait, expected, "{retry}");
        };
        check("12", Some(12));
        check(" 0 ", Some(0));
        check("Mon, 23 Nov 2026 07:02:00 GMT", Some(120));
        check("Mon, 23 Nov 2026 06:00:00 GMT", Some(0));
        check("999999999", Some(3600));
        check("soon", None);
        check("-1", None);
        assert_eq!(retry_after(&HeaderMap::new(), Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn trap_16_a_time_with_an_offset_is_the_same_instant() {
        assert_eq!(instant("2026-11-23T01:00:00-06:00"), instant("2026-11-23T07:00:00Z"));
        assert!(instant("2026-11-23T07:00:00Z").is_some());
        assert_eq!(instant("yesterday"), None);
    }
}
