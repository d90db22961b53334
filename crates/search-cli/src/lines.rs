//! Which lines of a plain text are sentences that customers ask, and which are the article.
//!
//! A list of asks is many short lines, each a sentence of its own. Prose has long lines, or is wrapped, so that its lines
//! end within a sentence.

/// A body's lines, parted.
#[derive(Debug, Default, PartialEq)]
pub struct Parts {
    /// Sentences, one a line.
    pub asks: Vec<String>,
    /// All other text.
    pub body: String,
}

/// Most words of a line that is a sentence of its own.
const WORDS_MAX: usize = 40;
/// Fewest lines of a list.
const LINES_MIN: usize = 3;

/// Parts a body: a text of which most lines read as whole sentences is a list of asks; questions are asks anywhere.
pub fn part(body: &str) -> Parts {
    let lines: Vec<&str> = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let short = |line: &str| line.split_whitespace().count() <= WORDS_MAX;
    let whole = |line: &str| {
        let begins = line.chars().next().is_some_and(|c| !c.is_lowercase() || line.starts_with("i "));
        short(line) && (line.ends_with(['?', '!', '.', '…']) || begins)
    };
    let list =
        lines.len() >= LINES_MIN && lines.iter().filter(|line| whole(line)).count() * 5 >= lines.len() * 3;
    let mut parts = Parts::default();
    for line in lines {
        if (list && short(line)) || (short(line) && line.ends_with('?')) {
            parts.asks.push(line.to_owned());
        } else {
            parts.body.push_str(line);
            parts.body.push('\n');
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_list_of_sentences_is_asks_and_prose_is_not() {
        let list = "How do I pay?\nI want to pay now\nPay my bill.\ni paid already";
        assert_eq!(part(list).asks.len(), 4);
        let wrapped =
            "You can pay in the app, and\nthen wait for a day until\nthe store has it. Do you\nsee it?";
        assert_eq!(part(wrapped).asks, ["see it?"]);
        assert_eq!(part("One paragraph of help.").body, "One paragraph of help.\n");
        assert_eq!(part("").asks.len() + part("").body.len(), 0);
    }
}
