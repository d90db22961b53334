//! Evidence: what helps a person to answer a case, how it is given, and what each category asks for.

use crate::bin::{choice, record};
use klarna_help_wire::Category;

/// How a piece of evidence is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// It is the form's order number.
    Order,
    /// It is the form's date, under this name.
    Date,
    /// A line of text.
    Note,
    /// Files.
    File,
    /// A line of text, files, or both.
    Either,
}

impl Gives {
    /// Names in content files.
    pub const ALL: &'static [(&'static str, Gives)] = &[
        ("order", Gives::Order),
        ("date", Gives::Date),
        ("note", Gives::Note),
        ("file", Gives::File),
        ("either", Gives::Either),
    ];

    /// Whether it takes a line of text of its own.
    pub fn note(self) -> bool {
        matches!(self, Gives::Note | Gives::Either)
    }

    /// Whether it takes files.
    pub fn file(self) -> bool {
        matches!(self, Gives::File | Gives::Either)
    }
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its key.
    pub key: String,
    /// How it is given.
    pub gives: Gives,
    /// Its name.
    pub words: String,
}

/// What a category asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The category.
    pub category: Category,
    /// Evidence by key. At most one is an order number, at most one a date.
    pub evidence: Vec<String>,
}

choice!(Gives { 0 = Order, 1 = Date, 2 = Note, 3 = File, 4 = Either });
record!(Evidence { key, gives, words });
record!(Checklist { category, evidence });
