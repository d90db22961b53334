//! The paths that a Rust file names, written out: `use a::{b, c::d}` names `a::b` and `a::c::d`.
//!
//! Not here: which of them are allowed (edges.rs). No full parser: any `x::y` counts, wherever it stands, and
//! `self::`/`super::` are resolved from the file's place, not from an inline module's.

use super::source::{Language, without_comments};
use std::iter::Peekable;
use std::vec::IntoIter;

/// A path and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    pub path: String,
}

/// All paths and single names of a file. `module` is the file's own, such as `crate::components::button`.
pub fn named(text: &str, module: &str) -> Vec<Named> {
    let mut tokens = tokens(&without_comments(text, Language::Rust)).into_iter().peekable();
    let mut found = Vec::new();
    while let Some((line, token)) = tokens.next() {
        if let Token::Name(name) = token {
            follow(&mut tokens, line, name, &mut found);
        }
    }
    for named in &mut found {
        named.path = resolve(&named.path, module);
    }
    found
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Colons,
    Open,
    Close,
    Comma,
    Other,
}

type Tokens = Peekable<IntoIter<(usize, Token)>>;

fn follow(tokens: &mut Tokens, line: usize, mut path: String, found: &mut Vec<Named>) {
    while tokens.next_if(|(_, token)| *token == Token::Colons).is_some() {
        match tokens.next() {
            Some((_, Token::Name(name))) => path = format!("{path}::{name}"),
            Some((_, Token::Open)) => {
                follow_group(tokens, &path, found);
                return;
            }
            _ => break,
        }
    }
    found.push(Named { line, path });
}

fn follow_group(tokens: &mut Tokens, prefix: &str, found: &mut Vec<Named>) {
    while let Some((line, token)) = tokens.next() {
        match token {
            Token::Close => return,
            Token::Name(name) if name == "self" => found.push(Named { line, path: prefix.to_owned() }),
            Token::Name(name) => follow(tokens, line, format!("{prefix}::{name}"), found),
            _ => {}
        }
    }
}

fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let token = match c {
            '\n' => {
                line += 1;
                continue;
            }
            c if c.is_whitespace() => continue,
            '"' => {
                line += skip_string(&mut chars);
                Token::Other
            }
            c if c.is_alphabetic() || c == '_' => {
                let mut name = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    name.push(c);
                }
                Token::Name(name)
            }
            ':' if chars.next_if_eq(&':').is_some() => Token::Colons,
            '{' => Token::Open,
            '}' => Token::Close,
            ',' => Token::Comma,
            _ => Token::Other,
        };
        tokens.push((line, token));
    }
    tokens
}

/// Answers how many lines the string spans.
fn skip_string(chars: &mut Peekable<std::str::Chars<'_>>) -> usize {
    let mut lines = 0;
    while let Some(c) = chars.next() {
        match c {
            '\\' => lines += usize::from(chars.next() == Some('\n')),
            '\n' => lines += 1,
            '"' => break,
            _ => {}
        }
    }
    lines
}

fn resolve(path: &str, module: &str) -> String {
    let mut base: Vec<&str> = module.split("::").collect();
    let mut rest = path;
    if let Some(after) = rest.strip_prefix("self::") {
        rest = after;
    } else if !rest.starts_with("super::") {
        return path.to_owned();
    }
    while let Some(after) = rest.strip_prefix("super::") {
        base.pop();
        rest = after;
    }
    format!("{}::{rest}", base.join("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        named(text, "crate::components::button").into_iter().map(|named| named.path).collect()
    }

    #[test]
    fn trees_are_written_out() {
        let all = paths("use crate::{api::{self, Client}, i18n};");
        assert_eq!(all, ["use", "crate::api", "crate::api::Client", "crate::i18n"]);
    }

    #[test]
    fn paths_in_code_count_and_words_in_texts_do_not() {
        let all = paths("let x = crate::api::get(\"crate::app\"); // crate::effects");
        assert!(all.contains(&"crate::api::get".to_owned()));
        assert!(!all.iter().any(|path| path.contains("app") || path.contains("effects")));
    }

    #[test]
    fn relative_paths_are_resolved() {
        assert!(paths("use super::super::api;").contains(&"crate::api".to_owned()));
        assert!(paths("use self::icon::Icon;").contains(&"crate::components::button::icon::Icon".to_owned()));
        assert!(paths("use super::field::Field;").contains(&"crate::components::field::Field".to_owned()));
    }

    #[test]
    fn lines_are_counted_over_comments_and_strings() {
        let text = "/* a\nb */\nlet s = \"x\ny\";\ncrate::api::go();";
        let go = named(text, "crate").into_iter().find(|named| named.path == "crate::api::go").unwrap();
        assert_eq!(go.line, 5);
    }
}
