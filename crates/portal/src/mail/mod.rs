//! Mail to a customer: codes, receipts, and that there is a reply.
//!
//! Plain text, in the customer's language, to the case's own address alone; no word that the customer or an agent wrote,
//! and no token. What is to be sent is in the database before it is sent, and tried again until it is too old. Here: the
//! way out, and the turn of each mail. Not here: words (`words`), rows (`store::mails`), who asked for a code (`lookup`).

mod notices;
mod words;

use crate::config::{MailConfig, MailWay};
use crate::lookup;
use crate::metrics;
use crate::state::{Portal, Shared};
use crate::store::{MailKind, MailRow, StoreError};
use futures_util::future::join_all;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use notices::Notices;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Between two looks at the queue, for mails that are tried again and for notices.
const LOOK: Duration = Duration::from_secs(2);
/// Mails that are sent beside each other.
const TOGETHER: i64 = 8;
/// Seconds until a mail whose sending did not end gets another turn.
const PATIENCE: i64 = 120;
/// Seconds after which a notice is given up. (A code is when it works no more.)
const NOTICE_LIFE: i64 = 24 * 3_600;

/// The way out.
pub(crate) struct Mailer {
    way: Way,
    from: Mailbox,
    notices: Notices,
}

enum Way {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder { path: PathBuf, told: String },
}

/// Why there is no way out.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The folder.
    #[error("cannot make the mail folder {path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The server's address, or who mail is from.
    #[error("mail: {0}")]
    Setting(String),
}

/// Why one mail was not sent.
enum Fault {
    /// It never will be.
    Never(&'static str),
    /// Another time perhaps.
    Later(String),
}

impl Mailer {
    pub(crate) fn open(config: &MailConfig) -> Result<Self, MailError> {
        let setting = |error: &dyn std::fmt::Display| MailError::Setting(error.to_string());
        let way = match &config.way {
            MailWay::Smtp(url) => Way::Smtp(Box::new(smtp(url).map_err(|error| setting(&error))?)),
            MailWay::Folder(folder) => {
                let path = PathBuf::from(folder);
                crate::state::make_folder(&path)
                    .map_err(|source| MailError::Folder { path: path.clone(), source })?;
                Way::Folder { path, told: folder.clone() }
            }
        };
        let from = config.from.parse().map_err(|error| setting(&error))?;
        Ok(Self { way, from, notices: Notices::new(config.receipts, config.replies) })
    }

    /// The folder that mail goes to if it goes nowhere real.
    pub(crate) fn folder(&self) -> Option<&str> {
        match &self.way {
            Way::Smtp(_) => None,
            Way::Folder { told, .. } => Some(told),
        }
    }

    async fn send(&self, message: Message, name: String) -> Result<(), Fault> {
        let later = |error: &dyn std::fmt::Display| Fault::Later(error.to_string());
        match &self.way {
            Way::Smtp(server) => match AsyncTransport::send(server.as_ref(), message).await {
                Ok(_) => Ok(()),
                // A server's words may quote the address.
                Err(error) if error.is_permanent() => Err(Fault::Never("the server refused it for good")),
                Err(error) if error.is_transient() => Err(Fault::Later("the server put it off".to_owned())),
                Err(error) if error.is_timeout() => Err(Fault::Later("the server is slow".to_owned())),
                Err(_) => Err(Fault::Later("the server was not reached".to_owned())),
            },
            Way::Folder { path, .. } => {
                let file = path.join(name);
                let bytes = message.formatted();
                let written = tokio::task::spawn_blocking(move || write(&file, &bytes)).await;
                written.map_err(|error| later(&error))?.map_err(|error| later(&error))
            }
        }
    }
}

/// TLS in any case but to a server on this machine.
fn smtp(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let here = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    let url =
        if url.starts_with("smtp://") && !here { format!("{url}?tls=required") } else { url.to_owned() };
    let mut server = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)?;
    let word = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let (Some(user), Some(password)) = (word("KLARNA_HELP_SMTP_USER"), word("KLARNA_HELP_SMTP_PASSWORD")) {
        server = server.credentials(Credentials::new(user, password));
    }
    Ok(server.timeout(Some(Duration::from_secs(30))).build())
}

