//! The helpdesks there are, and whose cases go to which.

use crate::config::{Config, Desk};
use klarna_help_helpdesk::Helpdesk;
use klarna_help_helpdesk::config::{self, OpenError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A helpdesk in use.
pub struct DeskInUse {
    /// Its name in `portal.toml`.
    pub name: String,
    /// Clients whose cases it gets.
    pub clients: Vec<String>,
    /// It.
    pub helpdesk: Arc<dyn Helpdesk>,
    resting: Mutex<Option<Instant>>,
}

impl DeskInUse {
    /// Puts a helpdesk to use.
    pub fn new(name: &str, clients: Vec<String>, helpdesk: Arc<dyn Helpdesk>) -> Self {
        Self { name: name.to_owned(), clients, helpdesk, resting: Mutex::new(None) }
    }

    /// Leaves it alone for a while.
    pub fn rest(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        *resting = Some(resting.map_or(until, |known| known.max(until)));
    }

    /// How much longer it is to be left alone.
    pub fn rests_for(&self) -> Option<Duration> {
        let resting = *self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.map(|until| until.saturating_duration_since(Instant::now())).filter(|left| !left.is_zero())
    }
}

/// Opens every helpdesk of a configuration.
///
/// # Errors
/// [`OpenError`]: a credential is missing.
pub fn open(config: &Config) -> Result<Vec<Arc<DeskInUse>>, OpenError> {
    let desk = |desk: &Desk| {
        let helpdesk = config::open(&desk.helpdesk)?;
        Ok(Arc::new(DeskInUse::new(&desk.helpdesk.common.name, desk.clients.clone(), helpdesk)))
    };
    config.desks.iter().map(desk).collect()
}
