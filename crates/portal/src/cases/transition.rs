//! Which state a case may go to from which.

use klarna_help_wire::CaseState;
use klarna_help_wire::CaseState::*;

/// The states a case may go to from `from`. A case that has ended only opens again as `reopened`, so that its timeline
/// shows that it had ended.
pub fn from(from: CaseState) -> &'static [CaseState] {
    match from {
        Received | Reopened => &[InReview, WaitingForYou, Resolved, Closed],
        InReview => &[WaitingForYou, Resolved, Closed],
        WaitingForYou => &[InReview, Resolved, Closed],
        Resolved => &[Closed, Reopened],
        Closed => &[Reopened],
    }
}

/// Whether the table has this move.
pub fn allowed(state: CaseState, to: CaseState) -> bool {
    from(state).contains(&to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_never_goes_back_to_received_nor_to_the_state_it_has() {
        for state in CaseState::ALL {
            assert!(!allowed(*state, Received));
            assert!(!allowed(*state, *state));
        }
    }

    #[test]
    fn a_case_that_has_ended_opens_again_only_as_reopened() {
        for to in CaseState::ALL {
            assert_eq!(allowed(Closed, *to), *to == Reopened);
            assert_eq!(allowed(*to, Reopened), matches!(to, Closed | Resolved));
        }
    }

    #[test]
    fn every_state_leads_to_an_end() {
        for state in CaseState::ALL {
            assert!(*state == Closed || allowed(*state, Closed), "{}", state.as_str());
        }
    }
}
