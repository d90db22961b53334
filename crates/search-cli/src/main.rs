//! `klarna-help-search`: reads `{"docs": [{"id", "title", "body"}], "queries": […], "k": 10}` on standard input and writes
//! `{"results": [[[id, score], …], …]}`, best first; scores are comparable between queries, from 0 to 1.
//!
//! `--language LOCALE` (default `en`) says how the texts are read. Meaning comes from the encoder that is shipped, or from
//! `--encoder FILE`, such as one that tools/encoder/fit.py made for the documents; with `--words` from words alone.
//! `--index FILE` writes the index of the documents instead. `--corpus N` reads nothing and writes a made-up request of N
//! articles (corpus.rs), to measure times with. `--evidence` writes what sureness is decided by
//! (tools/encoder/calibrate.py).
//!
//! Here: the protocol. Which lines of a body are sentences that customers ask: lines.rs. Not here: searching
//! (crates/search).

mod corpus;
mod lines;
mod options;

use klarna_help_search::meaning::vectors;
use klarna_help_search::{Doc, Encoder, Hit, Index, Language, Meaning, Synonyms, Vectors, build};
use options::Options;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::process::ExitCode;

#[derive(Deserialize)]
struct Asked {
    docs: Vec<Text>,
    queries: Vec<String>,
    #[serde(default = "ten")]
    k: usize,
}

fn ten() -> usize {
    10
}

#[derive(Deserialize)]
struct Text {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("klarna-help-search: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    match options::read(std::env::args().skip(1))? {
        Options::Corpus(count) => print(&corpus::make(count)),
        Options::Index(language, file) => {
            let asked = asked()?;
            let bytes = built(&asked.parts(), language)?;
            std::fs::write(&file, bytes).map_err(|why| format!("{} cannot be written: {why}", file.display()))
        }
        Options::Evidence(language, encoder) => {
            print(&json!({ "results": evidence(&asked()?, language, encoder)? }))
        }
        Options::Answer(language, encoder) => {
            print(&json!({ "results": answer(&asked()?, language, encoder)? }))
        }
    }
}

fn asked() -> Result<Asked, String> {
    let mut json = String::new();
    let read = std::io::stdin().read_to_string(&mut json);
    read.map_err(|why| format!("standard input cannot be read: {why}"))?;
    serde_json::from_str(&json).map_err(|why| format!("standard input is no request: {why}"))
}

fn print(answer: &impl serde::Serialize) -> Result<(), String> {
    let written = serde_json::to_string(answer).map_err(|why| why.to_string())?;
    let out = std::io::stdout().write_all(written.as_bytes());
    out.map_err(|why| format!("the answer cannot be written: {why}"))
}

impl Asked {
    /// Each document's title with its body in parts.
    fn parts(&self) -> Vec<(&str, lines::Parts)> {
        self.docs.iter().map(|doc| (doc.title.as_str(), lines::part(&doc.body))).collect()
    }
}

fn docs<'a>(parts: &'a [(&'a str, lines::Parts)]) -> Vec<Doc<'a>> {
    let doc = |(title, parts): &'a (&str, lines::Parts)| Doc {
        title,
        asks: &parts.asks,
        body: &parts.body,
        ..Doc::default()
    };
    parts.iter().map(doc).collect()
}

/// The bytes of an index.
fn built(parts: &[(&str, lines::Parts)], language: Language) -> Result<Vec<u8>, String> {
    build(&docs(parts), language, &Synonyms::none()).map_err(|why| why.to_string())
}

/// The encoder with the vectors of the documents; none where it reads another language.
fn meaning(parts: &[(&str, lines::Parts)], language: Language, encoder: Encoder) -> Option<Meaning> {
    let vectors = Vectors::read(&vectors::build(&docs(parts), &encoder))?;
    Meaning::new(encoder, vectors).filter(|meaning| meaning.language() == language)
}

/// Of each query the best document and what speaks for it (tools/encoder/calibrate.py).
fn evidence(asked: &Asked, language: Language, encoder: Box<Encoder>) -> Result<Vec<Value>, String> {
    let parts = asked.parts();
    let index = Index::read(&built(&parts, language)?).map_err(|why| why.to_string())?;
    let meaning = meaning(&parts, language, *encoder).ok_or("the encoder reads another language")?;
    let rows = asked.queries.iter().map(|query| {
        let (best, evidence) = index.evidence(&meaning, query);
        let id = best.and_then(|doc| asked.docs.get(usize::try_from(doc).ok()?)).map(|doc| doc.id.as_str());
        json!([id, evidence.near, evidence.covered, evidence.ahead, evidence.known])
    });
    Ok(rows.collect())
}

fn answer(
    asked: &Asked,
    language: Language,
    encoder: Option<Box<Encoder>>,
) -> Result<Vec<Vec<(&str, f32)>>, String> {
    let parts = asked.parts();
    let index = Index::read(&built(&parts, language)?).map_err(|why| why.to_string())?;
    let meaning = encoder.and_then(|encoder| meaning(&parts, language, *encoder));
    let named = |hit: &Hit| {
        let doc = asked.docs.get(usize::try_from(hit.doc).ok()?)?;
        Some((doc.id.as_str(), hit.score))
    };
    let results = asked.queries.iter().map(|query| {
        let found = match &meaning {
            Some(meaning) => meaning.search(&index, query, asked.k),
            None => index.search(query, asked.k),
        };
        found.hits.iter().filter_map(named).collect()
    });
    Ok(results.collect())
}
