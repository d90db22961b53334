//! How sure a find is: a calibrated value, and what the widget may say by it.
//!
//! The value is a logistic regression on what a ranking tells of itself. Its numbers were fitted on nothing that search is
//! measured with: sentences of our own articles kept out of the index, whole and cut short, sentences of articles kept out
//! altogether, and sentences about other things (docs/decisions/0015).

use super::rank::Sums;

/// What may be said of the best document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It answers: "here is the answer". Of such, some three in four do.
    Answer,
    /// It may: "did you mean".
    Maybe,
    /// There is nothing: "we have nothing on this: talk to us". Of such, some one in ten does answer.
    Nothing,
}

/// Where an answer begins, and where nothing ends.
const ANSWER: f32 = 0.6;
const MAYBE: f32 = 0.2;

impl Verdict {
    pub(crate) fn of(sure: f32) -> Self {
        match sure {
            sure if sure >= ANSWER => Self::Answer,
            sure if sure >= MAYBE => Self::Maybe,
            _ => Self::Nothing,
        }
    }
}

/// What a ranking tells of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Signs {
    /// The part of the query's weight that the best document has.
    covered: f32,
    /// How far the best is ahead of the second, in parts of the best.
    ahead: f32,
    /// How much the best has, in words that no other document has.
    weight: f32,
    /// The part of the query's weight of words that the index has.
    known: f32,
    /// How many documents have half of what the best has, as a logarithm.
    crowd: f32,
}

impl Signs {
    /// Of the best two and the sums. `rare`: what a word weighs that no document has.
    pub(crate) fn of(best: &[(u32, f32)], sums: &Sums, rare: f32) -> Option<Self> {
        let (_, first) = *best.first()?;
        let second = best.get(1).map_or(0.0, |(_, sum)| *sum);
        let crowd = sums.of.iter().filter(|sum| **sum > first / 2.0).count();
        let most = sums.most.max(f32::MIN_POSITIVE);
        Some(Self {
            covered: first / most,
            ahead: (first - second) / first,
            weight: first / rare.max(f32::MIN_POSITIVE),
            known: sums.known / most,
            crowd: (crowd as f32).ln_1p(),
        })
    }

    /// How sure it is that the best document answers, from 0 to 1.
    pub(crate) fn sure(&self) -> f32 {
        let z = 2.5 * self.covered + 0.7 * self.ahead + 2.3 * self.weight + 2.5 * self.known
            - 0.4 * self.crowd
            - 4.4;
        1.0 / (1.0 + (-z).exp())
    }
}
