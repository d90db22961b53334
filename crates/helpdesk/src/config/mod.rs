//! The `[[helpdesk]]` tables of `portal.toml`: reading, checking, and the connector they make.
//!
//! ```toml
//! [[helpdesk]]
//! kind = "rt"                       # or "zendesk", "webhook"
//! name = "care"
//! url = "https://rt.example"
//! token_file = "/run/secrets/rt"    # or token_env = "RT_TOKEN"
//! queue = "Customer-Care"
//! relay_user = "portal-relay"
//! ```
//!
//! A fault is refused at start-up with the key it stands at. Not here: which client's cases go to which helpdesk (the
//! portal), whether what is configured exists over there ([`crate::Helpdesk::check`]).

mod at;
mod secret;
mod tables;

pub use secret::{Credential, Secret};
pub use tables::{HelpdeskTable, RtTable, WebhookTable, ZendeskTable};

use crate::hook::Hook;
pub use crate::http::NoClient;
use crate::rt::Rt;
use crate::zendesk::Zendesk;
use crate::{Helpdesk, StatusMap};
use klarna_help_wire::Category;
use reqwest::Url;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Largest file that is fetched from a helpdesk.
pub const FILE_MAX_BYTES: usize = 25 * 1024 * 1024;

/// What every connector is told.
#[derive(Clone, Debug)]
pub struct Common {
    /// Its name in logs and commands.
    pub name: String,
    /// Where it is.
    pub url: Url,
    /// How long one call may take.
    pub timeout: Duration,
    /// How long after an unknown outcome a look-up may be believed.
    pub settle: Duration,
    /// Its statuses in our words.
    pub status: StatusMap,
    /// Our categories in its words; our own name where none is given.
    pub category: BTreeMap<Category, String>,
}

impl Common {
    /// A category in the helpdesk's words.
    pub fn category(&self, category: Category) -> &str {
        self.category.get(&category).map_or(category.as_str(), String::as_str)
    }
}

/// A checked helpdesk.
#[derive(Clone, Debug)]
pub struct HelpdeskConfig {
    /// What every connector is told.
    pub common: Common,
    /// What only this kind is told.
    pub kind: Kind,
}

/// What only one kind of helpdesk is told.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Request Tracker 5.
    Rt(Box<RtConfig>),
    /// Zendesk.
    Zendesk(ZendeskConfig),
    /// A receiver of the signed webhook.
    Webhook(WebhookConfig),
}

/// Request Tracker: see [`crate::rt`].
#[derive(Clone, Debug)]
pub struct RtConfig {
    /// The REST2 token of the relay's user.
    pub token: Credential,
    /// The queue cases go to.
    pub queue: String,
    /// The relay's user name: what it wrote is not news.
    pub relay_user: String,
    /// The ticket field that holds our case ID.
    pub case_field: String,
    /// The transaction field that holds our message id.
    pub message_field: String,
    /// Ticket fields for more facts, if the queue has them.
    pub category_field: Option<String>,
    /// As above.
    pub order_field: Option<String>,
    /// As above.
    pub locale_field: Option<String>,
    /// The status of a ticket that the customer closed.
    pub closed_status: String,
    /// The status of a ticket that the customer opened again.
    pub reopened_status: String,
    /// Customers' replies go by mail, in their own name.
    pub mail: Option<RtMail>,
}

/// The way of replies by mail.
#[derive(Clone, Debug)]
pub struct RtMail {
    /// Where `/REST/1.0/NoAuth/mail-gateway` is.
    pub gateway: Url,
    /// RT's `$rtname`, which marks a subject as a ticket's.
    pub rtname: String,
    /// The queue's own address.
    pub to: String,
    /// The domain of our `Message-ID`s.
    pub domain: String,
}

/// Zendesk: see [`crate::zendesk`].
#[derive(Clone, Debug)]
pub struct ZendeskConfig {
    /// The agent whose API token it is.
    pub user: String,
    /// The API token.
    pub token: Credential,
    /// The group new tickets go to.
    pub group: Option<u64>,
    /// The custom field that takes the category.
    pub category_field: Option<u64>,
    /// The custom field that takes the order number.
    pub order_field: Option<u64>,
    /// Verifies deliveries, if Zendesk is set up to send some.
    pub webhook_secret: Option<Credential>,
}

/// Signed webhook: see [`crate::hook`].
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    /// Signs what goes out and what comes back.
    pub secret: Credential,
    /// Where a receiver that offers it answers look-ups.
    pub lookup: Option<Url>,
    /// Most bytes of files in one delivery.
    pub files_max: u64,
}

/// What is wrong in a table. The message names the key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {why}")]
pub struct ConfigError {
    /// Where it stands, such as `helpdesk[0].url`.
    pub key: String,
    /// What is wrong with it, and what would be right.
    pub why: String,
}

/// Why a connector cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A credential is not where the configuration says.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// See [`NoClient`].
    #[error(transparent)]
    Client(#[from] NoClient),
}

/// Makes the connector: reads the credentials, calls nobody.
///
/// # Errors
/// See [`OpenError`].
pub fn open(config: &HelpdeskConfig) -> Result<Arc<dyn Helpdesk>, OpenError> {
    let common = config.common.clone();
    Ok(match &config.kind {
        Kind::Rt(rt) => Arc::new(Rt::open(common, (**rt).clone())?),
        Kind::Zendesk(zendesk) => Arc::new(Zendesk::open(common, zendesk.clone())?),
        Kind::Webhook(webhook) => Arc::new(Hook::open(common, webhook.clone())?),
    })
}