/// A file for the portal's own user: it holds a code.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

/// Looks at questions for codes, and sends mail, for as long as the portal runs.
pub(crate) async fn run(portal: Shared) {
    let Some(mailer) = &portal.mailer else { return };
    let mut looks = tokio::time::interval(LOOK);
    loop {
        tokio::select! {
            () = portal.lookups.grown() => lookup::settle(&portal).await,
            _ = looks.tick() => {
                if let Err(error) = mailer.notices.queue(&portal).await {
                    tracing::error!(%error, "mail: notices");
                }
            }
        }
        if let Err(error) = deliver(&portal).await {
            tracing::error!(%error, "mail: queue");
        }
    }
}

/// Puts a notice into the queue for every event that gets one, as [`deliver`] does not.
///
/// # Errors
/// [`StoreError`].
pub async fn queue_notices(portal: &Portal) -> Result<(), StoreError> {
    match &portal.mailer {
        Some(mailer) => mailer.notices.queue(portal).await,
        None => Ok(()),
    }
}

/// Sends every mail whose turn it is. Answers how many were sent.
///
/// # Errors
/// [`StoreError`]; mails that were not ended get another turn.
pub async fn deliver(portal: &Portal) -> Result<usize, StoreError> {
    let Some(mailer) = &portal.mailer else { return Ok(0) };
    let mut sent = 0;
    loop {
        let now = portal.clock.now().as_second();
        let mails = portal.store.take_mails(now, PATIENCE, TOGETHER).await?;
        if mails.is_empty() {
            return Ok(sent);
        }
        for done in join_all(mails.iter().map(|mail| turn(portal, mailer, mail, now))).await {
            sent += usize::from(done?);
        }
    }
}

/// One mail's turn. Answers whether it was sent.
async fn turn(portal: &Portal, mailer: &Mailer, mail: &MailRow, now: i64) -> Result<bool, StoreError> {
    let fault = match message(portal, mailer, mail, now) {
        Ok(message) => mailer
            .send(message, format!("{}-{}-{}.eml", mail.case_id, mail.kind.as_str(), mail.id))
            .await
            .err(),
        Err(fault) => Some(fault),
    };
    let kind = mail.kind.as_str();
    match fault {
        None => {
            metrics::mail(kind, "sent");
            portal.store.end_mail(mail.id, now).await?;
            return Ok(true);
        }
        Some(Fault::Never(why)) => {
            metrics::mail(kind, "given-up");
            tracing::warn!(kind, why, "mail: given up");
            portal.store.end_mail(mail.id, now).await?;
        }
        Some(Fault::Later(why)) => {
            metrics::mail(kind, "put-off");
            tracing::warn!(kind, why, attempts = mail.attempts, "mail: put off");
            // Half a minute, doubled each time, an hour at most.
            let wait = 30_i64.saturating_mul(1 << mail.attempts.clamp(0, 7)).min(3_600);
            portal.store.put_off_mail(mail.id, now + wait).await?;
        }
    }
    Ok(false)
}

/// A mail as it goes out.
fn message(portal: &Portal, mailer: &Mailer, mail: &MailRow, now: i64) -> Result<Message, Fault> {
    let code = match mail.kind {
        MailKind::Code if mail.nonce.is_empty() => return Err(Fault::Never("its code works no more")),
        MailKind::Code => lookup::code(&portal.tokens, &mail.case_id, &mail.nonce),
        MailKind::Receipt | MailKind::Reply if now - mail.created_at > NOTICE_LIFE => {
            return Err(Fault::Never("too old"));
        }
        MailKind::Receipt | MailKind::Reply => String::new(),
    };
    let to: Address = mail.email.parse().map_err(|_| Fault::Never("no address to send to"))?;
    let client = portal.config.client(&mail.client_id).map_or("", |client| client.name.as_str());
    let (subject, text) = words::write(mail, client, &code);
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    Message::builder()
        .from(mailer.from.clone())
        .to(Mailbox::new(None, to))
        .subject(subject)
        .date(portal.clock.now().into())
        // RFC 3834: nobody's holiday notice answers it.
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|_| Fault::Never("it cannot be written"))
}
