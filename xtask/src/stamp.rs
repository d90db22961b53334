//! Stamps: a hash of what a step reads, kept beside what it wrote, so that an unchanged step is skipped.
//!
//! Not here: which inputs a step has; each step names its own.

use crate::failure::{Failure, Outcome};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Gathers inputs.
#[derive(Default)]
pub struct Stamp(Sha256);

impl Stamp {
    /// Adds a fact that is no file, such as a tool's version.
    #[must_use]
    pub fn fact(mut self, fact: &str) -> Self {
        self.feed(fact.as_bytes());
        self
    }

    /// Adds a file, or every file under a folder, by name and content. A missing path is an input too: "not there".
    pub fn path(mut self, root: &Path, relative: &str) -> Outcome<Self> {
        for file in files(&root.join(relative))? {
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
            let bytes = fs::read(&file).map_err(|error| Failure::io("read", &file, &error))?;
            self.feed(name.as_bytes());
            self.feed(&bytes);
        }
        Ok(self.fact(relative))
    }

    /// The stamp as text.
    pub fn end(self) -> String {
        hex(&self.0.finalize())
    }

    // Lengths go in too, so that moving a byte from one input to the next changes the stamp.
    fn feed(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
}

/// Whether the stamp file says the same.
pub fn matches(file: &Path, stamp: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|kept| kept == stamp)
}

/// Keeps a stamp. Only after the step's output is whole.
pub fn keep(file: &Path, stamp: &str) -> Outcome {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    }
    fs::write(file, stamp).map_err(|error| Failure::io("write", file, &error))
}

/// A file itself, or all files under a folder, sorted; nothing for a missing path.
pub fn files(path: &Path) -> Outcome<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let Ok(entries) = fs::read_dir(path) else { return Ok(Vec::new()) };
    let mut children: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    children.sort();
    let mut all = Vec::new();
    for child in children {
        all.extend(files(&child)?);
    }
    Ok(all)
}

/// The first `length` hex digits of a SHA-256.
pub fn short_hash(bytes: &[u8], length: usize) -> String {
    hex(&Sha256::digest(bytes)).chars().take(length).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("kh-stamp-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src")).unwrap();
        folder
    }

    fn stamp(root: &Path) -> String {
        Stamp::default().path(root, "src").unwrap().end()
    }

    #[test]
    fn content_name_and_number_of_files_count() {
        let root = folder("counts");
        fs::write(root.join("src/a"), "1").unwrap();
        let first = stamp(&root);
        assert_eq!(first, stamp(&root));
        fs::write(root.join("src/a"), "2").unwrap();
        let second = stamp(&root);
        fs::rename(root.join("src/a"), root.join("src/b")).unwrap();
        let third = stamp(&root);
        fs::write(root.join("src/c"), "").unwrap();
        let fourth = stamp(&root);
        assert_eq!(4, [first, second, third, fourth].iter().collect::<std::collections::HashSet<_>>().len());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_missing_folder_is_an_input_and_no_error() {
        assert_ne!(
            Stamp::default().path(Path::new("/nowhere"), "a").unwrap().end(),
            Stamp::default().path(Path::new("/nowhere"), "b").unwrap().end()
        );
    }

    #[test]
    fn a_kept_stamp_matches_itself_only() {
        let root = folder("kept");
        let file = root.join("deep/stamp");
        assert!(!matches(&file, "x"));
        keep(&file, "x").unwrap();
        assert!(matches(&file, "x") && !matches(&file, "y"));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn hashes_are_sha256() {
        assert_eq!(short_hash(b"", 12), "e3b0c44298fc");
    }
}
