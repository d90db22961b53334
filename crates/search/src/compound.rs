//! Compounds taken apart by the index's own words: "fakturabetalning" is "faktura" and "betalning".
//!
//! No dictionary comes along: a part counts if a document or a synonym has it as a word.

use crate::language::Language;

/// Fewest letters of a part, and of a compound.
const PART_MIN: usize = 4;

/// The parts of a word, two or three, all known; `None` if it does not come apart. Of several ways that with the fewest
/// parts, and of those the one whose last part, which says what the thing is, is longest.
pub(crate) fn split(word: &str, language: Language, known: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    let joints = language.rules().joints;
    if joints.is_empty() || word.len() < 2 * PART_MIN || !word.is_ascii() {
        return None;
    }
    two(word, joints, known).or_else(|| {
        heads(word, joints, known).find_map(|(head, rest)| {
            two(rest, joints, known).map(|parts| [vec![head.to_owned()], parts].concat())
        })
    })
}

fn two(word: &str, joints: &[&str], known: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    heads(word, joints, known)
        .find(|(_, rest)| known(rest))
        .map(|(head, rest)| vec![head.into(), rest.into()])
}

/// Each known beginning of a word and what follows its joint, shortest beginning first.
fn heads<'a>(
    word: &'a str,
    joints: &'a [&'a str],
    known: &'a dyn Fn(&str) -> bool,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    (PART_MIN..word.len().saturating_sub(PART_MIN - 1)).filter_map(|at| word.split_at_checked(at)).flat_map(
        move |(head, tail)| {
            let rests = joints.iter().filter_map(move |joint| tail.strip_prefix(joint));
            let is_word = known(head);
            rests.filter(move |rest| is_word && rest.len() >= PART_MIN).map(move |rest| (head, rest))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_comes_apart_into_words_that_are_known() {
        let known = |word: &str| {
            ["faktura", "betalning", "aterbetalning", "konto", "zahlung", "rechnung", "datum", "kunden"]
                .contains(&word)
        };
        for (word, language, expected) in [
            ("fakturabetalning", Language::Swedish, Some("faktura betalning")),
            ("betalningsdatum", Language::Swedish, Some("betalning datum")),
            ("zahlungsdatum", Language::German, Some("zahlung datum")),
            ("kundenkontorechnung", Language::German, Some("kunden konto rechnung")),
            ("betalning", Language::Swedish, None),
            ("betalningxyz", Language::Swedish, None),
            ("fakturabetalning", Language::English, None),
        ] {
            let parts = split(word, language, &known).map(|parts| parts.join(" "));
            assert_eq!(parts.as_deref(), expected, "{word}");
        }
    }
}
