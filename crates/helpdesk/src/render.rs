//! A case as an agent reads it: what the customer wrote first, then the facts, one a line.
//!
//! Plain text, so that no helpdesk has a reason to run any of it. In English, the agents' language here; names of keys are
//! those of the API.

use crate::{OutCase, OutMessage};
use klarna_help_wire::Environment;

/// Longest subject, in characters.
const SUBJECT_MAX: usize = 150;

/// One line: no line end, which a mail's subject may not have. A playground's cases say so.
pub(crate) fn subject(case: &OutCase) -> String {
    let mark = if case.environment == Environment::Playground { "[playground] " } else { "" };
    let line = case.subject.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{mark}{line} ({})", case.key).chars().take(SUBJECT_MAX).collect()
}

/// The first message of a case.
pub(crate) fn body(case: &OutCase) -> String {
    let mut out = case.description.trim().to_owned();
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            out.push_str(&format!("\n\n{title}\n{}", lines.join("\n")));
        }
    };
    let line = |name: &str, value: &str| (!value.trim().is_empty()).then(|| format!("  {name}: {value}"));
    let facts = [
        line("case", case.key.as_str()),
        line("category", case.category.as_str()),
        line("order", &case.order_id),
        line("happened on", &case.happened_on),
        line("tried already", &case.tried),
        line("store", &case.client_id),
        line("market", &case.market),
        line("language", &case.locale),
        line("answer promised by", &case.expected_by),
    ];
    section("Facts", facts.into_iter().flatten().collect());
    let evidence = case.evidence.iter().filter_map(|note| line(&note.key, &note.note));
    section("Evidence in words", evidence.collect());
    let answers = case.answers.iter().map(|a| format!("  {}\n    {}", a.question, a.answer));
    section("Answered in the guide", answers.collect());
    let texts = case.context.texts();
    let mut page: Vec<String> =
        texts.into_iter().filter_map(|(name, value)| line(name, value.unwrap_or_default())).collect();
    page.extend(case.context.amount.map(|amount| format!("  amount: {amount} (minor units)")));
    section("The page the customer came from said", page);
    out
}

/// A customer's later message, where it stands under the relay's name.
pub(crate) fn marked(message: &OutMessage) -> String {
    format!("[Written by the customer, {}, on the help page]\n\n{}", message.email, message.text.trim())
}

/// A file's name that no header, path or terminal misreads: at most 120 characters, no separator, no control.
pub(crate) fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.chars().filter(|c| !c.is_control() && !klarna_help_wire::is_invisible(*c) && *c != '"');
    let short: String = plain.take(120).collect();
    if short.trim_matches(['.', ' ']).is_empty() { "file".to_owned() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Key;
    use klarna_help_wire::{Answer, Category, Context};

    #[test]
    fn an_agent_reads_the_customers_words_first_and_only_facts_that_are_there() {
        let case = OutCase {
            key: Key::new("KH-7F3K-9Q2M").unwrap(),
            client_id: "demo-shop".to_owned(),
            environment: Environment::Playground,
            subject: "Charged\r\ntwice".to_owned(),
            category: Category::ChargedTwice,
            locale: "en-GB".to_owned(),
            market: "GB".to_owned(),
            email: "a@b.example".to_owned(),
            description: "Two charges.".to_owned(),
            order_id: String::new(),
            happened_on: String::new(),
            evidence: Vec::new(),
            tried: String::new(),
            answers: vec![Answer { question: "Which?".to_owned(), answer: "Both".to_owned() }],
            context: Context { amount: Some(1999), page: Some("order".to_owned()), ..Context::default() },
            expected_by: "2026-11-30".to_owned(),
            attachments: Vec::new(),
        };
        assert_eq!(subject(&case), "[playground] Charged twice (KH-7F3K-9Q2M)");
        let text = body(&case);
        assert!(text.starts_with("Two charges.\n\nFacts\n  case: KH-7F3K-9Q2M\n"), "{text}");
        assert!(text.ends_with("said\n  page: order\n  amount: 1999 (minor units)"), "{text}");
        assert!(text.contains("guide\n  Which?\n    Both"), "{text}");
        assert!(!text.contains("order:") && !text.contains("tried"), "{text}");
    }

    #[test]
    fn a_file_name_is_only_a_name() {
        for (name, expected) in [
            ("€ kvitto å.png", "€ kvitto å.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\a.pdf", "a.pdf"),
            ("a\r\nb\".png", "ab.png"),
            ("gpj\u{202e}.exe", "gpj.exe"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(file_name(name), expected, "{name:?}");
        }
    }
}
