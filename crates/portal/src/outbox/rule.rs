//! The relay rule: what follows from each outcome of a call.
//!
//! Here: decisions, as a function of outcome, tries and time. Not here: calling, storing. The rule is the table of the
//! helpdesk study (shared/helpdesk.md, A.5): every outcome that is neither a clean success nor a clean refusal is unknown;
//! settle, look up, and only then send again.

use klarna_help_helpdesk::SendError;
use std::time::Duration;

/// The first wait after something was not sent.
const WAIT_FIRST: Duration = Duration::from_secs(2);
/// The longest. A helpdesk that is down for a weekend is asked twice an hour.
const WAIT_MAX: Duration = Duration::from_secs(1800);
/// How long a whole helpdesk rests once it refused the credentials: nothing will go until a person has looked.
const AUTH_REST: Duration = Duration::from_secs(300);

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send again after this long.
    Again(Duration),
    /// Look it up after this long.
    LookUp(Duration),
    /// A person has to look.
    Dead,
}

/// What follows from a failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// For this row.
    pub next: Next,
    /// How long the whole helpdesk rests.
    pub rest: Option<Duration>,
    /// The class, for metrics and the operator's list. Holds nothing of the customer's.
    pub class: &'static str,
}

/// What follows. `tries`: those that were begun, this one included. `random`: from 0 to 1.
pub fn after(error: &SendError, tries: i64, settle: Duration, random: f64) -> Verdict {
    match error {
        SendError::NotSent(_) => {
            Verdict { next: Next::Again(backoff(tries, random)), rest: None, class: "not-sent" }
        }
        SendError::Limited(wait) => {
            // In full, and a little more, so that not everybody comes back in the same second.
            let wait = *wait + Duration::from_secs_f64(random);
            Verdict { next: Next::Again(wait), rest: Some(wait), class: "limited" }
        }
        SendError::Refused { .. } => Verdict { next: Next::Dead, rest: None, class: "refused" },
        SendError::Auth { .. } => {
            Verdict { next: Next::Again(AUTH_REST), rest: Some(AUTH_REST), class: "auth" }
        }
        SendError::Unknown { wait, .. } => {
            let wait = wait.unwrap_or_default().max(settle);
            Verdict { next: Next::LookUp(wait), rest: None, class: "unknown" }
        }
    }
}

/// Exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015), with a
/// floor of a tenth, so that no wait is nothing.
pub fn backoff(tries: i64, random: f64) -> Duration {
    let doublings = u32::try_from(tries.clamp(1, 12)).unwrap_or(12) - 1;
    let top = WAIT_FIRST.saturating_mul(1 << doublings).min(WAIT_MAX);
    top.mul_f64(random.clamp(0.1, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLE: Duration = Duration::from_secs(120);

    #[test]
    fn each_outcome_leads_where_the_table_says() {
        let check = |error: SendError, next: Next, rest: Option<Duration>| {
            let verdict = after(&error, 1, SETTLE, 1.0);
            assert_eq!((verdict.next, verdict.rest), (next, rest), "{error:?}");
        };
        let seconds = Duration::from_secs;
        check(SendError::NotSent("refused".into()), Next::Again(seconds(2)), None);
        check(SendError::Limited(seconds(12)), Next::Again(seconds(13)), Some(seconds(13)));
        check(SendError::Refused { code: 422, text: String::new() }, Next::Dead, None);
        check(SendError::Auth { code: 401 }, Next::Again(AUTH_REST), Some(AUTH_REST));
        check(SendError::unknown("timed out"), Next::LookUp(SETTLE), None);
        let asked = |wait| SendError::Unknown { why: "503".into(), wait: Some(seconds(wait)) };
        check(asked(600), Next::LookUp(seconds(600)), None);
        check(asked(5), Next::LookUp(SETTLE), None);
    }

    #[test]
    fn waits_double_up_to_half_an_hour_and_are_never_nothing() {
        let whole: Vec<u64> = [1, 2, 3, 10, 11, 99].iter().map(|n| backoff(*n, 1.0).as_secs()).collect();
        assert_eq!(whole, [2, 4, 8, 1024, 1800, 1800]);
        assert_eq!(backoff(1, 0.0), Duration::from_millis(200));
        assert_eq!(backoff(-5, 1.0), WAIT_FIRST);
    }
}
