//! `demo/headers.toml`: extra response headers, a table per file, such as the strict policy of one page.
//!
//! ```toml
//! ["strict-csp.html"]
//! Content-Security-Policy = "default-src 'none'; script-src {{portal}}; frame-src {{portal}}"
//! ```
//!
//! `{{portal}}` is filled in here, once; other tokens with each response (tokens.rs).

use crate::failure::{Failure, Outcome};
use klarna_help_local::{HeaderName, HeaderValue};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Its name in the folder; it is never served.
pub const FILE: &str = "headers.toml";

/// File name to headers.
#[derive(Debug, Default)]
pub struct Headers(BTreeMap<String, Vec<(String, String)>>);

impl Headers {
    /// Reads the file of a folder; a folder without one has no extra headers.
    pub fn read(root: &Path, portal: &str) -> Outcome<Headers> {
        let path = root.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) => {
                parse(&text, portal).map_err(|what| Failure::new(format!("{}: {what}", path.display())))
            }
            Err(_) => Ok(Headers::default()),
        }
    }

    /// The headers of a file.
    pub fn of(&self, name: &str) -> &[(String, String)] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

fn parse(text: &str, portal: &str) -> Result<Headers, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let mut headers = BTreeMap::new();
    for (file, entries) in table {
        let toml::Value::Table(entries) = entries else {
            return Err(format!(
                "`{file}` should be a table: [\"{file}\"] and then `Name = \"value\"` lines"
            ));
        };
        let mut list = Vec::new();
        for (name, value) in entries {
            let Some(value) = value.as_str().map(|value| value.replace("{{portal}}", portal)) else {
                return Err(format!("[\"{file}\"] {name} should be a text"));
            };
            if HeaderName::try_from(&name).is_err()
                || !value.is_ascii()
                || HeaderValue::try_from(&value).is_err()
            {
                return Err(format!("[\"{file}\"] {name} is not a header: one line of ASCII"));
            }
            list.push((name, value));
        }
        headers.insert(file, list);
    }
    Ok(Headers(headers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_table_per_file_with_the_portal_in_it() {
        let headers = parse("[\"a.html\"]\nX-One = \"src {{portal}}\"\nX-Two = \"2\"", "http://p").unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(headers.of("a.html"), [pair("X-One", "src http://p"), pair("X-Two", "2")]);
        assert!(headers.of("b.html").is_empty());
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, says) in [
            ("a = 1", "should be a table"),
            ("[a]\nX = 1", "should be a text"),
            ("[a]\nX = \"a\\nb\"", "not a header"),
            ("[a", "TOML"),
        ] {
            let error = parse(text, "").unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}
