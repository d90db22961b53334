//! `klarna-help-search`: reads `{"docs": [{"id", "title", "body"}], "queries": […], "k": 10}` on standard input and writes
//! `{"results": [[[id, score], …], …]}`, best first; scores are comparable between queries, from 0 to 1.
//!
//! `--language LOCALE` (default `en`) says how the texts are read. Meaning comes from the encoder that is shipped, or from
//! `--encoder FILE`, such as one that tools/encoder/fit.py made for the documents; with `--words` from words alone.
//! Here: the protocol, and which lines of a body are
//! sentences that customers ask (lines.rs). Not here: searching (crates/search).

mod lines;

use klarna_help_search::meaning::vectors;
use klarna_help_search::{Doc, Encoder, Index, Language, Meaning, Synonyms, Vectors, build};
use serde::Deserialize;
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
    let mut language = Language::English;
    let shipped = include_bytes!("../../../content/encoder/en.khe");
    let mut encoder = Encoder::read(shipped).ok();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--language" => {
                language =
                    Language::of_locale(&arguments.next().ok_or("--language needs a locale, such as sv")?);
            }
            "--encoder" => {
                let file =
                    arguments.next().ok_or("--encoder needs a file, such as content/encoder/en.khe")?;
                let bytes = std::fs::read(&file).map_err(|why| format!("{file} cannot be read: {why}"))?;
                encoder = Some(Encoder::read(&bytes).map_err(|why| format!("{file}: {why}"))?);
            }
            "--words" => encoder = None,
            other => {
                return Err(format!(
                    "{other} is not an option; there are --language LOCALE, --encoder FILE and --words"
                ));
            }
        }
    }
    let mut json = String::new();
    std::io::stdin()
        .read_to_string(&mut json)
        .map_err(|why| format!("standard input cannot be read: {why}"))?;
    let asked: Asked =
        serde_json::from_str(&json).map_err(|why| format!("standard input is no request: {why}"))?;
    let results = answer(&asked, language, encoder)?;
    let written =
        serde_json::to_string(&serde_json::json!({ "results": results })).map_err(|why| why.to_string())?;
    std::io::stdout()
        .write_all(written.as_bytes())
        .map_err(|why| format!("the answer cannot be written: {why}"))
}

fn answer(
    asked: &Asked,
    language: Language,
    encoder: Option<Encoder>,
) -> Result<Vec<Vec<(&str, f32)>>, String> {
    let bodies: Vec<lines::Parts> = asked.docs.iter().map(|doc| lines::part(&doc.body)).collect();
    let docs = asked.docs.iter().zip(&bodies).map(|(doc, parts)| Doc {
        title: &doc.title,
        asks: &parts.asks,
        body: &parts.body,
        ..Doc::default()
    });
    let docs: Vec<Doc<'_>> = docs.collect();
    let bytes = build(&docs, language, &Synonyms::none()).map_err(|why| why.to_string())?;
    let index = Index::read(&bytes).map_err(|why| why.to_string())?;
    let meaning = encoder.filter(|encoder| encoder.language() == language).and_then(|encoder| {
        let vectors = Vectors::read(&vectors::build(&docs, &encoder))?;
        Meaning::new(encoder, vectors)
    });
    let named = |hit: &klarna_help_search::Hit| {
        let doc = asked.docs.get(usize::try_from(hit.doc).ok()?)?;
        Some((doc.id.as_str(), hit.score))
    };
    let results = asked.queries.iter().map(|query| {
        let found = match &meaning {
            Some(meaning) => index.search_with(meaning, query, asked.k),
            None => index.search(query, asked.k),
        };
        found.hits.iter().filter_map(named).collect()
    });
    Ok(results.collect())
}
