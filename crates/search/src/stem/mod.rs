//! Stems: one form for the forms of a word. The same on both sides is what counts, not what a linguist would write.
//!
//! Here: the regions that Snowball's stemmers speak of. English: english.rs; the other languages are tables of endings
//! that endings.rs reads (tables.rs). Own code, because of its bytes in the widget (docs/decisions/0015); tests hold it against
//! `rust-stemmers`.

mod endings;
mod english;
mod tables;

pub(crate) use endings::Endings;
pub(crate) use english::english;
pub(crate) use tables::{DANISH, DUTCH, FINNISH, GERMAN, NORWEGIAN, SWEDISH};

/// Where a region begins: after the first consonant that follows a vowel, from a place on (Snowball's R1 and R2).
fn region(word: &[u8], from: usize, vowel: impl Fn(usize) -> bool) -> usize {
    let mut at = from;
    while at < word.len() && !vowel(at) {
        at += 1;
    }
    while at < word.len() && vowel(at) {
        at += 1;
    }
    (at + 1).min(word.len())
}

#[cfg(test)]
mod tests {
    use crate::analyse::words;
    use crate::language::Language;
    use rust_stemmers::{Algorithm, Stemmer};
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The words of all texts of a locale in `content/`, in lower case.
    fn written(dir: &Path, locale: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                written(&path, locale, found);
            } else if path.file_stem().is_some_and(|stem| stem == locale) {
                let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
                found.extend(text.split(|c: char| !c.is_alphabetic()).map(str::to_owned));
            }
        }
    }

    /// Fewer than one in so many words have a stem that is not that of Snowball's own stemmer, folded.
    fn check(locale: &str, algorithm: Algorithm, one_in: usize) {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let mut all = BTreeSet::new();
        written(&content, locale, &mut all);
        all.remove("");
        let (language, snowball) = (Language::of_locale(locale), Stemmer::create(algorithm));
        let fold = |word: &str| words(word, language).into_iter().map(|w| w.folded).collect::<String>();
        let others: Vec<(String, String, String)> = all
            .iter()
            .filter(|word| language.contraction(word).is_none())
            .map(|word| (word.clone(), language.stem(&fold(word)), fold(&snowball.stem(word))))
            .filter(|(_, ours, theirs)| ours != theirs)
            .collect();
        assert!(all.len() > 200, "{locale}: {} words", all.len());
        assert!(others.len() * one_in < all.len(), "{locale}: {} of {}: {others:?}", others.len(), all.len());
    }

    #[test]
    fn english_is_porters_but_for_ment() {
        check("en-GB", Algorithm::English, 60);
    }

    #[test]
    fn swedish_is_snowballs_but_for_et() {
        check("sv-SE", Algorithm::Swedish, 15);
    }

    #[test]
    fn german_is_snowballs_but_for_ung() {
        check("de-DE", Algorithm::German, 15);
    }

    #[test]
    fn danish_norwegian_dutch_and_finnish_words_meet_their_forms() {
        for (locale, forms) in [
            ("da", &["betaling", "betalingen", "betalinger", "betalingerne", "betalings"][..]),
            ("da", &["faktura", "fakturaen", "fakturaer"]),
            ("nb", &["betaling", "betalingen", "betalinger", "betalingene"]),
            ("nb", &["kort", "kortet", "kortene"]),
            ("nl", &["betaling", "betalingen"]),
            ("nl", &["betaal", "betalen"]),
            ("nl", &["pakket", "pakketten"]),
            ("fi", &["maksu", "maksun", "maksut", "maksussa", "maksulla"]),
            ("fi", &["lasku", "laskun", "laskuni", "laskua"]),
        ] {
            let stems: BTreeSet<String> = forms.iter().map(|w| Language::of_locale(locale).stem(w)).collect();
            assert_eq!(stems.len(), 1, "{locale} {forms:?}: {stems:?}");
        }
    }
}
