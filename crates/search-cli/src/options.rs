//! What is said on the command line.

use klarna_help_search::{Encoder, Language};
use std::path::PathBuf;

/// What to do.
pub enum Options {
    /// Answer a request.
    Answer(Language, Option<Box<Encoder>>),
    /// Write what sureness is decided by.
    Evidence(Language, Box<Encoder>),
    /// Write the index of a request's documents.
    Index(Language, PathBuf),
    /// Write a made-up request of so many articles.
    Corpus(usize),
}

const ALL: &str =
    "there are --language LOCALE, --encoder FILE, --words, --index FILE, --corpus N, --evidence";

/// Reads them; an error says what there is.
pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut language = Language::English;
    let shipped = include_bytes!("../../../content/encoder/en.khe");
    let mut encoder = Encoder::read(shipped).ok();
    let mut index = None;
    let mut evidence = false;
    while let Some(argument) = arguments.next() {
        let mut value = |needs: &str| arguments.next().ok_or(format!("{argument} needs {needs}"));
        match argument.as_str() {
            "--language" => language = Language::of_locale(&value("a locale, such as sv")?),
            "--encoder" => {
                let file = value("a file, such as content/encoder/en.khe")?;
                let bytes = std::fs::read(&file).map_err(|why| format!("{file} cannot be read: {why}"))?;
                encoder = Some(Encoder::read(&bytes).map_err(|why| format!("{file}: {why}"))?);
            }
            "--words" => encoder = None,
            "--evidence" => evidence = true,
            "--index" => index = Some(value("a file to write")?),
            "--corpus" => {
                let count = value("a count of articles")?;
                return count.parse().map(Options::Corpus).map_err(|_| format!("{count} is no count"));
            }
            other => return Err(format!("{other} is not an option; {ALL}")),
        }
    }
    Ok(match (index, encoder) {
        (Some(file), _) => Options::Index(language, file.into()),
        (None, Some(encoder)) if evidence => Options::Evidence(language, Box::new(encoder)),
        (None, encoder) => Options::Answer(language, encoder.map(Box::new)),
    })
}
