//! Markets: `content/markets/<market>.toml`.

use crate::links::category;
use crate::refusal::Refusals;
use crate::source::{toml, toml_files};
use klarna_help_pack::{Complaint, Date, Fact, Hours, Market, Phone};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    market: String,
    name: String,
    currency: String,
    timezone: String,
    locales: Vec<String>,
    sample: bool,
    /// For the reader of the file; the widget has its own words for samples.
    #[serde(rename = "note")]
    _note: String,
    official: Vec<String>,
    #[serde(default)]
    official_emails: Vec<String>,
    #[serde(default)]
    official_email_hosts: Vec<String>,
    #[serde(default)]
    official_phones: Vec<String>,
    help_url: String,
    holidays: Vec<String>,
    #[serde(rename = "holidays_source")]
    _holidays_source: String,
    hours: RawHours,
    phone: Option<RawPhone>,
    response_days: BTreeMap<String, u16>,
    facts: BTreeMap<String, RawFact>,
    complaint: RawComplaint,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHours {
    days: Vec<u8>,
    open: String,
    close: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhone {
    number: String,
    sample: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFact {
    value: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawComplaint {
    final_weeks: u16,
    source: String,
    ombudsman: String,
    ombudsman_url: String,
}

/// Every market with the locales it serves.
pub(crate) fn read(content: &Path, refusals: &mut Refusals) -> Vec<(Market, Vec<String>)> {
    let files = toml_files(&content.join("markets"), refusals);
    files.iter().filter_map(|path| one(path, refusals)).collect()
}

fn one(path: &Path, refusals: &mut Refusals) -> Option<(Market, Vec<String>)> {
    let file: File = toml(path, refusals)?;
    for holiday in &file.holidays {
        if Date::parse(holiday).is_none() {
            refusals.add(path, format!("`{holiday}` is not a date"), "write YYYY-MM-DD");
        }
    }
    let (open, close) = (minutes(&file.hours.open), minutes(&file.hours.close));
    let good_days = !file.hours.days.is_empty() && file.hours.days.iter().all(|d| (1..=7).contains(d));
    let hours = match (open, close) {
        (Some(open), Some(close)) if open < close && good_days => {
            Hours { days: file.hours.days, open, close }
        }
        _ => {
            refusals.add(
                path,
                "the hours are wrong",
                "days 1 to 7, open and close as HH:MM, open before close",
            );
            return None;
        }
    };
    if !file.help_url.starts_with("https://") {
        refusals.add(
            path,
            "help_url is not an https address",
            "it is the last resort of a customer: it must work",
        );
    }
    for (key, fact) in &file.facts {
        if fact.source != "sample" && !fact.source.starts_with("https://") {
            refusals.add(
                path,
                format!("the fact `{key}` has no source"),
                "give an https address, or \"sample\"",
            );
        }
    }
    let Some(default_response_days) = file.response_days.get("default").copied() else {
        refusals.add(path, "response_days has no `default`", "add it, in business days");
        return None;
    };
    let mut response_days = Vec::new();
    for (name, days) in file.response_days.iter().filter(|(name, _)| *name != "default") {
        response_days.extend(category(path, name, refusals).map(|category| (category, *days)));
    }
    let market = Market {
        code: file.market,
        name: file.name,
        currency: file.currency,
        timezone: file.timezone,
        sample: file.sample,
        official: file.official,
        official_emails: file.official_emails,
        official_email_hosts: file.official_email_hosts,
        official_phones: file.official_phones,
        help_url: file.help_url,
        holidays: file.holidays,
        hours,
        phone: file.phone.map(|p| Phone { number: p.number, sample: p.sample }),
        response_days,
        default_response_days,
        facts: file
            .facts
            .into_iter()
            .map(|(key, f)| Fact { key, value: f.value, source: f.source })
            .collect(),
        complaint: Complaint {
            final_weeks: file.complaint.final_weeks,
            source: file.complaint.source,
            ombudsman: file.complaint.ombudsman,
            ombudsman_url: file.complaint.ombudsman_url,
        },
    };
    Some((market, file.locales))
}

/// `HH:MM` as minutes after midnight.
fn minutes(text: &str) -> Option<u16> {
    let (h, m) = text.split_once(':')?;
    let (h, m): (u16, u16) = (h.parse().ok()?, m.parse().ok()?);
    (h < 24 && m < 60).then_some(h * 60 + m)
}
