//! Every line of `table.txt`.

use klarna_help_wire::{find, redact};

/// `\n`, `\r`, `\\` and `\u{hex}`.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        rest = match after.split_at(1) {
            ("n", tail) => {
                out.push('\n');
                tail
            }
            ("r", tail) => {
                out.push('\r');
                tail
            }
            ("u", tail) => {
                let (hex, tail) = tail.strip_prefix('{').and_then(|t| t.split_once('}')).expect("\\u{hex}");
                out.push(char::from_u32(u32::from_str_radix(hex, 16).expect("hex")).expect("a character"));
                tail
            }
            (other, tail) => {
                out.push_str(other);
                tail
            }
        };
    }
    out + rest
}

#[test]
fn every_line_of_the_table_holds() {
    let mut wrong = Vec::new();
    let mut cases = (0, 0);
    for (number, line) in include_str!("table.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (kinds, text) = line.split_once(" | ").expect("kinds | text");
        let expected: Vec<&str> = kinds.split(' ').filter(|kind| *kind != "-").collect();
        let text = unescape(text);
        let found: Vec<&str> = find(&text).iter().map(|hit| hit.kind.as_str()).collect();
        if found != expected {
            wrong.push(format!("line {}: expected {expected:?}, found {found:?}: {text}", number + 1));
        }
        let once = redact(&text, &[]).text;
        if redact(&once, &[]).text != once {
            wrong.push(format!("line {}: masked again: {once}", number + 1));
        }
        if expected.is_empty() { cases.1 += 1 } else { cases.0 += 1 }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases.0 >= 250 && cases.1 >= 200, "the table shrank: {cases:?}");
}
