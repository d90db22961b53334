//! The date a customer waits for, as a file their calendar takes (iCalendar, RFC 5545).
//!
//! Here: the text of the file. Not here: its words (the screen has them), saving it (an effect asks for it).

use klarna_help_pack::Date;

/// Longest line without its end, in octets (RFC 5545, 3.1).
const LINE_MAX: usize = 75;

/// A day to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder<'a> {
    /// What makes it the same entry when it is saved again: the case ID.
    pub id: &'a str,
    /// When it was made, RFC 3339 in UTC.
    pub made: &'a str,
    /// The day, in the market's zone.
    pub day: Date,
    /// Its title.
    pub summary: &'a str,
    /// A few words more.
    pub description: &'a str,
}

/// The file. An event of a whole day, which keeps nobody from making another appointment.
pub fn calendar(reminder: &Reminder) -> String {
    let mut out = String::new();
    let compact = |text: &str| -> String { text.chars().filter(|c| !matches!(c, '-' | ':')).collect() };
    // `2026-11-23T10:00:00.5Z` to `20261123T100000Z`; a moment that is none becomes the first of all.
    let stamp: String = compact(reminder.made).chars().take(15).collect();
    let is_stamp = stamp.len() == 15
        && stamp.bytes().enumerate().all(|(i, b)| (i == 8) == (b == b'T') && (i == 8 || b.is_ascii_digit()));
    let stamp = if is_stamp { stamp } else { "19700101T000000".into() };
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Klarna Help//Case//EN",
        "BEGIN:VEVENT",
        &["UID:", &escape(reminder.id), "@klarna-help"].concat(),
        &["DTSTAMP:", &stamp, "Z"].concat(),
        &["DTSTART;VALUE=DATE:", &compact(&reminder.day.to_string())].concat(),
        &["SUMMARY:", &escape(reminder.summary)].concat(),
        &["DESCRIPTION:", &escape(reminder.description)].concat(),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ] {
        fold(&mut out, line);
    }
    out
}

/// Text as a value (3.3.11).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line, in pieces of at most 75 octets that cut no character; each but the first begins with a space, which counts.
fn fold(out: &mut String, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE_MAX {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reminder<'a>(summary: &'a str, description: &'a str) -> Reminder<'a> {
        let day = Date::parse("2026-11-25").unwrap();
        Reminder { id: "KH-7F3K-9Q2M", made: "2026-11-23T10:00:00.123Z", day, summary, description }
    }

    /// What a reader makes of the file: lines unfolded (3.1).
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split("\r\n").map(Into::into).collect()
    }

    #[test]
    fn the_file_is_an_event_of_a_whole_day_that_is_the_same_when_it_is_saved_again() {
        let text = calendar(&reminder("Klarna answers", "Case KH-7F3K-9Q2M"));
        assert_eq!(
            text,
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Klarna Help//Case//EN\r\nBEGIN:VEVENT\r\n\
             UID:KH-7F3K-9Q2M@klarna-help\r\nDTSTAMP:20261123T100000Z\r\nDTSTART;VALUE=DATE:20261125\r\n\
             SUMMARY:Klarna answers\r\nDESCRIPTION:Case KH-7F3K-9Q2M\r\nTRANSP:TRANSPARENT\r\n\
             END:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    #[test]
    fn text_is_escaped_so_that_no_word_becomes_a_property() {
        let text = calendar(&reminder("a;b,c\\d", "one\r\nEND:VCALENDAR"));
        let lines = unfolded(&text);
        assert!(lines.contains(&"SUMMARY:a\\;b\\,c\\\\d".to_owned()), "{lines:?}");
        assert!(lines.contains(&"DESCRIPTION:one\\nEND:VCALENDAR".to_owned()), "{lines:?}");
        assert_eq!(lines.iter().filter(|line| *line == "END:VCALENDAR").count(), 1);
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        for words in ["x".repeat(200), "å".repeat(100), "🐈".repeat(60), "a🐈å ".repeat(40)] {
            let text = calendar(&reminder(&words, &words));
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
            assert!(unfolded(&text).contains(&format!("SUMMARY:{words}")), "{text}");
            assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        }
    }

    #[test]
    fn a_moment_that_is_none_does_not_break_the_file() {
        for made in ["", "yesterday at ten o'clock", "2026-11-23", "2026-11-23\r\nX:1"] {
            let text = calendar(&Reminder { made, ..reminder("s", "d") });
            assert!(text.contains("\r\nDTSTAMP:19700101T000000Z\r\n"), "{made:?}: {text}");
        }
    }
}
