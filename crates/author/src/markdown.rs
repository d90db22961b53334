//! The Markdown subset, as the closed tree of blocks. What is outside the subset is refused, never dropped.

use crate::links::link;
use crate::refusal::Refusals;
use klarna_help_pack::{Block, Callout, Inline};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::path::Path;

/// Blocks of a text.
pub(crate) fn blocks(path: &Path, text: &str, refusals: &mut Refusals) -> Vec<Block> {
    let mut reader = Reader { path, refusals, events: Parser::new(text).collect(), at: 0 };
    let mut blocks = Vec::new();
    while let Some(event) = reader.next() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                blocks.push(Block::Heading(reader.inlines(TagEnd::Heading(HeadingLevel::H2))));
            }
            Event::Start(Tag::Paragraph) => blocks.push(Block::Paragraph(reader.inlines(TagEnd::Paragraph))),
            Event::Start(Tag::List(first)) => {
                let items = reader.items(first.is_some());
                blocks.push(if first.is_some() { Block::Steps(items) } else { Block::Bullets(items) });
            }
            Event::Start(Tag::BlockQuote(_)) => {
                if let Some(block) = reader.callout() {
                    blocks.push(block);
                }
            }
            other => reader.refuse(&other),
        }
    }
    blocks
}

struct Reader<'a, 'b> {
    path: &'a Path,
    refusals: &'b mut Refusals,
    events: Vec<Event<'a>>,
    at: usize,
}

impl<'a> Reader<'a, '_> {
    fn next(&mut self) -> Option<Event<'a>> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    fn refuse(&mut self, event: &Event<'_>) {
        let what = format!("holds {event:?}, which is outside the Markdown subset");
        self.refusals.add(
            self.path,
            what,
            "use paragraphs, ## headings, lists, strong, em, links and callouts",
        );
    }

    fn items(&mut self, ordered: bool) -> Vec<Vec<Inline>> {
        let mut items = Vec::new();
        while let Some(event) = self.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.inlines(TagEnd::Item)),
                Event::End(TagEnd::List(o)) if o == ordered => break,
                other => self.refuse(&other),
            }
        }
        items
    }

    fn callout(&mut self) -> Option<Block> {
        let mut paragraphs: Vec<Vec<Inline>> = Vec::new();
        while let Some(event) = self.next() {
            match event {
                Event::Start(Tag::Paragraph) => paragraphs.push(self.inlines(TagEnd::Paragraph)),
                Event::End(TagEnd::BlockQuote(_)) => break,
                other => self.refuse(&other),
            }
        }
        let mark = match paragraphs.first_mut().and_then(|p| p.first_mut()) {
            Some(Inline::Text(text)) => text,
            _ => return self.no_mark(),
        };
        let (callout, rest) = if let Some(rest) = mark.strip_prefix("[!NOTE]") {
            (Callout::Note, rest)
        } else if let Some(rest) = mark.strip_prefix("[!WARNING]") {
            (Callout::Warning, rest)
        } else {
            return self.no_mark();
        };
        *mark = rest.trim_start().to_owned();
        paragraphs.iter_mut().for_each(|p| p.retain(|i| !matches!(i, Inline::Text(t) if t.is_empty())));
        paragraphs.retain(|p| !p.is_empty());
        Some(Block::Callout(callout, paragraphs))
    }

    fn no_mark(&mut self) -> Option<Block> {
        self.refusals.add(
            self.path,
            "has a block quote that is no callout",
            "begin it with [!NOTE] or [!WARNING]",
        );
        None
    }

    /// Inlines until `end`. A paragraph inside a list item is taken as the item's text.
    fn inlines(&mut self, end: TagEnd) -> Vec<Inline> {
        let mut inlines: Vec<Inline> = Vec::new();
        while let Some(event) = self.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) if end == TagEnd::Item => {}
                Event::Text(text) => push_text(&mut inlines, &text),
                Event::SoftBreak | Event::HardBreak => push_text(&mut inlines, " "),
                Event::Start(Tag::Strong) => {
                    let text = self.plain(TagEnd::Strong);
                    inlines.push(Inline::Strong(text));
                }
                Event::Start(Tag::Emphasis) => {
                    let text = self.plain(TagEnd::Emphasis);
                    inlines.push(Inline::Em(text));
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let target = link(self.path, &dest_url, self.refusals);
                    let words = self.plain(TagEnd::Link);
                    if words.trim().is_empty() {
                        self.refusals.add(self.path, "has a link without words", "say where it leads");
                    }
                    inlines.extend(target.map(|target| Inline::Link(target, words)));
                }
                other => self.refuse(&other),
            }
        }
        split_facts(inlines)
    }

    /// Plain words until `end`.
    fn plain(&mut self, end: TagEnd) -> String {
        let mut text = String::new();
        while let Some(event) = self.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Text(part) => text.push_str(&part),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                other => self.refuse(&other),
            }
        }
        text
    }
}

fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    match inlines.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ => inlines.push(Inline::Text(text.into())),
    }
}

/// `{{fact:key}}` inside a text becomes a fact of its own.
fn split_facts(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        let Inline::Text(text) = inline else {
            out.push(inline);
            continue;
        };
        let mut rest = text.as_str();
        while let Some((before, key, after)) = next_fact(rest) {
            if !before.is_empty() {
                out.push(Inline::Text(before.into()));
            }
            out.push(Inline::Fact(key.into()));
            rest = after;
        }
        if !rest.is_empty() {
            out.push(Inline::Text(rest.into()));
        }
    }
    out
}

/// A plain text with its facts.
pub(crate) fn with_facts(text: &str) -> Vec<Inline> {
    split_facts(vec![Inline::Text(text.into())])
}

/// The text before the first `{{fact:key}}`, its key, and the text after.
fn next_fact(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{fact:")?;
    let (key, after) = rest.split_once("}}")?;
    Some((before, key, after))
}

/// The words of blocks, for the search index.
pub(crate) fn plain(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut add = |inlines: &[Inline]| {
        for inline in inlines {
            match inline {
                Inline::Text(t) | Inline::Strong(t) | Inline::Em(t) | Inline::Link(_, t) => text.push_str(t),
                Inline::Fact(_) => {}
            }
        }
        text.push('\n');
    };
    for block in blocks {
        match block {
            Block::Heading(inlines) | Block::Paragraph(inlines) => add(inlines),
            Block::Steps(items) | Block::Bullets(items) | Block::Callout(_, items) => {
                items.iter().for_each(|i| add(i))
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use klarna_help_pack::Link;

    fn read(text: &str) -> (Vec<Block>, usize) {
        let mut refusals = Refusals::default();
        let blocks = blocks(Path::new("a.md"), text, &mut refusals);
        (blocks, refusals.into_result(()).err().map_or(0, |list| list.len()))
    }

    fn text(t: &str) -> Inline {
        Inline::Text(t.into())
    }

    #[test]
    fn the_subset_becomes_blocks() {
        let (blocks, refused) = read(
            "Wait {{fact:refund-wait}} days, **then** ask.\n\n## Next\n\n1. One\n2. [Two](flow:refund-missing)\n\n> [!WARNING]\n> Never share a code.\n",
        );
        assert_eq!(refused, 0);
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![
                    text("Wait "),
                    Inline::Fact("refund-wait".into()),
                    text(" days, "),
                    Inline::Strong("then".into()),
                    text(" ask."),
                ]),
                Block::Heading(vec![text("Next")]),
                Block::Steps(vec![
                    vec![text("One")],
                    vec![Inline::Link(Link::Flow("refund-missing".into()), "Two".into())],
                ]),
                Block::Callout(Callout::Warning, vec![vec![text("Never share a code.")]]),
            ]
        );
    }

    #[test]
    fn what_is_outside_the_subset_is_refused_and_not_dropped() {
        for bad in [
            "<script>alert(1)</script>",
            "text <b>bold</b>",
            "![x](y.png)",
            "# Title",
            "`code`",
            "> quote",
            "[x](javascript:alert(1))",
            "[x](http://plain.example)",
            "- a\n  - nested",
            "---",
        ] {
            assert!(read(bad).1 > 0, "{bad}");
        }
    }
}
