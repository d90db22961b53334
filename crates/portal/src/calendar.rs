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

/// By when a customer hears from us: business days of the market, counted from the one that the case arrives on, which
/// itself does not count. What arrives after closing time, or on a day without service, arrives on the next.
pub fn expected_by(locale: &Locale, category: Category, now: Timestamp) -> Date {
    let market = &locale.shelf.market;
    let date = today(&locale.zone, now);
    let time = now.to_zoned(locale.zone.clone()).time();
    let minute = i32::from(time.hour()) * 60 + i32::from(time.minute());
    let in_time = market.is_business_day(date) && minute < i32::from(market.hours.close);
    let arrival = if in_time { date } else { market.business_days_after(date, 1) };
    market.business_days_after(arrival, market.response_days(category))
}

/// What the present moment is to a case, in its market.
#[derive(Clone, Debug)]
pub struct Present {
    /// The moment.
    pub now: Timestamp,
    /// The date there, `YYYY-MM-DD`.
    pub today: String,
    /// Unix seconds: when the working day began that runs, or else the last one before.
    pub working_day: i64,
    /// The date that would be promised now; `None` where the market is not known.
    pub promise: Option<String>,
}

impl Present {
    /// The moment for a case of a locale and category.
    pub fn of(locale: &Locale, category: Category, now: Timestamp) -> Self {
        let market = &locale.shelf.market;
        let today = today(&locale.zone, now);
        // A market without any working day would never end.
        let back = (0..366).map(|days| today.plus_days(-days)).find(|date| market.is_business_day(*date));
        Self {
            now,
            today: today.to_string(),
            working_day: midnight(&locale.zone, back.unwrap_or(today), now),
            promise: Some(expected_by(locale, category, now).to_string()),
        }
    }

    /// The moment where no market is known: a command beside the portal, or a case whose locale is no longer served. Days
    /// are those of UTC, and no promise moves.
    pub fn anywhere(now: Timestamp) -> Self {
        let today = today(&TimeZone::UTC, now);
        let working_day = midnight(&TimeZone::UTC, today, now);
        Self { now, today: today.to_string(), working_day, promise: None }
    }
}

/// Unix seconds of a date's first moment in a zone.
fn midnight(zone: &TimeZone, date: Date, now: Timestamp) -> i64 {
    let civil = date.to_string().parse::<jiff::civil::Date>();
    let start = civil.and_then(|date| date.to_zoned(zone.clone()));
    start.map_or(now.as_second(), |start| start.timestamp().as_second())
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
