//! `size-budget.toml`, read. Not here: what is measured (measure.rs).

use crate::failure::{Failure, Outcome};
use std::collections::BTreeMap;
use std::path::Path;

/// All numbers are bytes after brotli.
#[derive(Debug, PartialEq, Eq)]
pub struct Budget {
    pub loader: u64,
    pub first_open: u64,
    /// Shares of `first_open`, by part.
    pub parts: BTreeMap<String, u64>,
    pub shelf: u64,
    pub index: u64,
    pub encoder: u64,
    /// Of the largest article or guide.
    pub item: u64,
    /// Of all of them in one file.
    pub stock: u64,
    pub inline: u64,
    pub answers: u64,
    pub rest: u64,
}

impl Budget {
    pub fn read(path: &Path) -> Outcome<Budget> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
        parse(&text).map_err(|what| Failure::new(format!("{}: {what}", path.display())))
    }
}

fn parse(text: &str) -> Result<Budget, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let max =
        |name: &str| number(table.get(name).and_then(|entry| entry.get("max")), &format!("[{name}] max"));
    let parts = table.get("first-open").and_then(|entry| entry.get("parts")).and_then(toml::Value::as_table);
    let parts =
        parts.into_iter().flatten().map(|(name, value)| Ok((name.clone(), number(Some(value), name)?)));
    Ok(Budget {
        loader: max("loader")?,
        first_open: max("first-open")?,
        parts: parts.collect::<Result<_, String>>()?,
        shelf: max("shelf")?,
        index: max("index")?,
        encoder: max("encoder")?,
        item: max("item")?,
        stock: max("stock")?,
        inline: max("inline")?,
        answers: max("answers")?,
        rest: max("rest")?,
    })
}

fn number(value: Option<&toml::Value>, name: &str) -> Result<u64, String> {
    let number = value.and_then(toml::Value::as_integer).and_then(|number| u64::try_from(number).ok());
    number.ok_or_else(|| format!("{name} should be a number of bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projects_own_budget_is_sound() {
        let budget = parse(include_str!("../../../size-budget.toml")).unwrap();
        // What the project promises; a budget above it would promise more than it holds.
        assert!(budget.loader <= 2000 && budget.first_open <= 120_000);
        assert!(
            budget.parts.values().sum::<u64>() <= budget.first_open,
            "the shares are more than the whole"
        );
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(parse("[loader]\nmax = 1").unwrap_err(), "[first-open] max should be a number of bytes");
        assert_eq!(parse("[loader]\nmax = -1").unwrap_err(), "[loader] max should be a number of bytes");
    }
}
