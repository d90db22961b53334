//! Just enough HTML to edit a document of our own: start tags with their attributes, raw text, replacements by range.
//!
//! Not here: what is edited (frame.rs). Not a parser for documents that others wrote.

use std::ops::Range;

/// A start tag; for `script`, `style`, `title` and `textarea` also its text and end tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// Lower case.
    pub name: String,
    /// In order; names in lower case, values as written between the quotes.
    pub attributes: Vec<(String, String)>,
    /// From `<` to `>`.
    pub start: Range<usize>,
    /// From `<` to the end of the end tag for elements of raw text; else the same as `start`.
    pub whole: Range<usize>,
    /// The raw text.
    pub text: String,
}

impl Tag {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Gives an attribute a value, in its place or at the end.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// The start tag written anew from its attributes.
    pub fn write(&self) -> String {
        let mut tag = format!("<{}", self.name);
        for (key, value) in &self.attributes {
            tag.push(' ');
            tag.push_str(key);
            if !value.is_empty() {
                let quote = if value.contains('"') { '\'' } else { '"' };
                tag.push_str(&format!("={quote}{value}{quote}"));
            }
        }
        tag.push('>');
        tag
    }
}

/// Every start tag, outside comments and raw text.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = find(html, at, "<") {
        let rest = html.get(open..).unwrap_or_default();
        if rest.starts_with("<!--") {
            at = find(html, open, "-->").map_or(html.len(), |end| end + 3);
        } else if rest.chars().nth(1).is_some_and(|next| next.is_ascii_alphabetic()) {
            let tag = read_tag(html, open);
            at = tag.whole.end;
            found.push(tag);
        } else {
            at = open + 1;
        }
    }
    found
}

/// Puts each replacement in the place of its range. Ranges do not overlap.
pub fn replace(html: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for (range, text) in edits {
        out.push_str(html.get(at..range.start).unwrap_or_default());
        out.push_str(&text);
        at = range.end;
    }
    out + html.get(at..).unwrap_or_default()
}

/// Without comments, indentation and empty lines. A line break stays: between words it is a space.
pub fn squeeze(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn read_tag(html: &str, open: usize) -> Tag {
    let end = tag_end(html, open);
    let inside = html.get(open + 1..end - 1).unwrap_or_default().trim_end_matches('/');
    let name_length = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(name_length);
    let name = name.to_ascii_lowercase();
    let mut tag = Tag {
        attributes: read_attributes(attributes),
        start: open..end,
        whole: open..end,
        text: String::new(),
        name,
    };
    if ["script", "style", "title", "textarea"].contains(&tag.name.as_str()) {
        let close = format!("</{}", tag.name);
        let text_end = find(html, end, &close).unwrap_or(html.len());
        tag.text = html.get(end..text_end).unwrap_or_default().to_owned();
        tag.whole.end = find(html, text_end, ">").map_or(html.len(), |at| at + 1);
    }
    tag
}

/// One past the `>` that closes the tag, which is not one inside quotes.
fn tag_end(html: &str, open: usize) -> usize {
    let mut quote = None;
    for (at, c) in html.get(open..).unwrap_or_default().char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            (None, '>') => return open + at + 1,
            _ => {}
        }
    }
    html.len()
}

fn read_attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let length = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        if name.is_empty() {
            return attributes;
        }
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => read_value(value.trim_start()),
            None => ("", after),
        };
        attributes.push((name.to_ascii_lowercase(), value.to_owned()));
        rest = after;
    }
}

fn read_value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = rest.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

fn find(html: &str, from: usize, needle: &str) -> Option<usize> {
    html.get(from..)?.find(needle).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_attributes_and_raw_text() {
        let html = "<!doctype html><!-- <b> --><p data-a='1 > 0' hidden>x</p><script type=module>if (a < b) '<i>'</script ><br/>";
        let tags = tags(html);
        let names: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["p", "script", "br"]);
        assert_eq!(tags[0].attribute("data-a"), Some("1 > 0"));
        assert_eq!(tags[0].attribute("hidden"), Some(""));
        assert_eq!(tags[1].attribute("type"), Some("module"));
        assert_eq!(tags[1].text, "if (a < b) '<i>'");
        assert_eq!(&html[tags[1].whole.clone()], "<script type=module>if (a < b) '<i>'</script >");
    }

    #[test]
    fn a_tag_writes_itself() {
        for html in [r#"<link rel="preload" crossorigin href="__KH_PACK__">"#, r#"<meta content='{"a":1}'>"#]
        {
            assert_eq!(tags(html)[0].write(), html);
        }
    }

    #[test]
    fn replaces_in_any_order() {
        assert_eq!(replace("abcdef", vec![(4..5, "E!".into()), (0..2, String::new())]), "cdE!f");
    }

    #[test]
    fn squeezes_comments_and_indentation_only() {
        assert_eq!(squeeze("<p>\n    one\n\n  <!-- two\n --> <b>two</b></p>"), "<p>\none\n<b>two</b></p>");
    }

    #[test]
    fn unfinished_input_ends() {
        for html in ["<", "<p", "<p a=\"", "<!--", "<script>x", "<script"] {
            tags(html);
            squeeze(html);
        }
    }
}
