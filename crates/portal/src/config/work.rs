//! `[work]` of `portal.toml`: when a proof of work is asked for, and how hard it is.

use super::{ConfigError, Limits};
use klarna_help_wire::WORK_MAX;
use serde::Deserialize;

/// When work is asked for.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Work {
    /// When.
    pub ask: Ask,
    /// The largest number that a solution can be; half of it is the mean of the hashes that it takes.
    pub number_max: u32,
    /// Under pressure is a prefix whose bucket holds less than so many hundredths.
    pub below_percent: u32,
    /// Under pressure is the portal when more comes in than so many prefixes may send in the long run.
    pub busy_prefixes: u32,
}

/// When a proof of work is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ask {
    /// Never.
    Never,
    /// When a prefix's bucket runs low, or the portal is busy.
    #[default]
    Pressure,
    /// Of every case and every look-up.
    Always,
}

impl Default for Work {
    fn default() -> Self {
        Self { ask: Ask::Pressure, number_max: 100_000, below_percent: 50, busy_prefixes: 100 }
    }
}

impl Work {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        for (key, empty) in [
            ("work.number_max", self.number_max == 0),
            ("work.below_percent", self.below_percent == 0),
            ("work.busy_prefixes", self.busy_prefixes == 0),
        ] {
            if empty {
                return Err(ConfigError::Empty { key: key.to_owned() });
            }
        }
        if self.number_max > WORK_MAX {
            return Err(ConfigError::TooLarge { key: "work.number_max".to_owned(), max: WORK_MAX });
        }
        if self.below_percent > 100 {
            return Err(ConfigError::TooLarge { key: "work.below_percent".to_owned(), max: 100 });
        }
        Ok(())
    }

    /// Whether work is asked for: of a busy portal, and of a bucket that is so full (0 to 1).
    pub(crate) fn is_asked(&self, busy: bool, level: f64) -> bool {
        match self.ask {
            Ask::Never => false,
            Ask::Always => true,
            Ask::Pressure => busy || level < f64::from(self.below_percent) / 100.0,
        }
    }

    /// Cases and look-ups a minute of everybody together from which on the portal is busy.
    pub(crate) fn busy_per_minute(&self, limits: &Limits) -> u32 {
        limits.cases_per_minute.saturating_mul(self.busy_prefixes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_asked_for_under_pressure_alone() {
        let check = |ask, busy, level, expected| {
            let work = Work { ask, ..Work::default() };
            assert_eq!(work.is_asked(busy, level), expected, "{ask:?} {busy} {level}");
        };
        check(Ask::Pressure, false, 1.0, false);
        check(Ask::Pressure, false, 0.5, false);
        check(Ask::Pressure, false, 0.49, true);
        check(Ask::Pressure, true, 1.0, true);
        check(Ask::Never, true, 0.0, false);
        check(Ask::Always, false, 1.0, true);
    }

    #[test]
    fn a_number_that_no_telephone_finds_is_refused() {
        let check = |work: Work, expected: &str| {
            assert!(work.check().unwrap_err().to_string().starts_with(expected));
        };
        check(Work { number_max: WORK_MAX + 1, ..Work::default() }, "work.number_max: at most 200000");
        check(Work { below_percent: 101, ..Work::default() }, "work.below_percent: at most 100");
        check(Work { busy_prefixes: 0, ..Work::default() }, "work.busy_prefixes");
        assert!(Work::default().check().is_ok());
    }
}
