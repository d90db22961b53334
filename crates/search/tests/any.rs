//! What holds for any documents and any query: thousands of generated ones, the same with every run.
//!
//! The same is held by cargo-fuzz (fuzz/fuzz_targets/search.rs), which looks for longer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use klarna_help_search::{Doc, Index, Language, Synonyms, build};
use std::time::{Duration, Instant};

/// Numbers that look random and repeat (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    fn sentence(&mut self, words: usize) -> String {
        (0..words).map(|_| self.pick(WORDS)).collect::<Vec<_>>().join(" ")
    }
}

const WORDS: &[&str] = &[
    "refund", "payment", "declined", "card", "order", "arrived", "my", "the", "not", "where", "is",
    "invoice", "late", "fee", "return", "store", "account", "password", "charged", "twice", "cancel",
    "delivery", "parcel", "changed", "number", "phone", "extend", "due", "date", "dispute", "evidence",
    "unknown", "transfer", "balance", "settings",
];

const LANGUAGES: &[&str] = &["en", "sv", "de", "da", "nb", "nl", "fi", "pl"];

fn titles(random: &mut Random, count: usize) -> Vec<String> {
    let title = |_| {
        let words = 2 + random.below(4);
        random.sentence(words)
    };
    let mut titles: Vec<String> = (0..count).map(title).collect();
    titles.sort();
    titles.dedup();
    titles
}

fn index(titles: &[String], language: Language) -> Index {
    let docs: Vec<Doc<'_>> = titles.iter().map(|title| Doc { title, ..Doc::default() }).collect();
    Index::read(&build(&docs, language, &Synonyms::none()).unwrap()).unwrap()
}

#[test]
fn an_exact_title_is_always_first() {
    let mut random = Random(7);
    for round in 0..60 {
        let titles = titles(&mut random, 30);
        let index = index(&titles, Language::of_locale(LANGUAGES[round % LANGUAGES.len()]));
        for (doc, title) in titles.iter().enumerate() {
            let hits = index.search(&title.to_uppercase(), 3).hits;
            assert_eq!(hits[0].doc as usize, doc, "{title}");
        }
    }
}

#[test]
fn a_slip_never_empties_the_list() {
    let mut random = Random(11);
    let titles = titles(&mut random, 30);
    let index = index(&titles, Language::English);
    for _ in 0..2_000 {
        let words = 1 + random.below(4);
        let query = random.sentence(words);
        let at = random.below(query.len());
        let mut slipped: Vec<char> = query.chars().collect();
        match random.below(4) {
            0 => drop(slipped.remove(at)),
            1 => slipped.insert(at, 'q'),
            2 => slipped[at] = 'x',
            _ => slipped.swap(at, at.saturating_sub(1)),
        }
        let same = slipped.iter().filter(|c| **c == ' ').count() == query.matches(' ').count();
        // A word of three letters or fewer with a slip is another word, or none.
        let slipped: String = slipped.into_iter().collect();
        if same
            && query.split(' ').all(|word| word.len() > 4)
            && slipped.split(' ').all(|word| word.len() > 3)
        {
            let found = |query: &str| !index.search(query, 3).hits.is_empty();
            assert!(found(&slipped) || !found(&query), "{query} / {slipped}");
        }
    }
}

#[test]
fn the_score_of_a_document_does_not_depend_on_the_order_of_documents() {
    let mut random = Random(13);
    for _ in 0..40 {
        let titles = titles(&mut random, 25);
        let turned: Vec<String> = titles.iter().rev().cloned().collect();
        let (one, other) = (index(&titles, Language::English), index(&turned, Language::English));
        let words = 1 + random.below(5);
        let query = random.sentence(words);
        let all = |index: &Index, titles: &[String]| {
            let hits = index.search(&query, titles.len()).hits;
            let mut named: Vec<_> =
                hits.iter().map(|hit| (titles[hit.doc as usize].clone(), hit.score.to_bits())).collect();
            named.sort();
            named
        };
        assert_eq!(all(&one, &titles), all(&other, &turned), "{query}");
    }
}

#[test]
fn any_text_gets_an_answer_in_bounded_time() {
    let mut random = Random(17);
    let titles = titles(&mut random, 200);
    let index = index(&titles, Language::German);
    let long =
        ["a ".repeat(100_000), "refnud".repeat(20_000), "ß\u{301}".repeat(50_000), "금".repeat(50_000)];
    let odd = ["\u{0}", "🙃🙃🙃", "'''", "\u{301}\u{301}", "ﬀﬁ ß", "ueueueue", "\u{10ffff}", "\u{feff}a"];
    let before = Instant::now();
    for query in odd.iter().copied().chain(long.iter().map(String::as_str)) {
        let found = index.search(query, 10);
        assert!(found.hits.iter().all(|hit| (0.0..=1.0).contains(&hit.score)), "{:?}", found.hits);
        let _ = index.highlight(query, query);
    }
    for _ in 0..3_000 {
        let length = random.below(60);
        let bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        let _ = index.search(&String::from_utf8_lossy(&bytes), 10);
    }
    // Generous: what is held is that nothing grows with the square of a text; a debug build is some twenty times slower.
    assert!(before.elapsed() < Duration::from_secs(60), "{:?}", before.elapsed());
}
