//! What every handler shares.
//!
//! Here: opening it all, in the order in which a fault is cheapest to tell. Not here: sockets and signals (`serve`).

use crate::calendar::Clock;
use crate::config::{Client, Config};
use crate::content::{Content, ContentError, Locale};
use crate::limit::Limiter;
use crate::lookup;
use crate::mail::{MailError, Mailer};
use crate::outbox::desks::{self, DeskInUse};
use crate::store::{Store, StoreError};
use crate::token::{SecretError, Tokens};
use crate::uploads::{FilesError, Uploads};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

/// The portal, as axum's state.
pub type Shared = Arc<Portal>;

/// Everything a handler may need.
pub struct Portal {
    /// `portal.toml`.
    pub config: Config,
    /// `dist/`.
    pub content: Content,
    /// Cases.
    pub store: Store,
    /// Where cases go.
    pub desks: Vec<Arc<DeskInUse>>,
    /// The present moment.
    pub clock: Clock,
    pub(crate) tokens: Tokens,
    pub(crate) limiter: Limiter,
    pub(crate) client_limiter: Limiter<String>,
    pub(crate) lookup_limiter: Limiter,
    pub(crate) vote_limiter: Limiter,
    pub(crate) search_limiter: Limiter,
    /// Everybody's cases and look-ups together.
    pub(crate) intake: Limiter,
    pub(crate) lookups: lookup::Queue,
    pub(crate) mailer: Option<Mailer>,
    pub(crate) uploads: Uploads,
    draining: watch::Sender<bool>,
}

/// Why the portal does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Content.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A client offers a locale that was not built.
    #[error("client \"{client}\": locales has {locale}, which dist/ has no pack of")]
    NoPack {
        /// The client.
        client: String,
        /// The locale.
        locale: String,
    },
    /// The data folder cannot be made.
    #[error("cannot make the data folder {path}: {source}")]
    Data {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The secret.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Mail.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// A helpdesk's credentials.
    #[error("helpdesk: {0}")]
    Desk(#[from] klarna_help_helpdesk::config::OpenError),
    /// The database.
    #[error("database: {0}")]
    Store(#[from] StoreError),
    /// Attachments.
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl Portal {
    /// Opens content, data folder, secret and database.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn open(config: Config, data: &Path, dist: &Path) -> Result<Self, StartError> {
        Self::open_with(config, data, dist, None).await
    }

    /// As [`Portal::open`], with cases in the PostgreSQL database at an address instead of in the data folder. Portals that
    /// share one share the secret in the data folder too.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn open_with(
        config: Config,
        data: &Path,
        dist: &Path,
        database: Option<&str>,
    ) -> Result<Self, StartError> {
        let content = Content::load(dist)?;
        for client in &config.clients {
            for locale in &client.locales {
                if content.locale(locale).is_none() {
                    return Err(StartError::NoPack { client: client.id.clone(), locale: locale.clone() });
                }
            }
        }
        make_folder(data).map_err(|source| StartError::Data { path: data.to_owned(), source })?;
        let tokens = Tokens::open(data)?;
        let store = match database {
            Some(url) => Store::postgres(url).await?,
            None => Store::open(data).await?,
        };
        let mailer = config.mail.as_ref().map(Mailer::open).transpose()?;
        let desks = desks::open(&config)?;
        let limiter = Limiter::new(config.limits);
        let client_limiter = Limiter::of(config.limits.client_burst, config.limits.client_cases_per_minute);
        let lookup_limiter = Limiter::of(config.limits.lookup_burst, config.limits.lookups_per_minute);
        let vote_limiter = Limiter::of(config.limits.vote_burst, config.limits.votes_per_minute);
        let search_limiter = Limiter::of(config.limits.search_burst, config.limits.searches_per_minute);
        let busy = config.work.busy_per_minute(&config.limits);
        let (intake, lookups) = (Limiter::of(busy, busy), lookup::Queue::default());
        let draining = watch::Sender::new(false);
        let uploads = Uploads::open(&config.files, data)?;
        Ok(Self {
            config,
            content,
            store,
            desks,
            clock: Clock::system(),
            tokens,
            limiter,
            client_limiter,
            lookup_limiter,
            vote_limiter,
            search_limiter,
            intake,
            lookups,
            mailer,
            uploads,
            draining,
        })
    }

    /// The same portal at another time.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// From now on `/readyz` answers no, and streams end.
    pub fn drain(&self) {
        self.draining.send_replace(true);
    }

    /// Whether the portal is going down.
    pub fn is_draining(&self) -> bool {
        *self.draining.borrow()
    }

    /// Tells when the portal goes down.
    pub(crate) fn going_down(&self) -> watch::Receiver<bool> {
        self.draining.subscribe()
    }

    /// A client and one of its locales; `None` when there is no such client or it does not offer that locale.
    pub fn client_locale(&self, client: &str, locale: &str) -> Option<(&Client, &Locale)> {
        let client = self.config.client(client)?;
        let offered = client.locales.iter().any(|l| l == locale);
        Some((client, self.content.locale(locale).filter(|_| offered)?))
    }

    /// The locale that a page's visitor gets: the one asked for, in any spelling of case; else the client's first in the
    /// same language; else its first. Help in another language is better than none, and the document says which it is.
    pub fn nearest_locale(&self, client: &str, locale: &str) -> Option<(&Client, &Locale)> {
        let client = self.config.client(client)?;
        let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let offered = || client.locales.iter();
        let found = offered()
            .find(|own| own.eq_ignore_ascii_case(locale))
            .or_else(|| offered().find(|own| language(own) == language(locale)))
            .or_else(|| offered().next())?;
        Some((client, self.content.locale(found)?))
    }

    /// Address of the plain pages of a client and locale.
    pub fn help_url(&self, client: &Client, locale: &Locale) -> String {
        format!("{}/help/{}/{}", self.config.public_origin, client.id, locale.tag)
    }
}

/// Only the portal's own user may look inside: it holds the secret and what customers wrote.
pub(crate) fn make_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
