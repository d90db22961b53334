//! Releases that stay: a customer who has yesterday's loader gets yesterday's files.
//!
//! Not here: the new release. A kept one is linked over, not copied: its files never change, and the time its manifest
//! was written tells which is newer.

use super::manifest::FORMAT;
use crate::failure::{Failure, Outcome};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How many releases `dist/` has, with the current one.
pub const KEEP: usize = 3;

/// A release by its own manifest.
struct Earlier {
    version: String,
    written: SystemTime,
    /// Its files under assets/ and packs/, which it may share with others.
    shared: Vec<PathBuf>,
}

/// Links the newest earlier releases of `dist` into `new`, which holds the release `current`. Answers their names.
pub fn keep(dist: &Path, new: &Path, current: &str) -> Outcome<Vec<String>> {
    let mut all: Vec<Earlier> = folders(dist).iter().filter_map(|folder| read(dist, folder)).collect();
    all.retain(|earlier| earlier.version != current);
    all.sort_by(|a, b| b.written.cmp(&a.written).then_with(|| b.version.cmp(&a.version)));
    all.truncate(KEEP - 1);
    for earlier in &all {
        let own = crate::stamp::files(&dist.join(&earlier.version))?;
        for file in own.iter().chain(&earlier.shared) {
            link(dist, new, file)?;
        }
    }
    Ok(all.into_iter().map(|earlier| earlier.version).collect())
}

fn folders(dist: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dist).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.path()).filter(|path| path.join("manifest.json").is_file()).collect()
}

/// `None` for what is no whole release of a form that the portal reads.
fn read(dist: &Path, folder: &Path) -> Option<Earlier> {
    let file = folder.join("manifest.json");
    let manifest: Value = serde_json::from_slice(&fs::read(&file).ok()?).ok()?;
    let version = manifest.get("version")?.as_str()?.to_owned();
    if manifest.get("format")?.as_u64()? != FORMAT || !folder.ends_with(&version) {
        return None;
    }
    let paths = manifest.get("files")?.as_array()?.iter().filter_map(|file| file.get("path")?.as_str());
    let (shared, own): (Vec<&str>, Vec<&str>) = paths
        .filter(|path| !path.starts_with("/v1/"))
        .partition(|path| path.starts_with("/assets/") || path.starts_with("/packs/"));
    let place = |path: &str| dist.join(path.trim_start_matches('/'));
    let whole = shared.iter().chain(&own).all(|path| place(path).is_file());
    let with_compressed = |path: &&str| ["", ".br", ".gz"].map(|end| place(&format!("{path}{end}")));
    let shared = shared.iter().flat_map(with_compressed).filter(|path| path.is_file()).collect();
    let written = fs::metadata(&file).and_then(|data| data.modified()).ok()?;
    whole.then_some(Earlier { version, written, shared })
}

fn link(dist: &Path, new: &Path, file: &Path) -> Outcome {
    let to = new.join(file.strip_prefix(dist).unwrap_or(file));
    if to.exists() {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    }
    fs::hard_link(file, &to).map_err(|error| Failure::io("write", &to, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::tests::folder;
    use serde_json::json;
    use std::time::Duration;

    fn put(path: PathBuf, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A release with a file of its own and one that every release has.
    fn release(dist: &Path, version: &str, age: u64, format: u64) {
        let own = format!("/assets/app-{version}.js");
        let paths =
            [own.as_str(), "/assets/shared.css", &format!("/{version}/core.js"), "/v1/klarna-help.js"];
        for path in paths {
            put(dist.join(path.trim_start_matches('/')), version);
        }
        put(dist.join(format!("assets/app-{version}.js.br")), "br");
        put(dist.join(version).join("frame.html"), version);
        let files: Vec<Value> = paths.iter().map(|path| json!({"path": path})).collect();
        let manifest = json!({"format": format, "version": version, "files": files}).to_string();
        put(dist.join(version).join("manifest.json"), &manifest);
        let file = fs::File::options().append(true).open(dist.join(version).join("manifest.json")).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    }

    #[test]
    fn the_newest_stay_with_all_their_files_and_nothing_of_the_new_one_is_touched() {
        let root = folder("earlier");
        let (dist, new) = (root.join("dist"), root.join("new"));
        for (version, age) in [("1-a", 40), ("1-b", 10), ("1-c", 30), ("1-d", 20)] {
            release(&dist, version, age, FORMAT);
        }
        put(new.join("assets/shared.css"), "new");
        put(new.join("v1/klarna-help.js"), "new");
        // The current one was built before, too.
        assert_eq!(keep(&dist, &new, "1-b").unwrap(), ["1-d", "1-c"]);
        let text = |path: &str| fs::read_to_string(new.join(path)).unwrap_or_default();
        assert_eq!(text("assets/app-1-d.js"), "1-d");
        assert_eq!(text("assets/app-1-d.js.br"), "br");
        assert_eq!(text("1-c/core.js"), "1-c");
        assert_eq!(text("1-c/frame.html"), "1-c");
        assert_eq!((text("assets/shared.css"), text("v1/klarna-help.js")), ("new".into(), "new".into()));
        for gone in ["1-a", "1-b", "assets/app-1-a.js", "assets/app-1-b.js"] {
            assert!(!new.join(gone).exists(), "{gone}");
        }
        // Linked, it is as old as it was.
        fs::remove_dir_all(&dist).unwrap();
        fs::rename(&new, &dist).unwrap();
        release(&dist, "1-b", 0, FORMAT);
        assert_eq!(keep(&dist, &new, "1-e").unwrap(), ["1-b", "1-d"]);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_is_not_whole_or_of_another_form_goes() {
        let root = folder("broken");
        let (dist, new) = (root.join("dist"), root.join("new"));
        assert!(keep(&dist, &new, "1-z").unwrap().is_empty(), "the first build has none");
        release(&dist, "1-a", 1, FORMAT);
        release(&dist, "1-b", 2, FORMAT + 1);
        release(&dist, "1-c", 3, FORMAT);
        fs::remove_file(dist.join("assets/app-1-a.js")).unwrap();
        assert_eq!(keep(&dist, &new, "1-z").unwrap(), ["1-c"]);
        fs::remove_dir_all(root).unwrap();
    }
}
