//! When what customers wrote is erased by itself: some months after their case ended.
//!
//! Not here: what goes and what stays (`store::erase`), erasing on request (the binary's `erase`).

use crate::config::Retention;
use crate::store::{Erased, Store, StoreError};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Cases in one go.
const BATCH: i64 = 200;
/// Most that a dry run counts.
const COUNT_MAX: i64 = 1_000_000;

/// What was erased, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Cases.
    pub cases: usize,
    /// Cases that only lost their files.
    pub files_of: usize,
    /// Ids of files whose bytes have to follow.
    pub files: Vec<String>,
}

/// Erases what has been kept long enough; with `dry` only counts.
///
/// # Errors
/// [`StoreError`]; what was erased before stays so.
pub async fn run(store: &Store, config: Retention, now: Timestamp, dry: bool) -> Result<Outcome, StoreError> {
    let (cases, files) = (months_before(now, config.cases_months), months_before(now, config.files_months));
    let mut outcome = Outcome::default();
    if dry {
        outcome.cases = store.ended_before(cases, COUNT_MAX).await?.len();
        outcome.files_of = store.ended_with_files(files, COUNT_MAX).await?.len();
        return Ok(outcome);
    }
    loop {
        let mut moved = false;
        for id in store.ended_before(cases, BATCH).await? {
            // One that was held meanwhile is not listed again.
            if let Erased::Done(files) = store.erase(&id, now.as_second()).await? {
                outcome.cases += 1;
                outcome.files.extend(files);
            }
            moved = true;
        }
        for id in store.ended_with_files(files, BATCH).await? {
            outcome.files.extend(store.erase_files(&id).await?);
            outcome.files_of += 1;
            moved = true;
        }
        if !moved {
            return Ok(outcome);
        }
    }
}

/// Unix seconds of the same day so many months before, or the last of that month.
fn months_before(now: Timestamp, months: u32) -> i64 {
    let before = now.to_zoned(TimeZone::UTC).checked_sub(i64::from(months).months());
    // A span too long for the calendar erases nothing.
    before.map_or(i64::MIN, |before| before.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_calendar() {
        let check = |now: &str, months, expected: &str| {
            let second = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
            assert_eq!(months_before(now.parse().unwrap(), months), second(expected), "{now} {months}");
        };
        check("2026-11-23T09:00:00Z", 24, "2024-11-23T09:00:00Z");
        check("2026-08-31T09:00:00Z", 6, "2026-02-28T09:00:00Z");
    }
}
