//! What each element means here.

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing.
    Inline,
    /// Begins and ends a line.
    Line,
    /// Begins and ends a paragraph.
    Paragraph,
    /// A cell of a table.
    Cell,
    /// A list, numbered or not.
    List { ordered: bool },
    /// An item of a list.
    Item,
    /// Words of somebody else.
    Quote,
    /// White space counts.
    Preformatted,
    /// A link, if its address is one that may be followed.
    Link,
    /// Not shown, and what it holds neither.
    Dropped,
}

impl Role {
    /// Whether an end tag of an inline element has no business beyond it.
    pub(super) fn is_block(self) -> bool {
        !matches!(self, Role::Inline | Role::Link | Role::Dropped)
    }
}

/// Elements that never hold anything.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "keygen"
            | "bgsound"
            | "basefont"
    )
}

/// The role of an element by name. Unknown ones are inline: their text is text.
pub(super) fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "head" | "title" | "template" | "noscript" | "iframe" | "frameset"
        | "noframes" | "noembed" | "object" | "applet" | "audio" | "video" | "canvas" | "svg" | "math"
        | "map" | "select" | "datalist" | "option" | "optgroup" | "textarea" | "button" | "dialog"
        | "xml" | "marquee" | "portal" | "fencedframe" => Role::Dropped,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "dl" | "figure" | "fieldset" | "hr"
        | "details" | "section" | "article" | "form" => Role::Paragraph,
        "div" | "tr" | "dt" | "dd" | "address" | "header" | "footer" | "main" | "aside" | "nav"
        | "center" | "body" | "html" | "caption" | "thead" | "tbody" | "tfoot" | "figcaption" | "summary"
        | "legend" => Role::Line,
        "td" | "th" => Role::Cell,
        "ul" | "menu" | "dir" => Role::List { ordered: false },
        "ol" => Role::List { ordered: true },
        "li" => Role::Item,
        "blockquote" => Role::Quote,
        "pre" | "xmp" | "listing" | "plaintext" => Role::Preformatted,
        "a" => Role::Link,
        _ => Role::Inline,
    }
}

/// Classes and ids that mail programs give to the thread below a reply.
pub(super) fn is_history(class: &str, id: &str) -> bool {
    let classes =
        ["gmail_quote", "gmail_extra", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra"];
    class.split_whitespace().any(|one| classes.contains(&one)) || id.starts_with("yahoo_quoted")
}

/// Ids after which everything is the thread below a reply: Outlook closes no element around it.
pub(super) fn begins_history(id: &str) -> bool {
    matches!(id, "divRplyFwdMsg" | "appendonsend" | "x_divRplyFwdMsg")
}

/// Whether a style hides what it stands at, in the ways that mail uses to plant text nobody sees.
pub(super) fn hides(style: &str) -> bool {
    let plain: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    plain.split(';').filter_map(|one| one.split_once(':')).any(|(name, value)| {
        let value = value.trim_end_matches("!important");
        let zero = || {
            let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
            number.parse::<f32>().is_ok_and(|number| number.abs() < 0.01)
        };
        match name {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            "mso-hide" => value == "all",
            "font-size" | "opacity" | "max-height" | "max-width" | "line-height" => zero(),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_nobody_would_see_is_hidden() {
        for (style, hidden) in [
            ("display:none", true),
            ("color:red; DISPLAY : None !important", true),
            ("visibility:hidden", true),
            ("font-size:0px", true),
            ("font-size:0.0em;", true),
            ("opacity:0", true),
            ("max-height:0;overflow:hidden", true),
            ("mso-hide:all", true),
            ("display:block;font-size:10px;opacity:0.5", false),
            ("background:url(none)", false),
            ("", false),
        ] {
            assert_eq!(hides(style), hidden, "{style}");
        }
    }
}
