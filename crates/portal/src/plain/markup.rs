//! Text becomes markup here and nowhere else in the portal.

use crate::content::Locale;
use klarna_help_pack::ui::Key;

/// `text` for an element's content or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// An interface text, as markup.
pub(super) fn word(locale: &Locale, key: Key) -> String {
    escape(locale.pack.text(Some(&locale.shelf), key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(
            escape("<b title=\"a\">'&amp;'</b>"),
            "&lt;b title=&quot;a&quot;&gt;&#39;&amp;amp;&#39;&lt;/b&gt;"
        );
        assert_eq!(escape("köp för £5"), "köp för £5");
    }
}
