//! Words that mean the same, as content authors list them: `content/synonyms/<locale>.toml` (docs/authoring.md).

/// Groups of words and phrases of one meaning. A query with one finds documents with another, at a lower weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// The groups, such as `["instalment", "part payment", "pay later"]`.
    pub groups: Vec<Vec<String>>,
}

impl Synonyms {
    /// No synonyms.
    pub fn none() -> Self {
        Self::default()
    }
}
