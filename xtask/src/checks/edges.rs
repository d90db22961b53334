//! Which part of `src/` may use which: the table of ARCHITECTURE.md, for the edges that Cargo cannot hold.
//!
//! Not here: edges between crates (manifests.rs, called from here so that they are one check).

use super::{Finding, manifests, paths};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::stamp;
use std::fs;

/// Files whose module starts with one of `within` must not name what is in `never`.
struct Rule {
    within: &'static [&'static str],
    /// A path, with everything below it; a single word stands for that name anywhere.
    never: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        within: &["crate::components"],
        never: &[
            "crate::api",
            "crate::packs",
            "crate::effects",
            "crate::app",
            "crate::screens",
            "klarna_help_state",
            "State",
        ],
        why: "a component knows its props and the words: then it can stand in the gallery and be tested alone",
    },
    Rule {
        within: &["crate::screens"],
        never: &["crate::api", "crate::packs", "crate::effects", "web_sys"],
        why: "a screen draws State and dispatches Actions: what it wants from the outside is an Effect, so that it is tested as a value",
    },
    Rule {
        within: &["crate::effects", "crate::api", "crate::packs"],
        never: &["crate::screens", "crate::components"],
        why: "effects answer with Actions: one that knew a screen would be a second way to change what is shown",
    },
    Rule {
        within: &["crate::platform", "crate::i18n"],
        never: &["crate::screens", "crate::components", "crate::api", "crate::effects", "crate::app"],
        why: "guards over the browser lie under everything: they can only stay small if they know nothing above them",
    },
];

/// All edges of the workspace.
pub fn check(project: &Project) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in stamp::files(&project.path("src"))? {
        let name = file.strip_prefix(&project.root).unwrap_or(&file).to_string_lossy().into_owned();
        if name.ends_with(".rs") {
            let text = fs::read_to_string(&file).map_err(|error| Failure::io("read", &file, &error))?;
            findings.extend(check_file(&name, &text));
        }
    }
    findings.extend(manifests::check(project)?);
    Ok(findings)
}

fn check_file(name: &str, text: &str) -> Vec<Finding> {
    let module = module_of(name);
    let rules = RULES.iter().filter(|rule| rule.within.iter().any(|prefix| is_below(&module, prefix)));
    let named = paths::named(text, &module);
    let mut findings: Vec<Finding> = Vec::new();
    for rule in rules {
        for used in &named {
            let Some(never) = rule.never.iter().find(|never| names(&used.path, never)) else { continue };
            let finding = Finding {
                place: format!("{name}:{}", used.line),
                what: format!("uses {never} (as `{}`)", used.path),
                why: rule.why,
            };
            findings.push(finding);
        }
    }
    findings.dedup();
    findings
}

/// `src/components/button/mod.rs` and `src/components/button.rs` are both `crate::components::button`.
fn module_of(name: &str) -> String {
    let inner = name.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = inner.split('/').filter(|part| !["mod", "lib"].contains(part));
    std::iter::once("crate").chain(parts).collect::<Vec<_>>().join("::")
}

fn names(path: &str, never: &str) -> bool {
    // A crate's name is a path's first part; a type's name may be any part.
    let word = never.chars().next().is_some_and(char::is_uppercase);
    if word { path.split("::").any(|part| part == never) } else { is_below(path, never) }
}

/// `crate::api` is below itself; so is `crate::api::Client`, and, as a family of files, `crate::effects_cases`.
fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::") || rest.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_bites_and_lets_pass() {
        let cases = [
            ("src/components/button/mod.rs", "use crate::{i18n::t, api};", 1),
            (
                "src/components/button/mod.rs",
                "use crate::i18n::t;\nuse yew::prelude::*;\nlet s = use_state(|| 1);",
                0,
            ),
            ("src/components/field.rs", "use klarna_help_state::Action;", 1),
            ("src/components/field.rs", "fn f(state: &State) {}", 1),
            ("src/components.rs", "use super::api::Client;", 1),
            ("src/screens/home.rs", "use web_sys::window;", 1),
            (
                "src/screens/home.rs",
                "use klarna_help_state::State; use crate::components::button::Button;",
                0,
            ),
            ("src/screens/home.rs", "let _ = super::super::api::get();", 1),
            ("src/effects.rs", "use crate::screens::home;", 1),
            ("src/effects/cases.rs", "use crate::{api, packs, platform};", 0),
            ("src/api.rs", "use crate::screens;", 1),
            ("src/packs.rs", "// not crate::screens\nlet x = \"crate::screens\";", 0),
            ("src/app.rs", "use crate::{api, screens, effects}; use web_sys::Node;", 0),
        ];
        for (file, text, expected) in cases {
            assert_eq!(check_file(file, text).len(), expected, "{file}: {text}");
        }
    }

    #[test]
    fn a_finding_names_line_and_reason() {
        let found = check_file("src/screens/home.rs", "\nuse web_sys::Window;");
        assert_eq!(found[0].place, "src/screens/home.rs:2");
        assert!(found[0].to_string().contains("why not:"));
    }
}
