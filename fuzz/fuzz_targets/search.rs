//! Any bytes as an index, and any text as documents and a query: an answer, in order, and places within the text.
//!
//! The first byte chooses between a damaged index and a sound one; lines are titles, and the last line is the query.

#![no_main]

use klarna_help_search::{Doc, Index, Language, Synonyms, build};
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [&str; 8] = ["en", "sv", "de", "da", "nb", "nl", "fi", "pl"];

fuzz_target!(|data: &[u8]| {
    let Some((kind, rest)) = data.split_first() else { return };
    if *kind == 0 {
        if let Ok(index) = Index::read(rest) {
            asked(&index, "refund my payemnt");
        }
        return;
    }
    let text = String::from_utf8_lossy(rest);
    let (titles, query) = text.rsplit_once('\n').unwrap_or(("", &text));
    let docs: Vec<Doc<'_>> = titles.lines().map(|title| Doc { title, body: title, ..Doc::default() }).collect();
    let language = Language::of_locale(LANGUAGES[usize::from(*kind) % LANGUAGES.len()]);
    let synonyms = Synonyms { groups: vec![titles.lines().take(3).map(str::to_owned).collect()] };
    let bytes = build(&docs, language, &synonyms).expect("small enough");
    let index = Index::read(&bytes).expect("what was built can be read");
    asked(&index, query);
    for doc in &docs {
        // Another document may have the same words as its title.
        if let Some(hit) = index.search(doc.title, 1).hits.first() {
            assert!(hit.score == 1.0, "an exact title is certain");
        }
    }
});

fn asked(index: &Index, query: &str) {
    let found = index.search(query, 5);
    assert!(found.hits.len() <= 5);
    assert!(found.hits.iter().all(|hit| hit.doc < index.len() && (0.0..=1.0).contains(&hit.score)));
    assert!(found.hits.windows(2).all(|pair| pair[0].score >= pair[1].score), "best first");
    let mut last = 0;
    for place in index.highlight(query, query) {
        assert!(last <= place.start && query.get(place.clone()).is_some(), "ascending, apart, on characters");
        last = place.end;
    }
    let _ = index.mended(query);
}
