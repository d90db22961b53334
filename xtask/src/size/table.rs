//! Sizes beside budgets, as rows and as text. Not here: measuring.

use super::measure::Size;
use super::{Budget, Sizes};

/// A line of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    size: Size,
    budget: Option<u64>,
    /// A share of the sum above it: pointed out, but no failure.
    share: bool,
}

impl Row {
    /// Over a budget that counts.
    pub fn fails(&self) -> bool {
        !self.share && self.over()
    }

    fn over(&self) -> bool {
        self.budget.is_some_and(|budget| self.size.brotli > budget)
    }
}

/// The rows in reading order.
pub fn rows(sizes: &Sizes, budget: &Budget) -> Vec<Row> {
    let sum =
        |name: &str, size, budget| Row { name: name.to_owned(), size, budget: Some(budget), share: false };
    let whole = sizes.parts.iter().fold(Size::default(), |sum, (_, size)| sum + *size);
    let mut rows =
        vec![sum("loader", sizes.loader, budget.loader), sum("first open", whole, budget.first_open)];
    rows.extend(sizes.parts.iter().map(|(name, size)| Row {
        name: format!("  {name}"),
        size: *size,
        budget: budget.parts.get(name).copied(),
        share: true,
    }));
    rows.push(sum("answers", sizes.answers, budget.answers));
    rows.push(sum("rest", sizes.rest, budget.rest));
    rows.push(sum("shelf", sizes.shelf, budget.shelf));
    rows.push(sum("index", sizes.index, budget.index));
    rows.push(sum("encoder", sizes.encoder, budget.encoder));
    rows.push(sum("item", sizes.item, budget.item));
    rows.push(sum("stock", sizes.stock, budget.stock));
    rows.push(sum("inline", sizes.inline, budget.inline));
    rows
}

/// The table as text.
pub fn write(rows: &[Row]) -> String {
    let mut text = format!("{:<14}{:>10}{:>10}{:>10}\n", "size", "raw", "brotli", "budget");
    for row in rows {
        let budget = row.budget.map(|budget| budget.to_string()).unwrap_or_default();
        let note = match (row.fails(), row.over()) {
            (true, _) => "  OVER BUDGET",
            (false, true) => "  over its share",
            _ => "",
        };
        text += &format!("{:<14}{:>10}{:>10}{budget:>10}{note}\n", row.name, row.size.raw, row.size.brotli);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture(loader: u64, module: u64) -> Vec<Row> {
        let size = |brotli| Size { raw: brotli * 2, brotli };
        let sizes = Sizes {
            loader: size(loader),
            parts: vec![("module".into(), size(module)), ("new".into(), size(5))],
            ..Sizes::default()
        };
        let parts = [("module".to_owned(), 80)].into();
        let (shelf, index, encoder, item, stock, inline, answers, rest) = (1, 1, 1, 1, 1, 1, 1, 1);
        rows(
            &sizes,
            &Budget {
                loader: 30,
                first_open: 100,
                parts,
                shelf,
                index,
                encoder,
                item,
                stock,
                inline,
                answers,
                rest,
            },
        )
    }

    fn failing(rows: &[Row]) -> Vec<&str> {
        rows.iter().filter(|row| row.fails()).map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn sums_fail_and_shares_do_not() {
        assert!(failing(&fixture(30, 80)).is_empty());
        assert!(failing(&fixture(30, 90)).is_empty());
        assert_eq!(failing(&fixture(31, 96)), ["loader", "first open"]);
    }

    #[test]
    fn the_table_lines_up_and_says_what_is_over() {
        let text = write(&fixture(31, 90));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "loader                62        31        30  OVER BUDGET");
        assert_eq!(lines[3], "  module             180        90        80  over its share");
        assert_eq!(lines[4], "  new                 10         5          ");
    }
}
