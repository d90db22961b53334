//! How a case is followed while the network, or a proxy in it, has its ways: when the stream is opened again, when a
//! question every half minute takes its place.
//!
//! Here: the rule. Not here: fetching and waiting (`src/stream.rs`); chance arrives with the question.

/// Between two questions where streams do not work, in milliseconds.
pub const POLL_MS: u32 = 30_000;
/// A stream that lived less than this, without an event, was ended by something between us and the portal.
const SHORT_MS: u32 = 5_000;
/// Longest wait before the next try.
const WAIT_MAX_MS: u32 = 60_000;
/// Streams in a row that brought nothing, until questions take their place.
const SILENT_MAX: u32 = 2;
/// Streams in a row that could not be opened, until a question is tried instead.
const MISSED_MAX: u32 = 3;
/// Questions answered, until a stream is tried again.
const POLLS: u32 = 10;

/// How a stream, or a question, ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// A stream that brought something, or lived at least for a while: how long, in milliseconds.
    Stream {
        /// How long it lived.
        lived_ms: u32,
        /// Whether an event came.
        event: bool,
    },
    /// A stream that brought no byte until it was given up.
    Silent,
    /// A question was answered.
    Polled,
    /// There was no answer, or one that says "not now".
    Missed,
    /// This case is not for this token, or no longer.
    Refused,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextTry {
    /// Open a stream, so many milliseconds from now.
    Stream(u32),
    /// Ask, so many milliseconds from now.
    Poll(u32),
    /// Nothing more.
    Stop,
}

/// What is known of the way to the portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Link {
    silent: u32,
    missed: u32,
    polls: u32,
    polling: bool,
}

impl Link {
    /// What follows; `chance` is from 0 to 1, so that not all customers come back at once.
    pub fn next(&mut self, ended: Ended, chance: f64) -> NextTry {
        match ended {
            Ended::Refused => return NextTry::Stop,
            Ended::Stream { lived_ms, event } if event || lived_ms >= SHORT_MS => *self = Self::default(),
            Ended::Stream { .. } | Ended::Silent => {
                self.missed = 0;
                self.silent += 1;
                if self.silent >= SILENT_MAX {
                    return self.poll_now();
                }
            }
            Ended::Missed => {
                self.missed += 1;
                if !self.polling && self.missed >= MISSED_MAX {
                    return self.poll_now();
                }
            }
            Ended::Polled => {
                self.missed = 0;
                self.polls += 1;
                if self.polls >= POLLS {
                    *self = Self::default();
                }
            }
        }
        if self.polling {
            NextTry::Poll(POLL_MS.max(self.wait(chance)))
        } else {
            NextTry::Stream(self.wait(chance))
        }
    }

    fn poll_now(&mut self) -> NextTry {
        *self = Self { polling: true, ..Self::default() };
        NextTry::Poll(0)
    }

    /// Twice as long each time, and somewhere within it ("full jitter").
    fn wait(&self, chance: f64) -> u32 {
        let steps = (self.missed + self.silent).min(6);
        let longest = (2_000_u32 << steps).min(WAIT_MAX_MS);
        500 + (f64::from(longest) * chance.clamp(0.0, 1.0)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Ended = Ended::Stream { lived_ms: 60_000, event: false };
    const SHORT: Ended = Ended::Stream { lived_ms: 40, event: false };
    const EVENT: Ended = Ended::Stream { lived_ms: 40, event: true };

    /// What follows each of these ends, without chance.
    fn check(ends: &[Ended], nexts: &[NextTry]) {
        let mut link = Link::default();
        let got: Vec<NextTry> = ends.iter().map(|ended| link.next(*ended, 0.0)).collect();
        assert_eq!(got, nexts, "{ends:?}");
    }

    #[test]
    fn a_stream_that_worked_is_opened_again() {
        check(&[LONG, EVENT, LONG], &[NextTry::Stream(500); 3]);
        check(&[SHORT, LONG, SHORT], &[NextTry::Stream(500); 3]);
    }

    #[test]
    fn streams_that_end_at_once_or_bring_nothing_give_way_to_questions() {
        check(&[SHORT, SHORT], &[NextTry::Stream(500), NextTry::Poll(0)]);
        check(&[Ended::Silent, Ended::Silent], &[NextTry::Stream(500), NextTry::Poll(0)]);
        check(
            &[SHORT, Ended::Silent, Ended::Polled],
            &[NextTry::Stream(500), NextTry::Poll(0), NextTry::Poll(POLL_MS)],
        );
    }

    #[test]
    fn streams_that_cannot_be_opened_give_way_too_and_after_a_while_one_is_tried_again() {
        check(&[Ended::Missed; 3], &[NextTry::Stream(500), NextTry::Stream(500), NextTry::Poll(0)]);
        let mut link = Link::default();
        for _ in 0..3 {
            link.next(Ended::Missed, 0.0);
        }
        let nexts: Vec<NextTry> = (0..10).map(|_| link.next(Ended::Polled, 0.0)).collect();
        assert!(nexts[..9].iter().all(|next| *next == NextTry::Poll(POLL_MS)));
        assert_eq!(nexts[9], NextTry::Stream(500));
    }

    #[test]
    fn a_portal_that_is_down_is_asked_ever_more_seldom_but_at_least_once_a_minute_and_by_chance() {
        let mut link = Link::default();
        for _ in 0..40 {
            match link.next(Ended::Missed, 1.0) {
                NextTry::Stream(ms) | NextTry::Poll(ms) => assert!(ms <= 60_500),
                NextTry::Stop => panic!("it never gives up"),
            }
        }
        let at = |chance| Link::default().next(Ended::Missed, chance);
        assert_ne!(at(0.1), at(0.9));
    }

    #[test]
    fn a_case_that_is_gone_is_left_alone() {
        check(&[Ended::Refused], &[NextTry::Stop]);
    }
}
