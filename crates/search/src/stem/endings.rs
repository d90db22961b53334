//! Stemming by tables of endings, in steps, as Snowball's stemmers for the Germanic languages do.

use super::region;

/// A language's endings.
#[derive(Debug)]
pub(crate) struct Endings {
    /// Its vowels, folded.
    pub(crate) vowels: &'static str,
    /// Fewest letters before the first region.
    pub(crate) least: usize,
    /// Each step takes off at most one ending: the longest that fits.
    pub(crate) steps: &'static [&'static [Ending]],
}

/// Endings with one fate.
#[derive(Debug)]
pub(crate) struct Ending {
    /// Parted by spaces.
    pub(crate) any: &'static str,
    /// What stands in its place.
    pub(crate) to: &'static str,
    /// The region it must lie in, 1 or 2.
    pub(crate) region: u8,
    /// Letters of which one must stand before it; with `!` first, letters that must not. Empty: anything.
    pub(crate) after: &'static str,
}

impl Endings {
    /// The stem of a folded word.
    pub(crate) fn stem(&self, word: &str) -> String {
        let mut word = word.to_owned();
        if !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return word;
        }
        let letters = word.clone().into_bytes();
        let vowel = |at: usize| letters.get(at).is_some_and(|b| self.vowels.as_bytes().contains(b));
        let first = region(&letters, 0, vowel);
        let second = region(&letters, first, vowel);
        let first = first.max(self.least);
        for step in self.steps {
            let longest = step
                .iter()
                .flat_map(|e| e.any.split(' ').map(move |text| (text, e)))
                .filter(|(text, _)| word.ends_with(text))
                .max_by_key(|(text, _)| text.len());
            let Some((text, ending)) = longest else { continue };
            let at = word.len() - text.len();
            let within = at >= if ending.region == 2 { second } else { first };
            let before = at.checked_sub(1).and_then(|i| word.as_bytes().get(i)).copied();
            if within && fits(ending.after, before) {
                word.truncate(at);
                word.push_str(ending.to);
            }
        }
        word
    }
}

fn fits(after: &str, before: Option<u8>) -> bool {
    let Some(before) = before else { return after.is_empty() };
    match after.strip_prefix('!') {
        Some(not) => !not.as_bytes().contains(&before),
        None => after.is_empty() || after.as_bytes().contains(&before),
    }
}
