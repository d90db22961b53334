//! Which crate may depend on which: Cargo holds the edges, this holds Cargo.toml to the table of ARCHITECTURE.md.
//!
//! Not here: edges inside `src/` (edges.rs).

use super::Finding;
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use std::fs;

/// A manifest must not name these packages; a trailing `*` stands for a family.
struct Rule {
    manifest: &'static str,
    never: &'static [&'static str],
    why: &'static str,
}

const BROWSER: &str = "it runs on the host too, where its tests take milliseconds: no framework, no browser";
const HOST: &str = "host tools must build without the widget and the portal";

const RULES: &[Rule] = &[
    Rule {
        manifest: "crates/wire/Cargo.toml",
        never: &["klarna-help*"],
        why: "what crosses HTTP knows nothing of ours: both ends build on it",
    },
    Rule {
        manifest: "crates/pack/Cargo.toml",
        never: &["yew*", "web-sys", "js-sys", "gloo*", "wasm-bindgen*", "klarna-help-state"],
        why: BROWSER,
    },
    Rule {
        manifest: "crates/search/Cargo.toml",
        never: &["yew*", "web-sys", "js-sys", "gloo*", "wasm-bindgen*", "klarna-help-state"],
        why: BROWSER,
    },
    Rule {
        manifest: "crates/state/Cargo.toml",
        never: &["yew*", "web-sys", "js-sys", "gloo*", "wasm-bindgen*"],
        why: BROWSER,
    },
    Rule {
        manifest: "crates/author/Cargo.toml",
        never: &["klarna-help", "klarna-help-portal", "klarna-help-state"],
        why: HOST,
    },
    Rule {
        manifest: "xtask/Cargo.toml",
        never: &["klarna-help", "klarna-help-portal", "klarna-help-state"],
        why: HOST,
    },
    Rule {
        manifest: "crates/local/Cargo.toml",
        never: &["klarna-help*"],
        why: "it answers what it is told to: whoever uses it knows the addresses",
    },
    Rule {
        manifest: "crates/helpdesk/Cargo.toml",
        never: &["klarna-help", "klarna-help-portal", "klarna-help-state", "axum", "sqlx"],
        why: "it speaks to helpdesks and to nobody else: the fault bench uses it without a portal",
    },
    Rule {
        manifest: "crates/portal/Cargo.toml",
        never: &["klarna-help", "klarna-help-state", "klarna-help-author"],
        why: "the portal serves the widget as files: it must build, run and be replaced without it",
    },
];

pub fn check(project: &Project) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    for rule in RULES {
        let path = project.path(rule.manifest);
        let text = fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
        findings.extend(check_manifest(rule, &text)?);
    }
    Ok(findings)
}

fn check_manifest(rule: &Rule, text: &str) -> Outcome<Vec<Finding>> {
    let table: toml::Table =
        text.parse().map_err(|error| Failure::new(format!("{} is not TOML: {error}", rule.manifest)))?;
    let broken = |package: &String| rule.never.iter().any(|never| is_named(package, never));
    let finding = |package: String| Finding {
        place: rule.manifest.to_owned(),
        what: format!("depends on {package}"),
        why: rule.why,
    };
    Ok(dependencies(&table).into_iter().filter(broken).map(finding).collect())
}

/// Of every kind (also dev and build) and for every target; renamed ones by their real name.
fn dependencies(table: &toml::Table) -> Vec<String> {
    let mut names = Vec::new();
    for (key, value) in table {
        let toml::Value::Table(inner) = value else { continue };
        if key.ends_with("dependencies") {
            names.extend(inner.iter().map(|(name, detail)| {
                detail.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned()
            }));
        } else if key == "target" {
            names.extend(inner.values().filter_map(toml::Value::as_table).flat_map(dependencies));
        }
    }
    names
}

fn is_named(package: &str, never: &str) -> bool {
    never.strip_suffix('*').map_or(package == never, |family| package.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_dependency_counts() {
        let rule = Rule { manifest: "crates/state/Cargo.toml", never: &["yew*", "web-sys"], why: "" };
        let found = |text: &str| check_manifest(&rule, text).unwrap().len();
        assert_eq!(found("[dependencies]\nserde = \"1\""), 0);
        assert_eq!(found("[dependencies]\nweb-sys = \"1\""), 1);
        assert_eq!(found("[dev-dependencies]\nyew-router = \"1\""), 1);
        assert_eq!(found("[target.'cfg(x)'.dependencies]\nyew = \"1\""), 1);
        assert_eq!(found("[dependencies]\ndrawing = { package = \"yew\", version = \"1\" }"), 1);
    }

    #[test]
    fn a_name_is_no_family() {
        assert!(is_named("klarna-help", "klarna-help") && !is_named("klarna-help-wire", "klarna-help"));
    }
}
