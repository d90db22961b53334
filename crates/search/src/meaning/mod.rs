//! Meaning on the device: a static text encoder, a vector for each document, and ranking by both meaning and words.
//!
//! The encoder is a small artifact (`content/encoder/`) trained by `tools/encoder/` as a student of a sentence encoder:
//! a vector for each word piece, added up, then one small layer (docs/decisions/0016-encoder.md). Here: reading it
//! (bytes.rs), texts to vectors (encoder.rs), the documents it was fitted to (fitted.rs), documents' vectors (vectors.rs, rows.rs, groups.rs),
//! ranking (fuse.rs). Not here: training, fetching, when it is loaded. Without it [`Index::search`](crate::Index::search) answers by words alone.

mod bytes;
mod encoder;
mod fitted;
mod fuse;
mod groups;
mod layer;
mod rows;
pub mod vectors;

pub use encoder::{Encoder, EncoderError};
pub use fuse::{Evidence, Meaning};
pub use vectors::Vectors;

#[cfg(test)]
mod tests {
    use super::fitted::{Fitted, document_hash};
    use super::vectors;
    use super::{Encoder, Meaning, Vectors};
    use crate::{Doc, Index, Language, Synonyms, Verdict, build};

    /// The encoder that is shipped.
    fn shipped() -> Encoder {
        Encoder::read(include_bytes!("../../../../content/encoder/en.khe")).unwrap()
    }

    const TITLES: [&str; 4] =
        ["Your refund is missing", "Change your address", "You see the same payment twice", "A lost card"];

    fn asked(query: &str) -> (Option<u32>, Verdict) {
        let docs = TITLES.map(|title| Doc { title, ..Doc::default() });
        let encoder = shipped();
        let vectors = Vectors::read(&vectors::build(&docs, &encoder)).unwrap();
        let meaning = Meaning::new(encoder, vectors).unwrap();
        let index = Index::read(&build(&docs, Language::English, &Synonyms::none()).unwrap()).unwrap();
        let found = meaning.search(&index, query, 3);
        (found.hits.first().map(|hit| hit.doc), found.verdict)
    }

    #[test]
    fn what_is_meant_is_found_without_a_word_in_common() {
        for (query, doc) in [
            ("i was charged two times", 2),
            ("where is my money back from the shop", 0),
            ("i moved house", 1),
            ("someone stole my wallet", 3),
            ("somone stole my walet", 3),
        ] {
            assert_eq!(asked(query).0, Some(doc), "{query}");
        }
    }

    #[test]
    fn an_exact_title_is_first_and_certain() {
        for (doc, title) in (0..).zip(TITLES) {
            assert_eq!(asked(title), (Some(doc), Verdict::Answer), "{title}");
        }
    }

    #[test]
    fn a_question_about_something_else_is_not_answered() {
        for query in ["how long do i cook pasta", "what is the capital of france", "qqqq", ""] {
            assert_ne!(asked(query).1, Verdict::Answer, "{query}");
        }
    }

    #[test]
    fn any_text_has_a_vector_of_length_one_or_none() {
        let encoder = shipped();
        for text in [
            "refund",
            "återbetalning",
            "返金",
            "\u{0}\u{ffff}🦀",
            &"ab".repeat(10_000),
            &"x y ".repeat(5_000),
            "",
        ] {
            let square: f32 = encoder.encode(text).iter().map(|value| value * value).sum();
            assert!(square == 0.0 || (square - 1.0).abs() < 1e-3, "{square} {}", text.len());
        }
    }

    #[test]
    fn every_cut_of_an_encoder_and_of_vectors_is_refused() {
        let bytes = include_bytes!("../../../../content/encoder/en.khe");
        for end in (0..bytes.len()).step_by(997).chain([bytes.len() - 1]) {
            assert!(Encoder::read(&bytes[..end]).is_err(), "cut at {end}");
        }
        let vectors = vectors::build(&[Doc { title: "Refund", ..Doc::default() }], &shipped());
        for end in 0..vectors.len() {
            assert!(Vectors::read(&vectors[..end]).is_none(), "cut at {end}");
        }
    }

