//! Calendar dates without a clock or a zone: days since 1970-01-01 in the proleptic Gregorian calendar
//! (the algorithms are Howard Hinnant's `days_from_civil` and `civil_from_days`).

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(i64);

impl Date {
    /// Reads `YYYY-MM-DD`; `None` for anything else, and for dates that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || y.len() != 4 || m.len() != 2 || d.len() != 2 {
            return None;
        }
        let digits =
            |t: &str| if t.bytes().all(|b| b.is_ascii_digit()) { t.parse::<i64>().ok() } else { None };
        let date = Self::from_civil(digits(y)?, digits(m)?, digits(d)?);
        // A date such as 30 February reads back as another one.
        (date.civil() == (digits(y)?, digits(m)?, digits(d)?)).then_some(date)
    }

    /// From days since 1970-01-01.
    pub fn from_days(days: i64) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        self.0
    }

    /// The date so many days later; earlier when negative.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// 1 is Monday, 7 is Sunday.
    pub fn weekday(self) -> u8 {
        u8::try_from((self.0 + 3).rem_euclid(7) + 1).unwrap_or(1)
    }

    /// Of a year, a month and a day that are a date; another date, if they are none.
    pub fn from_civil(y: i64, m: i64, d: i64) -> Self {
        let y = if m <= 2 { y - 1 } else { y };
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let doy = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        Self(era * 146_097 + doe - 719_468)
    }

    /// Year, month and day.
    pub fn civil(self) -> (i64, i64, i64) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let m = if mp < 10 { mp + 3 } else { mp - 9 };
        (yoe + era * 400 + i64::from(m <= 2), m, doy - (153 * mp + 2) / 5 + 1)
    }
}

impl core::fmt::Display for Date {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (y, m, d) = self.civil();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_back_as_they_were_written() {
        for text in ["1970-01-01", "2000-02-29", "2026-11-23", "2027-12-31", "1899-03-01"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Date::parse("1970-01-01").unwrap().days(), 0);
        assert_eq!(Date::parse("2026-11-23").unwrap().weekday(), 1);
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in
            ["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "2026-01-01-", "tomorrow", "", "+026-01-01"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
