//! Calls that must not stand in what runs in a browser: each with its reason. Comments may name them.
//!
//! Not here: Rust's own lints (clippy.toml), edges between modules (edges.rs).

use super::Finding;
use super::source::{Language, without_comments};
use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::stamp;
use std::fs;

struct Rule {
    /// Folders it holds in.
    within: &'static [&'static str],
    /// Files it does not hold in.
    except: &'static [&'static str],
    never: &'static [&'static str],
    why: &'static str,
}

impl Rule {
    fn holds_in(&self, name: &str) -> bool {
        self.within.iter().any(|folder| name.starts_with(folder)) && !self.except.contains(&name)
    }
}

const BOTH: &[&str] = &["src/", "loader/"];

const RULES: &[Rule] = &[
    Rule {
        within: BOTH,
        except: &[],
        never: &[
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "createContextualFragment",
            "srcdoc",
            "set_inner_html",
            "set_outer_html",
            "insert_adjacent_html",
            "from_html_unchecked",
            "dangerously",
        ],
        why: "no string becomes HTML: content is a tree of blocks, and Trusted Types are required in the frame",
    },
    Rule {
        within: BOTH,
        except: &[],
        never: &[
            "eval(",
            "new Function(",
            "js_sys::eval",
            "Function::new_with_args",
            "Function::new_no_args",
        ],
        why: "no string becomes code: the policy has no 'unsafe-eval'",
    },
    Rule {
        within: BOTH,
        except: &[],
        never: &["setAttribute('style'", "setAttribute(\"style\"", "set_attribute(\"style\""],
        why: "a style attribute breaks under style-src of a strict page: use adopted sheets, or single properties by CSSOM",
    },
    Rule {
        within: &["src/"],
        except: &[],
        never: &[" style=", "\tstyle=", "<style"],
        why: "markup carries no style: the frame's policy has no 'unsafe-inline'; write a class in styles/",
    },
    Rule {
        within: BOTH,
        except: &[],
        never: &["document.cookie", "set_cookie("],
        why: "we set no cookie, neither on the page nor in the frame",
    },
    Rule {
        within: &["loader/"],
        // It runs in a frame of our origin, and looks whether that has a storage.
        except: &["loader/probe.js"],
        never: &["localStorage", "sessionStorage", "indexedDB"],
        why: "the page's storage is the merchant's",
    },
    Rule {
        within: &["loader/"],
        except: &[],
        never: &[
            "window.onmessage",
            " w.onmessage",
            "self.onmessage",
            " onmessage =",
            "history.pushState",
            "history.replaceState",
        ],
        why: "the page's handlers and history are the merchant's",
    },
];

const STAR: &str = "a message to '*' is read by whatever page is there: name the origin";

/// Everything forbidden in `src/` and `loader/`.
pub fn check(project: &Project) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    for folder in BOTH {
        for file in stamp::files(&project.path(folder.trim_end_matches('/')))? {
            let name = file.strip_prefix(&project.root).unwrap_or(&file).to_string_lossy().into_owned();
            if name.ends_with(".rs") || name.ends_with(".js") {
                let text = fs::read_to_string(&file).map_err(|error| Failure::io("read", &file, &error))?;
                findings.extend(check_file(&name, &text));
            }
        }
    }
    Ok(findings)
}

fn check_file(name: &str, text: &str) -> Vec<Finding> {
    let language = if name.ends_with(".rs") { Language::Rust } else { Language::JavaScript };
    let code = without_comments(text, language);
    let mut findings = Vec::new();
    for (number, line) in code.lines().enumerate() {
        for rule in RULES.iter().filter(|rule| rule.holds_in(name)) {
            // A space in front, so that a name at the start of a line is met as one after a space is.
            let line = format!(" {line}");
            for never in rule.never.iter().filter(|never| line.contains(**never)) {
                findings.push(Finding {
                    place: format!("{name}:{}", number + 1),
                    what: format!("`{}`", never.trim()),
                    why: rule.why,
                });
            }
        }
    }
    findings.extend(stars(name, &code));
    findings
}

/// `postMessage(…, '*')`, also over several lines.
fn stars(name: &str, code: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for call in ["postMessage(", "post_message(", "post_message_with_transfer("] {
        for (at, _) in code.match_indices(call) {
            let arguments = arguments(code.get(at + call.len()..).unwrap_or_default());
            if arguments.contains("'*'") || arguments.contains("\"*\"") {
                let line = code.get(..at).unwrap_or_default().lines().count().max(1);
                findings.push(Finding {
                    place: format!("{name}:{line}"),
                    what: format!("`{call}…, '*')`"),
                    why: STAR,
                });
            }
        }
    }
    findings
}

fn arguments(rest: &str) -> &str {
    let mut depth = 1;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return rest.get(..at).unwrap_or(rest);
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forbidden_is_found_and_what_is_not_passes() {
        let cases = [
            ("src/a.rs", "el.set_inner_html(x)", 1),
            ("src/a.rs", "// el.set_inner_html(x)", 0),
            ("src/a.rs", "<p style=\"x\">", 1),
            ("src/a.rs", "<p\nstyle={x}>", 1),
            ("src/a.rs", "let style = 1; let list_style=2;", 0),
            ("src/a.rs", "port.post_message_with_transfer(\n  f(x),\n  \"*\",\n)", 1),
            ("src/a.rs", "port.post_message(&x); let y = \"*\";", 0),
            ("loader/a.js", "parent.postMessage(f(m), '*')", 1),
            ("loader/a.js", "parent.postMessage(m, origin, ['*'])", 1),
            ("loader/a.js", "parent.postMessage(m, base); a = '*'", 0),
            ("loader/a.js", "u = 'https://x'; el.innerHTML = u", 1),
            ("loader/a.js", "localStorage.x = 1", 1),
            ("loader/probe.js", "localStorage.length", 0),
            ("loader/probe.js", "window.onmessage = f", 1),
            ("src/a.rs", "window.local_storage()", 0),
            ("loader/a.js", "window.onmessage = f", 1),
            ("loader/a.js", "port.onmessage = f", 0),
            ("loader/a.js", "el.style.width = '1px'", 0),
        ];
        for (name, text, expected) in cases {
            assert_eq!(check_file(name, text).len(), expected, "{name}: {text}");
        }
    }

    #[test]
    fn lines_are_right() {
        assert_eq!(check_file("loader/a.js", "a\n/* x\n*/ eval(b)")[0].place, "loader/a.js:3");
    }
}
