//! Moments and dates: the only place that asks what time it is.
//!
//! Here: the clock, and the date by which a customer hears from us. Not here: which days are business days
//! (`klarna_help_pack::Market`).

use crate::content::Locale;
use jiff::{Timestamp, tz::TimeZone};
use klarna_help_pack::Date;
use klarna_help_wire::Category;
use std::sync::Arc;

/// A source of the present moment, so that tests can stand at a date.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    /// A clock that a test moves.
    pub fn from_fn(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// RFC 3339 in UTC, whole seconds.
pub fn rfc3339(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The date it is in a zone.
pub fn today(zone: &TimeZone, now: Timestamp) -> Date {
    let date = now.to_zoned(zone.clone()).date();
    Date::parse(&date.to_string()).unwrap_or_else(|| Date::from_days(now.as_second().div_euclid(86_400)))
}

/// By when a customer hears from us: business days of the market, counted from today there. The day a case arrives
/// does not count.
pub fn expected_by(locale: &Locale, category: Category, now: Timestamp) -> Date {
    let market = &locale.bodies.market;
    market.business_days_after(today(&locale.zone, now), market.response_days(category))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_the_date_in_the_markets_zone_and_not_in_utc() {
        let check = |zone: &str, at: &str, expected: &str| {
            let zone = TimeZone::get(zone).unwrap();
            assert_eq!(today(&zone, at.parse().unwrap()).to_string(), expected, "{at}");
        };
        check("Europe/London", "2026-07-01T23:30:00Z", "2026-07-02"); // summer time
        check("Europe/London", "2026-12-01T23:30:00Z", "2026-12-01");
        check("Europe/Stockholm", "2026-12-01T23:30:00Z", "2026-12-02");
        check("America/New_York", "2026-12-01T03:00:00Z", "2026-11-30");
    }

    #[test]
    fn moments_are_written_in_utc_without_fractions() {
        let at: Timestamp = "2026-11-23T10:20:30.987+01:00".parse().unwrap();
        assert_eq!(rfc3339(at), "2026-11-23T09:20:30Z");
    }
}
