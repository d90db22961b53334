//! As much of a JavaScript module as must be known to move pieces of it: its words, and its statements.
//!
//! Text, comments and regular expressions hide what is in them; everything else is words and signs. Not here: what
//! wasm-bindgen writes and what is moved (glue.rs).

use std::ops::Range;

/// A piece of the text that is no space, comment or content of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    pub text: &'a str,
    pub at: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// A string, a regular expression, or a stretch of a template.
    Text,
    /// One character.
    Sign,
}

impl Token<'_> {
    pub fn is(&self, text: &str) -> bool {
        self.text == text && self.kind != Kind::Text
    }
}

/// The text's tokens.
///
/// # Errors
/// When a string, template, comment or bracket does not end.
pub fn tokens(text: &str) -> Result<Vec<Token<'_>>, String> {
    let mut tokens: Vec<Token> = Vec::new();
    // Of each template that is open, how deep in brackets its `${` stands.
    let mut templates: Vec<usize> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|left| left.chars().next()) {
        let left = text.get(at..).unwrap_or_default();
        let unfinished = |what: &str| {
            let line: String = left.chars().take(40).take_while(|c| *c != '\n').collect();
            format!("{what} does not end: {line}")
        };
        let (length, kind) = if next.is_whitespace() {
            at += next.len_utf8();
            continue;
        } else if left.starts_with("//") {
            at += left.find('\n').unwrap_or(left.len());
            continue;
        } else if left.starts_with("/*") {
            at += left.find("*/").ok_or_else(|| unfinished("a comment"))? + 2;
            continue;
        } else if next == '"' || next == '\'' {
            (quoted(left, next).ok_or_else(|| unfinished("a string"))?, Kind::Text)
        } else if next == '`' || (next == '}' && templates.last() == Some(&depth)) {
            if next == '}' {
                templates.pop();
            }
            let (length, open) = template(left).ok_or_else(|| unfinished("a template"))?;
            if open {
                templates.push(depth);
            }
            (length, Kind::Text)
        } else if next == '/' && tokens.last().is_none_or(begins_regex) {
            (regex(left).ok_or_else(|| unfinished("a regular expression"))?, Kind::Text)
        } else if is_word(next) {
            (left.find(|c| !is_word(c)).unwrap_or(left.len()), Kind::Word)
        } else {
            match next {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => {
                    depth = depth.checked_sub(1).ok_or("a bracket is closed that was not opened")?
                }
                _ => {}
            }
            (next.len_utf8(), Kind::Sign)
        };
        let token = at..at + length;
        tokens.push(Token { text: left.get(..length).unwrap_or_default(), at: token, kind });
        at += length;
    }
    if depth > 0 || !templates.is_empty() {
        return Err("a bracket or template does not end".to_owned());
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Length of a string, with its quotes.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Length of a template's stretch, up to and with its end or the next `${`; whether it was that.
fn template(text: &str) -> Option<(usize, bool)> {
    let (mut escaped, mut dollar) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '`' => return Some((at + 1, false)),
            '{' if dollar => return Some((at + 1, true)),
            _ => {}
        }
        dollar = c == '$';
    }
    None
}

/// Whether a `/` after this token begins a regular expression; else it divides.
fn begins_regex(before: &Token) -> bool {
    match before.kind {
        Kind::Word => matches!(before.text, "return" | "typeof" | "case" | "in" | "of"),
        Kind::Text => false,
        Kind::Sign => !matches!(before.text, ")" | "]" | "}"),
    }
}

