//! The documents of a language as JSON, for tools/encoder/fit.py:
//! `cargo run -p klarna-help-author --example documents -- content en`.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(content), Some(language)) = (arguments.next(), arguments.next()) else {
        return failed("which content and language? Such as: content en");
    };
    let documents = match klarna_help_author::documents(content.as_ref(), &language) {
        Ok(documents) => documents,
        Err(refusals) => {
            return failed(&refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
        }
    };
    let text = match serde_json::to_string(&documents) {
        Ok(text) => text,
        Err(why) => return failed(&why.to_string()),
    };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => failed(&why.to_string()),
    }
}

fn failed(why: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{why}");
    ExitCode::FAILURE
}
