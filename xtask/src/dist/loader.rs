//! `dist/v1`: the scripts a merchant's page names. Their addresses never change, so they carry the build they start.
//!
//! Not here: what they do (loader/).

use super::minify;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use std::fs;

/// (name under v1/, content).
pub fn scripts(project: &Project, build: &str) -> Outcome<Vec<(&'static str, String)>> {
    let loader = minify::script_text(project, "klarna-help.js", &source(project, "klarna-help.js", build)?)?;
    let inline = minify::module_text(project, "inline.js", &source(project, "inline.js", build)?)?;
    if !loader.contains(build) {
        return Err(Failure::new("loader/klarna-help.js does not name the build of its frame").next(
            "its frame URL needs the token __KH_BUILD__: without it a returning customer keeps an old frame",
        ));
    }
    Ok(vec![("klarna-help.js", loader), ("inline.js", inline)])
}

fn source(project: &Project, name: &str, build: &str) -> Outcome<String> {
    let path = project.path("loader").join(name);
    let text = fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
    Ok(with_tokens(&text, build))
}

fn with_tokens(text: &str, build: &str) -> String {
    text.replace("__KH_BUILD__", build).replace("__KH_VERSION__", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn tokens_are_replaced() {
        let text = super::with_tokens("a='__KH_BUILD__';b='__KH_VERSION__'", "0123456789ab");
        assert_eq!(text, format!("a='0123456789ab';b='{}'", env!("CARGO_PKG_VERSION")));
    }
}
