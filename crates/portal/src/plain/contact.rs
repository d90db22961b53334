//! The ways to reach a person, at the end of every page.

use super::markup::{escape, word};
use crate::content::Locale;
use klarna_help_pack::Hours;
use klarna_help_pack::ui::Key;

/// The section, with the id that links lead to.
pub(super) fn section(locale: &Locale) -> String {
    let market = &locale.shelf.market;
    let mut out = format!(
        "<section id=\"contact\" aria-labelledby=\"contact-title\"><h2 id=\"contact-title\">{}</h2>\
         <p><a href=\"{}\">{}</a></p>",
        word(locale, Key::ContactTitle),
        escape(&market.help_url),
        word(locale, Key::ContactOfficial),
    );
    if let Some(phone) = &market.phone {
        let digits: String = phone.number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let sample =
            if phone.sample { " <span lang=\"en\">(sample number, nobody answers)</span>" } else { "" };
        out.push_str(&format!(
            "<p>{}: <a href=\"tel:{digits}\">{}</a>{sample}</p>",
            word(locale, Key::ContactPhone),
            escape(&phone.number)
        ));
    }
    let complaint = &market.complaint;
    let complaint = word(locale, Key::ContactComplaintText)
        .replace("{weeks}", &complaint.final_weeks.to_string())
        .replace("{ombudsman}", &escape(&complaint.ombudsman));
    let hours = hours(&locale.tag, &word(locale, Key::ContactHours), &market.hours, &market.timezone);
    let safety = word(locale, Key::ContactSafety);
    out.push_str(&format!("<p>{hours}</p><p>{safety}</p><p>{complaint}</p>"));
    if market.sample {
        out.push_str(&format!("<p class=\"sample\">{}</p>", word(locale, Key::SampleNote)));
    }
    out.push_str("</section>");
    out
}

/// Monday to Sunday, and what stands between the first and the last of a run. The widget has them from the browser.
struct Week {
    days: [&'static str; 7],
    to: &'static str,
}

const ENGLISH: Week =
    Week { days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], to: " to " };
const SWEDISH: Week =
    Week { days: ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"], to: " till " };
const GERMAN: Week = Week {
    days: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    to: " bis ",
};

/// Such as `Monday to Friday, 09:00 to 18:00 (Europe/London)`.
fn hours(tag: &str, template: &str, hours: &Hours, zone: &str) -> String {
    let week = match tag.split('-').next() {
        Some("sv") => SWEDISH,
        Some("de") => GERMAN,
        _ => ENGLISH,
    };
    let name = |day: u8| week.days.get(usize::from(day).wrapping_sub(1)).copied().unwrap_or_default();
    // Runs of days that follow each other.
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for &day in &hours.days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let words = |(from, to): (u8, u8)| match from == to {
        true => name(from).to_owned(),
        false => [name(from), week.to, name(to)].concat(),
    };
    let days: Vec<String> = runs.into_iter().map(words).collect();
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    template
        .replace("{days}", &days.join(", "))
        .replace("{open}", &time(hours.open))
        .replace("{close}", &time(hours.close))
        .replace("{zone}", &escape(&zone.replace('_', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_follow_each_other_are_one_run() {
        let check = |tag: &str, days: &[u8], expected: &str| {
            let week = Hours { days: days.to_vec(), open: 540, close: 1050 };
            let text = hours(tag, "{days}, {open} to {close} ({zone})", &week, "Europe/London");
            assert_eq!(text, format!("{expected}, 09:00 to 17:30 (Europe/London)"));
        };
        check("en-GB", &[1, 2, 3, 4, 5], "Monday to Friday");
        check("en-GB", &[1, 2, 4, 6, 7], "Monday to Tuesday, Thursday, Saturday to Sunday");
        check("en-GB", &[3], "Wednesday");
        check("sv-SE", &[1, 2, 3, 4, 5], "måndag till fredag");
        check("de-DE", &[1, 2, 6], "Montag bis Dienstag, Samstag");
    }
}
