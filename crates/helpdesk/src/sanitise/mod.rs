//! An agent's reply, as HTML or plain text, made into blocks.
//!
//! Helpdesks hand over what a mail program wrote: scripts, styles, forms, counting pixels, tables in tables and the whole
//! thread quoted below. What is kept is text, line ends, paragraphs, lists, quotes, preformatted text, and links of
//! `http`, `https` and `mailto`. What is hidden (`display:none`, `hidden`, `font-size:0`, …) is dropped with all it holds.
//!
//! The HTML5 tokenizer of html5ever reads; no tree is built. A tree's rules only matter to who draws HTML again, and the
//! output here never is HTML. So each token is handled once, in a bounded stack, and time is linear in the input.

mod blocks;
mod html;
mod tags;
mod text;

pub use text::sanitise_text;

use klarna_help_wire::MessageBlock;

/// Most bytes of HTML or text that are read; the rest is cut off and the message says so with `[…]`.
pub(crate) const INPUT_MAX_BYTES: usize = 256 * 1024;

/// What a customer may see of an agent's HTML.
pub fn sanitise(html: &str) -> Vec<MessageBlock> {
    let (html, cut) = bounded(html);
    let mut blocks = html::read(html);
    if cut {
        blocks.cut();
    }
    blocks.finish()
}

/// As much of it as is read, and whether there was more.
fn bounded(text: &str) -> (&str, bool) {
    if text.len() <= INPUT_MAX_BYTES {
        return (text, false);
    }
    let end = (0..=INPUT_MAX_BYTES).rev().find(|i| text.is_char_boundary(*i)).unwrap_or_default();
    (text.get(..end).unwrap_or_default(), true)
}

#[cfg(test)]
mod tests;
