//! What a keystroke costs on the host, for help centres of three sizes. The browser's side: bench/search.

#![allow(clippy::unwrap_used, missing_docs)]

// The package is a program and has no library to take it from.
#[path = "../src/corpus.rs"]
mod corpus;

use criterion::{Criterion, criterion_group, criterion_main};
use klarna_help_search::{Doc, Index, Language, Synonyms, build};
use std::hint::black_box;

fn keystrokes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("keystrokes");
    for count in [100, 1000, 10000] {
        let corpus = corpus::make(count);
        // An article's prose is its last line; what stands before it are asks.
        let parts: Vec<(Vec<String>, &str)> = corpus
            .docs
            .iter()
            .filter_map(|doc| doc.body.rsplit_once('\n'))
            .map(|(asks, prose)| (asks.lines().map(str::to_owned).collect(), prose))
            .collect();
        let docs: Vec<Doc<'_>> = corpus
            .docs
            .iter()
            .zip(&parts)
            .map(|(doc, (asks, body))| Doc { title: &doc.title, asks, body, ..Doc::default() })
            .collect();
        let index = Index::read(&build(&docs, Language::English, &Synonyms::none()).unwrap()).unwrap();
        let mut typed = corpus.queries.iter().cycle();
        group.bench_function(count.to_string(), |bencher| {
            bencher.iter(|| typed.next().map(|query| black_box(index.search(query, 8))));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).without_plots();
    targets = keystrokes
}
criterion_main!(benches);
