//! HTML tokens into blocks.

use super::blocks::Blocks;
use super::tags::{Role, begins_history, hides, is_history, is_void, role};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use klarna_help_wire::MessageHref;
use std::borrow::Cow;
use std::cell::RefCell;

/// Deepest nesting that is followed. What lies deeper is dropped: no mail is that deep for the reader's sake.
const DEPTH_MAX: usize = 200;

/// Longest tag that is read, in bytes; a longer one is skipped. The tokenizer compares each attribute of a tag with all
/// before it. What is longer is an inline image, which is dropped anyway, or no mail.
const TAG_MAX: usize = 16 * 1024;

/// Reads HTML, a fragment or a document.
pub(super) fn read(html: &str) -> Blocks {
    let html = without_long_tags(html);
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.state.into_inner().blocks
}

/// The text without tags of more than [`TAG_MAX`] bytes.
fn without_long_tags(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let end = start + tag_length(html.as_bytes().get(start..).unwrap_or_default());
        if end - start > TAG_MAX {
            kept.push_str(html.get(copied..start).unwrap_or_default());
            copied = end;
        }
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(kept)
}

/// How long the tag is that begins here, to its `>` outside quotes; 1 if none begins. A quote counts only where a value
/// may begin, after `=`.
fn tag_length(bytes: &[u8]) -> usize {
    if !matches!(bytes, [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..]) {
        return 1;
    }
    let (mut quote, mut value) = (None, false);
    for (i, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return i + 1,
            (None, b'"' | b'\'') if value => (quote, value) = (Some(byte), false),
            (None, b'=') => value = true,
            (None, byte) => value &= byte.is_ascii_whitespace(),
        }
    }
    bytes.len()
}

#[derive(Default)]
struct Sink {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    blocks: Blocks,
    open: Vec<Element>,
    /// How many of `open` are dropped.
    dropped: usize,
    /// How many elements are open beyond the deepest.
    beyond: usize,
}

struct Element {
    name: String,
    role: Role,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::CharacterTokens(text) => state.text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                state.start(&tag);
                return match &*tag.name {
                    "script" => TokenSinkResult::RawData(ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(Rawtext),
                    "textarea" | "title" => TokenSinkResult::RawData(Rcdata),
                    "plaintext" => TokenSinkResult::Plaintext,
                    _ => TokenSinkResult::Continue,
                };
            }
            Token::TagToken(tag) => state.end(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn text(&mut self, text: &str) {
        if self.is_shown() {
            self.blocks.text(text);
        }
    }

    fn is_shown(&self) -> bool {
        self.dropped == 0 && self.beyond == 0
    }

    fn start(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let attribute = |wanted: &str| {
            let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == wanted);
            found.map(|attribute| &*attribute.value)
        };
        if is_void(name) {
            match name {
                "br" if self.is_shown() => self.blocks.line_break(),
                "hr" if self.is_shown() => self.blocks.paragraph(),
                _ => {}
            }
            return;
        }
        self.close_implied(name);
        if self.open.len() >= DEPTH_MAX {
            self.beyond += 1;
            return;
        }
        let hidden = attribute("hidden").is_some() || attribute("style").is_some_and(hides);
        let id = attribute("id").unwrap_or_default();
        let mut role = if hidden { Role::Dropped } else { role(name) };
        if role != Role::Dropped && is_history(attribute("class").unwrap_or_default(), id) {
            role = Role::Quote;
        }
        self.open.push(Element { name: name.to_owned(), role });
        if role == Role::Dropped {
            self.dropped += 1;
        } else if self.is_shown() {
            self.begin(role, attribute("href"));
            if begins_history(id) {
                self.blocks.quote_start();
            }
        }
    }

    fn begin(&mut self, role: Role, href: Option<&str>) {
        match role {
            Role::Inline | Role::Dropped => {}
            Role::Line => self.blocks.line_start(),
            Role::Paragraph => self.blocks.paragraph(),
            Role::Cell => self.blocks.cell(),
            Role::List { ordered } => self.blocks.list_start(ordered),
            Role::Item => self.blocks.item_start(),
            Role::Quote => self.blocks.quote_start(),
            Role::Preformatted => self.blocks.preformatted_start(),
            Role::Link => match href.map(str::trim).and_then(MessageHref::parse) {
                Some(href) => self.blocks.link_start(href),
                None => self.blocks.link_end(),
            },
        }
    }

    fn end(&mut self, name: &str) {
        // `</br>` is what it would be in a browser.
        if name == "br" && self.is_shown() {
            return self.blocks.line_break();
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let block = role(name).is_block();
        let mut at = None;
        for (i, element) in self.open.iter().enumerate().rev() {
            if element.name == name {
                at = Some(i);
                break;
            }
            // What is opened in a cell is closed in it, and an inline end closes no block.
            let wall = matches!(element.role, Role::Cell) && !matches!(name, "tr" | "table" | "tbody");
            if wall || (!block && element.role.is_block()) {
                break;
            }
        }
        if let Some(at) = at {
            self.close_to(at);
        }
    }

    /// Ends what a start tag ends without saying so: a paragraph, an item, a cell, a row.
    fn close_implied(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "li" => &["li"],
            "td" | "th" => &["td", "th"],
            "tr" => &["tr"],
            "dt" | "dd" => &["dt", "dd"],
            "option" => &["option"],
            "a" => &["a"],
            _ if role(name).is_block() => &["p"],
            _ => return,
        };
        let mut found = None;
        for (i, element) in self.open.iter().enumerate().rev() {
            if ends.contains(&element.name.as_str()) {
                found = Some(i);
                break;
            }
            let inside = matches!(element.role, Role::List { .. } | Role::Quote)
                || matches!(element.name.as_str(), "table" | "div" | "body" | "dl" | "select")
                || (name != "tr" && element.role == Role::Cell);
            if inside {
                break;
            }
        }
        if let Some(at) = found {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, at: usize) {
        while self.open.len() > at {
            let Some(element) = self.open.pop() else { return };
            if element.role == Role::Dropped {
                self.dropped = self.dropped.saturating_sub(1);
            } else if self.dropped == 0 {
                self.finish(element.role);
            }
        }
    }

    fn finish(&mut self, role: Role) {
        match role {
            Role::Inline | Role::Dropped => {}
            Role::Line => self.blocks.line_start(),
            Role::Paragraph => self.blocks.paragraph(),
            Role::Cell => self.blocks.cell(),
            Role::List { .. } if self.open.iter().any(|e| matches!(e.role, Role::List { .. })) => {
                self.blocks.paragraph();
            }
            Role::List { .. } => self.blocks.list_end(),
            Role::Item => self.blocks.paragraph(),
            Role::Quote if self.open.iter().any(|e| e.role == Role::Quote) => self.blocks.paragraph(),
            Role::Quote => self.blocks.quote_end(),
            Role::Preformatted => self.blocks.preformatted_end(),
            Role::Link => self.blocks.link_end(),
        }
    }
}
