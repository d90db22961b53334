//! Style sheets into one: joined in the page's order, without comments and needless space.
//!
//! Not here: what they say (styles/). Only changes that cannot alter meaning are made: no selector, value or
//! order is touched, and space is kept wherever a selector or `calc()` may need it.

use crate::failure::{Failure, Outcome};

/// Joins sheets, given as (address, text).
pub fn join(sheets: &[(String, String)]) -> Outcome<String> {
    let mut joined = String::new();
    for (address, css) in sheets {
        let css = squeeze(css);
        if css.contains("@import") {
            return Err(Failure::new(format!("the style sheet {address} uses @import, which would be a second round trip"))
                .next("give the imported sheet its own <link data-trunk rel=\"css\"> in index.html, before this one"));
        }
        joined.push_str(&css);
    }
    Ok(joined)
}

fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut chars = css.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'*') => {
                skip_comment(&mut chars);
                // A comment parts two words, but is no descendant combinator: `a/**/.b` is `a.b`.
                let word = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_');
                if out.chars().last().as_ref().is_some_and(word) && chars.peek().is_some_and(word) {
                    space(&mut out);
                }
            }
            '"' | '\'' => copy_string(c, &mut chars, &mut out),
            c if c.is_whitespace() => space(&mut out),
            '{' | '}' | ';' | ',' => {
                while out.ends_with(' ') || (c == '}' && out.ends_with(';')) {
                    out.pop();
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.trim_end().to_owned()
}

/// One space, unless the character before makes it needless.
fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',']) {
        out.push(' ');
    }
}

fn skip_comment(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    chars.next();
    let mut star = false;
    for c in chars.by_ref() {
        if star && c == '/' {
            return;
        }
        star = c == '*';
    }
}

fn copy_string(quote: char, chars: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) {
    out.push(quote);
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '\\' {
            out.extend(chars.next());
        } else if c == quote {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squeezes_without_changing_meaning() {
        let cases = [
            ("/* a */ :root {\n  --a: 1px ;\n  color: red;\n}\n", ":root{--a: 1px;color: red}"),
            ("a :hover , b > c { width: calc(1px + 2px); }", "a :hover,b > c{width: calc(1px + 2px)}"),
            ("p::before { content: \"/* ; } \\\" */\" }", "p::before{content: \"/* ; } \\\" */\"}"),
            ("@media (a) and (b) {\n p { x: 1 }\n}", "@media (a) and (b){p{x: 1}}"),
            ("a/**/.b { x: 1px/**/solid url(data:,a) }", "a.b{x: 1px solid url(data:,a)}"),
        ];
        for (css, squeezed) in cases {
            assert_eq!(squeeze(css), squeezed);
        }
    }

    #[test]
    fn joins_in_order_and_refuses_imports() {
        let sheet = |name: &str, css: &str| (name.to_owned(), css.to_owned());
        assert_eq!(join(&[sheet("a", "a{}\n"), sheet("b", "b{}")]).unwrap(), "a{}b{}");
        assert!(join(&[sheet("a", "@import 'x.css';")]).unwrap_err().to_string().contains("@import"));
    }
}
