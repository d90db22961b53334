//! An article's tree of blocks as markup. Whatever the tree holds is text: only this file writes tags.

use super::Site;
use super::markup::{escape, word};
use klarna_help_pack::ui::Key;
use klarna_help_pack::{Block, Callout, Inline, Link};

/// Writes the blocks of an article.
pub(super) fn write(out: &mut String, site: &Site<'_>, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading(line) => element(out, site, "h2", line),
            Block::Paragraph(line) => element(out, site, "p", line),
            Block::Steps(lines) => list(out, site, "ol", lines),
            Block::Bullets(lines) => list(out, site, "ul", lines),
            Block::Callout(kind, lines) => callout(out, site, *kind, lines),
        }
    }
}

/// Links to other articles and pages, as list items. Flows are left out: they need the app.
pub(super) fn related(site: &Site<'_>, links: &[Link]) -> String {
    let mut out = String::new();
    for link in links {
        let words = match link {
            Link::Article(slug) => site.locale.shelf.article(slug).map(|a| a.title.clone()),
            Link::Web(url) => Some(url.clone()),
            Link::Flow(_) | Link::Contact | Link::Case(_) => None,
        };
        if let (Some(words), Some(href)) = (words, href(site, link)) {
            out.push_str(&format!("<li><a href=\"{href}\">{}</a></li>", escape(&words)));
        }
    }
    out
}

fn element(out: &mut String, site: &Site<'_>, tag: &str, line: &[Inline]) {
    out.push_str(&format!("<{tag}>"));
    for part in line {
        inline(out, site, part);
    }
    out.push_str(&format!("</{tag}>"));
}

fn list(out: &mut String, site: &Site<'_>, tag: &str, lines: &[Vec<Inline>]) {
    out.push_str(&format!("<{tag}>"));
    for line in lines {
        element(out, site, "li", line);
    }
    out.push_str(&format!("</{tag}>"));
}

fn callout(out: &mut String, site: &Site<'_>, kind: Callout, lines: &[Vec<Inline>]) {
    let (class, label) = match kind {
        Callout::Note => ("note", word(site.locale, Key::CalloutNote)),
        Callout::Warning => ("warning", word(site.locale, Key::CalloutWarning)),
    };
    // The label is text, not colour alone.
    out.push_str(&format!("<div class=\"callout {class}\" role=\"note\"><p><strong>{label}</strong></p>"));
    for line in lines {
        element(out, site, "p", line);
    }
    out.push_str("</div>");
}

fn inline(out: &mut String, site: &Site<'_>, part: &Inline) {
    match part {
        Inline::Text(text) => out.push_str(&escape(text)),
        Inline::Strong(text) => out.push_str(&format!("<strong>{}</strong>", escape(text))),
        Inline::Em(text) => out.push_str(&format!("<em>{}</em>", escape(text))),
        Inline::Fact(key) => out.push_str(&escape(site.locale.shelf.market.fact(key).unwrap_or_default())),
        Inline::Link(link, words) => match href(site, link) {
            Some(href) => out.push_str(&format!("<a href=\"{href}\">{}</a>", escape(words))),
            None => out.push_str(&escape(words)),
        },
    }
}

/// Where a link leads, escaped. What needs the app leads to a person instead.
fn href(site: &Site<'_>, link: &Link) -> Option<String> {
    match link {
        Link::Article(slug) => site.locale.shelf.article(slug).map(|a| escape(&site.article(&a.slug))),
        Link::Flow(_) | Link::Contact | Link::Case(_) => Some("#contact".to_owned()),
        Link::Web(url) => url.starts_with("https://").then(|| escape(url)),
    }
}
