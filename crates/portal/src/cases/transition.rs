//! Which state a case may go to from which, and who may take it there.

use klarna_help_wire::CaseState;
use klarna_help_wire::CaseState::*;

/// Who moves a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The customer: by an action, or by writing.
    Customer,
    /// Somebody at the helpdesk, or the helpdesk itself.
    Agent,
}

const AGENT: &[By] = &[By::Agent];
const BOTH: &[By] = &[By::Customer, By::Agent];

/// Every move there is. A case that has ended opens again as `reopened` only, so that its timeline shows that it had
/// ended; and never is one `received` again.
pub const TABLE: &[(CaseState, CaseState, &[By])] = &[
    (Received, InReview, AGENT),
    (Received, WaitingForYou, AGENT),
    (Received, Resolved, AGENT),
    (Received, Closed, BOTH),
    (InReview, WaitingForYou, AGENT),
    (InReview, Resolved, AGENT),
    (InReview, Closed, BOTH),
    // The customer has answered.
    (WaitingForYou, InReview, BOTH),
    (WaitingForYou, Resolved, AGENT),
    (WaitingForYou, Closed, BOTH),
    (Resolved, Closed, BOTH),
    (Resolved, Reopened, BOTH),
    (Closed, Reopened, BOTH),
    (Reopened, InReview, AGENT),
    (Reopened, WaitingForYou, AGENT),
    (Reopened, Resolved, AGENT),
    (Reopened, Closed, BOTH),
];

/// The states that one who moves a case may take it to.
pub fn from(state: CaseState, by: By) -> Vec<CaseState> {
    let own = TABLE.iter().filter(|(from, _, who)| *from == state && who.contains(&by));
    own.map(|(_, to, _)| *to).collect()
}

/// Whether the table has this move.
pub fn allowed(state: CaseState, to: CaseState, by: By) -> bool {
    from(state, by).contains(&to)
}

/// The moves by which a case comes to the state that a helpdesk says it has: one; two where a case that had ended is
/// worked on again; none where it has that state, or where the table knows no way (a helpdesk's "new" for a case that
/// was read long ago).
pub fn way(state: CaseState, to: CaseState) -> Vec<CaseState> {
    if allowed(state, to, By::Agent) {
        vec![to]
    } else if allowed(state, Reopened, By::Agent) && allowed(Reopened, to, By::Agent) {
        vec![Reopened, to]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a`: an agent may; `b`: the customer too. Rows are from, columns are to, both in the order of `CaseState::ALL`.
    const EXPECTED: [&str; 6] = [
        ".aaab.", // received
        "..aab.", // in review
        ".b.ab.", // waiting for you
        "....bb", // resolved
        ".....b", // closed
        ".aaab.", // reopened
    ];

    #[test]
    fn every_pair_of_states_is_as_the_table_says() {
        for (from, row) in CaseState::ALL.iter().zip(EXPECTED) {
            for (to, expected) in CaseState::ALL.iter().zip(row.chars()) {
                let found = (allowed(*from, *to, By::Agent), allowed(*from, *to, By::Customer));
                let expected = (expected != '.', expected == 'b');
                assert_eq!(found, expected, "{} to {}", from.as_str(), to.as_str());
            }
        }
    }

    #[test]
    fn every_state_leads_to_an_end_and_no_move_is_listed_twice() {
        for state in CaseState::ALL {
            assert!(*state == Closed || allowed(*state, Closed, By::Customer), "{}", state.as_str());
        }
        for (n, (from, to, _)) in TABLE.iter().enumerate() {
            assert!(!TABLE[..n].iter().any(|(f, t, _)| f == from && t == to));
        }
    }

    #[test]
    fn what_a_helpdesk_says_is_reached_by_moves_of_the_table() {
        for from in CaseState::ALL {
            for to in CaseState::ALL {
                let mut at = *from;
                for step in way(*from, *to) {
                    assert!(allowed(at, step, By::Agent));
                    at = step;
                }
                assert!(at == *to || at == *from);
            }
        }
        assert_eq!(way(Closed, InReview), [Reopened, InReview]);
        assert_eq!(way(Resolved, Closed), [Closed]);
        assert_eq!(way(InReview, Received), []);
        assert_eq!(way(InReview, InReview), []);
    }
}
