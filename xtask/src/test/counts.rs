//! How many passed and failed, from what a runner printed. Not here: what failed (digest.rs).

use std::fmt;

/// Of a ring, or of all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
}

impl std::ops::Add for Counts {
    type Output = Counts;
    fn add(self, other: Counts) -> Counts {
        Counts { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The sum over cargo's `test result:` lines; wasm-bindgen-test prints the same.
pub fn of_cargo(output: &str) -> Counts {
    let results = output.lines().filter_map(|line| line.trim_start().strip_prefix("test result:"));
    results.fold(Counts::default(), |sum, rest| {
        sum + Counts { passed: before(rest, "passed"), failed: before(rest, "failed") }
    })
}

/// The last `N passed, N failed` of a runner of our own; `None` if it did not get that far.
pub fn of_summary(output: &str) -> Option<Counts> {
    output.lines().rev().find_map(|line| {
        let (passed, failed) = line.trim().strip_suffix(" failed")?.split_once(" passed, ")?;
        Some(Counts { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
    })
}

/// The number that stands before a word: `; 2 failed` is 2.
fn before(text: &str, word: &str) -> u32 {
    let words: Vec<&str> = text.split([' ', ';', '.', ',']).filter(|word| !word.is_empty()).collect();
    words
        .windows(2)
        .find_map(|pair| if pair.get(1) == Some(&word) { pair.first()?.parse().ok() } else { None })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_every_result_line() {
        let output = "running 3 tests
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
   test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 filtered out; finished in 1.2s
not a test result: 9 passed";
        assert_eq!(of_cargo(output), Counts { passed: 4, failed: 2 });
        assert_eq!(of_cargo("no tests to run!"), Counts::default());
    }

    #[test]
    fn reads_the_last_summary() {
        let counts = Some(Counts { passed: 12, failed: 1 });
        assert_eq!(of_summary("9 passed, 9 failed\n12 passed, 1 failed\n\n"), counts);
        // Standard error may come later; a bad end is seen by its exit code.
        assert_eq!(of_summary("12 passed, 1 failed\n(node:1) Warning: x"), counts);
        for output in ["", "about 12 passed, 1 failed", "x passed, y failed"] {
            assert_eq!(of_summary(output), None, "{output}");
        }
    }

    #[test]
    fn prints_as_it_is_read() {
        let counts = Counts { passed: 7, failed: 2 };
        assert_eq!(of_summary(&counts.to_string()), Some(counts));
    }
}
