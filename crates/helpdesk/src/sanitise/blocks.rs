//! Puts text together into blocks, within the limits of the wire.

use klarna_help_wire::{
    MESSAGE_BLOCKS_MAX, MESSAGE_INLINES_MAX, MESSAGE_TEXT_MAX, MessageBlock, MessageHref, MessageInline,
    is_invisible,
};

/// What stands where a message was cut.
const CUT: &str = "[…]";

/// The blocks so far, and the one that is open.
#[derive(Default)]
pub(super) struct Blocks {
    done: Vec<MessageBlock>,
    /// The open paragraph, list item or preformatted text.
    line: Vec<MessageInline>,
    group: Option<Group>,
    preformatted: Option<String>,
    link: Option<(MessageHref, String)>,
    /// Line ends since the last text: one is a break, two are a new paragraph.
    ends: u8,
    /// White space since the last text.
    space: bool,
    chars: usize,
    pieces: usize,
    is_cut: bool,
}

/// A block of several paragraphs. One at a time: what is nested becomes part of the outer one.
enum Group {
    List { ordered: bool, items: Vec<Vec<MessageInline>> },
    Quote { paragraphs: Vec<Vec<MessageInline>> },
}

impl Blocks {
    /// Text whose white space is only a separator.
    pub(super) fn text(&mut self, text: &str) {
        if self.preformatted.is_some() {
            return self.verbatim(text);
        }
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
            } else if !c.is_control() && !is_invisible(c) {
                self.push(c);
            }
        }
    }

    /// Text whose white space counts.
    fn verbatim(&mut self, text: &str) {
        for c in text.chars() {
            let kept = c == '\n' || c == '\t' || (!c.is_control() && !is_invisible(c));
            if !kept || !self.has_room() {
                continue;
            }
            if let Some(open) = &mut self.preformatted {
                open.push(c);
                self.chars += 1;
            }
        }
    }

    fn push(&mut self, c: char) {
        if self.ends >= 2 {
            self.flush();
        }
        let breaks = std::mem::take(&mut self.ends) == 1;
        let spaced = std::mem::take(&mut self.space);
        if !self.has_room() {
            return;
        }
        let open_text = self.link.as_ref().map_or_else(
            || matches!(self.line.last(), Some(MessageInline::Text { .. })),
            |(_, text)| !text.is_empty(),
        );
        let begun = !self.line.is_empty() || open_text;
        if breaks && begun {
            self.end_link_text();
            self.piece(MessageInline::Break);
        }
        let space = spaced && begun && !breaks;
        self.chars += 1 + usize::from(space);
        if let Some((_, text)) = &mut self.link {
            // A blank before a link belongs to the text before it.
            if space && text.is_empty() {
                self.append_text(' ');
            } else if space {
                text.push(' ');
            }
            if let Some((_, text)) = &mut self.link {
                text.push(c);
            }
            return;
        }
        if space {
            self.append_text(' ');
        }
        self.append_text(c);
    }

    fn append_text(&mut self, c: char) {
        if let Some(MessageInline::Text { text }) = self.line.last_mut() {
            text.push(c);
        } else {
            self.piece(MessageInline::Text { text: c.to_string() });
        }
    }

    fn piece(&mut self, piece: MessageInline) {
        self.pieces += 1;
        self.line.push(piece);
    }

    fn has_room(&mut self) -> bool {
        let room = self.chars < MESSAGE_TEXT_MAX
            && self.pieces < MESSAGE_INLINES_MAX - 2
            && self.done.len() < MESSAGE_BLOCKS_MAX - 3;
        self.is_cut |= !room;
        room
    }

    /// A line ends; two in a row are a blank line.
    pub(super) fn line_break(&mut self) {
        if self.preformatted.is_some() {
            return self.verbatim("\n");
        }
        self.ends = self.ends.saturating_add(1);
        self.space = false;
    }

    /// What follows begins a line.
    pub(super) fn line_start(&mut self) {
        self.ends = self.ends.max(1);
        self.space = false;
    }

    /// What follows begins a paragraph.
    pub(super) fn paragraph(&mut self) {
        self.ends = self.ends.max(2);
        self.space = false;
    }

    /// What follows is a cell beside the one before.
    pub(super) fn cell(&mut self) {
        self.space = true;
    }

    pub(super) fn link_start(&mut self, href: MessageHref) {
        self.link_end();
        self.link = Some((href, String::new()));
    }

    pub(super) fn link_end(&mut self) {
        self.end_link_text();
        self.link = None;
    }

    /// Writes the link's text so far; the link stays open.
    fn end_link_text(&mut self) {
        if let Some((href, text)) = &mut self.link
            && !text.is_empty()
        {
            let link = MessageInline::Link { href: href.clone(), text: std::mem::take(text) };
            self.piece(link);
        }
    }

    pub(super) fn list_start(&mut self, ordered: bool) {
        self.paragraph();
        if self.group.is_none() {
            self.flush();
            self.group = Some(Group::List { ordered, items: Vec::new() });
        }
    }

    pub(super) fn item_start(&mut self) {
        self.paragraph();
        if matches!(self.group, Some(Group::List { .. })) {
            self.flush();
        }
    }

    pub(super) fn list_end(&mut self) {
        self.paragraph();
        if matches!(self.group, Some(Group::List { .. })) {
            self.close_group();
        }
    }

    pub(super) fn quote_start(&mut self) {
        self.paragraph();
        if self.group.is_none() {
            self.flush();
            self.group = Some(Group::Quote { paragraphs: Vec::new() });
        }
    }

    pub(super) fn quote_end(&mut self) {
        self.paragraph();
        if matches!(self.group, Some(Group::Quote { .. })) {
            self.close_group();
        }
    }

    pub(super) fn preformatted_start(&mut self) {
        self.paragraph();
        if self.preformatted.is_none() {
            self.flush();
            self.preformatted = Some(String::new());
        }
    }

    pub(super) fn preformatted_end(&mut self) {
        let Some(text) = self.preformatted.take() else { return };
        let text = text.trim_matches('\n').trim_end().to_owned();
        if self.group.is_none() {
            if !text.is_empty() {
                self.done.push(MessageBlock::Preformatted { text });
            }
        } else {
            // A group holds lines only.
            self.chars = self.chars.saturating_sub(text.chars().count());
            for line in text.lines() {
                self.text(line);
                self.line_start();
            }
        }
        self.paragraph();
    }

    /// Ends the open paragraph or item.
    fn flush(&mut self) {
        self.end_link_text();
        (self.ends, self.space) = (0, false);
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return;
        }
        match &mut self.group {
            Some(Group::List { items, .. }) => items.push(line),
            Some(Group::Quote { paragraphs }) => paragraphs.push(line),
            None => self.done.push(MessageBlock::Paragraph { content: line }),
        }
    }

    fn close_group(&mut self) {
        self.flush();
        match self.group.take() {
            Some(Group::List { ordered, items }) if !items.is_empty() => {
                self.done.push(MessageBlock::List { ordered, items });
            }
            Some(Group::Quote { paragraphs }) if !paragraphs.is_empty() => {
                self.done.push(MessageBlock::Quote { paragraphs });
            }
            _ => {}
        }
    }

    /// The input was longer than what was read.
    pub(super) fn cut(&mut self) {
        self.is_cut = true;
    }

    pub(super) fn finish(mut self) -> Vec<MessageBlock> {
        self.preformatted_end();
        self.close_group();
        self.flush();
        if self.is_cut {
            let text = MessageInline::Text { text: CUT.to_owned() };
            self.done.push(MessageBlock::Paragraph { content: vec![text] });
        }
        self.done
    }
}
