//! Source text without comments, so that a rule may be named where it is explained. Lines keep their numbers.
//!
//! Not here: what is looked for. Not a lexer: raw strings with quotes in them and regular expressions with quotes
//! would confuse it, in JavaScript until the end of the line.

use std::iter::Peekable;
use std::str::Chars;

/// Whose quotes apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Rust,
    JavaScript,
}

/// Drops `//` and `/* */` comments; strings stay.
pub fn without_comments(text: &str, language: Language) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('/', Some('/')) => while chars.next_if(|c| *c != '\n').is_some() {},
            ('/', Some('*')) => skip_block(&mut chars, &mut out),
            ('"', _) => copy_string(c, language, &mut chars, &mut out),
            ('\'' | '`', _) if language == Language::JavaScript => {
                copy_string(c, language, &mut chars, &mut out)
            }
            // In Rust ' opens a lifetime or a char; only a char that holds a quote needs care.
            ('\'', Some('"' | '\\')) => {
                out.push(c);
                out.extend(chars.next());
            }
            _ => out.push(c),
        }
    }
    out
}

fn skip_block(chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    chars.next();
    let mut last = '\0';
    for c in chars.by_ref() {
        if last == '*' && c == '/' {
            return;
        }
        if c == '\n' {
            out.push('\n');
        }
        last = c;
    }
}

fn copy_string(quote: char, language: Language, chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    let one_line = language == Language::JavaScript && quote != '`';
    out.push(quote);
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '\\' {
            out.extend(chars.next());
        } else if c == quote || (one_line && c == '\n') {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Language::*, without_comments};

    #[test]
    fn comments_go_and_strings_and_lines_stay() {
        let cases = [
            (Rust, "a // innerHTML\nb", "a \nb"),
            (Rust, "a /* x\n y */ b", "a \n b"),
            (Rust, "/**/a", "a"),
            (Rust, "\"https://x\" // y", "\"https://x\" "),
            (Rust, "\"\\\"//\" // y", "\"\\\"//\" "),
            (Rust, "c == '\"' // y\n\"z\"", "c == '\"' \n\"z\""),
            (Rust, "fn f<'a>(x: &'a str) {} // y", "fn f<'a>(x: &'a str) {} "),
            (JavaScript, "a = 'https://x'; b // y", "a = 'https://x'; b "),
            (JavaScript, "a = `//\n`; // y", "a = `//\n`; "),
            (JavaScript, "/[']/; // y\nb // z", "/[']/; // y\nb "),
        ];
        for (language, text, expected) in cases {
            assert_eq!(without_comments(text, language), expected);
        }
    }
}
