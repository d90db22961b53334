//! The part of a long output that says what failed. The whole of it is in the ring's log.
//!
//! Not here: counting (counts.rs).

/// Longest digest in lines: more would hide the first failure, which is the one to read.
const MOST: usize = 160;

/// cargo's words: compile errors and each `failures:` section. If there is neither, the end of the output.
pub fn of_cargo(output: &str) -> String {
    let mut kept = Vec::new();
    let (mut in_error, mut in_failures) = (false, false);
    for line in output.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("error") && (trimmed.starts_with("error:") || trimmed.starts_with("error[")) {
            in_error = true;
        } else if trimmed == "failures:" {
            in_failures = true;
        }
        if in_error || in_failures {
            kept.push(line);
        }
        in_error &= !trimmed.is_empty();
        in_failures &= !trimmed.starts_with("test result:");
    }
    if kept.is_empty() { end(output) } else { head(&kept) }
}

/// The last lines of any output.
pub fn end(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    lines.iter().skip(lines.len().saturating_sub(MOST)).copied().collect::<Vec<_>>().join("\n")
}

fn head(lines: &[&str]) -> String {
    let mut text = lines.iter().take(MOST).copied().collect::<Vec<_>>().join("\n");
    if lines.len() > MOST {
        text += &format!("\n… {} more lines in the log", lines.len() - MOST);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_failures_and_errors_only() {
        let output = "test a ... ok\n\nfailures:\n\n---- b stdout ----\nleft: 1\n\nfailures:\n    b\n\ntest result: FAILED. 1 passed; 1 failed\nDoc-tests\n";
        let digest = of_cargo(output);
        assert!(
            digest.starts_with("failures:") && digest.ends_with("1 failed") && digest.contains("left: 1"),
            "{digest}"
        );
        let output =
            "   Compiling x\nwarning: y\n\nerror[E0308]: mismatched\n --> src/a.rs:1\n  |\n\nwarning: z\n";
        assert_eq!(of_cargo(output).trim_end(), "error[E0308]: mismatched\n --> src/a.rs:1\n  |");
    }

    #[test]
    fn without_either_the_end_and_never_too_much() {
        assert_eq!(of_cargo("a\nb"), "a\nb");
        let long: String = (0..500).map(|n| format!("error: {n}\n")).collect();
        assert_eq!(of_cargo(&long).lines().count(), MOST + 1);
        assert_eq!(end(&long).lines().last(), Some("error: 499"));
    }
}
