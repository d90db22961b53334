//! Why each public file is there, in a sentence that a merchant may put into an inventory of scripts, and where it runs.
//!
//! Not here: what else the inventory has (manifest.rs).

use super::loader::LOADER;
use crate::failure::{Failure, Outcome};

/// Where a file runs or is read, with the frame mount. With the inline mount the app's files are in the host page too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    HostPage,
    Frame,
}

impl Scope {
    pub fn name(self) -> &'static str {
        match self {
            Scope::HostPage => "host page",
            Scope::Frame => "frame",
        }
    }
}

/// Scripts by name.
const SCRIPTS: &[(&str, Scope, &str)] = &[
    (
        LOADER,
        Scope::HostPage,
        "Draws the help launcher and its panel, keeps commands until help is loaded, and loads it when it is asked for.",
    ),
    (
        "core.js",
        Scope::HostPage,
        "Connects the page to the help frame, from our origin only: messages, events and focus; loaded when help is asked for.",
    ),
    (
        "commands.js",
        Scope::HostPage,
        "What the page may ask of help (search, context, prefilled fields and others), checked; loaded when the page uses one of them.",
    ),
    (
        "elements.js",
        Scope::HostPage,
        "Draws help in the flow of the page, for <klarna-help inline>; loaded only where there is one.",
    ),
    (
        "diagnose.js",
        Scope::HostPage,
        "Checks an installation and says what to mend; loaded only when the page calls diagnose().",
    ),
    (
        "inline.js",
        Scope::HostPage,
        "Fetches the help app for the page itself, for clients registered for that; others never load it.",
    ),
    (
        "inside.js",
        Scope::HostPage,
        "Draws the help app in the page itself and speaks with it, for clients registered for that; others never load it.",
    ),
    (
        "probe.js",
        Scope::Frame,
        "Tells a page that runs diagnose() whether help can work there; loaded only then.",
    ),
];

/// Files of the app, by the beginning and end of their names.
const ASSETS: &[(&str, &str, &str)] = &[
    ("app", "wasm", "The help app: its first screen."),
    ("answers", "wasm", "The help app: what answers a search, on the device; after the first screen."),
    (
        "rest",
        "wasm",
        "The help app: articles, guides, the case form and the status of a case; after what answers a search.",
    ),
    ("later", "js", "Joins the later screens of the help app to the browser's own functions; generated."),
    ("later", "css", "How the screens of the help app look that come after the first."),
    ("app", "js", "Joins the help app to the browser's own functions; generated."),
    ("app", "css", "How the help app looks."),
    (
        "frame",
        "js",
        "Takes the connection to the page around the frame, from registered origins only, and starts the app.",
    ),
    ("init", "js", "Starts the WebAssembly of the help app."),
    ("part", "js", "A script that a library of the help app brings along."),
];

/// Content, by the end of its names.
const PACKS: &[(&str, &str)] = &[
    ("khp", "What the first screen of help says in a language."),
    ("khs", "Titles, interface texts and the market's values of a language."),
    ("khx", "The search index of a language."),
    ("khe", "What the words of a language mean, for search; read on the device."),
    ("khv", "What each article and guide means, for search."),
    ("kha", "The text of a help article."),
    ("khf", "The questions of a guide."),
    ("kho", "All help articles and guides of a language, for when there is no network."),
];

/// Of the document in the frame.
pub const FRAME_DOCUMENT: &str = "The page of ours that the help app runs in, apart from the host page; the portal writes the client's language, \
                                  origins and addresses into it.";

/// The sentence and scope of a public file, by its address.
pub fn of(path: &str) -> Outcome<(&'static str, Scope)> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.rsplit_once('-').map_or(stem, |(stem, _)| stem);
    let found = if path.starts_with("/assets/") {
        let own = |(s, e, _): &&(&str, &str, &str)| *s == stem && *e == extension;
        ASSETS.iter().find(own).map(|(_, _, purpose)| (*purpose, Scope::Frame))
    } else if path.starts_with("/packs/") {
        PACKS.iter().find(|(e, _)| *e == extension).map(|(_, purpose)| (*purpose, Scope::Frame))
    } else {
        SCRIPTS.iter().find(|(n, _, _)| *n == name).map(|(_, scope, purpose)| (*purpose, *scope))
    };
    found.ok_or_else(|| {
        Failure::new(format!("nothing says what {path} is for"))
            .next("write a sentence for it in xtask/src/dist/purpose.rs: merchants put it into their inventory of scripts")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_file_has_a_purpose_and_a_scope() {
        for (path, scope, says) in [
            ("/v1/klarna-help.js", Scope::HostPage, "launcher"),
            ("/0.1.0-0123456789ab/klarna-help.js", Scope::HostPage, "launcher"),
            ("/0.1.0-0123456789ab/probe.js", Scope::Frame, "diagnose"),
            ("/assets/app-0123456789ab.wasm", Scope::Frame, "help app"),
            ("/assets/frame-0123456789ab.js", Scope::Frame, "registered origins"),
            ("/packs/en-GB-0123456789ab/article/late-fee.kha", Scope::Frame, "article"),
        ] {
            let (purpose, its) = of(path).unwrap();
            assert!(its == scope && purpose.contains(says) && purpose.ends_with('.'), "{path}: {purpose}");
        }
    }

    #[test]
    fn a_file_without_one_stops_the_build() {
        for path in ["/assets/new-0123456789ab.js", "/v1/other.js", "/packs/en-GB-1.txt"] {
            assert!(of(path).unwrap_err().to_string().contains("purpose.rs"), "{path}");
        }
    }
}
