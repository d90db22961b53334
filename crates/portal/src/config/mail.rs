//! `[mail]` of `portal.toml`: by which server mail goes, or into which folder.
//!
//! Credentials come from the environment (`KLARNA_HELP_SMTP_USER`, `KLARNA_HELP_SMTP_PASSWORD`): they never stand in a
//! file. Not here: mail itself (`mail`).

use super::ConfigError;
use serde::Deserialize;

/// A checked `[mail]`. Without one the portal sends no mail, and nobody is let in by a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailConfig {
    /// Where it goes.
    pub way: MailWay,
    /// Who it is from: `Name <address>`.
    pub from: String,
    /// Whether a case that was received is answered by mail.
    pub receipts: bool,
    /// Whether a reply of the helpdesk is told by mail.
    pub replies: bool,
}

/// Where mail goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailWay {
    /// A server: `smtps://host:port` (TLS from the start) or `smtp://host:port` (STARTTLS, which is demanded of every
    /// host but this machine).
    Smtp(String),
    /// A folder, a file a mail: for demonstrations.
    Folder(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailTable {
    smtp: Option<String>,
    folder: Option<String>,
    from: String,
    #[serde(default = "yes")]
    receipts: bool,
    #[serde(default = "yes")]
    replies: bool,
}

fn yes() -> bool {
    true
}

pub(super) fn read(table: MailTable) -> Result<MailConfig, ConfigError> {
    let fault = |key: &str, what: &'static str| Err(ConfigError::Mail { key: key.to_owned(), what });
    let way = match (table.smtp, table.folder) {
        (Some(url), None) => {
            let Some((_, host)) =
                url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "smtp" | "smtps"))
            else {
                return fault("mail.smtp", "write smtp://host:port or smtps://host:port");
            };
            if host.contains('@') {
                return fault(
                    "mail.smtp",
                    "credentials come from KLARNA_HELP_SMTP_USER and KLARNA_HELP_SMTP_PASSWORD",
                );
            }
            if host.is_empty() || host.contains(['/', '?', '#']) {
                return fault("mail.smtp", "host and port alone");
            }
            MailWay::Smtp(url)
        }
        (None, Some(folder)) if !folder.is_empty() => MailWay::Folder(folder),
        _ => return fault("mail", "needs one of smtp and folder"),
    };
    if table.from.parse::<lettre::message::Mailbox>().is_err() {
        return fault("mail.from", "write \"Name <address>\"");
    }
    Ok(MailConfig { way, from: table.from, receipts: table.receipts, replies: table.replies })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_goes_one_way_and_its_faults_name_their_key() {
        let check = |text: &str, expected: Result<MailWay, &str>| {
            let table = toml::from_str(&format!("from = \"Help <help@shop.example>\"\n{text}")).unwrap();
            let read = read(table).map(|mail| mail.way).map_err(|e| e.to_string());
            match expected {
                Ok(way) => assert_eq!(read, Ok(way)),
                Err(start) => assert!(read.unwrap_err().starts_with(start), "{text}"),
            }
        };
        check("folder = \"var/mail\"", Ok(MailWay::Folder("var/mail".into())));
        check("smtp = \"smtps://mail.example:465\"", Ok(MailWay::Smtp("smtps://mail.example:465".into())));
        check("", Err("mail: needs one"));
        check("folder = \"\"", Err("mail: needs one"));
        check("folder = \"x\"\nsmtp = \"smtp://y\"", Err("mail: needs one"));
        check("smtp = \"http://mail.example\"", Err("mail.smtp"));
        check("smtp = \"smtp://user:word@mail.example\"", Err("mail.smtp: credentials"));
        check("smtp = \"smtp://mail.example?tls=none\"", Err("mail.smtp: host and port"));
    }
}
