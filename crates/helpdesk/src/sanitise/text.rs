//! Plain text into blocks.

use super::blocks::Blocks;
use super::bounded;
use klarna_help_wire::{MessageBlock, MessageHref};

/// What a customer may see of an agent's plain text: paragraphs at blank lines, lines that begin with `>` as a quote,
/// addresses of `http` and `https` as links.
pub fn sanitise_text(text: &str) -> Vec<MessageBlock> {
    let (text, cut) = bounded(text);
    let mut blocks = Blocks::default();
    let (mut quoted, mut history) = (false, false);
    for line in text.lines() {
        let line = line.trim_end();
        history |= is_history(line);
        let quote = history || line.starts_with('>');
        if quote && !quoted {
            blocks.quote_start();
        } else if quoted && !quote {
            blocks.quote_end();
        }
        quoted = quote;
        words(&mut blocks, line.trim_start_matches(['>', ' ', '\t']));
        blocks.line_break();
    }
    if cut {
        blocks.cut();
    }
    blocks.finish()
}

/// The line that mail programs of one large maker put above the thread.
fn is_history(line: &str) -> bool {
    let inner = line.trim().trim_matches('-');
    line.trim().starts_with("-----") && line.trim().ends_with("-----") && inner.contains("Original Message")
}

fn words(blocks: &mut Blocks, line: &str) {
    for (i, word) in line.split(char::is_whitespace).enumerate() {
        if i > 0 {
            blocks.text(" ");
        }
        let (before, address, after) = address(word);
        blocks.text(before);
        if let Some(href) = address {
            blocks.link_start(href.clone());
            blocks.text(href.as_str());
            blocks.link_end();
        }
        blocks.text(after);
    }
}

/// A web address in a word, without the brackets around it and the punctuation after it.
fn address(word: &str) -> (&str, Option<MessageHref>, &str) {
    let start = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min();
    let Some((before, rest)) = start.and_then(|start| word.split_at_checked(start)) else {
        return (word, None, "");
    };
    let address = rest.split(['<', '>', '"']).next().unwrap_or_default();
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '}']);
    let address = if address.contains('(') { address } else { address.trim_end_matches(')') };
    match MessageHref::parse(address) {
        Some(href) => (before, Some(href), rest.get(address.len()..).unwrap_or_default()),
        None => (word, None, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use klarna_help_wire::message_to_text;

    #[test]
    fn plain_text_keeps_its_lines_paragraphs_and_quotes() {
        let check = |text: &str, expected: &str| assert_eq!(message_to_text(&sanitise_text(text)), expected);
        check("Hej\r\nAnna\r\n\r\n\r\nMvh", "Hej\nAnna\n\nMvh");
        check("Yes.\n\n> Is it paid?\n>> before", "Yes.\n\n> Is it paid?\n> before");
        check("> a\nb", "> a\n\nb");
        check(
            "Done.\n-----Original Message-----\nFrom: x",
            "Done.\n\n> -----Original Message-----\n> From: x",
        );
        check("<b>no markup</b> & more", "<b>no markup</b> & more");
        check("", "");
    }

    #[test]
    fn an_address_in_text_is_a_link_without_its_punctuation() {
        let check = |word: &str, expected: Option<&str>| {
            let (before, href, after) = address(word);
            assert_eq!(href.as_ref().map(MessageHref::as_str), expected, "{word}");
            let whole = format!("{before}{}{after}", expected.unwrap_or_default());
            assert_eq!(whole, word, "nothing of the word is lost");
        };
        check("https://a.example/x?y=1", Some("https://a.example/x?y=1"));
        check("(https://a.example/).", Some("https://a.example/"));
        check("https://a.example/x_(y)", Some("https://a.example/x_(y)"));
        check("<https://a.example>", Some("https://a.example"));
        check("javascript:alert(1)", None);
        check("https://", None);
    }
}
