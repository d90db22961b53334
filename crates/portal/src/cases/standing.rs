//! What a customer may do with a case now: the one rule by which it is offered, and by which it is refused.

use super::transition::{self, By};
use crate::calendar::Present;
use klarna_help_wire::{CaseAction, CaseState};

/// A case as far as that asks.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Where it stands.
    pub state: CaseState,
    /// `YYYY-MM-DD`.
    pub expected_by: String,
    /// Who has it at the helpdesk.
    pub assignee: String,
    /// Unix seconds: when the customer last asked for an update.
    pub asked_at: Option<i64>,
    /// 1 to 5.
    pub rating: Option<i64>,
}

impl Standing {
    /// Whether the case has ended.
    pub fn has_ended(&self) -> bool {
        matches!(self.state, CaseState::Resolved | CaseState::Closed)
    }

    /// Whether the promised day has passed while it is our turn.
    pub fn is_late(&self, present: &Present) -> bool {
        let ours = matches!(self.state, CaseState::Received | CaseState::InReview | CaseState::Reopened);
        ours && present.today > self.expected_by
    }

    /// Whether the customer may do this now. An update is asked for once a working day, a rating given once.
    pub fn allows(&self, action: CaseAction, present: &Present) -> bool {
        match action {
            CaseAction::AskUpdate => {
                self.is_late(present) && self.asked_at.is_none_or(|at| at < present.working_day)
            }
            CaseAction::Reopen => transition::allowed(self.state, CaseState::Reopened, By::Customer),
            CaseAction::Close => transition::allowed(self.state, CaseState::Closed, By::Customer),
            CaseAction::Rate => self.has_ended() && self.rating.is_none(),
        }
    }

    /// Everything the customer may do now.
    pub fn actions(&self, present: &Present) -> Vec<CaseAction> {
        CaseAction::ALL.iter().filter(|action| self.allows(**action, present)).copied().collect()
    }

    /// The state that a message of the customer's brings the case to, where it brings it to another: one that waited for
    /// it is looked at again, one that had ended is open again.
    pub fn after_reply(&self) -> Option<CaseState> {
        match self.state {
            CaseState::WaitingForYou => Some(CaseState::InReview),
            CaseState::Resolved | CaseState::Closed => Some(CaseState::Reopened),
            CaseState::Received | CaseState::InReview | CaseState::Reopened => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use klarna_help_wire::CaseAction::*;
    use klarna_help_wire::CaseState::*;

    /// A Tuesday.
    fn present() -> Present {
        let now = "2026-11-24T10:00:00Z".parse().unwrap();
        let day: jiff::Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        Present { now, today: "2026-11-24".into(), working_day: day.as_second(), promise: None }
    }

    fn standing(
        state: CaseState,
        expected_by: &str,
        asked_at: Option<&str>,
        rating: Option<i64>,
    ) -> Standing {
        let asked_at = asked_at.map(|at| at.parse::<jiff::Timestamp>().unwrap().as_second());
        Standing { state, expected_by: expected_by.into(), assignee: String::new(), asked_at, rating }
    }

    #[test]
    fn what_a_customer_may_do_follows_from_state_date_and_what_was_done() {
        let check = |state, by, asked, rating, expected: &[CaseAction]| {
            let found = standing(state, by, asked, rating).actions(&present());
            assert_eq!(found, expected, "{state:?} {by} {asked:?} {rating:?}");
        };
        let (past, future) = ("2026-11-23", "2026-11-25");
        check(Received, future, None, None, &[Close]);
        check(Received, "2026-11-24", None, None, &[Close]); // the day itself is in time
        check(Received, past, None, None, &[AskUpdate, Close]);
        check(InReview, past, Some("2026-11-23T23:59:59Z"), None, &[AskUpdate, Close]);
        check(InReview, past, Some("2026-11-24T00:00:00Z"), None, &[Close]);
        check(Reopened, past, None, Some(2), &[AskUpdate, Close]);
        check(WaitingForYou, past, None, None, &[Close]);
        check(Resolved, past, None, None, &[Reopen, Close, Rate]);
        check(Resolved, past, None, Some(5), &[Reopen, Close]);
        check(Closed, past, None, None, &[Reopen, Rate]);
    }

    #[test]
    fn a_reply_brings_a_case_only_where_the_table_lets_a_customer() {
        for state in CaseState::ALL {
            if let Some(to) = standing(*state, "", None, None).after_reply() {
                assert!(transition::allowed(*state, to, By::Customer), "{}", state.as_str());
            }
        }
    }
}
