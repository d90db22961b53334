//! The ring of reproducibility, one test: the same sources built in another folder are the same files. A merchant's
//! script inventory rests on that: whoever has the sources can say what a hash belongs to.
//!
//! Not here: building (../dist.rs). The second build has a target folder of its own, kept for the next time.

use super::Report;
use super::counts::Counts;
use crate::dist;
use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project::Project;
use crate::stamp;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "two builds in different folders are the same";
/// Of another length than the repository's own path: one that got into a file would move everything after it.
const FOLDER: &str = "target/xtask/reproduced/in-another-folder";
/// What builds make, at the top of the repository.
const MADE: [&str; 4] = ["target", "dist", "var", ".git"];

pub fn run(project: &Project, filter: Option<&str>) -> Outcome<Report> {
    if filter.is_some_and(|filter| !NAME.contains(filter)) {
        return Ok(Report::default());
    }
    dist::run(project)?;
    let second = Project { root: project.path(FOLDER), tools: project.tools.clone() };
    copy(&project.root, &second.root)?;
    dist::run(&second)?;
    let lines = differences(&files(&project.dist())?, &files(&second.dist())?);
    let same = lines.is_empty();
    println!("{NAME} ... {}", if same { "ok" } else { "FAILED" });
    let failures = if same { String::new() } else { format!("---- {NAME}\n{}", lines.join("\n")) };
    Ok(Report { counts: Counts { passed: same.into(), failed: (!same).into() }, failures })
}

/// Brings the second folder to what the first has now. Only what differs is written: cargo goes by a file's time.
fn copy(from: &Path, to: &Path) -> Outcome {
    let wanted: BTreeSet<PathBuf> = sources(from)?.into_iter().collect();
    for file in &wanted {
        let (source, copy) = (from.join(file), to.join(file));
        let bytes = fs::read(&source).map_err(|error| Failure::io("read", &source, &error))?;
        if fs::read(&copy).is_ok_and(|old| old == bytes) {
            continue;
        }
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
        }
        fs::write(&copy, bytes).map_err(|error| Failure::io("write", &copy, &error))?;
    }
    for file in everything(to)?.into_iter().filter(|file| !wanted.contains(file)) {
        let file = to.join(file);
        fs::remove_file(&file).map_err(|error| Failure::io("remove", &file, &error))?;
    }
    Ok(())
}

/// What a commit of this moment would hold: a build that needs a file git ignores does not repeat elsewhere. Where there
/// is no git, as in an unpacked archive, everything that no build made.
fn sources(root: &Path) -> Outcome<Vec<PathBuf>> {
    let git = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let said = process::capture(std::process::Command::new("git").current_dir(root).args(git));
    match said {
        Ok(said) if said.ok => {
            let names = said.text.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
            Ok(names.filter(|name| root.join(name).is_file()).collect())
        }
        _ => everything(root),
    }
}

/// Files by their path under `root`, without what builds make.
fn everything(root: &Path) -> Outcome<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root).into_iter().flatten().filter_map(Result::ok) {
        if !MADE.iter().any(|made| entry.file_name() == *made) {
            all.extend(stamp::files(&entry.path())?);
        }
    }
    Ok(all.iter().filter_map(|file| Some(file.strip_prefix(root).ok()?.to_owned())).collect())
}

/// Every file of the current release with its hash; the frame's template, which the manifest does not list, too.
fn files(dist: &Path) -> Outcome<BTreeSet<String>> {
    let read = |path: &Path| fs::read(path).map_err(|error| Failure::io("read", path, &error));
    let damaged = || Failure::new(format!("{} has a damaged manifest", dist.display()));
    let manifest: Value =
        serde_json::from_slice(&read(&dist.join("manifest.json"))?).map_err(|_| damaged())?;
    let version = manifest.get("version").and_then(Value::as_str).ok_or_else(damaged)?;
    let template = read(&dist.join(version).join("frame.html"))?;
    let mut files = BTreeSet::from([format!("frame.html {}", stamp::short_hash(&template, 12))]);
    for file in manifest.get("files").and_then(Value::as_array).into_iter().flatten() {
        let text = |key: &str| file.get(key).and_then(Value::as_str);
        let path = text("path").ok_or_else(damaged)?.replace(version, "<version>");
        let hash = text("sha384").ok_or_else(damaged)?;
        files.insert(format!("{path} {hash}"));
    }
    Ok(files)
}

/// What only one of them has. Scripts carry the version, which is made of all the rest: they are named only if nothing
/// else differs.
fn differences(first: &BTreeSet<String>, second: &BTreeSet<String>) -> Vec<String> {
    let only = |which: &str, a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).map(|line| format!("only in the {which} build: {line}")).collect()
    };
    let mut all = only("first", first, second);
    all.extend(only("second", second, first));
    let causes: Vec<String> =
        all.iter().filter(|line| !line.contains("/<version>/") && !line.contains("/v1/")).cloned().collect();
    if causes.is_empty() { all } else { causes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("kh-repro-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn put(path: PathBuf, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn the_second_folder_has_the_sources_of_now_and_keeps_what_it_built() {
        let root = folder("copy");
        let (from, to) = (root.join("from"), root.join("to"));
        for name in ["src/a", "b", "target/x", "dist/y"] {
            put(from.join(name), name);
        }
        for name in ["src/old", "target/built", "b"] {
            put(to.join(name), name);
        }
        let before = fs::metadata(to.join("b")).unwrap().modified().unwrap();
        copy(&from, &to).unwrap();
        let mut left = everything(&to).unwrap();
        left.sort();
        assert_eq!(left, [PathBuf::from("b"), PathBuf::from("src/a")]);
        assert!(to.join("target/built").is_file() && !to.join("target/x").exists());
        assert_eq!(fs::metadata(to.join("b")).unwrap().modified().unwrap(), before, "unchanged, untouched");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn files_that_differ_are_named_and_scripts_only_if_they_are_the_cause() {
        let set = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<BTreeSet<_>>();
        let first = set(&["/<version>/core.js 1", "/assets/app-1.wasm 2", "frame.html 3"]);
        assert!(differences(&first, &first).is_empty());
        let second = set(&["/<version>/core.js 9", "/assets/app-8.wasm 8", "frame.html 3"]);
        assert_eq!(
            differences(&first, &second),
            [
                "only in the first build: /assets/app-1.wasm 2",
                "only in the second build: /assets/app-8.wasm 8"
            ]
        );
        let second = set(&["/<version>/core.js 9", "/assets/app-1.wasm 2", "frame.html 3"]);
        assert_eq!(differences(&first, &second).len(), 2);
    }
}
