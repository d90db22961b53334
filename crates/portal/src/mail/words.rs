//! What mails say, in English, Swedish and German. Another language gets English.
//!
//! Nothing a person wrote stands in them: they go through machines that nobody here knows.

use crate::store::{MailKind, MailRow};
use klarna_help_wire::{CODE_MINUTES, CODE_TRIES};

/// A language's words. In texts, `{case}`, `{client}`, `{date}`, `{code}`, `{minutes}` and `{tries}` are filled in.
struct Words {
    /// In subjects and in order: a code, a receipt, a reply.
    subjects: [&'static str; 3],
    texts: [&'static str; 3],
    /// `{day}`, `{month}`, `{year}`.
    date: &'static str,
    months: [&'static str; 12],
}

const ENGLISH: Words = Words {
    subjects: ["{code} is your code for {case}", "We have received {case}", "There is a reply to {case}"],
    texts: [
        "Your code to open {case} is\n\n    {code}\n\nType it where you asked for it. It works once, for {minutes} \
         minutes and {tries} tries.\n\nDid you not ask for it? Then you need not do anything: nobody can open the case \
         without this code. Do not give it to anyone; we never ask for it on the telephone or in a chat.\n",
        "We have received your message. Its number is\n\n    {case}\n\nYou will hear from us by {date}.\n\nTo see where \
         it stands, or to add something, open help at {client} and choose your cases. On another device, choose to find \
         a case: with this number and this e-mail address you get a code.\n\nPlease do not answer this mail: nobody \
         reads what is sent to its address.\n",
        "There is a reply to {case}.\n\nTo read it, open help at {client} and choose your cases. On another device, \
         choose to find a case: with this number and this e-mail address you get a code.\n\nIt is not in this mail, so \
         that nobody reads it on the way. Please do not answer this mail: nobody reads what is sent to its \
         address.\n",
    ],
    date: "{day} {month} {year}",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

const SWEDISH: Words = Words {
    subjects: ["{code} är din kod för {case}", "Vi har tagit emot {case}", "Du har fått svar på {case}"],
    texts: [
        "Din kod för att öppna {case} är\n\n    {code}\n\nSkriv in den där du bad om den. Den gäller en gång, i \
         {minutes} minuter och för {tries} försök.\n\nHar du inte bett om någon kod? Då behöver du inte göra något: \
         ingen kan öppna ärendet utan koden. Lämna inte ut den till någon; vi frågar aldrig efter den på telefon eller \
         i chatt.\n",
        "Vi har tagit emot ditt meddelande. Det har nummer\n\n    {case}\n\nDu hör från oss senast {date}.\n\nFör att \
         se hur det går eller lägga till något, öppna hjälpen hos {client} och välj dina ärenden. På en annan enhet \
         väljer du att söka upp ett ärende: med numret och den här e-postadressen får du en kod.\n\nSvara inte på det \
         här mejlet: ingen läser det som skickas till adressen.\n",
        "Du har fått svar på {case}.\n\nFör att läsa svaret, öppna hjälpen hos {client} och välj dina ärenden. På en \
         annan enhet väljer du att söka upp ett ärende: med numret och den här e-postadressen får du en kod.\n\nSvaret \
         står inte i mejlet, så att ingen läser det på vägen. Svara inte på det här mejlet: ingen läser det som skickas \
         till adressen.\n",
    ],
    date: "{day} {month} {year}",
    months: [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
};

const GERMAN: Words = Words {
    subjects: [
        "{code} ist Ihr Code für {case}",
        "Wir haben {case} erhalten",
        "Es gibt eine Antwort zu {case}",
    ],
    texts: [
        "Ihr Code zum Öffnen von {case} lautet\n\n    {code}\n\nGeben Sie ihn dort ein, wo Sie ihn angefordert haben. Er \
         gilt einmal, {minutes} Minuten lang und für {tries} Versuche.\n\nSie haben keinen Code angefordert? Dann \
         müssen Sie nichts tun: Ohne diesen Code kann niemand den Fall öffnen. Geben Sie ihn nicht weiter; wir fragen \
         nie am Telefon oder im Chat danach.\n",
        "Wir haben Ihre Nachricht erhalten. Sie hat die Nummer\n\n    {case}\n\nSie hören bis {date} von uns.\n\nUm den \
         Stand zu sehen oder etwas hinzuzufügen, öffnen Sie die Hilfe bei {client} und wählen Sie Ihre Fälle. Auf einem \
         anderen Gerät lassen Sie den Fall suchen: Mit dieser Nummer und dieser E-Mail-Adresse erhalten Sie einen \
         Code.\n\nBitte antworten Sie nicht auf diese E-Mail: Was an ihre Adresse geht, liest niemand.\n",
        "Es gibt eine Antwort zu {case}.\n\nUm sie zu lesen, öffnen Sie die Hilfe bei {client} und wählen Sie Ihre \
         Fälle. Auf einem anderen Gerät lassen Sie den Fall suchen: Mit dieser Nummer und dieser E-Mail-Adresse \
         erhalten Sie einen Code.\n\nSie steht nicht in dieser E-Mail, damit niemand sie unterwegs liest. Bitte \
         antworten Sie nicht auf diese E-Mail: Was an ihre Adresse geht, liest niemand.\n",
    ],
    date: "{day}. {month} {year}",
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
};

/// Subject and text of a mail.
pub(super) fn write(mail: &MailRow, client: &str, code: &str) -> (String, String) {
    let words = match mail.locale.split(['-', '_']).next() {
        Some("sv") => &SWEDISH,
        Some("de") => &GERMAN,
        _ => &ENGLISH,
    };
    let [code_subject, receipt_subject, reply_subject] = words.subjects;
    let [code_text, receipt_text, reply_text] = words.texts;
    let (subject, text) = match mail.kind {
        MailKind::Code => (code_subject, code_text),
        MailKind::Receipt => (receipt_subject, receipt_text),
        MailKind::Reply => (reply_subject, reply_text),
    };
    let fill = |text: &str| {
        text.replace("{case}", &mail.case_id)
            .replace("{code}", code)
            .replace("{date}", &date(words, &mail.expected_by))
            .replace("{minutes}", &CODE_MINUTES.to_string())
            .replace("{tries}", &CODE_TRIES.to_string())
            // Last: a name may hold anything.
            .replace("{client}", client)
    };
    (fill(subject), fill(text))
}

/// A date in words; as it is if it is none.
fn date(words: &Words, date: &str) -> String {
    let Ok(date) = date.parse::<jiff::civil::Date>() else { return date.to_owned() };
    let month =
        usize::try_from(date.month() - 1).ok().and_then(|i| words.months.get(i)).copied().unwrap_or_default();
    words
        .date
        .replace("{day}", &date.day().to_string())
        .replace("{month}", month)
        .replace("{year}", &date.year().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(kind: MailKind, locale: &str) -> MailRow {
        MailRow {
            id: 1,
            kind,
            case_id: "KH-7F3K-9Q2M".into(),
            client_id: "shop".into(),
            locale: locale.into(),
            email: "ada@example.org".into(),
            expected_by: "2026-03-02".into(),
            attempts: 1,
            created_at: 0,
            nonce: Vec::new(),
        }
    }

    #[test]
    fn a_receipt_names_case_client_and_date_in_the_customers_language() {
        let check = |locale: &str, subject: &str, date: &str| {
            let (s, text) = write(&mail(MailKind::Receipt, locale), "Shop {date}", "");
            assert_eq!(s, subject);
            for part in ["KH-7F3K-9Q2M", date, "Shop {date}"] {
                assert!(text.contains(part), "no {part} in {text}");
            }
        };
        check("en-GB", "We have received KH-7F3K-9Q2M", "by 2 March 2026");
        check("sv-SE", "Vi har tagit emot KH-7F3K-9Q2M", "senast 2 mars 2026");
        check("de", "Wir haben KH-7F3K-9Q2M erhalten", "bis 2. März 2026");
        check("fr-FR", "We have received KH-7F3K-9Q2M", "by 2 March 2026");
    }

    #[test]
    fn every_text_is_filled_in_and_fits_a_line_of_the_protocol() {
        for locale in ["en", "sv", "de"] {
            for kind in [MailKind::Code, MailKind::Receipt, MailKind::Reply] {
                let (subject, text) = write(&mail(kind, locale), "Shop", "000017");
                assert!(!format!("{subject}{text}").contains(['{', '}']), "{subject} {text}");
                assert!(!subject.contains('\n') && text.ends_with('\n'));
                assert_eq!(text.contains("000017"), kind == MailKind::Code);
                assert!(!text.contains("ada@example.org"));
            }
        }
    }
}