    #[test]
    fn documents_that_come_later_are_found_by_meaning_too() {
        let first = [Doc { title: "Change your address", ..Doc::default() }];
        let later = [Doc { title: "Your refund is missing", ..Doc::default() }];
        let encoder = shipped();
        let vectors = Vectors::read(&vectors::build(&first, &encoder)).unwrap();
        let mut meaning = Meaning::new(encoder, vectors).unwrap();
        let mut index = Index::read(&build(&first, Language::English, &Synonyms::none()).unwrap()).unwrap();
        index.add(&later, Language::English).unwrap();
        meaning.add(&later);
        let found = meaning.search(&index, "where is my money", 1);
        assert_eq!(found.hits.first().map(|hit| hit.doc), Some(1));
    }

    #[test]
    fn a_question_near_one_of_many_lines_finds_its_document() {
        let encoder = shipped();
        let asks =
            ["how do i boil pasta", "rice for two people", "a roast in the oven", "my card was stolen"];
        let asks = asks.map(str::to_owned);
        let docs = [Doc { title: "All sorts", asks: &asks, ..Doc::default() }];
        let vectors = Vectors::read(&vectors::build(&docs, &encoder)).unwrap();
        let near = |query| {
            let asked = vectors.asked(&encoder.encode(query)).unwrap();
            let mean = vectors.near(&asked)[0];
            (mean, vectors.nearer(0, mean, &asked))
        };
        let (mean, near_one) = near("somebody took my bank card");
        assert!(near_one > mean + 0.1, "{near_one} {mean}");
        assert!(near("the train is late").1 < near_one - 0.2);
    }

    #[test]
    fn vectors_that_were_read_are_those_that_were_added() {
        let docs = TITLES.map(|title| Doc {
            title,
            body: "We look at it. You get a message soon.",
            ..Doc::default()
        });
        let mut added = Vectors::default();
        added.add(&docs, &shipped());
        assert_eq!(Vectors::read(&vectors::build(&docs, &shipped())), Some(added));
    }

    #[test]
    fn a_fitted_vector_draws_its_document_to_it_and_leaves_others() {
        let encoder = shipped();
        let asked = encoder.encode("boil the pasta");
        let mut fitted = shipped();
        let docs = ["Refund", "Address"].map(|title| Doc { title, ..Doc::default() });
        let hash = document_hash(&docs[0]);
        fitted.fitted = Fitted(vec![(hash, asked.iter().map(|value| (value * 127.0) as i8).collect())]);
        assert!(fitted.is_fitted_to(&docs[0]) && !fitted.is_fitted_to(&docs[1]));
        let near = |encoder| {
            let vectors = Vectors::read(&vectors::build(&docs, encoder)).unwrap();
            vectors.near(&vectors.asked(&asked).unwrap())
        };
        let (plain, drawn) = (near(&encoder), near(&fitted));
        assert!(drawn[0] > plain[0] + 0.2, "{plain:?} {drawn:?}");
    }

    /// Appends a document to an encoder's bytes, as khe.py writes it.
    fn with_fitted(bytes: &[u8], hash: u32, vector: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        out[18..22].copy_from_slice(&1_u32.to_le_bytes());
        out.extend_from_slice(&hash.to_le_bytes());
        out.extend_from_slice(vector);
        out
    }

    #[test]
    fn an_encoder_without_its_documents_reads_as_before() {
        let plain = include_bytes!("../../../../content/encoder/en.khe").as_slice();
        let doc = Doc { title: "Refund", ..Doc::default() };
        let fitted = with_fitted(plain, document_hash(&doc), &[7; 64]);
        assert!(Encoder::read(&fitted).unwrap().is_fitted_to(&doc));
        let cut = Encoder::without_fitted(&fitted).unwrap();
        assert_eq!(cut, plain);
        assert!(!Encoder::read(&cut).unwrap().is_fitted());
        assert!(Encoder::without_fitted(&fitted[..fitted.len() - 1]).is_err());
    }
}
