//! How sure a find is: a calibrated value, and what the widget may say by it.

use super::rank::Sums;

/// What may be said of the best document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It answers: "here is the answer".
    Answer,
    /// It may: "did you mean".
    Maybe,
    /// There is nothing: "we have nothing on this: talk to us".
    Nothing,
}

impl Verdict {
    pub(crate) fn of(sure: f32) -> Self {
        match sure {
            sure if sure >= 0.6 => Self::Answer,
            sure if sure >= 0.2 => Self::Maybe,
            _ => Self::Nothing,
        }
    }
}

/// How sure it is that the best document answers, from 0 to 1. An exact title is certain.
pub(crate) fn sure(best: &[(u32, f32)], sums: &Sums, titled: bool) -> f32 {
    if titled {
        return 1.0;
    }
    let Some((_, first)) = best.first() else { return 0.0 };
    let second = best.get(1).map_or(0.0, |(_, sum)| *sum);
    let covered = first / sums.most.max(f32::MIN_POSITIVE);
    let ahead = (first - second) / first;
    let z = -3.0 + 4.0 * covered + 1.0 * ahead + 0.3 * first;
    1.0 / (1.0 + (-z).exp())
}