fn regex(text: &str) -> Option<usize> {
    let (mut escaped, mut class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return None,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Up to and with the bracket that closes the one at `open`: how many tokens from there.
pub fn bracketed(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (count, token) in tokens.get(open..)?.iter().enumerate() {
        if token.kind == Kind::Sign {
            match token.text {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        if depth == 0 {
            return (count > 0).then_some(count + 1);
        }
    }
    None
}

/// What stands at the top of a module.
#[derive(Debug, PartialEq, Eq)]
pub struct Statement<'a> {
    /// `function`, `const`, `let`, `class`; empty for anything else.
    pub keyword: &'a str,
    /// What it declares.
    pub names: Vec<&'a str>,
    /// Its tokens, by number.
    pub tokens: Range<usize>,
}

/// The statements at the top of a module. One ends with a `;` or, begun with `function`, `class` or `if`, with a body.
///
/// # Errors
/// When one begins in a way that is not known.
pub fn statements<'a>(tokens: &[Token<'a>]) -> Result<Vec<Statement<'a>>, String> {
    let mut statements = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let from = at;
        while tokens.get(at).is_some_and(|token| token.is("export") || token.is("async")) {
            at += 1;
        }
        let exported_list = at > from && tokens.get(at).is_some_and(|token| token.is("{"));
        let keyword = tokens.get(at).map(|token| token.text).unwrap_or_default();
        let mut end = at;
        let body = matches!(keyword, "function" | "class" | "if") && !exported_list;
        // To the first `;` outside of brackets, or to the end of the first braces.
        loop {
            let token = tokens.get(end).ok_or_else(|| format!("`{keyword} …` does not end"))?;
            let opens = token.kind == Kind::Sign && matches!(token.text, "(" | "[" | "{");
            if opens {
                let braces = token.is("{");
                end += bracketed(tokens, end).ok_or("a bracket does not end")?;
                if body && braces {
                    break;
                }
                continue;
            }
            end += 1;
            if token.is(";") {
                break;
            }
        }
        let keyword = if matches!(keyword, "function" | "const" | "let" | "class") { keyword } else { "" };
        let names = names(tokens.get(at..end).unwrap_or_default(), keyword)?;
        statements.push(Statement { keyword, names, tokens: from..end });
        at = end;
    }
    Ok(statements)
}

/// What a statement declares: `let a, b = 1;` is both.
fn names<'a>(tokens: &[Token<'a>], keyword: &str) -> Result<Vec<&'a str>, String> {
    if keyword.is_empty() {
        return Ok(Vec::new());
    }
    let name = |at: usize| match tokens.get(at) {
        Some(token) if token.kind == Kind::Word => Ok(token.text),
        _ => Err(format!("`{keyword}` at the top declares no name")),
    };
    let mut names = vec![name(1)?];
    if matches!(keyword, "const" | "let") {
        let mut at = 2;
        while let Some(token) = tokens.get(at) {
            let opens = token.kind == Kind::Sign && matches!(token.text, "(" | "[" | "{");
            if opens {
                at += bracketed(tokens, at).ok_or("a bracket does not end")?;
                continue;
            }
            at += 1;
            if token.is(",") {
                names.push(name(at)?);
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).unwrap().into_iter().filter(|t| t.kind == Kind::Word).map(|t| t.text).collect()
    }

    #[test]
    fn what_is_in_strings_comments_and_regular_expressions_is_no_word() {
        for (text, expected) in [
            ("a /* b */ + 'c \\' d' // e\n+ f", vec!["a", "f"]),
            ("x / y / 2; z = /[/\"]a'/.exec(w)", vec!["x", "y", "2", "z", "exec", "w"]),
            ("`a ${b + `c ${d}`} e`; f", vec!["b", "d", "f"]),
            ("return /a/; {b}", vec!["return", "b"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_module_falls_into_its_statements() {
        let text = "export class A { m() { return 1; } }\nif (x) A.b = c;\nfunction f(a, { b }) { let c; }\n\
            let u, v = g(1, 2), w;\nasync function h() {}\nif (!y) { z(); }\nconst k = (p) ? { q: () => {} } : r;\n\
            k.run();\nexport { u, h as default };\n";
        let tokens = tokens(text).unwrap();
        let found: Vec<_> = statements(&tokens).unwrap().into_iter().map(|s| (s.keyword, s.names)).collect();
        let expected = [
            ("class", vec!["A"]),
            ("", vec![]),
            ("function", vec!["f"]),
            ("let", vec!["u", "v", "w"]),
            ("function", vec!["h"]),
            ("", vec![]),
            ("const", vec!["k"]),
            ("", vec![]),
            ("", vec![]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_does_not_end_is_refused() {
        for text in ["'a", "`a ${b", "/* a", "f(", "f)", "x = /a\n/"] {
            assert!(tokens(text).is_err(), "{text}");
        }
        for text in ["let a = 1", "const { a } = b;"] {
            assert!(statements(&tokens(text).unwrap()).is_err(), "{text}");
        }
    }
}
