//! A helpdesk's statuses in our words.

use klarna_help_wire::CaseState;
use std::collections::BTreeMap;

/// Which of our states a helpdesk's status means. Names are compared in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusMap(BTreeMap<String, CaseState>);

impl StatusMap {
    /// Request Tracker's default life cycle. `rejected` and `deleted` end a case without an answer: closed.
    pub fn request_tracker() -> Self {
        Self::of(&[
            ("new", CaseState::Received),
            ("open", CaseState::InReview),
            ("stalled", CaseState::WaitingForYou),
            ("resolved", CaseState::Resolved),
            ("rejected", CaseState::Closed),
            ("deleted", CaseState::Closed),
        ])
    }

    /// Zendesk's system statuses.
    pub fn zendesk() -> Self {
        Self::of(&[
            ("new", CaseState::Received),
            ("open", CaseState::InReview),
            ("pending", CaseState::WaitingForYou),
            ("hold", CaseState::InReview),
            ("solved", CaseState::Resolved),
            ("closed", CaseState::Closed),
        ])
    }

    /// Our own names, which a receiver of the webhook sends unless it is told otherwise.
    pub fn own() -> Self {
        Self(CaseState::ALL.iter().map(|state| (state.as_str().to_owned(), *state)).collect())
    }

    fn of(pairs: &[(&str, CaseState)]) -> Self {
        Self(pairs.iter().map(|(name, state)| ((*name).to_owned(), *state)).collect())
    }

    /// The same with some statuses meaning something else, or new ones.
    pub fn with(mut self, more: impl IntoIterator<Item = (String, CaseState)>) -> Self {
        self.0.extend(more.into_iter().map(|(name, state)| (name.to_lowercase(), state)));
        self
    }

    /// What a status means. `None` for one that is not in the map: the case then stays as it is here.
    pub fn state(&self, status: &str) -> Option<CaseState> {
        self.0.get(&status.to_lowercase()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_the_products_has_a_state_and_a_company_may_change_it() {
        let rt = StatusMap::request_tracker();
        assert_eq!(rt.state("Stalled"), Some(CaseState::WaitingForYou));
        assert_eq!(rt.state("nonsense"), None);
        let own = rt.with([("Waiting-Bank".to_owned(), CaseState::InReview)]);
        assert_eq!(own.state("waiting-bank"), Some(CaseState::InReview));
        assert_eq!(own.state("rejected"), Some(CaseState::Closed));
        assert_eq!(StatusMap::zendesk().state("hold"), Some(CaseState::InReview));
        assert_eq!(StatusMap::own().state("waiting-for-you"), Some(CaseState::WaitingForYou));
    }
}
