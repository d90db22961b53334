//! What a support agent wrote, as a closed tree of blocks: no value of it can hold markup, a script or an address that
//! a browser would run.
//!
//! Here: the tree, its limits, the one kind of address it may hold, and its plain text. Not here: making it from an
//! agent's HTML (`klarna-help-helpdesk`, on the portal), drawing it (the widget).

use serde::{Deserialize, Serialize};

/// Most characters of text in one message, addresses of links not counted.
pub const MESSAGE_TEXT_MAX: usize = 20_000;
/// Most blocks in one message.
pub const MESSAGE_BLOCKS_MAX: usize = 300;
/// Most pieces (texts, breaks, links) in one message, over all blocks.
pub const MESSAGE_INLINES_MAX: usize = 3_000;
/// Longest address of a link, in bytes.
pub const MESSAGE_LINK_MAX: usize = 2_000;

/// A block of a message. Flat on purpose: a list or a quote inside another becomes part of the outer one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MessageBlock {
    /// A paragraph.
    Paragraph {
        /// What it says.
        content: Vec<MessageInline>,
    },
    /// A list.
    List {
        /// Whether its items are numbered, from 1.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<MessageInline>>,
    },
    /// Words of somebody else, such as the mail that is answered. The widget may fold it.
    Quote {
        /// Its paragraphs.
        paragraphs: Vec<Vec<MessageInline>>,
    },
    /// Text whose spaces and line ends matter, such as code.
    Preformatted {
        /// The text, lines ended by `\n`.
        text: String,
    },
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MessageInline {
    /// Plain text.
    Text {
        /// The text; never holds a line end.
        text: String,
    },
    /// A line ends here.
    Break,
    /// A link.
    Link {
        /// Where it leads.
        href: MessageHref,
        /// What is shown.
        text: String,
    },
}

/// An address a customer may follow: `http`, `https` or `mailto`, at most [`MESSAGE_LINK_MAX`] bytes, without a blank or
/// a control character. Nothing else can be made or read from the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct MessageHref(String);

impl MessageHref {
    /// The address, if it is one that may be followed.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let leads = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => rest.strip_prefix("//").is_some_and(|rest| !rest.is_empty()),
            "mailto" => !rest.is_empty(),
            _ => false,
        };
        let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control() || is_invisible(c));
        (leads && plain && text.len() <= MESSAGE_LINK_MAX).then(|| Self(text.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MessageHref {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("href: not an address of http, https or mailto")
    }
}

impl From<MessageHref> for String {
    fn from(href: MessageHref) -> Self {
        href.0
    }
}

/// Characters that show nothing but reorder or hide text around them: bidirectional controls, zero width marks, the
/// byte order mark, tags. (UTR 36, "bidirectional text spoofing".) The joiners are no part of it: scripts need them.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

impl MessageBlock {
    /// The block as plain text, lines ended by `\n`, none at its end. An address follows its words in brackets.
    pub fn to_text(&self) -> String {
        match self {
            MessageBlock::Paragraph { content } => inlines_to_text(content),
            MessageBlock::List { ordered, items } => {
                let line = |(i, item): (usize, &Vec<MessageInline>)| {
                    let mark = if *ordered { format!("{}. ", i + 1) } else { "- ".to_owned() };
                    format!("{mark}{}", inlines_to_text(item).replace('\n', "\n   "))
                };
                items.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
            }
            MessageBlock::Quote { paragraphs } => {
                let text = paragraphs.iter().map(|p| inlines_to_text(p)).collect::<Vec<_>>().join("\n\n");
                text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
            }
            MessageBlock::Preformatted { text } => text.clone(),
        }
    }
}

/// A message as plain text: its blocks with a blank line between them.
pub fn message_to_text(blocks: &[MessageBlock]) -> String {
    blocks.iter().map(MessageBlock::to_text).collect::<Vec<_>>().join("\n\n")
}

fn inlines_to_text(inlines: &[MessageInline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            MessageInline::Text { text } => out.push_str(text),
            MessageInline::Break => out.push('\n'),
            MessageInline::Link { href, text } => {
                out.push_str(text);
                let bare = href.as_str().strip_prefix("mailto:").unwrap_or(href.as_str());
                if text != bare && text != href.as_str() {
                    out.push_str(&format!(" ({bare})"));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> MessageInline {
        MessageInline::Text { text: text.to_owned() }
    }

    #[test]
    fn an_address_is_http_https_or_mailto_and_nothing_else() {
        for (address, good) in [
            ("https://shop.example/returns?id=1#top", true),
            ("HTTP://shop.example", true),
            ("mailto:care@shop.example", true),
            ("javascript:alert(1)", false),
            ("JaVaScRiPt:alert(1)", false),
            ("java\nscript:alert(1)", false),
            (" https://shop.example", false),
            ("https://shop.example/a b", false),
            ("https://shop.example/\u{202e}gpj", false),
            ("data:text/html,x", false),
            ("vbscript:x", false),
            ("file:///etc/passwd", false),
            ("//shop.example", false),
            ("https:shop.example", false),
            ("https://", false),
            ("mailto:", false),
            ("", false),
        ] {
            assert_eq!(MessageHref::parse(address).is_some(), good, "{address:?}");
        }
        assert!(MessageHref::parse(&format!("https://a.example/{}", "x".repeat(MESSAGE_LINK_MAX))).is_none());
    }

    #[test]
    fn a_script_address_cannot_come_over_the_wire() {
        let good = r#"{"kind":"link","href":"https://a.example/","text":"a"}"#;
        assert!(serde_json::from_str::<MessageInline>(good).is_ok());
        let bad = good.replace("https://a.example/", "javascript:alert(1)");
        assert!(serde_json::from_str::<MessageInline>(&bad).is_err());
    }

    #[test]
    fn a_message_comes_back_as_it_went_and_reads_as_plain_text() {
        let link = |href: &str, text: &str| MessageInline::Link {
            href: MessageHref::parse(href).unwrap(),
            text: text.to_owned(),
        };
        let blocks = vec![
            MessageBlock::Paragraph {
                content: vec![text("Hej"), MessageInline::Break, link("https://a.example/", "here")],
            },
            MessageBlock::List { ordered: true, items: vec![vec![text("one")], vec![text("two")]] },
            MessageBlock::List {
                ordered: false,
                items: vec![vec![link("mailto:a@b.example", "a@b.example")]],
            },
            MessageBlock::Quote { paragraphs: vec![vec![text("before")], vec![text("and")]] },
            MessageBlock::Preformatted { text: "a\n  b".to_owned() },
        ];
        assert_eq!(
            message_to_text(&blocks),
            "Hej\nhere (https://a.example/)\n\n1. one\n2. two\n\n- a@b.example\n\n> before\n> \n> and\n\na\n  b"
        );
        let wire = serde_json::to_string(&blocks).unwrap();
        assert_eq!(serde_json::from_str::<Vec<MessageBlock>>(&wire).unwrap(), blocks);
    }
}
