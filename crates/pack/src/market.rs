//! A market: what differs between countries. Every value says whether it is a sample or where it comes from.

use crate::bin::record;
use klarna_help_wire::Category;

/// A market file, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// ISO 3166-1 alpha-2, such as `GB`.
    pub code: String,
    /// Its name in its own language.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// IANA zone, such as `Europe/London`.
    pub timezone: String,
    /// Whether the file as a whole holds sample values; then the widget says so wherever one shows.
    pub sample: bool,
    /// Hosts that links may lead to.
    pub official: Vec<String>,
    /// E-mail addresses that the company writes from.
    pub official_emails: Vec<String>,
    /// Domains of which any e-mail address is the company's.
    pub official_email_hosts: Vec<String>,
    /// Phone numbers that the company calls from, in international form.
    pub official_phones: Vec<String>,
    /// The company's own help page: the last resort when nothing of ours works.
    pub help_url: String,
    /// Days without service, `YYYY-MM-DD`, ascending.
    pub holidays: Vec<String>,
    /// When people answer.
    pub hours: Hours,
    /// A phone number, if the market has one.
    pub phone: Option<Phone>,
    /// Business days until the customer hears from us, by category.
    pub response_days: Vec<(Category, u16)>,
    /// The same for categories not listed.
    pub default_response_days: u16,
    /// Values that articles and flows name.
    pub facts: Vec<Fact>,
    /// How a complaint goes on.
    pub complaint: Complaint,
}

/// Opening hours, local to the market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// 1 is Monday, 7 is Sunday.
    pub days: Vec<u8>,
    /// Minutes after midnight.
    pub open: u16,
    /// Minutes after midnight; later than `open`.
    pub close: u16,
}

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// International form, with spaces for reading.
    pub number: String,
    /// Whether it is a sample that nobody answers.
    pub sample: bool,
}

/// A value that content names by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its key.
    pub key: String,
    /// Its value, without a unit.
    pub value: String,
    /// `sample`, or the address where the value was read.
    pub source: String,
}

/// The complaint route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Weeks until a final response is due.
    pub final_weeks: u16,
    /// The rule it comes from.
    pub source: String,
    /// Who decides if the customer disagrees.
    pub ombudsman: String,
    /// Where to reach them.
    pub ombudsman_url: String,
}

impl Market {
    /// A value by key.
    pub fn fact(&self, key: &str) -> Option<&str> {
        self.facts.iter().find(|f| f.key == key).map(|f| f.value.as_str())
    }

    /// A value by key, as a number of days.
    pub fn days(&self, key: &str) -> Option<i64> {
        self.fact(key)?.parse().ok()
    }

    /// Business days until the customer hears from us about a case of this category.
    pub fn response_days(&self, category: Category) -> u16 {
        self.response_days
            .iter()
            .find(|(c, _)| *c == category)
            .map_or(self.default_response_days, |(_, days)| *days)
    }

    /// Whether people work on a date.
    pub fn is_business_day(&self, date: crate::Date) -> bool {
        self.hours.days.contains(&date.weekday()) && !self.holidays.iter().any(|h| *h == date.to_string())
    }

    /// The date `days` business days after `from`, which itself does not count.
    pub fn business_days_after(&self, from: crate::Date, days: u16) -> crate::Date {
        let mut date = from;
        let mut left = days;
        // A market without any working day would never end; a year is more than any promise.
        for _ in 0..366 {
            if left == 0 {
                break;
            }
            date = date.plus_days(1);
            if self.is_business_day(date) {
                left -= 1;
            }
        }
        date
    }
}

record!(Market {
    code,
    name,
    currency,
    timezone,
    sample,
    official,
    official_emails,
    official_email_hosts,
    official_phones,
    help_url,
    holidays,
    hours,
    phone,
    response_days,
    default_response_days,
    facts,
    complaint,
});
record!(Hours { days, open, close });
record!(Phone { number, sample });
record!(Fact { key, value, source });
record!(Complaint { final_weeks, source, ombudsman, ombudsman_url });

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Date;

    /// A small market for tests in this crate.
    pub(crate) fn market() -> Market {
        Market {
            code: "GB".into(),
            name: "United Kingdom".into(),
            currency: "GBP".into(),
            timezone: "Europe/London".into(),
            sample: true,
            official: vec!["www.klarna.com".into()],
            official_emails: vec![],
            official_email_hosts: vec![],
            official_phones: vec![],
            help_url: "https://www.klarna.com/".into(),
            holidays: vec!["2026-12-25".into(), "2026-12-28".into()],
            hours: Hours { days: vec![1, 2, 3, 4, 5], open: 540, close: 1080 },
            phone: None,
            response_days: vec![(Category::PaymentDeclined, 2)],
            default_response_days: 5,
            facts: vec![Fact { key: "refund-wait".into(), value: "14".into(), source: "sample".into() }],
            complaint: Complaint {
                final_weeks: 8,
                source: "https://example.org".into(),
                ombudsman: "O".into(),
                ombudsman_url: "https://example.org".into(),
            },
        }
    }

    #[test]
    fn business_days_skip_weekends_and_holidays() {
        let market = market();
        let check = |from: &str, days, expected: &str| {
            let from = Date::parse(from).unwrap();
            assert_eq!(market.business_days_after(from, days).to_string(), expected);
        };
        check("2026-11-23", 2, "2026-11-25"); // Monday to Wednesday
        check("2026-11-20", 1, "2026-11-23"); // Friday to Monday
        check("2026-12-24", 1, "2026-12-29"); // Christmas, a weekend and its substitute day
        check("2026-11-23", 0, "2026-11-23");
    }
}
